"""Review: who decides on an answer reads what changed, and decides; one answer after the other, or many.

``page.py`` is one answer, ``shown.py`` what stands on it; ``deciding.py`` says who decides where and by which
steps, ``queue.py`` what comes next, ``waiting.py`` is the list with what is unchanged.
"""
