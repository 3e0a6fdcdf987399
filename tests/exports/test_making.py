"""Each format is made from the content alone: a web page, a workbook, JSON; cancelled and followed alike."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from openpyxl import load_workbook

from exports import actions, printing
from exports.content import Content, hash_of
from exports.formats import OF_A_TEXT, Format
from exports.making import MAKERS, Made
from exports.making.html import page_of
from exports.making.made import beside
from exports.models import Rendering, Report
from exports.press import Unprintable, Unwanted
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, content_of, report, theme

LIGHT = [Format.HTML, Format.XLSX, Format.JSON]
LONG_TEXT = "All that was done. " * 2_000


def go_on(stage: str, pages: int) -> bool:
    return True


@pytest.fixture
def content(cast: Cast, settings: Any) -> Content:
    settings.STATE_NAME = "Republic of Atlasia"
    health = theme("Right to health")
    answered(
        cast, asked(cast, health), asked(cast, health),
        short="Clinics opened.[^1]\n\n[^1]: See CRC/C/XYZ/3-4.",
        full=f"## Clinics\n\n{LONG_TEXT}\n\n| a | b |\n| - | - |\n| 1 | 2 |",
    )  # fmt: skip
    asked(cast, mechanism="CRC")
    return content_of(report(cast, introduction="We begin.", figures=True, dated_on=NOW.date()))


def test_the_web_page_asks_for_nothing_and_has_no_script(content: Content) -> None:
    page = lxml_html.fromstring(page_of(content, draft=False))

    assert not page.xpath("//script | //link | //img | //iframe | //object | //@onclick | //@style")
    assert all(href.startswith("#") for href in page.xpath("//@href"))
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]


def test_each_link_of_the_web_page_leads_somewhere(content: Content) -> None:
    page = lxml_html.fromstring(page_of(content, draft=False))
    ids = page.xpath("//@id")

    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//@href")} <= set(ids)
    assert {"p-1", "p-2", "annex-1", "annex-2", "note-1", "noteref-1"} <= set(ids)


def test_its_headings_go_down_one_level_at_a_time(content: Content) -> None:
    page = lxml_html.fromstring(page_of(content, draft=False))
    levels = [int(one.tag[1]) for one in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_its_tables_have_captions_and_heads(content: Content) -> None:
    page = lxml_html.fromstring(page_of(content, draft=False))

    assert len(page.xpath("//table")) == 4
    assert len(page.xpath("//table/caption")) == 4
    assert not page.xpath("//th[not(@scope)]")


def test_a_draft_says_so_and_an_edition_does_not(content: Content) -> None:
    assert '<p class="draft">Draft</p>' in page_of(content, draft=True)
    assert 'class="draft"' not in page_of(content, draft=False).split("</style>")[1]


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_it_speaks_the_language_of_the_content(cast: Cast, language: str, direction: str) -> None:
    page = lxml_html.fromstring(page_of(content_of(report(cast, language=language)), draft=True))

    assert (page.get("lang"), page.get("dir")) == (language, direction)


def test_the_workbook_has_the_annex_with_all_of_the_texts(content: Content, tmp_path: Path) -> None:
    made = MAKERS[Format.XLSX](content, draft=False, folder=tmp_path, follow=go_on)

    sheet = load_workbook(made.path).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [str(one) for one in rows[0][:3]] == ["No.", "Mechanism", "Reference"]
    assert [row[2] for row in rows[1:]] == [row["reference"] for row in content["matrix"]]
    assert rows[1][10] == "Clinics opened. [1]"
    whole = "".join(str(part or "") for part in rows[1][11:])
    assert len(LONG_TEXT) > 32_767
    assert LONG_TEXT.strip() in whole
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D2", "A1:M4")
    assert not sheet.sheet_view.rightToLeft


def test_the_workbook_is_read_from_right_to_left_in_arabic(cast: Cast, tmp_path: Path) -> None:
    content = content_of(report(cast, language="ar"))
    made = MAKERS[Format.XLSX](content, draft=True, folder=tmp_path, follow=go_on)

    assert load_workbook(made.path).active.sheet_view.rightToLeft


def test_the_workbook_takes_no_text_for_a_formula(content: Content, tmp_path: Path) -> None:
    content["matrix"][0]["text"]["text"] = '=HYPERLINK("http://host.example")\x00\ud800'
    content["matrix"][0]["department"]["text"] = "@SUM(1)"
    made = MAKERS[Format.XLSX](content, draft=False, folder=tmp_path, follow=go_on)

    cells = [cell for row in load_workbook(made.path).active.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert '=HYPERLINK("http://host.example")' in {cell.value for cell in cells}


def test_the_json_has_everything_with_its_hash(content: Content, tmp_path: Path) -> None:
    made = MAKERS[Format.JSON](content, draft=False, folder=tmp_path, follow=go_on)

    told = json.loads(made.path.read_text())
    assert {**told["content"], "narratives": told["versions"]} == content
    assert (told["sha256"], told["schema"], told["draft"]) == (hash_of(content), "suivi-report/1", False)


@pytest.mark.parametrize("format", LIGHT)
def test_the_worker_makes_it_and_puts_it_away(cast: Cast, format: Format) -> None:
    answered(cast, asked(cast))
    queued = actions.queue_rendering(report(cast), by=cast.editor, now=NOW, format=format)

    done = printing.render(queued.key, clock=lambda: NOW)

    assert done is not None
    assert (done.state, done.progress, done.pages) == ("done", 100, 0)
    assert done.file.name.endswith(f"{done.key}{format.ending}")
    assert done.size == len(done.file.read()) > 0


def test_one_that_is_cancelled_is_let_go_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exports.making.made.TICK", 0.01)
    begun = time.monotonic()

    with pytest.raises(Unwanted):
        beside(lambda: time.sleep(5), lambda stage, pages: False)
    assert time.monotonic() - begun < 2


def test_one_that_takes_too_long_is_left(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr("exports.making.made.TICK", 0.01)
    settings.PDF_TIME_LIMIT_SECONDS = 0

    with pytest.raises(Unprintable, match="time"):
        beside(lambda: time.sleep(5), go_on)


@pytest.mark.parametrize(
    ("problem", "hit"),
    [(ValueError("bad"), Unprintable), (MemoryError(), Unprintable), (OSError("disk is full"), OSError)],
)
def test_what_goes_wrong_in_it_is_named(problem: Exception, hit: type[Exception]) -> None:
    def fails() -> Made:
        raise problem

    with pytest.raises(hit):
        beside(fails, go_on)


def test_what_takes_seconds_goes_before_a_pdf(cast: Cast) -> None:
    shown = report(cast)
    asked_for = [actions.queue_rendering(shown, by=None, now=NOW, format=one) for one in (Format.PDF, *LIGHT)]

    assert list(Rendering.objects.due(NOW).in_turn()) == [*asked_for[1:], asked_for[0]]


def test_of_one_report_one_pdf_is_made_at_a_time(cast: Cast) -> None:
    shown = report(cast, languages=["fr"])
    for language in ("en", "fr"):
        actions.queue_rendering(shown, by=None, now=NOW, language=language)
    later = NOW.replace(year=2030)

    assert Rendering.objects.filter(language="en").take(NOW, later) == 1
    assert Rendering.objects.filter(language="fr").take(NOW, later) == 0
    Rendering.objects.filter(language="en").update(state="cancelled")
    assert Rendering.objects.filter(language="fr").take(NOW, later) == 1


def test_every_format_that_is_offered_can_be_made() -> None:
    assert set(OF_A_TEXT) <= set(MAKERS)


def test_the_report_it_is_of_is_named_in_the_file(cast: Cast) -> None:
    shown = Report.objects.get(pk=report(cast, languages=["fr"]).pk)
    asked_for = actions.queue_rendering(shown, by=None, now=NOW, format="html", language="fr")

    assert asked_for.name == "national-report-2026-draft-fr.html"
