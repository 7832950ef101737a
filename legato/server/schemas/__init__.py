"""What travels between clients and servers, where users of Prefect 2 look for it; its home is `legato.schemas`."""
