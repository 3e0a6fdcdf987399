"""A theme is joined to another, and taken apart as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from cases.models import Recommendation, SavedView, Term
from cases.settling.joining import join_themes, last_joining, preview, take_apart
from cases.validating import give_themes, themes, themes_of
from tests.cases.importing.files import CLINICS, bring, generic
from tests.cases.pages.settings.themes.made import THEMES, a_theme, about, joined, themes_had
from tests.cast import NOW, Cast, person, received
from workflow.errors import Conflict, NotAllowed
from workflow.invariants import broken


def test_all_that_had_the_one_has_the_other(cast: Cast, browser: Client, health: Term, care: Term) -> None:
    one, both = about(received(cast), care), about(received(cast), care, health)
    part = a_theme("Clinics", parent=care)
    judge = person("judge")
    give_themes(judge, [care])
    view = SavedView.objects.create(
        owner=cast.coordinator, name="Care", query=f"theme={care.pk}&late=on", at=NOW
    )

    shown = browser.get(f"{THEMES}{care.pk}/join/", {"into": health.pk})
    said = " ".join(shown.content.decode().split())
    for words in ("2 recommendations", "1 sub-theme", "1 saved view", "<bdi>Judge</bdi>"):
        assert words in said
    assert themes_had(one) == {"Health care"}
    sent = {"into": health.pk, "seen": shown.context["preview"].digest}
    assert browser.post(f"{THEMES}{care.pk}/join/", sent).status_code == 302

    assert themes_had(one) == themes_had(both) == {"Health"}
    assert list(themes_of(judge)) == [health]
    part.refresh_from_db()
    view.refresh_from_db()
    assert (part.parent, view.query) == (health, f"theme={health.pk}&late=on")
    assert care not in themes()


def test_it_is_taken_apart_as_it_was(cast: Cast, browser: Client, health: Term, care: Term) -> None:
    one, both = about(received(cast), care), about(received(cast), care, health)
    judge, of_both = person("judge"), person("both")
    give_themes(judge, [care])
    give_themes(of_both, [care, health])
    view = SavedView.objects.create(owner=cast.coordinator, name="Care", query=f"theme={care.pk}", at=NOW)
    part = a_theme("Clinics", parent=care)
    change = joined(cast, care, health)
    since = about(received(cast), health)
    assert "Take it apart" in browser.get(f"{THEMES}{health.pk}/").content.decode()

    browser.post(f"{THEMES}{health.pk}/", {"then": "apart", "change": change.pk})

    assert (themes_had(one), themes_had(both)) == ({"Health care"}, {"Health", "Health care"})
    assert themes_had(since) == {"Health"}
    assert list(themes_of(judge)) == [care]
    assert set(themes_of(of_both)) == {care, health}
    view.refresh_from_db()
    part.refresh_from_db()
    assert (view.query, part.parent) == (f"theme={care.pk}", care)
    assert "Health care” is a theme of its own again" in browser.get("/settings/").content.decode()


def test_a_validator_switched_meanwhile_gets_nothing_back(cast: Cast, health: Term, care: Term) -> None:
    judge = person("judge")
    give_themes(judge, [care])
    change = joined(cast, care, health)
    give_themes(judge, [])

    take_apart(change, by=cast.coordinator, now=NOW)

    assert not themes_of(judge)


@pytest.mark.parametrize("had", ["one", "both"])
def test_nobody_becomes_validator_again_by_taking_apart(
    had: str, cast: Cast, browser: Client, health: Term, care: Term
) -> None:
    give_themes(cast.coordinator, [care] if had == "one" else [care, health])
    seen = preview(care, health, by=(other := person("second", "coordinator"))).digest
    change = join_themes(care, health, by=other, now=NOW, seen=seen)
    give_themes(cast.coordinator, [])
    give_themes(cast.coordinator, [health])

    answer = browser.post(f"{THEMES}{health.pk}/", {"then": "apart", "change": change.pk})

    assert (answer.status_code, "another takes the two apart" in answer.content.decode()) == (409, True)
    assert list(themes_of(cast.coordinator)) == [health]
    take_apart(change, by=other, now=NOW)
    assert care in themes_of(cast.coordinator)


def test_who_holds_neither_any_more_may_take_them_apart(cast: Cast, health: Term, care: Term) -> None:
    give_themes(cast.coordinator, [care, health])
    change = joined(cast, care, health)
    give_themes(cast.coordinator, [])

    take_apart(change, by=cast.coordinator, now=NOW)

    assert not themes_of(cast.coordinator)


def test_a_file_that_names_the_one_means_the_other(cast: Cast, tmp_path: Path) -> None:
    row = CLINICS | {"themes": "Care"}
    bring(tmp_path, generic(row))
    care, health = Term.objects.get(code="Care"), a_theme("Health")
    joined(cast, care, health)

    again = bring(tmp_path, generic(row, row | {"key": "2", "paragraph": "46"}))

    assert (again.new, again.changed, again.same) == (1, 0, 1)
    assert [[one.code for one in asked.themes.all()] for asked in Recommendation.objects.all()] == [
        ["Health"],
        ["Health"],
    ]


def test_one_joined_to_one_that_is_joined_means_the_last(cast: Cast, health: Term, care: Term) -> None:
    first = a_theme("Clinics")
    joined(cast, first, care)
    change = joined(cast, care, health)

    first.refresh_from_db()
    assert first.merged_into == health
    take_apart(change, by=cast.coordinator, now=NOW)
    first.refresh_from_db()
    assert first.merged_into == care


def test_a_part_takes_the_place_of_its_whole(cast: Cast) -> None:
    whole = a_theme("Rights")
    part = a_theme("Water", parent=whole)

    change = joined(cast, whole, part)

    part.refresh_from_db()
    assert part.parent is None
    take_apart(change, by=cast.coordinator, now=NOW)
    part.refresh_from_db()
    assert part.parent == whole


def test_nobody_becomes_validator_by_joining(cast: Cast, browser: Client, health: Term, care: Term) -> None:
    give_themes(cast.coordinator, [health])

    answer = browser.get(f"{THEMES}{care.pk}/join/", {"into": health.pk})

    assert (answer.status_code, "another joins them" in answer.content.decode()) == (409, True)
    with pytest.raises(NotAllowed):
        join_themes(care, health, by=cast.coordinator, now=NOW, seen="")
    give_themes(cast.coordinator, [health, care])
    assert joined(cast, care, health)


def test_what_goes_on_having_it_is_found(cast: Cast, health: Term, care: Term) -> None:
    joined(cast, care, health)
    assert broken() == []

    about(received(cast), care)

    assert "Nothing has a theme that was joined to another." in broken()[0]


def test_what_differs_from_what_was_shown_is_not_done(cast: Cast, health: Term, care: Term) -> None:
    seen = preview(care, health, by=cast.coordinator).digest
    about(received(cast), care)

    with pytest.raises(Conflict):
        join_themes(care, health, by=cast.coordinator, now=NOW, seen=seen)


def test_only_the_last_one_is_taken_apart_and_once(cast: Cast, health: Term, care: Term) -> None:
    first = joined(cast, a_theme("Clinics"), health)
    second = joined(cast, care, health)

    with pytest.raises(Conflict):
        take_apart(first, by=cast.coordinator, now=NOW)
    take_apart(second, by=cast.coordinator, now=NOW)
    with pytest.raises(Conflict):
        take_apart(second, by=cast.coordinator, now=NOW)
    assert last_joining(health) == first


@pytest.mark.parametrize("into", ["", "itself", "gone"])
def test_a_choice_that_is_none_is_refused(
    into: str, cast: Cast, browser: Client, health: Term, care: Term
) -> None:
    pk = {"": "", "itself": health.pk, "gone": 999_999}[into]

    assert browser.get(f"{THEMES}{health.pk}/join/", {"into": pk}).status_code == 422
