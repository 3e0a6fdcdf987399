"""How a mail is written: subject, text and HTML, in each language of the person. Never a word of a draft.

``told.py`` reads what the notices tell, ``sections.py`` says it, a section for each rule in the order of
``order.py``, and ``letter.py`` puts subject, text and HTML together. Links carry no power.
"""

from notifications.writing.letter import Letter
from notifications.writing.lines import case_line, contribution_line
from notifications.writing.told import Called, Note, Told, cases_for_lines
from notifications.writing.written import write, write_of

__all__ = [
    "Called",
    "Letter",
    "Note",
    "Told",
    "case_line",
    "cases_for_lines",
    "contribution_line",
    "write",
    "write_of",
]
