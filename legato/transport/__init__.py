"""How records leave this process: the journal in memory, the courier and the delivery that take them on, and HTTP."""
