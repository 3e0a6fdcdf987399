"""How likely two texts must be to say the same, 0 to 1: for a group that surely does, and that perhaps does.

What is right and what is missed at each was measured: docs/alike.md.
"""

from __future__ import annotations

SURE, PERHAPS = 0.65, 0.35
