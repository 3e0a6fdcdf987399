"""What is said of an act on many cases: its name, what the step was given, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.models import Case
from cases.people.day_words import day_in_words
from workflow.bulk_rows import Bulk, BulkItem
from workflow.errors import Blocked
from workflow.given import given_again
from workflow.undoing import UNDO

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Said = Callable[[int], str]
"""“34 closed.” with the number left out."""

# fmt: off
DONE: dict[str, Said] = {
    "assign":     lambda n: ngettext("%(count)d assigned to %(lead)s.", "%(count)d assigned to %(lead)s.", n),
    "reassign":   lambda n: ngettext("%(count)d now with %(lead)s.", "%(count)d now with %(lead)s.", n),
    "open_round": lambda n: ngettext("%(count)d asked in %(round)s.", "%(count)d asked in %(round)s.", n),
    "close":      lambda n: ngettext("%(count)d closed.", "%(count)d closed.", n),
    "sign_and_send":  lambda n: ngettext("%(count)d signed.", "%(count)d signed.", n),
    "file_signature": lambda n: ngettext("%(count)d filed, and sent.", "%(count)d filed, and sent.", n),
    "approve":    lambda n: ngettext("%(count)d approved.", "%(count)d approved.", n),
    UNDO:         lambda n: ngettext("%(count)d taken back.", "%(count)d taken back.", n),
}
"""By step. Another step says its own label."""

LABELS: dict[str, StrOrPromise] = {
    "lead":    gettext_lazy("Lead department"),
    "due_on":  gettext_lazy("Due date"),
    "working_days": gettext_lazy("Working days"),
    "round":   gettext_lazy("Round"),
    "because": gettext_lazy("Why it is closed"),
}
"""What a step is given, by name; what has no label is not shown."""
# fmt: on


def title(bulk: Bulk) -> str:
    """“Assign: 200 cases”."""
    cases = ngettext("%(count)d case", "%(count)d cases", bulk.size) % {"count": bulk.size}
    return f"{_act(bulk)}: {cases}"


def details(bulk: Bulk) -> list[tuple[StrOrPromise, str]]:
    given = _given(bulk.data)
    return [(label, _in_words(name, given[name])) for name, label in LABELS.items() if given.get(name)]


def sentences(bulk: Bulk, counts: Mapping[str, int]) -> list[str]:
    """What came of it so far: who got how many, how many were refused, how many are left."""
    were_not = ngettext("%(count)d was not done.", "%(count)d were not done.", counts["refused"])
    stopped = ngettext("%(count)d was left.", "%(count)d were left.", counts["left"])
    said = [*_done(bulk)] if counts["done"] else []
    said += [were_not % {"count": counts["refused"]}] if counts["refused"] else []
    return said + ([stopped % {"count": counts["left"]}] if counts["left"] and bulk.is_cancelled else [])


def _done(bulk: Bulk) -> list[str]:
    """One sentence for all rows that were given the same."""
    done = bulk.items.filter(state=BulkItem.State.DONE)
    by_data = done.values_list("data").annotate(rows=Count("pk")).order_by()
    said = [(-count, _sentence(bulk.step, count, bulk.data | data)) for data, count in by_data]
    return [sentence for _count, sentence in sorted(said)]


def _sentence(step: str, count: int, kept: Mapping[str, Any]) -> str:
    given = {name: _in_words(name, value) for name, value in _given(kept).items()}
    if step in DONE:
        return DONE[step](count) % ({"lead": "", "round": ""} | given | {"count": count})
    return _("%(step)s: %(count)d done.") % {"step": Case.process.steps[step].label, "count": count}


def _act(bulk: Bulk) -> str:
    if bulk.step != UNDO:
        return str(Case.process.steps[bulk.step].label)
    undone = bulk.undoes.step if bulk.undoes else ""
    return _("Take back “%(step)s”") % {"step": Case.process.steps[undone].label} if undone else _("Undo")


def _given(kept: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return given_again(kept)
    except Blocked:  # a row that was chosen for it is gone; the items say so
        return {}


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, date):
        return day_in_words(value)
    if name == "because":
        return capfirst(str(Case.Closing(value).label))
    return str(value)
