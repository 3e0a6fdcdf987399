"""Sources of figures: given to several at once, carried over to the next text, known for good once sent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import actions
from cases.ageing import old_figures
from cases.drafting.figure_sources import Said, Sourced, figures_of, give_source
from cases.figures import figures_by_sentence
from cases.models import Case, Evidence, FigureSource, Version, figure_source
from cases.models.figure_source import dates_given
from cases.starting import beginning
from tests.cases.test_beginning import again
from tests.cast import NOW, Cast, approved, draft, drafted
from workflow.errors import Blocked, Conflict, NotAllowed, WrongState

TEXT = "In 2025 there were 212 clinics. Of these, 33 % were rural. They saw 41,200 people."
SHORT = "There are 212 clinics."
DAY = date(2025, 12, 31)
SAID = Said(source="Health statistics 2025", institution="Statistics Office", as_of=DAY)


def own(cast: Cast) -> Case:
    return drafted(cast, full_text=TEXT, short_text=SHORT)


def figures(case: Case, *evidence: Evidence) -> list[Sourced]:
    latest = latest_of(case)
    return figures_of(latest, latest.figure_sources.with_evidence(), evidence)


def latest_of(case: Case) -> Version:
    latest = Case.objects.get(pk=case.pk).present_answer.latest_draft()
    assert latest is not None
    return latest


def bare(case: Case) -> list[str]:
    return [one.figure for one in figures(case) if not one.has_source]


def give(case: Case, by: Any, *wanted: str, said: Said = SAID, number: int | None = None) -> int:
    marks = [one.mark for one in figures(case) if one.figure in wanted]
    version = latest_of(case).number if number is None else number
    return give_source(case, marks, said, number=version, by=by, now=NOW)


@pytest.mark.once
def test_each_figure_stands_in_its_sentence_as_it_is_read() -> None:
    found = list(figures_by_sentence("# 12 **new** clinics\n\nHouse of 12.\nوعددها ٢٬٣٠٠ عيادة."))
    assert found == [
        ("12", "12", "12 new clinics"),
        ("12", "12", "House of 12."),
        ("٢٬٣٠٠", "2300", "وعددها ٢٬٣٠٠ عيادة."),
    ]


def test_a_figure_has_the_source_that_was_given_or_that_evidence_speaks_of(cast: Cast) -> None:
    case = own(cast)
    proof = actions.add_evidence(case, title="Survey", figure="33%", as_of=DAY, by=cast.focal_point, now=NOW)
    give(case, cast.focal_point, "41,200")
    by_figure = {one.figure: one for one in figures(case, proof)}
    assert (by_figure["41,200"].named, by_figure["41,200"].dated) == ("Health statistics 2025", DAY)
    assert (by_figure["33 %"].named, by_figure["33 %"].given) == ("Survey", None)
    assert not by_figure["212"].has_source


def test_the_same_figure_elsewhere_has_it_too_unless_it_has_its_own(cast: Cast) -> None:
    case = own(cast)
    in_short = [one.mark for one in figures(case) if one.field == "short_text"]
    other = Said(source="The ministry's own count")
    act: dict[str, Any] = {"number": 1, "by": cast.focal_point, "now": NOW}
    assert give_source(case, in_short, other, **act) == 2
    in_full = [one.mark for one in figures(case) if (one.field, one.value) == ("full_text", "212")]
    assert give_source(case, in_full, SAID, **act) == 1
    assert [one.named for one in figures(case) if one.value == "212"] == [SAID.source, other.source]


def test_it_is_taken_off_again_and_what_was_said_stays_on_record(cast: Cast) -> None:
    case = own(cast)
    give(case, cast.focal_point, "33 %")
    give(case, cast.alternate, "33 %", said=Said())
    assert "33 %" in bare(case)
    assert list(FigureSource.objects.order_by("pk").values_list("source", flat=True)) == [SAID.source, ""]


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        (TEXT, ["212", "33 %", "41,200"]),
        (TEXT.replace("rural", "in rural areas"), ["212", "33 %", "41,200"]),
        (f"New. {TEXT}", ["212", "33 %", "41,200"]),
        (TEXT.replace("33 %", "34 %"), ["212", "41,200"]),
        ("In 2025 there were 212 clinics.", ["212"]),
        ("Nothing else was said about the 33 % of the budget that the ministry of finance cut.", []),
    ],
)
def test_the_next_text_keeps_those_whose_figure_stands_in_its_sentence(
    cast: Cast, text: str, carried: list[str]
) -> None:
    case = own(cast)
    give(case, cast.focal_point, "212", "33 %", "41,200")
    draft(case, by=cast.alternate, full_text=text, short_text="")
    found = [one for one in figures(case) if one.has_source]
    assert [one.figure for one in found] == carried
    assert {one.given.given_by for one in found if one.given} <= {cast.focal_point}


def test_what_was_there_when_it_was_approved_is_known_for_good(cast: Cast) -> None:
    case = own(cast)
    give(case, cast.focal_point, "212")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    approved_text = Case.objects.get(pk=case.pk).present_answer.approved
    assert approved_text is not None
    then = list(approved_text.figure_sources.order_by("pk").values_list("pk", "source"))
    actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="A figure is wrong.")
    case.refresh_from_db()
    give(case, cast.focal_point, "212", said=Said(source="Another source"))
    assert list(approved_text.figure_sources.order_by("pk").values_list("pk", "source")) == then
    latest = latest_of(case)
    assert (latest.number, latest.full_text, latest.released_at) == (2, TEXT, None)
    assert [one.named for one in figures(case) if one.value == "212"] == ["Another source"] * 2


def test_nobody_outside_reads_what_has_not_left_the_department(cast: Cast) -> None:
    case = own(cast)
    give(case, cast.focal_point, "212")
    outside = Version.objects.visible_to(cast.validator).filter(figure_sources__isnull=False)
    assert not outside.exists()
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    assert outside.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Said(as_of=DAY), "Say where the figure comes from"),
        (Said(institution="The ministry"), "Say where the figure comes from"),
        (Said(source="A table", as_of=date(2026, 3, 3)), "This day is still to come"),
    ],
)
def test_what_is_no_source_is_refused(cast: Cast, said: Said, sentence: str) -> None:
    case = own(cast)
    with pytest.raises(Blocked, match=sentence):
        give(case, cast.focal_point, "212", said=said)
    assert not FigureSource.objects.exists()


def test_evidence_of_another_answer_is_no_source(cast: Cast) -> None:
    case, other = own(cast), own(cast)
    proof = actions.add_evidence(other, title="Survey", by=cast.focal_point, now=NOW)
    with pytest.raises(Blocked, match="belongs to another answer"):
        give(case, cast.focal_point, "212", said=Said(evidence=proof))


def test_a_text_saved_meanwhile_is_looked_at_first(cast: Cast) -> None:
    case = own(cast)
    draft(case, by=cast.alternate, full_text="There are 212 clinics.")
    with pytest.raises(Conflict, match="Another text was saved meanwhile"):
        give(case, cast.focal_point, "212", number=1)
    with pytest.raises(Blocked, match="Choose the figures first"):
        give(case, cast.focal_point, "213")


def test_only_the_lead_while_it_drafts(cast: Cast) -> None:
    case = own(cast)
    with pytest.raises(NotAllowed):
        give(case, cast.justice_focal_point, "212")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    with pytest.raises(WrongState):
        give(Case.objects.get(pk=case.pk), cast.focal_point, "212")


def test_what_is_dated_has_a_source_in_the_database_too(cast: Cast) -> None:
    row: dict[str, Any] = {"version": latest_of(own(cast)), "given_by": cast.focal_point, "at": NOW}
    for wrong in ({"as_of": DAY}, {"institution": "The ministry"}, {"sentence": ""}, {"figure": ""}):
        columns = {"figure": "212", "value": "212", "sentence": "212 clinics."} | row | wrong
        with pytest.raises(IntegrityError), transaction.atomic():
            FigureSource.objects.create(**columns)


def test_a_text_brought_in_brings_its_dates_and_the_title_of_its_evidence(cast: Cast) -> None:
    case = approved(cast)
    actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="A figure is missing.")
    case.refresh_from_db()
    draft(case, by=cast.focal_point, full_text=TEXT, short_text=SHORT)
    proof = actions.add_evidence(case, title="Survey of clinics", as_of=DAY, by=cast.focal_point, now=NOW)
    give(case, cast.focal_point, "212", said=Said(evidence=proof))
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(case, "approve", by=cast.second_validator, now=NOW)
    text = Case.objects.get(pk=case.pk).present_answer.approved
    case = again(cast, Case.objects.get(pk=case.pk))
    beginning.begin([case], text=text, by=cast.focal_point, now=NOW)
    found = next(one for one in figures(case) if one.value == "212")
    assert found.given is not None
    assert (found.named, found.dated, found.given.evidence) == ("Survey of clinics", DAY, None)


@pytest.mark.once
def test_the_date_that_was_given_counts_before_that_of_the_text() -> None:
    text = "In 2023 there were 212 clinics."
    said: dict[str, Any] = {"written_on": date(2026, 1, 1), "today": NOW.date()}
    assert [one.dated for one in old_figures(text, (), **said)] == [date(2023, 12, 31)]
    given = {("212", text): date(2025, 12, 31)}
    assert old_figures(text, (), **said, given=given) == []
    old = old_figures(text, (), **said, given={("212", text): date(2024, 1, 1)})
    assert [(one.dated, one.is_said) for one in old] == [(date(2024, 1, 1), False)]


def test_dates_come_from_what_counts(cast: Cast) -> None:
    case = own(cast)
    give(case, cast.focal_point, "33 %")
    rows = latest_of(case).figure_sources.with_evidence()
    assert dates_given(rows) == {("33%", "Of these, 33 % were rural."): DAY}


def test_a_figure_in_very_many_changed_sentences_keeps_those_of_unchanged_ones(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    monkeypatch.setattr(figure_source, "likeness", lambda old, new: compared.append(old) or 1.0)
    many = [f"Town {chr(97 + n // 26)}{chr(97 + n % 26)} opened 5 clinics." for n in range(60)]
    case = drafted(cast, full_text="\n".join([*many, "It has 7 roads."]), short_text="")
    give(case, cast.focal_point, "5", "7")
    changed = [many[0], *(one.replace("opened", "has") for one in many[1:]), "Now it has 7 roads."]
    draft(case, by=cast.focal_point, full_text="\n".join(changed), short_text="")
    rows = latest_of(case).figure_sources.order_by("pk")
    assert [one.sentence for one in rows] == [many[0], "Now it has 7 roads."]
    assert compared == ["It has 7 roads."]


def test_each_figure_of_a_long_text_is_carried_over_at_once(cast: Cast) -> None:
    text = "\n".join(f"Town {'x' * n} has 5." for n in range(1, 301))
    case = drafted(cast, full_text=text, short_text="")
    give(case, cast.focal_point, "5")
    draft(case, by=cast.focal_point, full_text=f"New.\n{text}", short_text="")
    assert not bare(case)
