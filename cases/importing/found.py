"""An edition beside what stands: what is to be done with each row, and what would come of it.

Nothing is changed here: ``importer.py`` does it, ``staging.py`` keeps it for a person to see first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q

from cases.importing import bodies, contexts
from cases.importing.comparison import Comparison, compare
from cases.importing.contexts import Contexts
from cases.importing.edition import Edition
from cases.importing.gone import Gone, gone_from
from cases.importing.rows import Problem, Row
from cases.models import Import


@dataclass
class Outcome:
    """What came of an edition, or would come of it. ``problems`` are the lines that need a look.

    ``context`` counts concerns and observations that are new or worded anew; they are no recommendations.
    ``gone`` are the references of what an earlier edition had and this one has not.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    changes: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    added: list[str] = field(default_factory=list)
    recognised: int = 0
    context: int = 0
    gone: list[str] = field(default_factory=list)
    superseded_by: str = ""


@dataclass
class Found:
    """An edition beside what stands: its recommendations, and its concerns and observations."""

    edition: Edition
    comparison: Comparison
    contexts: Contexts

    def outcome(self) -> Outcome:
        found = self.comparison
        return Outcome(
            new=len(found.new),
            changed=len(found.changed),
            same=len(found.same),
            problems=sorted([*self.edition.problems, *found.problems], key=lambda one: one.line),
            changes=[(one.row.line, one.recommendation.reference, one.in_words()) for one in found.changed],
            notes=self.edition.notes,
            unknown=bodies.unknown_bodies(self.edition.rows, bodies.known_bodies()),
            context=self.contexts.brings,
            gone=[one.reference for one in self._gone()],
        )

    def _gone(self) -> list[Gone]:
        found = self.comparison
        revised = {one.recommendation.pk for one in found.changed}
        known = revised | {one.pk for _row, one in found.same}
        keys = {row.key for row in self.edition.rows} | {one.key for one in self.edition.problems}
        return gone_from(self.edition.source, known=known, keys=keys)

    def own_rows(self) -> list[Row]:
        """Those whose lists count: of a recommendation that another source brought, its own do."""
        changed = {one.row.key for one in self.comparison.changed if one.only_adds}
        same = {row.key for row, one in self.comparison.same if one.source != self.edition.source}
        return [row for row in self.edition.recommendations if row.key not in changed | same]


def found_in(edition: Edition) -> Found:
    """What is to be done with each row. Changes nothing."""
    return Found(
        edition,
        compare(edition.recommendations, edition.source, edition.decided),
        contexts.compare(edition.context, edition.source),
    )


def newer_edition(edition: Edition) -> str:
    """The name of an edition of this source that came after this very file was imported, if any did."""
    of_source = Import.objects.standing().filter(source=edition.source)
    last = of_source.filter(sha256=edition.sha256).order_by("-written_at", "-pk").first()
    if last is None:
        return ""
    after = Q(written_at__gt=last.written_at) | Q(written_at=last.written_at, pk__gt=last.pk)
    newer = of_source.filter(after).order_by("-written_at", "-pk").first()
    return newer.file_name if newer else ""
