"""Search in the UN texts, in every language: ``words.py`` makes words of a text and of what one looks for."""
