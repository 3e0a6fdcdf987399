"""Translations of an answer: kept beside it, by versions, revised by another, and holding nothing up."""

from __future__ import annotations

import pytest

from cases import actions
from cases.models import Case, Translation
from cases.models.translation import source_of
from cases.people.models import User
from cases.people.roles import give_role
from cases.translations.translating import StaleTranslation, mark_revised, save_translation
from cases.translations.waiting import answers_for
from tests.cast import LATER, NOW, Cast, approved, draft, drafted, person, sent
from workflow.errors import Blocked, NotAllowed, WrongState

TEXTS = {"full_text": "Deux cents cliniques rurales.", "short_text": "Deux cents cliniques."}


@pytest.fixture
def translator(cast: Cast) -> User:
    return person("translator", "translator")


@pytest.fixture
def reviser(cast: Cast) -> User:
    return person("reviser", "translator")


def translate(case: Case, by: User, started_from: int = 0, language: str = "fr", **texts: str) -> Translation:
    answer = case.present_answer
    answer.refresh_from_db()
    source = source_of(answer)
    return save_translation(
        answer, language=language, **(TEXTS | texts), made_from=source.number if source else 1,
        started_from=started_from, by=by, now=NOW,
    )  # fmt: skip


def revise(case: Case, by: User, seen: int = 1) -> Translation:
    return mark_revised(case.present_answer, language="fr", seen=seen, by=by, now=NOW)


def standing(case: Case, user: User, language: str = "fr") -> list[str]:
    return list(answers_for(user, language).filter(pk=case.answer_id).values_list("standing", flat=True))


def rewritten(cast: Cast, case: Case) -> None:
    """Returned, written anew and sent again."""
    back = {"comment": "More figures.", "due_on": LATER}
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, **back)
    draft(case, by=cast.focal_point, full_text="Three hundred clinics.")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)


def test_it_is_missing_then_a_draft_then_revised(cast: Cast, translator: User, reviser: User) -> None:
    case = sent(cast)
    assert standing(case, translator) == ["missing"]

    translate(case, translator)
    assert standing(case, translator) == ["draft"]

    revise(case, reviser)
    assert standing(case, translator) == ["revised"]
    assert standing(case, translator, "ar") == ["missing"]
    assert standing(case, translator, "en") == []


def test_it_is_out_of_date_once_the_text_has_a_newer_version(cast: Cast, translator: User) -> None:
    case = sent(cast)
    translate(case, translator)

    rewritten(cast, case)

    assert standing(case, translator) == ["outdated"]
    translate(case, translator, started_from=1)
    assert standing(case, translator) == ["draft"]
    assert [one.source.number for one in Translation.objects.order_by("number")] == [1, 2]


def test_a_case_goes_on_without_translations(cast: Cast) -> None:
    assert approved(cast).state == "approved"


def test_nobody_revises_what_he_translated(cast: Cast, translator: User) -> None:
    case = sent(cast)
    translate(case, translator)

    with pytest.raises(Blocked, match="somebody else revises it"):
        revise(case, translator)


def test_what_is_out_of_date_is_not_revised(cast: Cast, translator: User, reviser: User) -> None:
    case = sent(cast)
    translate(case, translator)
    rewritten(cast, case)

    with pytest.raises(Blocked, match="bring the translation up to it"):
        revise(case, reviser)


def test_a_new_version_is_to_be_revised_again(cast: Cast, translator: User, reviser: User) -> None:
    case = sent(cast)
    translate(case, translator)
    revise(case, reviser)

    translate(case, translator, started_from=1, short_text="Deux cents centres.")

    assert standing(case, translator) == ["draft"]


def test_two_who_translate_overwrite_nothing(cast: Cast, translator: User, reviser: User) -> None:
    case = sent(cast)
    first = translate(case, translator)

    with pytest.raises(StaleTranslation) as stale:
        translate(case, reviser, full_text="Autre chose.")

    assert stale.value.current == first
    assert Translation.objects.count() == 1


def test_the_same_text_again_is_no_new_version(cast: Cast, translator: User) -> None:
    case = sent(cast)
    first = translate(case, translator)

    assert translate(case, translator, started_from=1) == first


def test_an_empty_translation_is_refused(cast: Cast, translator: User) -> None:
    with pytest.raises(Blocked, match="Write the translation first"):
        translate(sent(cast), translator, full_text=" ", short_text="")


def test_only_into_other_languages_that_are_spoken_here(cast: Cast, translator: User) -> None:
    case = sent(cast)

    for language in ("en", "de"):
        with pytest.raises(WrongState):
            translate(case, translator, language=language)


def test_what_has_not_left_the_department_is_not_translated(cast: Cast, translator: User) -> None:
    case = drafted(cast)

    for who in (translator, cast.focal_point):
        with pytest.raises(NotAllowed):
            translate(case, who)
    assert standing(case, translator) == []


@pytest.mark.parametrize("who", ["coordinator", "validator", "editor", "observer", "justice_focal_point"])
def test_others_do_not_translate(who: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        translate(sent(cast), getattr(cast, who))


def test_the_department_that_answers_translates_its_own(cast: Cast) -> None:
    assert translate(sent(cast), cast.focal_point).by_lead


def test_nobody_changes_what_an_independent_body_translated(cast: Cast, translator: User) -> None:
    case = sent(cast)
    unofficial = translate(case, translator)
    cast.health.independent = True
    cast.health.save()
    translate(case, cast.focal_point, started_from=1, full_text="Les nôtres.")

    with pytest.raises(NotAllowed, match="translated its text itself"):
        translate(case, translator, started_from=2)
    assert not unofficial.by_lead


def test_it_is_read_by_who_reads_the_text(cast: Cast, translator: User) -> None:
    translate(sent(cast), translator)

    def readers() -> set[str]:
        everybody = User.objects.all()
        return {one.name for one in everybody if Translation.objects.visible_to(one).exists()}

    assert readers() == {
        "Coordinator", "Validator", "Second Validator", "Editor", "Observer", "Focal Point", "Alternate",
        "Head", "Translator",
    }  # fmt: skip


def test_a_restricted_case_hides_its_translations(cast: Cast, translator: User) -> None:
    case = sent(cast)
    translate(case, translator)

    Case.objects.filter(pk=case.pk).update(restricted=True)

    assert not Translation.objects.visible_to(translator).exists()
    assert standing(case, translator) == []
    with pytest.raises(NotAllowed):
        translate(case, translator, started_from=1)


def test_an_approved_answer_comes_first(cast: Cast, translator: User) -> None:
    done, waits = approved(cast), sent(cast)
    give_role(cast.stranger, "translator")

    assert [one.pk for one in answers_for(cast.stranger, "fr")] == [done.answer_id, waits.answer_id]
