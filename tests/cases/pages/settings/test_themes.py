"""Themes in the settings: named, given a lead, joined to another and taken apart, retired."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Recommendation, SavedView, Term
from cases.people.models import Department, SettingsChange, User
from cases.settling.joining import join_themes, last_joining, preview, take_apart
from cases.settling.themes import add_theme, change_theme, mark_of, retire, why_not_retire
from cases.validating import give_themes, themes, themes_of
from tests.cases.importing.files import CLINICS, bring, generic
from tests.cases.pages.conftest import SignIn
from tests.cast import NOW, Cast, assigned, department, person, received
from workflow.errors import Conflict, NotAllowed, Refused
from workflow.invariants import broken

THEMES = "/settings/themes/"


def a_theme(name: str, **more: Any) -> Term:
    made = Term.objects.create(vocabulary="theme", code=name, **more)
    made.wordings.create(language="en", text=name)
    return made


def about(case: Case, *of: Term) -> Case:
    case.recommendation.themes.add(*of)
    return case


def themes_had(case: Case) -> set[str]:
    return {one.code for one in case.recommendation.themes.all()}


def joined(cast: Cast, theme: Term, into: Term) -> SettingsChange:
    seen = preview(theme, into, by=cast.coordinator).digest
    return join_themes(theme, into, by=cast.coordinator, now=NOW, seen=seen)


def shown(browser: Client, theme: Term) -> dict[str, str]:
    """What the page of the theme sends where nothing is typed."""
    page = browser.get(f"{THEMES}{theme.pk}/")
    form = page.context["form"]
    return {"then": "change", "seen": page.context["seen"]} | form.initial | dict(form.was())


@pytest.fixture
def health(cast: Cast) -> Term:
    return a_theme("Health")


@pytest.fixture
def care(cast: Cast) -> Term:
    return a_theme("Health care")


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.coordinator)


class TestTheList:
    def test_it_says_what_each_has_and_lacks(
        self, cast: Cast, browser: Client, health: Term, care: Term
    ) -> None:
        about(received(cast), health)
        give_themes(cast.stranger, [health])
        how: dict[str, Any] = {"by": cast.coordinator, "now": NOW, "seen": mark_of(health)}
        change_theme(health, {"en": "Health"}, cast.health, **how)

        page = browser.get(THEMES).content.decode()

        row = page[page.index(f"{THEMES}{health.pk}/") : page.index(f"{THEMES}{care.pk}/")]
        for said in ("no name: French, Arabic", "1 case", "Stranger", "Ministry of Health"):
            assert said in row

    def test_a_restricted_case_is_not_counted_for_who_is_not_named(
        self, cast: Cast, browser: Client, health: Term
    ) -> None:
        case = about(received(cast), health)
        Case.objects.filter(pk=case.pk).update(restricted=True)

        assert "0 cases" in browser.get(THEMES).content.decode()

    def test_who_sees_no_case_counts_none(
        self, cast: Cast, sign_in: SignIn, browser: Client, health: Term, care: Term
    ) -> None:
        about(received(cast), health)
        root = User.objects.create_superuser("root@suivi.example", name="Root")

        assert "1 case" in browser.get(THEMES).content.decode()
        page = sign_in(root).get(THEMES).content.decode()
        assert "1 case" not in page
        assert preview(health, care, by=root).recommendations == 0
        assert preview(health, care, by=cast.coordinator).recommendations == 1

    def test_nothing_there_and_nothing_found(self, cast: Cast, browser: Client) -> None:
        assert "There is no theme yet" in browser.get(THEMES).content.decode()
        a_theme("Éducation")
        assert "Éducation" in browser.get(THEMES, {"q": "educ"}).content.decode()
        assert "No theme has this name" in browser.get(THEMES, {"q": "water"}).content.decode()

    def test_it_has_a_fixed_number_of_queries(
        self, cast: Cast, browser: Client, health: Term, django_assert_num_queries: Any
    ) -> None:
        counts = []
        for number in range(2):
            for extra in range(3):
                one = a_theme(f"Theme {number} {extra}", lead=cast.health)
                about(received(cast), one)
                give_themes(person(f"judge-{number}-{extra}"), [one])
            browser.get(THEMES)
            with django_assert_num_queries(11) as asked:
                browser.get(THEMES)
            counts.append(len(asked))
        assert counts[0] == counts[1]


class TestNames:
    def test_one_is_added_with_names_and_lead(self, cast: Cast, browser: Client) -> None:
        sent = {"name_en": "Right to  water", "name_ar": "الحق في الماء", "lead": "health"}

        assert browser.post(f"{THEMES}new/", sent).status_code == 302

        made = Term.objects.get(vocabulary="theme")
        assert {one.language: one.text for one in made.wordings.all()} == {
            "en": "Right to water",
            "ar": "الحق في الماء",
        }
        assert made.lead == cast.health

    def test_a_new_name_is_kept_with_the_old_one(self, cast: Cast, browser: Client, health: Term) -> None:
        sent = {"name_en": "Right to health", "name_fr": "Santé", "lead": "health"}

        page = browser.post(
            f"{THEMES}{health.pk}/", shown(browser, health) | sent, follow=True
        ).content.decode()

        assert SettingsChange.objects.get().details["changes"] == [
            ["name en", "Health", "Right to health"],
            ["name fr", "", "Santé"],
            ["lead", "", "Ministry of Health"],
        ]
        assert "Right to health" in page

    @pytest.mark.parametrize(
        ("sent", "why"),
        [
            ({}, "a name in one language at least"),
            ({"name_en": "health CARE"}, "Join the two"),
            ({"name_en": "x" * 256}, "at most 255"),
            ({"name_en": "Health \u202e"}, "cannot be seen"),
            ({"name_en": "Health", "lead": "none"}, "Select a valid choice"),
            ({"name_en": "Health", "lead": "court"}, "Select a valid choice"),
        ],
    )
    def test_each_refusal_says_why(
        self, sent: dict[str, str], why: str, cast: Cast, browser: Client, health: Term, care: Term
    ) -> None:
        Department.objects.filter(pk=department("court", "Court").pk).update(branch="judiciary")

        answer = browser.post(f"{THEMES}{health.pk}/", {"then": "change", **sent})

        assert (answer.status_code, why in answer.content.decode()) == (422, True)
        assert not SettingsChange.objects.exists()

    def test_the_act_itself_asks_who_and_what(self, cast: Cast, health: Term, care: Term) -> None:
        how: dict[str, Any] = {"by": cast.coordinator, "now": NOW}
        court = department("court", "Court")
        Department.objects.filter(pk=court.pk).update(branch="judiciary")
        court.refresh_from_db()
        for wrong in (lambda: change_theme(health, {"en": "Health care"}, None, seen=mark_of(health), **how),
                      lambda: change_theme(health, {"en": ""}, None, seen=mark_of(health), **how),
                      lambda: change_theme(health, {"en": "Health"}, court, seen=mark_of(health), **how),
                      lambda: add_theme({"en": "Health"}, None, **how),
                      lambda: retire(health, by=cast.validator, now=NOW)):  # fmt: skip
            with pytest.raises(Refused):
                wrong()
        assert not SettingsChange.objects.exists()


class TestAPageThatHadGrownOld:
    def test_it_takes_away_no_name_and_no_lead(self, cast: Cast, browser: Client, health: Term) -> None:
        old = shown(browser, health)
        browser.post(f"{THEMES}{health.pk}/", old | {"name_fr": "Santé", "lead": "health"})

        answer = browser.post(f"{THEMES}{health.pk}/", old | {"name_en": "Right to health"})

        assert answer.status_code == 409
        health.refresh_from_db()
        assert health.lead == cast.health
        assert {one.text for one in health.wordings.all()} == {"Health", "Santé"}
        form, page = answer.context["form"], answer.content.decode()
        assert "Somebody else changed this theme meanwhile" in page
        assert "Somebody else wrote" not in page
        again = {name: form[name].value() for name in form.fields} | dict(form.was())
        assert (again["name_en"], again["name_fr"]) == ("Right to health", "Santé")

        browser.post(f"{THEMES}{health.pk}/", again | {"then": "change", "seen": answer.context["seen"]})

        health.refresh_from_db()
        assert health.lead == cast.health
        assert {one.text for one in health.wordings.all()} == {"Right to health", "Santé"}

    def test_what_two_changed_is_shown_with_both(self, cast: Cast, browser: Client, health: Term) -> None:
        old = shown(browser, health)
        browser.post(f"{THEMES}{health.pk}/", old | {"name_en": "Good health", "lead": "health"})

        sent = old | {"name_en": "Right to health", "lead": "justice"}
        page = browser.post(f"{THEMES}{health.pk}/", sent).content.decode()

        for said in (
            "Good health",
            'value="Right to health"',
            "Ministry of Health",
            'value="justice" selected',
        ):
            assert said in page
        assert page.count("Save again to set yours.") >= 2

    @pytest.mark.parametrize("act", ["joined", "retired"])
    def test_what_stands_no_more_is_not_changed(
        self, act: str, cast: Cast, browser: Client, health: Term, care: Term
    ) -> None:
        old = shown(browser, health)
        if act == "joined":
            joined(cast, health, care)
        else:
            retire(health, by=cast.coordinator, now=NOW)
        health.refresh_from_db()

        answer = browser.post(f"{THEMES}{health.pk}/", old | {"name_en": "Wellbeing"})

        page = answer.content.decode()
        assert (answer.status_code, "retired or joined" in page, "Wellbeing" in page) == (409, True, True)
        with pytest.raises(Conflict):
            change_theme(health, {"en": "New"}, None, by=cast.coordinator, now=NOW, seen=mark_of(health))
        assert health.wordings.get().text == "Health"

    def test_an_old_form_without_a_mark_changes_nothing(
        self, cast: Cast, browser: Client, health: Term
    ) -> None:
        answer = browser.post(f"{THEMES}{health.pk}/", {"then": "change", "name_en": "Wellbeing"})

        assert (answer.status_code, "Wellbeing" in answer.content.decode()) == (409, True)
        assert health.wordings.get().text == "Health"


class TestJoining:
    def test_all_that_had_the_one_has_the_other(
        self, cast: Cast, browser: Client, health: Term, care: Term
    ) -> None:
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

    def test_it_is_taken_apart_as_it_was(self, cast: Cast, browser: Client, health: Term, care: Term) -> None:
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

    def test_a_validator_switched_meanwhile_gets_nothing_back(
        self, cast: Cast, health: Term, care: Term
    ) -> None:
        judge = person("judge")
        give_themes(judge, [care])
        change = joined(cast, care, health)
        give_themes(judge, [])

        take_apart(change, by=cast.coordinator, now=NOW)

        assert not themes_of(judge)

    @pytest.mark.parametrize("had", ["one", "both"])
    def test_nobody_becomes_validator_again_by_taking_apart(
        self, had: str, cast: Cast, browser: Client, health: Term, care: Term
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

    def test_who_holds_neither_any_more_may_take_them_apart(
        self, cast: Cast, health: Term, care: Term
    ) -> None:
        give_themes(cast.coordinator, [care, health])
        change = joined(cast, care, health)
        give_themes(cast.coordinator, [])

        take_apart(change, by=cast.coordinator, now=NOW)

        assert not themes_of(cast.coordinator)

    def test_a_file_that_names_the_one_means_the_other(self, cast: Cast, tmp_path: Path) -> None:
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

    def test_one_joined_to_one_that_is_joined_means_the_last(
        self, cast: Cast, health: Term, care: Term
    ) -> None:
        first = a_theme("Clinics")
        joined(cast, first, care)
        change = joined(cast, care, health)

        first.refresh_from_db()
        assert first.merged_into == health
        take_apart(change, by=cast.coordinator, now=NOW)
        first.refresh_from_db()
        assert first.merged_into == care

    def test_a_part_takes_the_place_of_its_whole(self, cast: Cast) -> None:
        whole = a_theme("Rights")
        part = a_theme("Water", parent=whole)

        change = joined(cast, whole, part)

        part.refresh_from_db()
        assert part.parent is None
        take_apart(change, by=cast.coordinator, now=NOW)
        part.refresh_from_db()
        assert part.parent == whole

    def test_nobody_becomes_validator_by_joining(
        self, cast: Cast, browser: Client, health: Term, care: Term
    ) -> None:
        give_themes(cast.coordinator, [health])

        answer = browser.get(f"{THEMES}{care.pk}/join/", {"into": health.pk})

        assert (answer.status_code, "another joins them" in answer.content.decode()) == (409, True)
        with pytest.raises(NotAllowed):
            join_themes(care, health, by=cast.coordinator, now=NOW, seen="")
        give_themes(cast.coordinator, [health, care])
        assert joined(cast, care, health)

    def test_what_goes_on_having_it_is_found(self, cast: Cast, health: Term, care: Term) -> None:
        joined(cast, care, health)
        assert broken() == []

        about(received(cast), care)

        assert "Nothing has a theme that was joined to another." in broken()[0]

    def test_what_differs_from_what_was_shown_is_not_done(self, cast: Cast, health: Term, care: Term) -> None:
        seen = preview(care, health, by=cast.coordinator).digest
        about(received(cast), care)

        with pytest.raises(Conflict):
            join_themes(care, health, by=cast.coordinator, now=NOW, seen=seen)

    def test_only_the_last_one_is_taken_apart_and_once(self, cast: Cast, health: Term, care: Term) -> None:
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
        self, into: str, cast: Cast, browser: Client, health: Term, care: Term
    ) -> None:
        pk = {"": "", "itself": health.pk, "gone": 999_999}[into]

        assert browser.get(f"{THEMES}{health.pk}/join/", {"into": pk}).status_code == 422


class TestRetiring:
    def test_what_nothing_uses_is_retired_and_brought_back(
        self, cast: Cast, browser: Client, health: Term
    ) -> None:
        browser.post(f"{THEMES}{health.pk}/", {"then": "retire"})
        assert health not in themes()

        browser.post(f"{THEMES}{health.pk}/", {"then": "bring-back"})
        assert health in themes()

    @pytest.mark.parametrize("user", ["recommendation", "validator", "part", "view"])
    def test_what_is_used_is_not(self, user: str, cast: Cast, browser: Client, health: Term) -> None:
        uses = {
            "recommendation": lambda: about(received(cast), health),
            "validator": lambda: give_themes(cast.stranger, [health]),
            "part": lambda: a_theme("Clinics", parent=health),
            "view": lambda: SavedView.objects.create(
                owner=cast.editor, name="Mine", query=f"theme={health.pk}", at=NOW
            ),
        }
        uses[user]()

        answer = browser.post(f"{THEMES}{health.pk}/", {"then": "retire"})

        assert (answer.status_code, "Join it to another instead" in answer.content.decode()) == (409, True)
        assert health in themes()

    def test_the_refusal_does_not_tell_that_it_is_a_restricted_case(
        self, cast: Cast, browser: Client, health: Term, care: Term
    ) -> None:
        case = about(received(cast), health)
        Case.objects.filter(pk=case.pk).update(restricted=True)
        SavedView.objects.create(owner=cast.editor, name="Mine", query=f"theme={care.pk}", at=NOW)

        assert why_not_retire(health) == why_not_retire(care) != ""
        assert "0 cases" in browser.get(THEMES).content.decode()

    def test_a_file_that_names_it_brings_it_back(self, cast: Cast, health: Term, tmp_path: Path) -> None:
        retire(health, by=cast.coordinator, now=NOW)
        row = CLINICS | {"themes": "Health"}

        bring(tmp_path, generic(row))

        assert health in themes()


class TestTheProposedLead:
    @pytest.fixture
    def water(self, cast: Cast) -> Term:
        return a_theme("Water", lead=cast.justice)

    def test_it_is_offered_for_a_group_before_what_the_file_names(
        self, cast: Cast, browser: Client, water: Term
    ) -> None:
        case = about(received(cast), water)
        case.recommendation.lead_proposals.create(named="Ministry of Health", department=cast.health)

        page = browser.get("/desk/leads/")

        assert page.context["groups"][0].chosen == "justice"
        assert "The settings propose it for this theme." in page.content.decode()

    def test_it_is_offered_for_one_case_and_for_a_part_of_the_theme(
        self, cast: Cast, browser: Client, water: Term
    ) -> None:
        case = about(received(cast), a_theme("Wells", parent=water))

        page = browser.get(f"/case/{case.reference}/step/assign/").content.decode()

        assert f'<option value="{cast.justice.pk}" selected>' in page

    def test_a_dissolved_one_is_offered_no_more_and_marked(
        self, cast: Cast, browser: Client, water: Term
    ) -> None:
        case = about(received(cast), water)
        case.recommendation.lead_proposals.create(named="Ministry of Health", department=cast.health)
        Department.objects.filter(pk=cast.justice.pk).update(valid_until="2020-01-01")

        assert browser.get("/desk/leads/").context["groups"][0].chosen == "health"
        assert "dissolved" in browser.get(THEMES).content.decode()

    def test_an_assigned_case_keeps_its_own(self, cast: Cast, browser: Client, water: Term) -> None:
        case = about(assigned(cast), water)

        page = browser.get(f"/case/{case.reference}/step/reassign/").content.decode()

        assert f'<option value="{cast.health.pk}" selected>' in page


def test_an_administrator_does_all_of_it(cast: Cast, sign_in: SignIn, health: Term, care: Term) -> None:
    root = sign_in(User.objects.create_superuser("root@suivi.example", name="Root"))
    shown = root.get(f"{THEMES}{care.pk}/join/", {"into": health.pk})

    sent = {"into": health.pk, "seen": shown.context["preview"].digest}

    assert root.post(f"{THEMES}{care.pk}/join/", sent).status_code == 302
