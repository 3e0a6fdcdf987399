"""Bringing recommendations, departments and people in from files.

A file of recommendations goes this way: ``opening.py`` reads it in a process apart, ``formats.py`` finds the
class that makes rows of it, ``edition.py`` checks them, ``found.py`` says what would be done with each,
``staging.py`` keeps that for a person to see and ``mending.py`` puts rows right, ``importer.py`` writes it,
``undoing.py`` takes it back. The command does it at once, the page by way of ``waiting.py``: docs/import.md.
"""
