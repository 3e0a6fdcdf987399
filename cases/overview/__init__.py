"""How the work as a whole stands: counted by the worker (``counting.py``), read for a page (``standing.py``),
and carried on to the day on which it is done (``pace.py``)."""
