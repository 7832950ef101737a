"""Clients of the API with a named method for every operation."""
