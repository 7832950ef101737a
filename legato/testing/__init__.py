"""For tests of users' flows."""
