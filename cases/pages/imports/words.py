"""Where an import stands, what it would do and what it did, in words."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.importing.formats import FORMATS
from cases.models import Import
from cases.templatetags.suivi import figure


def stands_at(one: Import, *, brings: bool = True) -> dict[str, Any]:
    """``words``, and the ``tone`` of their label. ``brings``: whether there is anything to confirm."""
    if one.refused:
        return {"words": _("Refused"), "tone": "late"}
    if one.undone_at:
        return {"words": _("Taken back"), "tone": ""}
    if one.written_at:
        return {"words": _("Imported"), "tone": "good"}
    if one.confirmed_at:
        return {"words": _("Being written"), "tone": "accent"}
    if one.read_at:
        return _once_read(one, brings=brings)
    if one.asks_for_columns:
        return {"words": _("Asks what its columns are"), "tone": "accent"}
    return {"words": _("Being read"), "tone": "accent"}


def _once_read(one: Import, *, brings: bool) -> dict[str, Any]:
    if brings:
        return {"words": _("Ready to confirm"), "tone": "accent"}
    if one.skipped:
        return {"words": _("Needs a look"), "tone": "accent"}
    return {"words": _("Nothing to import"), "tone": ""}


def source_of(one: Import) -> str:
    """Whose keys they are: the name of the format where the person gave it none of its own."""
    known = FORMATS.get(one.source)
    return str(known.label) if known else one.source


def what_it_would_do(one: Import, *, gone: int) -> list[str]:
    """A sentence for each kind of row, before it is confirmed; ``gone`` counts what the file lost."""
    new = ngettext(
        "%(count)s recommendation will be added, with a case to assign.",
        "%(count)s recommendations will be added, each with a case to assign.",
        one.new,
    )
    changed = ngettext(
        "%(count)s recommendation will be revised; its assignment, answers and history stay.",
        "%(count)s recommendations will be revised; their assignments, answers and history stay.",
        one.changed,
    )
    missing = ngettext(
        "%(count)s recommendation of an earlier edition is no longer in the file; nothing is done with it.",
        "%(count)s recommendations of an earlier edition are no longer in the file; "
        "nothing is done with them.",
        gone,
    )
    return _counted((new, one.new), (changed, one.changed), (_looked_at(one), one.skipped), (missing, gone))


def _looked_at(one: Import) -> str:
    return ngettext(
        "%(count)s row needs a look: mend it below, or it is left out.",
        "%(count)s rows need a look: mend them below, or they are left out.",
        one.skipped,
    )


def what_was_left_out(one: Import) -> str:
    """How the rows still come in that were left out; empty where there are none."""
    sentence = ngettext(
        "%(count)s row was left out, as it needs a look. Send the file again to mend it; all else stays.",
        "%(count)s rows were left out, as they need a look. Send the file again to mend them; "
        "all else stays.",
        one.skipped,
    )
    return "".join(_counted((sentence, one.skipped)))


def announced(one: Import, *, done: int, total: int) -> tuple[str, str]:
    """A mark, and what is said aloud when the mark changes: each step, and each quarter of a long one."""
    step = str(stands_at(one)["words"])
    if not (one.is_under_way and total):
        return slugify(step, allow_unicode=True), step
    percent = 25 * (4 * done // total)
    said = _("%(step)s: %(percent)d%% done.") % {"step": step, "percent": percent}
    return f"{slugify(step, allow_unicode=True)}-{percent}", said


def _counted(*sentences: tuple[str, int]) -> list[str]:
    return [words % {"count": figure(count)} for words, count in sentences if count]
