"""The child program that opens what people send back, apart from Django: start at ``main.py``.

Nothing here imports Django, or anything of Suivi but this folder and that of the import's own child.
"""
