"""Who has agreed to which rewritten passage: read for what is printed, or for one passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from cases.people.models import Department
from exports.agreeing.guards import is_same
from exports.agreement_flow import AGREED, ASKED, DECLINED, WITHDRAWN
from exports.content import Content, Section
from exports.models.circulation import heading_of
from exports.models.outline import PassageText

if TYPE_CHECKING:
    from exports.models.agreement import Agreement, AgreementEvent, AgreementQuerySet, ProposedText
    from exports.models.outline import Passage


@dataclass(frozen=True)
class Lead:
    """A lead of a rewritten passage, and what it said to the text; None: it was not asked."""

    department: Department
    agreement: Agreement | None

    @property
    def state(self) -> str:
        """``unasked``, ``asked``, ``agreed`` or ``declined``."""
        one = self.agreement
        return "unasked" if one is None or one.state == WITHDRAWN else str(one.state)

    @property
    def is_agreed(self) -> bool:
        return self.state == AGREED

    @property
    def answer(self) -> AgreementEvent | None:
        """The event by which the department agreed or not; for that the events were read along."""
        if self.agreement is None or self.state not in (AGREED, DECLINED):
            return None
        *_before, last = self.agreement.events.all()
        return last

    @property
    def signed(self) -> ProposedText | None:
        """The department's own words, where it agreed by signing these: an editor only took them."""
        if self.agreement is None or self.answer is None or self.answer.step != "take_proposal":
            return None
        return self.agreement.text.proposal


@dataclass(frozen=True)
class Rewritten:
    """A passage that prints the editor's words; ``place`` says where, ``text`` is what its leads agree to."""

    passage: int
    text: PassageText
    place: str
    anchor: str
    leads: list[Lead]

    @property
    def is_agreed(self) -> bool:
        return all(lead.is_agreed for lead in self.leads)

    @property
    def unasked(self) -> list[Lead]:
        return [lead for lead in self.leads if lead.state == "unasked"]

    @property
    def waiting(self) -> list[Lead]:
        """Leads that were asked, and have not answered."""
        return [lead for lead in self.leads if lead.state == ASKED]

    @property
    def declined(self) -> list[Lead]:
        return [lead for lead in self.leads if lead.state == DECLINED]


def rewritten_in(agreements: AgreementQuerySet, content: Content) -> list[Rewritten]:
    """The rewritten passages of what is printed, in reading order: five queries at most, however many.

    ``agreements``: those of the report.
    """
    sections = [one for one in content["sections"] if one.get("rewritten")]
    if not sections:
        return []
    texts = PassageText.objects.in_bulk([one["rewritten"]["text"] for one in sections])
    said = _said_to(agreements, texts.values())
    wanted = {code for one in sections for code in one["departments"]}
    departments = {one.code: one for one in Department.objects.filter(code__in=wanted).with_names()}
    with override(content["language"]):
        return [_rewritten(one, texts[one["rewritten"]["text"]], departments, said) for one in sections]


def leads_of(agreements: AgreementQuerySet, passage: Passage, text: PassageText) -> list[Lead]:
    """The leads of one passage, with what each said to ``text``, and all that was written to it."""
    ids = set(passage.tells.values_list("answer__lead", flat=True))
    said = _said_to(agreements, [text])
    found = Department.objects.filter(pk__in=ids).with_names().order_by("code")
    return [Lead(one, said.get((text.pk, one.pk))) for one in found]


def _rewritten(
    section: Section,
    text: PassageText,
    departments: dict[str, Department],
    said: dict[tuple[int, int], Agreement],
) -> Rewritten:
    leads = [departments[code] for code in section["departments"] if code in departments]
    return Rewritten(
        passage=section["passage"],
        text=text,
        place=heading_of(section)[:400],
        anchor=section["anchor"],
        leads=[Lead(one, said.get((text.pk, one.pk))) for one in leads],
    )


def _said_to(agreements: AgreementQuerySet, texts: Iterable[PassageText]) -> dict[tuple[int, int], Agreement]:
    """By text and department: the answer to that text, or to an earlier one of the same words.

    So a text that is taken up again need not be agreed to again. Where there are several, what was agreed or
    declined last goes before what was only asked.
    """
    standing = list(texts)
    passages = {one.passage_id for one in standing}
    rows = agreements.filter(text__passage__in=passages).select_related("text__proposal__by").in_order()
    by_passage: dict[int, list[Any]] = defaultdict(list)
    for row in rows.with_answers():
        by_passage[row.text.passage_id].append(row)
    found: dict[tuple[int, int], Agreement] = {}
    for text in standing:
        for row in by_passage[text.passage_id]:
            if row.text.language == text.language and is_same(row.text, text):
                key = text.pk, row.department_id
                if key not in found or row.state in (AGREED, DECLINED, ASKED):
                    found[key] = row
    return found
