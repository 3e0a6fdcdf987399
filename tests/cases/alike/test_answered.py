"""Who answered similar texts: found by words and themes, among what the coordinator sees."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cases import actions
from cases.alike.answered import Before, Experience
from cases.alike.measuring import measure
from cases.alike.offering import offers_for
from cases.importing.departments import import_departments
from cases.importing.edition import read_edition
from cases.importing.importer import bring_in
from cases.models import Case, Contribution
from cases.people.models import Department
from cases.starting.alike import Asked, words_of
from tests.cast import DUE, LATER, NOW, Cast, received

FOLDER = os.environ.get("SUIVI_REAL_DATA", "")
PRISONS, WELLS = "Reduce overcrowding in prisons.", "Dig wells in villages without drinking water."


def asked(key: int, text: str, *themes: int) -> Asked:
    return Asked(key, None, frozenset(themes), {"en": words_of(text)})


def led(cast: Cast, text: str, lead: Department) -> Case:
    case = received(cast, text)
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=lead, due_on=DUE)
    return case


def offered(cast: Cast, case: Case) -> list[tuple[Department, list[str]]]:
    visible = Case.objects.visible_to(cast.coordinator)
    offers = offers_for({7: [case]}, visible, NOW.date()).get(7, [])
    return [(one.department, [text.reference for text in one.rests_on]) for one in offers]


def test_the_texts_nearest_speak_for_who_answered_them() -> None:
    before = [
        Before(asked(1, PRISONS), frozenset({10})),
        Before(asked(2, "End the overcrowding of every prison."), frozenset({10, 20})),
        Before(asked(3, WELLS), frozenset({30})),
    ]
    heard = Experience(before).heard([asked(9, "Act against overcrowding in prison cells.")])
    assert [(one.department, set(one.texts)) for one in heard] == [(10, {1, 2}), (20, {2})]


def test_a_theme_speaks_too() -> None:
    before = [Before(asked(1, PRISONS, 5), frozenset({10})), Before(asked(2, WELLS, 6), frozenset({30}))]
    (heard,) = Experience(before).heard([asked(9, "Name an ombudsperson.", 6)])
    assert (heard.department, heard.texts) == (30, [2])


def test_what_is_left_out_says_nothing() -> None:
    before = [Before(asked(1, PRISONS), frozenset({10})), Before(asked(2, WELLS), frozenset({30}))]
    assert Experience(before).heard([asked(9, PRISONS)], without={1}) == []


def test_the_lead_is_offered_with_the_text_that_it_rests_on(cast: Cast) -> None:
    prisons, _wells = led(cast, PRISONS, cast.justice), led(cast, WELLS, cast.health)
    new = received(cast, "End overcrowding in all prisons.")
    assert offered(cast, new) == [(cast.justice, [prisons.reference])]


def test_a_contributor_is_offered_too(cast: Cast) -> None:
    prisons, _wells = led(cast, PRISONS, cast.justice), led(cast, WELLS, cast.justice)
    Contribution.objects.create(
        answer=prisons.answer, department=cast.health, lead=cast.justice, due_on=LATER, asked_at=NOW
    )
    new = received(cast, "End overcrowding in all prisons.")
    assert {department for department, _texts in offered(cast, new)} == {cast.justice, cast.health}


def test_a_restricted_case_tells_nothing(cast: Cast) -> None:
    hidden, _wells = led(cast, PRISONS, cast.justice), led(cast, WELLS, cast.health)
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    assert offered(cast, received(cast, "End overcrowding in all prisons.")) == []


def test_a_department_that_has_ended_is_not_offered(cast: Cast) -> None:
    led(cast, PRISONS, cast.justice), led(cast, WELLS, cast.health)
    Department.objects.filter(pk=cast.justice.pk).update(valid_until=NOW.date().replace(year=2025))
    assert offered(cast, received(cast, "End overcrowding in all prisons.")) == []


@pytest.mark.parametrize("address", ["/case/{}/step/assign/", "/desk/leads/"])
def test_it_stands_where_the_coordinator_assigns(cast: Cast, client: Client, address: str) -> None:
    prisons, _wells = led(cast, PRISONS, cast.justice), led(cast, WELLS, cast.health)
    new = received(cast, "End overcrowding in all prisons.")
    client.force_login(cast.coordinator)
    page = client.get(address.format(new.reference)).content.decode()
    assert "Who answered similar texts" in page
    assert f"/case/{prisons.reference}/" in page


@pytest.mark.parametrize("named", [True, False])
def test_in_the_form_they_stand_before_all_departments(cast: Cast, client: Client, named: bool) -> None:
    led(cast, PRISONS, cast.justice), led(cast, WELLS, cast.health)
    new = received(cast, "End overcrowding in all prisons.")
    if named:
        new.recommendation.lead_proposals.create(named="Health", department=cast.health)
    client.force_login(cast.coordinator)
    form = client.get(f"/case/{new.reference}/step/assign/").context["form"]
    groups = {str(label): [pk for pk, _name in members] for label, members in form["lead"].field.choices[1:]}
    assert groups["Answered similar texts"] == [cast.justice.pk]
    assert groups.get("Proposed") == ([cast.health.pk] if named else None)
    assert set(groups["All departments"]) == {cast.health.pk, cast.justice.pk}


def test_as_many_queries_for_any_number(cast: Cast, django_assert_num_queries: Any) -> None:
    for number in range(3):
        led(cast, f"{PRISONS} Number {number}.", cast.justice), led(cast, WELLS, cast.health)
    new = [received(cast, PRISONS) for _number in range(4)]
    visible = Case.objects.visible_to(cast.coordinator)
    for groups in ({1: new[:1]}, {case.pk: [case] for case in new}):
        with django_assert_num_queries(9):
            offers_for(groups, visible, NOW.date())


def test_without_bodies_there_is_nothing_to_measure(cast: Cast) -> None:
    received(cast)
    with pytest.raises(CommandError, match="names a body"):
        call_command("who_could_answer")


@pytest.mark.skipif(not FOLDER, reason="SUIVI_REAL_DATA names no folder of real files")
@pytest.mark.django_db
def test_true_bodies_are_among_the_first_three_of_a_real_list(capsys: pytest.CaptureFixture[str]) -> None:
    import_departments(Path(FOLDER) / "morocco" / "departments.csv")
    bring_in(read_edition(Path(FOLDER) / "morocco" / "recommendations.csv"), now=NOW)
    measured = measure(Case.objects.all())
    assert measured.texts == 634
    assert measured.one > 0.92
    assert measured.one_of_other_words > 0.92
    assert measured.of_all > 0.75
    assert measured.one_of_most_named < 0.7
    call_command("who_could_answer")
    assert "94." in capsys.readouterr().out
