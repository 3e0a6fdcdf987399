"""The start of a round in a department: which answers to write, what was said before, beginning them."""
