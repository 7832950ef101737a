"""One module per noun, one function per request: what the server does when it is asked."""
