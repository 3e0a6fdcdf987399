"""The processes whose strength is shown: what each brings, and the one line with which it joins.

A process brings a :class:`Walk` (a module beside this one) and its tables in ``docs/permissions.md``.
"""

from __future__ import annotations

from tests.workflow.walking import case, extension
from tests.workflow.walking.walk import Walk

WALKS: dict[str, Walk] = {
    "case": case.WALK,
    "extension": extension.WALK,
}
