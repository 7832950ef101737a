"""How messages leave: which addresses may be called, and requests of HTTP."""
