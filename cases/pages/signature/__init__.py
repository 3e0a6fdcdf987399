"""The signature folder: a head signs many answers in one act, on the screen (``folder.py``) or on paper
(``paper.py``); ``answers.py`` is what stands in it.
"""
