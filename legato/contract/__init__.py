"""Every REST operation, once: its method, its path, what goes in and what comes out."""
