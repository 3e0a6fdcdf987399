"""The outline of a report: laid out when it is assembled, read for what is printed, changed by editors.

``laying.py`` makes it, ``reading.py`` makes sections of text of it. Its rows: ``exports/models/outline.py``.
"""
