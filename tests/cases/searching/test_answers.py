"""Search in approved answers: what is found, by whom, and that the index follows the texts."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from cases import actions
from cases.models import Case, Term, Version, VersionText
from cases.people.models import Department, User
from cases.people.roles import take_role
from cases.searching import answers, index
from cases.searching.words import terms_of
from cases.translations.translating import mark_revised, save_translation
from cases.validating import give_themes
from tests.cases.test_rounds import ask, opened
from tests.cast import NOW, Cast, approved, draft, drafted, person, sent
from workflow import undoing


def found(looked_for: str, user: User) -> list[int]:
    return answers.found_by(terms_of(looked_for), user)


def text_of(case: Case) -> int:
    case.refresh_from_db()
    answer = case.present_answer
    answer.refresh_from_db()
    assert answer.approved_id is not None
    return answer.approved_id


def test_it_is_found_once_it_is_approved(cast: Cast) -> None:
    case = sent(cast)
    assert found("clinics", cast.coordinator) == []
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    for reader in (cast.coordinator, cast.validator, cast.observer, cast.editor, cast.focal_point, cast.head):
        assert found("clinics waiting", reader) == [text_of(case)]
        assert found("clinics zebra", reader) == []


def test_a_draft_is_found_by_nobody(cast: Cast) -> None:
    drafted(cast)
    assert found("clinics", cast.focal_point) == found("clinics", cast.coordinator) == []


def test_what_is_drafted_anew_is_not_found_and_what_was_approved_still_is(cast: Cast) -> None:
    case = approved(cast)
    text = text_of(case)
    actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="A new law.")
    draft(case, by=cast.focal_point, full_text="Three hundred hospitals.")
    assert found("hospitals", cast.focal_point) == []
    assert found("clinics", cast.focal_point) == [text]


def test_another_department_and_a_stranger_find_nothing(cast: Cast) -> None:
    approved(cast)
    assert found("clinics", cast.justice_focal_point) == []
    assert found("clinics", cast.stranger) == []
    assert found("clinics", User.objects.create_superuser("root@suivi.example", name="Root")) == []


def test_who_loses_the_role_finds_nothing_more(cast: Cast) -> None:
    approved(cast)
    take_role(cast.observer, "observer")
    assert found("clinics", User.objects.get(pk=cast.observer.pk)) == []


def test_a_validator_for_themes_finds_those_of_its_themes(cast: Cast) -> None:
    case, other = approved(cast), approved(cast)
    theme = Term.objects.create(vocabulary="theme", code="Health")
    case.recommendation.themes.add(theme)
    judge = person("theme-validator")
    give_themes(judge, [theme])
    assert found("clinics", judge) == [text_of(case)]
    assert set(found("clinics", cast.validator)) == {text_of(case), text_of(other)}


def test_a_restricted_case_is_found_by_those_who_are_named(cast: Cast) -> None:
    case = approved(cast)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    case.put_in_sight(cast.focal_point)
    assert found("clinics", cast.focal_point) == [text_of(case)]
    for hidden in (cast.coordinator, cast.validator, cast.head, cast.observer, cast.alternate):
        assert found("clinics", hidden) == []


def test_an_independent_body_is_found_once_it_released_its_text(cast: Cast) -> None:
    Department.objects.filter(pk=cast.health.pk).update(independent=True)
    case = drafted(cast)
    assert found("clinics", cast.coordinator) == []
    actions.take_step(case, "release", by=cast.head, now=NOW)
    assert found("clinics", cast.coordinator) == [text_of(case)]


def test_an_approval_that_is_undone_is_not_found(cast: Cast, settings: Settings) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = approved(cast)
    undoing.undo(case, by=cast.validator, now=NOW, seen=case.version)
    assert found("clinics", cast.coordinator) == []


@pytest.mark.parametrize("looked_for", ["العيادات", "عياده", "dispensaires ruraux", "RURAUX"])
def test_a_revised_translation_is_found_too(cast: Cast, looked_for: str) -> None:
    case = approved(cast)
    language, text = (
        ("ar", "فتحت العيادات وكل عيادة") if looked_for[0] > "z" else ("fr", "Dispensaires ruraux.")
    )
    translator = person("translator", "translator")
    made = save_translation(
        case.present_answer, language=language, full_text=text, short_text="", made_from=1, started_from=0,
        by=translator, now=NOW,
    )  # fmt: skip
    assert found(looked_for, cast.coordinator) == []
    mark_revised(case.present_answer, language=language, seen=made.number, by=cast.focal_point, now=NOW)
    assert found(looked_for, cast.coordinator) == [text_of(case)]
    assert list(index.strayed(index.ANSWERS)) == []


def test_more_than_the_most_are_cut_off(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST", 1)
    texts = [text_of(approved(cast)) for _number in range(3)]
    assert found("clinics", cast.coordinator) == texts[:0:-1]


def test_what_strayed_is_told_and_mended(cast: Cast) -> None:
    case = approved(cast)
    VersionText.objects.filter(pk=text_of(case)).update(words="zebra")
    assert list(index.strayed(index.ANSWERS)) == [text_of(case)]
    said = StringIO()
    call_command("reindex_search", stdout=said)
    assert "1 version of an answer was not searched" in said.getvalue()
    assert found("clinics", cast.coordinator) == [text_of(case)]
    assert found("zebra", cast.coordinator) == []


def test_texts_that_stood_before_are_read_by_reindexing(cast: Cast) -> None:
    case = approved(cast)
    VersionText.objects.all().delete()
    assert found("clinics", cast.coordinator) == []
    call_command("reindex_search", stdout=StringIO())
    assert found("clinics", cast.coordinator) == [text_of(case)]


def test_what_was_answered_in_an_earlier_round_is_found(cast: Cast) -> None:
    case = approved(cast)
    text = text_of(case)
    ask(cast, [case], opened(cast, "update"))
    assert found("clinics", cast.focal_point) == found("clinics", cast.coordinator) == [text]
    assert answers.cases_of([Version.objects.get(pk=text).answer_id], cast.focal_point) == {
        Version.objects.get(pk=text).answer_id: [case]
    }
