"""The keyboard: parse, call, say."""
