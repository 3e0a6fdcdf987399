"""What must always be true of reports: see ``workflow/invariants.py``."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from cases.models import CaseEvent, Version
from cases.uploads import is_kept
from exports.agreeing.guards import is_same
from exports.agreement_flow import AGREED
from exports.chapters import digest_of
from exports.content import Agreed, Narrative, Section
from exports.guards import WRITING
from exports.manifest import is_of_its_edition
from exports.models import (
    Adoption,
    AgreementEvent,
    Circulation,
    Edition,
    EditionText,
    Objection,
    PassageText,
    Rendering,
    ReportEvent,
    Submission,
)
from exports.objection_flow import OPEN
from workflow.invariants import invariant


@invariant("A report's file is the one that was made.")
def report_files() -> Iterator[str]:
    for made in Rendering.objects.exclude(sha256="").iterator():
        if not is_kept(made.file, made.sha256):
            yield f"{made.file.name}."


@invariant("A paper of an edition is made of the text that is frozen in its language.")
def papers_of_editions() -> Iterator[str]:
    made = Rendering.objects.done().filter(edition__isnull=False).select_related("edition")
    for one in made.without_text().iterator():
        if not is_of_its_edition(one):
            yield f"{one.file.name}."


@invariant("The document of a decision, and of a receipt, is the one that was recorded.")
def recorded_files() -> Iterator[str]:
    records: tuple[type[Adoption | Submission], ...] = (Adoption, Submission)
    for kind in records:
        for record in kind._default_manager.exclude(sha256="").iterator():
            if not is_kept(record.file, record.sha256):
                yield f"{record.file.name}."


@invariant("An edition's text is the one of its hash, and so is what circulated.")
def texts_match_their_hashes() -> Iterator[str]:
    editions = (one for one in Edition.objects.iterator() if not one.is_whole)
    yield from (f"Edition {one.number} of report {one.report_id}." for one in editions)
    others = (one for one in EditionText.objects.select_related("edition").iterator() if not one.is_whole)
    yield from (
        f"Edition {one.edition.number} of report {one.edition.report_id}, {one.language}." for one in others
    )
    circulated = (one for one in Circulation.objects.iterator() if not one.is_whole)
    yield from (f"Circulated text {one.pk} of report {one.report_id}." for one in circulated)


@invariant("A narrative in an edition is the text that was approved.")
def editions_print_what_was_approved() -> Iterator[str]:
    for edition in Edition.objects.iterator():
        printed = edition.content.get("narratives", [])
        versions = Version.objects.select_related("answer").in_bulk([one["version"] for one in printed])
        for narrative in printed:
            if not _is_as_approved(narrative, versions.get(narrative["version"]), edition):
                yield f"Edition {edition.number} of report {edition.report_id}, answer {narrative['answer']}."


@invariant("What an edition prints in the editor's words, its leads agreed to.")
def editions_print_what_leads_agreed_to() -> Iterator[str]:
    for edition, section in _rewritten():
        if not _is_agreed(section, edition):
            yield f"Edition {edition.number} of report {edition.report_id}, passage {section['passage']}."


@invariant("The text of an independent body is not rewritten.")
def independent_texts_are_verbatim() -> Iterator[str]:
    for edition, section in _rewritten():
        if section["attribution"]:
            yield f"Edition {edition.number} of report {edition.report_id}, passage {section['passage']}."


@invariant("Who edited a report did not freeze it.")
def four_eyes_on_reports() -> Iterator[str]:
    for freezing in ReportEvent.objects.filter(step="freeze").select_related("case").iterator():
        people = {freezing.by_id, freezing.acting_for_id} - {None}
        wrote = Q(by__in=people) | Q(acting_for__in=people)
        before = ReportEvent.objects.filter(case=freezing.case_id, number__lt=freezing.number)
        if freezing.case.opened_by_id in people or before.filter(wrote, step__in=WRITING).exists():
            yield f"{freezing.case.reference}, event {freezing.number}."


@invariant("An objection is open only while its report circulates.")
def open_objections() -> Iterator[str]:
    for objection in Objection.objects.filter(state=OPEN).select_related("report").iterator():
        present = objection.report.circulation_id == objection.circulation_id
        if not objection.report.is_circulating or not present:
            yield f"Objection {objection.pk}."


def _rewritten() -> Iterator[tuple[Edition, Section]]:
    """The rewritten passages of every edition, in each of its languages."""
    for edition in Edition.objects.iterator():
        for content in (edition.content, *(one.content for one in edition.texts.all())):
            yield from ((edition, section) for section in content["sections"] if "rewritten" in section)


def _is_agreed(section: Section, edition: Edition) -> bool:
    """Each department that answers in it agreed to these words, before it was frozen."""
    rewritten = section["rewritten"]
    text = PassageText.objects.get(pk=rewritten["text"])
    said = {one["department"]: one for one in rewritten.get("agreed", [])}
    return set(said) == set(section["departments"]) and all(
        _agreed(one, text, edition) for one in said.values()
    )


def _agreed(said: Agreed, text: PassageText, edition: Edition) -> bool:
    event = AgreementEvent.objects.filter(case=said["agreement"], number=said["event"], target=AGREED)
    of_text = event.filter(case__text__passage=text.passage_id, at__lte=edition.frozen_at)
    return any(is_same(one.case.text, text) for one in of_text.select_related("case__text"))


def _is_as_approved(narrative: Narrative, version: Version | None, edition: Edition) -> bool:
    """The texts are those of the version, and it is approved, or another was approved since."""
    if version is None or version.answer_id != narrative["answer"]:
        return False
    if "text" in narrative and narrative["text"] != digest_of(version):
        return False
    since = CaseEvent.objects.filter(
        step__in=("approve", "agree"), case__answer=version.answer_id, at__gte=edition.frozen_at
    )
    return version.answer.approved_id == version.pk or since.exists()
