"""The words of a report: how many each part and each department has of its share, and how it comes within.

All is computed from the report's content (``exports/content.py``): no query per passage.
"""
