"""How does what the ledger knows become paper?"""
