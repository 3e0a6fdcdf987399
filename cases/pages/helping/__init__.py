"""Help: one guide for each role. The page is ``page.py``, the texts are ``guides.py``."""
