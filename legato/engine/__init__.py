"""The engine: the life of a run as generators over effects, and the drivers that perform them."""
