"""The kinds of report that the UN takes: how many words each may have, which count, and under which headings.

``shape.py`` says what a kind is made of; ``upr.py``, ``treaty.py`` and ``other.py`` are the shipped ones.
"""

from __future__ import annotations

from exports.counting import ALL, WITHOUT_ANNEXES
from exports.kinds.other import OTHERS
from exports.kinds.shape import Kind, PlannedHeading
from exports.kinds.treaty import OF_TREATY_BODIES
from exports.kinds.upr import OF_THE_UPR

KINDS = {kind.code: kind for kind in (*OF_THE_UPR[:1], *OF_TREATY_BODIES, *OF_THE_UPR[1:], *OTHERS)}
"""Those that are shipped. As the country has them: ``exports/models/kind.py``."""

__all__ = ["ALL", "KINDS", "WITHOUT_ANNEXES", "Kind", "PlannedHeading"]
