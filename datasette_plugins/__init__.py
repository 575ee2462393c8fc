"""The window: how do people look at a register in a browser, without touching it?

`server` starts it, `audit` holds the hooks that Datasette calls, the other modules do their work. Nothing here writes, and nothing here reads the journal.
"""
