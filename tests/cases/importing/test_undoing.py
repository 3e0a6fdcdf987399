"""Taking an import back: what it made goes, what it revised is as before, and nothing that was worked on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cases import actions
from cases.alike import finding
from cases.importing import undoing
from cases.models import Case, Import, KnownAs, Recommendation, SaidTwice
from tests.cases.importing.files import CLINICS, PRISONS, bring, generic
from tests.cast import DUE, NOW, Cast
from workflow.errors import NotAllowed, Refused
from workflow.invariants import broken

SOON, THEN = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


def last() -> Import:
    return Import.objects.latest("pk")


def as_it_stands() -> list[Any]:
    """Everything that an import writes of a recommendation."""
    return [
        (
            one.reference, one.symbol, one.paragraph, one.position, str(one.adopted_on),
            sorted((at.language, at.text, at.opening) for at in one.wordings.all()),
            sorted(map(str, one.themes.all())), sorted(map(str, one.recommending_states.all())),
            sorted((at.named, at.department_id) for at in one.lead_proposals.all()),
        )
        for one in Recommendation.objects.order_by("pk")
    ]  # fmt: skip


def test_what_it_made_goes_and_may_come_again(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    before = as_it_stands()
    assert undoing.undo(last(), by=cast.coordinator, now=SOON) == 2
    assert not Case.objects.exists()
    assert not Recommendation.objects.exists()
    assert bring(tmp_path, generic(CLINICS, PRISONS)).new == 2
    assert as_it_stands() == before
    assert not list(broken())


def test_what_it_revised_is_as_before(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    before = as_it_stands()
    other = {
        "text_en": "Open and staff clinics.", "text_ar": "افتحوا العيادات.", "themes": "Water",
        "symbol": "CEDAW/C/XYZ/CO/6", "date": "2022-07-13", "responsible_bodies": "Ministry of Justice",
    }  # fmt: skip
    bring(
        tmp_path, generic({**CLINICS, **other}, {**PRISONS, "recommending_states": "Chile", "position": ""})
    )
    assert as_it_stands() != before
    undoing.undo(last(), by=cast.coordinator, now=SOON)
    assert as_it_stands() == before
    assert not list(broken())


def test_a_case_that_was_worked_on_keeps_its_import(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    case = Case.objects.get(recommendation__source_key="2")
    actions.take_step(case, "assign", by=cast.coordinator, now=SOON, lead=cast.justice, due_on=DUE)
    with pytest.raises(Refused, match="UPR-2024-120.3"):
        undoing.undo(last(), by=cast.coordinator, now=THEN)
    assert Case.objects.count() == 2


def test_work_after_a_revision_keeps_it_and_work_before_does_not(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS))
    case = Case.objects.get()
    actions.take_step(
        case, "assign", by=cast.coordinator, now=NOW - timedelta(days=1), lead=cast.health, due_on=DUE
    )
    bring(tmp_path, generic({**CLINICS, "text_en": "Other."}))
    second = last()
    undoing.undo(second, by=cast.coordinator, now=SOON)
    case.refresh_from_db()
    assert (case.state, case.recommendation.worded("en")) == ("assigned", CLINICS["text_en"])


def test_proposals_go_with_it_and_a_decision_that_two_say_the_same_keeps_it(
    cast: Cast, tmp_path: Path
) -> None:
    other = {**PRISONS, "text_en": CLINICS["text_en"], "symbol": "A/HRC/57/7"}
    bring(tmp_path, generic(CLINICS, other))
    finding.find(NOW)
    group = SaidTwice.objects.get()
    SaidTwice.objects.update(state="refused", decided_at=SOON, decided_by=cast.coordinator)
    with pytest.raises(Refused, match="CEDAW-2022-45a"):
        undoing.undo(last(), by=cast.coordinator, now=THEN)
    SaidTwice.objects.filter(pk=group.pk).update(state="proposed", decided_at=None, decided_by=None)
    undoing.undo(last(), by=cast.coordinator, now=THEN)
    assert not SaidTwice.objects.exists()


def test_the_later_import_goes_first(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS))
    first = last()
    bring(tmp_path, generic({**CLINICS, "text_en": "Other."}))
    with pytest.raises(Refused, match="CEDAW-2022-45a was revised by a later import"):
        undoing.undo(first, by=cast.coordinator, now=SOON)
    undoing.undo(last(), by=cast.coordinator, now=SOON)
    assert undoing.undo(first, by=cast.coordinator, now=SOON) == 1


def test_only_once_and_only_by_a_coordinator(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS))
    with pytest.raises(NotAllowed):
        undoing.undo(last(), by=cast.validator, now=SOON)
    undoing.undo(last(), by=cast.coordinator, now=SOON)
    with pytest.raises(Refused, match="already"):
        undoing.undo(last(), by=cast.coordinator, now=SOON)


def test_what_another_source_added_goes_again(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS))
    before = as_it_stands()
    again = {**CLINICS, "key": "A-17", "text_ar": "افتحوا العيادات في القرى."}
    report = bring(tmp_path, generic(again), source="elsewhere")
    assert (report.new, report.changed) == (0, 1)
    assert KnownAs.objects.get().source_key == "A-17"
    assert Recommendation.objects.get().worded("ar") == "افتحوا العيادات في القرى."
    undoing.undo(last(), by=cast.coordinator, now=SOON)
    assert as_it_stands() == before
    assert not KnownAs.objects.exists()


def test_an_import_that_brought_less_than_it_says_is_found(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS))
    assert not list(broken())
    Import.objects.update(new=2)
    (found,) = broken()
    assert "An import brought all that it says" in found


def test_a_key_that_is_known_twice_is_found(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    KnownAs.objects.create(
        recommendation=Recommendation.objects.get(source_key="1"), source="generic", source_key="2"
    )
    (found,) = broken()
    assert "none came twice" in found


def test_a_restricted_case_keeps_it_and_is_not_named_to_who_is_not_in_sight(
    cast: Cast, tmp_path: Path
) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    case = Case.objects.latest("pk")
    Case.objects.filter(pk=case.pk).update(restricted=True)
    with pytest.raises(Refused, match="one of its cases since"):
        undoing.undo(last(), by=cast.coordinator, now=SOON)
    case.put_in_sight(cast.coordinator)
    with pytest.raises(Refused, match=case.reference):
        undoing.undo(last(), by=cast.coordinator, now=SOON)
    assert Case.objects.count() == 2
