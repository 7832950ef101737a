"""Every type that crosses the wire, once, as a msgspec Struct: one module per noun."""
