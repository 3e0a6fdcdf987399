"""The papers of a draft say at a rewritten paragraph who has not agreed to it; those of an edition do not."""

from __future__ import annotations

from zipfile import ZipFile

import pytest

from exports import actions, paper, printing
from exports.agreeing.answering import agree
from exports.agreeing.asking import ask
from exports.agreeing.recording import with_waiting
from exports.kinds import KINDS
from exports.models import Rendering, Report
from tests.cast import NOW, Cast
from tests.exports.rewritten import assembling, rewritten
from tests.exports.way import bring

pytestmark = pytest.mark.django_db
SAID = "In the editor&#x27;s words, not agreed to yet by: Ministry of Health"


@pytest.fixture
def shown(cast: Cast) -> Report:
    report = assembling(cast)
    rewritten(cast, report)
    return Report.objects.get()


def made(shown: Report, cast: Cast, format: str) -> Rendering:
    asked = actions.queue_rendering(shown, by=cast.editor, now=NOW, format=format)
    printing.render(asked.key, clock=lambda: NOW)
    return Rendering.objects.get(pk=asked.pk)


def agreed(shown: Report, cast: Cast) -> None:
    asked = ask(shown, by=cast.editor, now=NOW)
    agree(asked, seen=[1] * len(asked), by=cast.head, now=NOW)


def test_the_web_page_says_it_until_all_leads_agree(shown: Report, cast: Cast) -> None:
    assert SAID in made(shown, cast, "html").file.read().decode()

    agreed(shown, cast)

    assert "not agreed to yet" not in made(Report.objects.get(), cast, "html").file.read().decode()


def test_word_says_it(shown: Report, cast: Cast) -> None:
    with ZipFile(made(shown, cast, "docx").file) as docx:
        document = docx.read("word/document.xml").decode()

    assert "not agreed to yet by: Ministry of Health" in document.replace("</w:t>", "")


def test_the_pages_of_the_pdf_say_it(shown: Report, cast: Cast) -> None:
    content = with_waiting(shown.text, shown.rewritten())

    assert any(SAID in html for _sheet, html in paper.pages_of(content))


def test_it_is_said_in_the_language_of_the_report_and_no_word_of_it_counts(shown: Report) -> None:
    shown.languages = ["fr"]
    cast_in_french = shown.text_in("fr")
    content = with_waiting(cast_in_french, shown.rewritten())

    [section] = [one for one in content["sections"] if "waits" in one]
    assert section["waits"]["language"] == "fr"
    assert KINDS["upr"].words_in(content) == KINDS["upr"].words_in(cast_in_french)


def test_an_edition_does_not_say_it(shown: Report, cast: Cast) -> None:
    agreed(shown, cast)
    frozen = bring(cast, Report.objects.get(), "frozen")

    assert frozen.edition is not None
    assert not any("waits" in one for one in frozen.edition.content["sections"])
