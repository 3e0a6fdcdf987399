"""The page of a translation, the list of what is to be translated, and what My work and a case say of it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Translation
from cases.people.models import User
from tests.cases.pages.conftest import SignIn
from tests.cases.test_translating import revise, rewritten, translate
from tests.cast import Cast, approved, drafted, person, sent

FULL, SHORT = "Deux cents cliniques rurales.", "Deux cents cliniques."


@pytest.fixture
def translator(cast: Cast) -> User:
    return person("translator", "translator")


@pytest.fixture
def browser(translator: User, sign_in: SignIn) -> Client:
    return sign_in(translator)


def address(case: Case, language: str = "fr") -> str:
    return f"/case/{case.reference}/translation/{language}/"


def page(browser: Client, where: str) -> str:
    return browser.get(where).content.decode()


def typed(made_from: int = 1, started_from: int = 0, **texts: str) -> dict[str, object]:
    begun = {"full_text": FULL, "short_text": SHORT, "made_from": made_from, "started_from": started_from}
    return begun | texts


def test_it_shows_the_text_beside_the_translation(cast: Cast, browser: Client) -> None:
    case = sent(cast)

    shown = page(browser, address(case, "ar"))

    assert '<div class="narrative-text" lang="en" dir="ltr"><p>The Health Act' in shown
    assert re.search(r'<textarea[^>]* dir="rtl"[^>]* lang="ar"', shown)
    assert "missing" in shown


def test_a_translation_is_saved(cast: Cast, browser: Client, translator: User) -> None:
    case = sent(cast)

    browser.post(address(case), typed())

    saved = Translation.objects.get()
    assert (saved.texts, saved.author, saved.language, saved.source.number) == (
        (FULL, SHORT),
        translator,
        "fr",
        1,
    )
    assert FULL in page(browser, address(case))


def test_who_was_slower_sees_both_and_loses_nothing(cast: Cast, browser: Client) -> None:
    case = sent(cast)
    translate(case, person("quicker", "translator"), full_text="Plus vite.")

    answer = browser.post(address(case), typed(full_text="Moins vite."))

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"<del>.*Plus", shown)
    assert "Moins vite." in shown
    assert '<input type="hidden" name="started_from" value="1"' in shown
    assert Translation.objects.count() == 1


def test_an_empty_one_is_refused_with_a_sentence(cast: Cast, browser: Client) -> None:
    answer = browser.post(address(sent(cast)), typed(full_text="", short_text=""))

    assert answer.status_code == 422
    assert "Write the translation first." in answer.content.decode()


def test_another_marks_it_as_revised(cast: Cast, browser: Client, sign_in: SignIn, translator: User) -> None:
    case = sent(cast)
    translate(case, translator)
    assert "Mark as revised" not in page(browser, address(case))
    reviser = person("reviser", "translator")

    assert "Mark as revised" in page(sign_in(reviser), address(case))
    sign_in(reviser).post(address(case) + "revised/", {"seen": 1})

    assert Translation.objects.get().revised_by == reviser
    assert "revised by Reviser" in page(browser, address(case))


def test_what_was_not_read_is_not_marked(cast: Cast, sign_in: SignIn, translator: User) -> None:
    case = sent(cast)
    translate(case, translator)
    translate(case, translator, started_from=1, full_text="Autre chose.")

    answer = sign_in(person("reviser", "translator")).post(address(case) + "revised/", {"seen": 1})

    assert answer.status_code == 409
    assert not Translation.objects.revised().exists()


def test_it_shows_what_the_text_has_become_since(cast: Cast, browser: Client, translator: User) -> None:
    case = sent(cast)
    translate(case, translator)

    rewritten(cast, case)

    shown = page(browser, address(case))
    assert "What the text has become" in shown
    assert re.search(r"<ins>.*Three hundred clinics", shown)


def test_others_read_it_and_find_no_field(cast: Cast, sign_in: SignIn, translator: User) -> None:
    case = sent(cast)
    translate(case, translator)

    shown = page(sign_in(cast.observer), address(case))

    assert FULL in shown
    assert "<textarea" not in shown


def test_an_unofficial_translation_says_so(cast: Cast, browser: Client, translator: User) -> None:
    case = sent(cast)
    cast.health.independent = True
    cast.health.save()
    translate(case, translator)

    assert "it is unofficial" in page(browser, address(case))


def test_the_case_names_the_languages_of_its_answer(cast: Cast, sign_in: SignIn, translator: User) -> None:
    case = sent(cast)
    translate(case, translator)

    shown = page(sign_in(cast.validator), f"/case/{case.reference}/")

    assert f'href="{address(case)}"><bdi lang="fr">français</bdi> <span class="soft">draft</span>' in shown
    assert f'href="{address(case, "ar")}"' in shown


def test_a_draft_that_has_not_been_sent_has_no_languages(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)

    assert "/translation/" not in page(sign_in(cast.focal_point), f"/case/{case.reference}/")


def test_the_list_has_what_is_to_be_done(cast: Cast, browser: Client, translator: User) -> None:
    done, waits = sent(cast), approved(cast)
    translate(done, translator)
    revise(done, person("reviser", "translator"))

    everything = page(browser, "/translations/?language=fr")

    assert everything.index(waits.reference) < everything.index(done.reference)
    missing = page(browser, "/translations/?language=fr&standing=missing")
    assert (waits.reference in missing, done.reference in missing) == (True, False)
    assert "No answer stands here." in page(browser, "/translations/?language=en")


def test_my_work_says_how_many_wait(cast: Cast, browser: Client, translator: User) -> None:
    translate(sent(cast), translator)
    sent(cast)

    shown = page(browser, "/my-work/")

    assert '<a href="/translations/?language=fr">Answers to translate: 1</a>' in shown
    assert '<a href="/translations/?language=ar">Answers to translate: 2</a>' in shown


@pytest.mark.parametrize("where", ["list", "page"])
def test_the_queries_are_as_many_for_many(where: str, cast: Cast, browser: Client, translator: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get("/translations/?language=fr" if where == "list" else address(case))
        return len(queries)

    case = sent(cast)
    translate(case, translator)
    asked()  # the types of content are remembered from here on
    few = asked()

    for number in range(1, 6):
        translate(case, translator, started_from=number, full_text=f"Texte {number}.")
        sent(cast)

    assert asked() == few
