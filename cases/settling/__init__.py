"""What a coordinator settles for the whole state: its words, its colour and mark, its themes."""
