"""Acts on an outline, by their names: each changes rows, and notes how they were, so that it can be undone.

They run inside the step ``arrange`` of a report, whose row is locked: two editors never arrange at once. What
is moved is named by itself and by what it comes after, never by a number in a list. Each returns what history
is to keep of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from exports.outline import headings, joining, passages, regrouping
from exports.outline.outline import Outline
from workflow.step import Act

if TYPE_CHECKING:
    from exports.models import Report

# fmt: off
CHANGES: dict[str, Callable[[Outline, Mapping[str, Any]], dict[str, Any]]] = {
    "add-heading":    headings.add,
    "rename-heading": headings.rename,
    "shift-heading":  headings.shift,
    "move-heading":   headings.move,
    "remove-heading": headings.remove,
    "put-back":       headings.put_back,
    "add-text":       passages.add_text,
    "write":          passages.write,
    "shift":          passages.shift,
    "move":           passages.move,
    "join":           joining.join,
    "part":           joining.part,
    "take-out":       passages.take_out,
    "take-in":        passages.take_in,
    "renew":          passages.renew,
    "order":          regrouping.order,
    "regroup":        regrouping.regroup,
}
"""By the name that history keeps."""
# fmt: on


def rearrange(report: Report, act: Act) -> dict[str, Any]:
    """The act that is named in ``act.data["change"]``, with what else was given; see its function."""
    outline = Outline(report, act.at, act.by)
    noted = CHANGES[act.data["change"]](outline, act.data)
    outline.before.write(report, report.version + 1)
    return noted
