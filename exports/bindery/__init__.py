"""What the process of ``exports/child.py`` does: lays out a sheet, tags it, binds sheets to one paper.

Nothing here knows Django, database or network.
"""

ELSEWHERE = "bound:"
"""Leads the address of a link to another sheet, until the sheets are bound."""
