"""The server wing: tables, handlers, the ASGI app."""
