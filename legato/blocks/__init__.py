"""Blocks: configuration and secrets with a class of their own, kept by the server."""
