"""A real PDF, opened: pages, bookmarks, tags, language, numbers, text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.utils import timezone

from exports import actions, press, printing
from exports.bindery.fetching import STYLESHEETS
from exports.models import Rendering, Report
from exports.paper import html_of
from tests.cast import NOW, Cast
from tests.exports.paper import go_on, text_of
from tests.exports.scene import answered, asked, content_of, report, theme

pytestmark = [pytest.mark.processes, pytest.mark.once]


@pytest.fixture
def shown(cast: Cast, settings: Any) -> Report:
    settings.STATE_NAME = "Republic of Atlasia"
    health = theme("Right to health")
    for mechanism in ("UPR", "CRC"):
        answered(cast, asked(cast, health, mechanism=mechanism), short="Two hundred clinics opened.")
    asked(cast, mechanism="CEDAW")
    return report(cast, introduction="The report was prepared by a committee.", dated_on=NOW.date())


def printed(shown: Report) -> Rendering:
    queued = actions.queue_rendering(shown, by=None, now=NOW)
    done = printing.render(queued.key, clock=timezone.now)
    assert done is not None
    assert done.is_done, done.problem
    return done


def test_it_is_a_tagged_pdf_with_bookmarks_and_language(shown: Report) -> None:
    with (
        press.printed(content_of(shown), draft=False, follow=go_on) as paper,
        pikepdf.open(paper.path) as pdf,
    ):
        assert len(pdf.pages) == paper.pages > 3
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo["/Title"]) == "National report 2026"
        assert str(pdf.docinfo["/Author"]) == "Republic of Atlasia"
        with pdf.open_outline() as outline:
            marks = [item.title for item in outline.root]
    assert marks[0].startswith("I. Introduction")
    assert marks[-2:] == ["Annex I Matrix of recommendations", "Annex II Full narratives"]


def test_it_says_that_it_is_accessible(shown: Report) -> None:
    with (
        press.printed(content_of(shown), draft=False, follow=go_on) as paper,
        pikepdf.open(paper.path) as pdf,
        pdf.open_metadata() as metadata,
    ):
        assert metadata["pdfuaid:part"] == "1"


def test_a_draft_has_its_mark_on_every_page_and_no_tags(shown: Report) -> None:
    done = printed(shown)

    with pikepdf.open(done.file.path) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert all(page.obj.Contents[0].read_bytes().count(b"/Watermark") == 1 for page in pdf.pages)
    assert text_of(Path(done.file.path)).count("Draft ·") == done.pages


def test_it_prints_masthead_contents_text_and_matrix(shown: Report) -> None:
    text = text_of(Path(printed(shown).file.path))

    for part in (
        "A/HRC/WG.6/55/XYZ/1", "2 March 2026", "Contents", "Right to health", "Recommendation 1",
        "Two hundred clinics opened.", "Matrix of recommendations", "Full narratives", "Page 1 of",
    ):  # fmt: skip
        assert part in text


def test_the_matrix_repeats_its_head_on_every_page(cast: Cast, shown: Report) -> None:
    for _each in range(30):
        asked(cast, text="Ensure that clinics open. " * 8)

    pages = text_of(Path(printed(shown).file.path)).split("\f")

    assert sum("Implementation" in page and "Department" in page for page in pages) >= 3


def test_the_hash_is_that_of_the_file(shown: Report) -> None:
    import hashlib

    done = printed(shown)

    assert hashlib.sha256(done.file.read()).hexdigest() == done.sha256
    assert done.file.size == done.size


def test_a_hostile_narrative_is_printed_as_text(cast: Cast) -> None:
    hostile = (
        "<script>alert(1)</script> <img src='file:///etc/passwd'> <table><td colspan=1000000>wide</table>"
    )
    answered(cast, asked(cast), short=hostile, full=hostile)
    shown = report(cast, title="</title><script>x</script>", introduction="<style>body{display:none}</style>")

    text = text_of(Path(printed(shown).file.path))

    assert "<script>alert(1)</script>" in text
    assert "root:" not in text


def test_nothing_hostile_reaches_the_page_unescaped(cast: Cast) -> None:
    case = asked(cast, text="<img src='file:///etc/passwd'>")
    answered(cast, case, short="<img src='file:///etc/passwd'>")

    html = html_of(content_of(report(cast, symbol="<b>A/1</b>")))

    assert "<img" not in html
    assert "<b>" not in html


def test_an_arabic_report_runs_from_right_to_left(cast: Cast) -> None:
    cast.round.language = "ar"
    cast.round.save()
    answered(cast, asked(cast), short="فُتحت مائتا عيادة قروية.")

    html = html_of(content_of(report(cast, title="التقرير الوطني")))

    assert '<html lang="ar" dir="rtl">' in html
    assert "أولاً-" in html
    assert '<bdi dir="ltr" class="ref">A/HRC/WG.6/55/XYZ/1</bdi>' in html
    assert 'lang="en" dir="ltr">Open clinics in rural areas.' in html


def test_the_stylesheet_is_free_of_sides() -> None:
    for name in ("report.css", "front.css", "whole.css", "stamps.css"):
        css = STYLESHEETS[f"suivi:{name}"].read_text()
        for side in ("left", "right"):
            assert side not in css.replace("right to left", "").replace("left to right", "").replace(
                "upright", ""
            )


def test_nothing_stands_between_the_text_and_its_notes() -> None:
    """With a margin or padding above the notes WeasyPrint 70 loses some of them."""
    css = STYLESHEETS["suivi:report.css"].read_text()
    assert "@footnote { border-block-start: 0.4pt solid #999; }" in css
    assert css.count("@footnote") == 1


def test_an_empty_report_is_printed_too(cast: Cast) -> None:
    text = text_of(Path(printed(report(cast)).file.path))

    assert "No answer has been approved yet." in text
    assert "The round has no recommendations yet." in text


def test_the_page_for_print_makes_no_query(shown: Report, django_assert_num_queries: Any) -> None:
    content = content_of(shown)

    with django_assert_num_queries(0):
        html_of(content)


def test_the_same_content_makes_the_same_page(cast: Cast, shown: Report) -> None:
    done = printed(shown)
    answered(cast, asked(cast), short="Approved afterwards.")
    kept = Rendering.objects.get(pk=done.pk).content

    assert "Approved afterwards." not in html_of(kept)
    assert html_of(kept) == html_of(done.content)
