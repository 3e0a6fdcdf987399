"""The bodies that a file names as responsible: which are known departments, and who is proposed as lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from cases.importing.batches import BATCH
from cases.importing.names import code_from, plain
from cases.importing.rows import Row
from cases.models import LeadProposal, Recommendation
from cases.people.models import Department, DepartmentName

Known = dict[str, int]
"""The id of each department by its plain name or code."""


def known_bodies() -> Known:
    """Departments by every name that they have, and by code; on a clash the older one."""
    names = DepartmentName.objects.order_by("-of").values_list("text", "of_id")
    codes = Department.objects.values_list("code", "pk")
    spelled = [(code.replace("-", " "), pk) for code, pk in codes]
    return {plain(name): pk for name, pk in [*spelled, *names, *codes]}


def unknown_bodies(rows: Iterable[Row], known: Known) -> Counter[str]:
    """The names that are no department's, with how often each is named."""
    return Counter(name for row in rows for name in row.bodies if plain(name) not in known)


def add_departments(rows: list[Row]) -> list[str]:
    """Make a department of every body that is unknown; its branch is for a person to set. Their names."""
    known = known_bodies()
    languages = {name: row.language for row in reversed(rows) for name in row.bodies}
    unknown = {plain(name): name for name in unknown_bodies(rows, known)}
    codes = set(Department.objects.values_list("code", flat=True))
    for name in unknown.values():
        code = code_from(name, codes)
        codes.add(code)
        made = Department.objects.create(code=code)
        made.wordings.create(language=languages[name], text=name)
    return list(unknown.values())


def propose(recommendations: list[tuple[Recommendation, Row]], known: Known) -> None:
    """Keep the named bodies as proposals for new recommendations, in the order of the file."""
    _propose(recommendations, known, standing=frozenset())


def propose_anew(recommendations: list[tuple[Recommendation, Row]], known: Known) -> None:
    """The file names other bodies than before: its old proposals go; those that people made stay."""
    pks = [recommendation.pk for recommendation, _row in recommendations]
    proposals = LeadProposal.objects.filter(recommendation__in=pks)
    proposals.filter(by__isnull=True).delete()
    _propose(recommendations, known, standing=set(proposals.values_list("recommendation_id", "named")))


def _propose(
    recommendations: list[tuple[Recommendation, Row]], known: Known, *, standing: Collection[tuple[int, str]]
) -> None:
    LeadProposal.objects.bulk_create(
        [
            LeadProposal(recommendation=recommendation, named=name, department_id=known.get(plain(name)))
            for recommendation, row in recommendations
            for name in row.bodies
            if (recommendation.pk, name) not in standing
        ],
        batch_size=BATCH,
    )


def recognise_anew(source: str, known: Known) -> int:
    """Proposals of the source whose body has become a known department since; how many they were."""
    waiting = LeadProposal.objects.filter(recommendation__source=source, department__isnull=True)
    recognised = [proposal for proposal in waiting if plain(proposal.named) in known]
    for proposal in recognised:
        proposal.department_id = known[plain(proposal.named)]
    LeadProposal.objects.bulk_update(recognised, ["department"], batch_size=BATCH)
    return len(recognised)
