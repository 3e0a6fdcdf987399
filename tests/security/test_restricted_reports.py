"""A case that is restricted once it stands in a report: its words are found on no page of it any more."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cases import actions as on_cases
from cases.models import Case
from exports import actions
from exports.agreeing.asking import ask
from exports.models import Passage, Report
from tests.cast import NOW, Cast
from tests.exports.rewritten import of_justice, say
from tests.exports.scene import answered, asked, report
from tests.exports.way import bring
from tests.security.stage import words_of

pytestmark = pytest.mark.django_db
URL = "/desk/reports/national-report-2026/"
SECRET, NOTED, OWN = "Quagga witnesses", "Okapi decree", "Zanzibar said the editor"
PAGES = (
    "", "?at=h1", "words/", "fitting/", "checks/", "checks/missing.csv", "agreement/", "outline/to-take-in/",
    "outline/newer/", "outline/taken-out/", "to-agree/", "circulated/",
)  # fmt: skip


def restrict(case: Case, cast: Cast, *named: Any) -> None:
    by = {"by": cast.coordinator, "now": NOW}
    on_cases.take_step(Case.objects.get(pk=case.pk), "restrict", comment="A witness.", **by)
    for one in named:
        on_cases.take_step(Case.objects.get(pk=case.pk), "name_person", person=one, **by)


@pytest.fixture
def secret(cast: Cast) -> Case:
    """The first of two cases; the other one is led by the Ministry of Justice."""
    case = asked(cast)
    answered(cast, case, short=f"{SECRET} spoke.[^1]\n\nTwice.\n\n[^1]: {NOTED}.")
    of_justice(cast)
    return case


def found(who: Any, *pages: str) -> dict[str, list[str]]:
    """By page, the secret words that it shows."""
    browser = Client()
    browser.force_login(who)
    shown = {page: words_of(browser.get(URL + page)) for page in pages}
    told = {page: [word for word in (SECRET, NOTED, OWN) if word in said] for page, said in shown.items()}
    return {page: words for page, words in told.items() if words}


@pytest.mark.parametrize("is_out", [False, True])
def test_no_page_of_the_report_shows_it_in_whoevers_words(cast: Cast, secret: Case, *, is_out: bool) -> None:
    shown = bring(cast, report(cast), "assembling")
    passage = Passage.objects.get(tells__answer__cases=secret)
    say(cast, passage, OWN)
    ask(Report.objects.get(pk=shown.pk), by=cast.editor, now=NOW)
    assert found(cast.editor, ""), "else the test would pass for want of secrets"
    if is_out:
        given = {"passages": [passage.pk], "by": cast.editor, "now": NOW}
        actions.arrange(Report.objects.get(pk=shown.pk), "take-out", **given)

    restrict(secret, cast)

    for who in (cast.editor, cast.validator, cast.observer, cast.justice_focal_point):
        assert found(who, *PAGES, f"passages/{passage.pk}/") == {}, who


def test_the_text_that_circulates_leaves_it_out_for_who_is_not_named(cast: Cast, secret: Case) -> None:
    bring(cast, report(cast), "circulation")
    assert found(cast.justice_focal_point, "circulated/")

    restrict(secret, cast, cast.focal_point)

    for who in (cast.editor, cast.validator, cast.observer, cast.justice_focal_point):
        assert found(who, "circulated/") == {}, who
    assert found(cast.focal_point, "circulated/") == {"circulated/": [SECRET, NOTED]}
    browser = Client()
    browser.force_login(cast.justice_focal_point)
    page = browser.get(f"{URL}circulated/").content.decode()
    assert '<p id="p-3"><span class="number">3.</span> ' in page, "the numbers of the others stay"
    assert secret.reference not in page
