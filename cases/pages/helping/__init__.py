"""Help: one guide for each role, and what it tells everybody. The page is ``page.py``."""
