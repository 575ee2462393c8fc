"""The book: what happened to every data medium, what may happen, what it means."""
