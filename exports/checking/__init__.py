"""What is checked before a report is frozen: coverage, contradictions, the form of a UN document.

``checks.py`` names each check with its rule, ``report.py`` reads a content with all of them.
"""
