"""How records leave this process: journal (in memory), spool (on disk), courier (the way there), http and the client."""
