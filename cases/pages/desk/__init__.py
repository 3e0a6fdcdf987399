"""The Desk: all cases in one table, narrowed down, and acted on many at once. Begin at ``page.py``."""
