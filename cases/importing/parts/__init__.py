"""The exact parts of what the UN writes: numbers, sub-items, symbols, sessions, states in brackets."""
