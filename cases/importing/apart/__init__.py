"""The child program that opens files from outside, apart from Django: start at ``main.py``.

Nothing here imports Django, or anything of Suivi outside this folder.
"""
