"""The suite: mirrors the package, plus one folder for each other kind of test."""
