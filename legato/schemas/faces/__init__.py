"""The names by which users of Prefect 2 know what travels between clients and servers, module by module."""
