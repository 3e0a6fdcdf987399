"""What stands in the annex of full texts, the same in every paper and in the count of words."""

from __future__ import annotations

import re

import pytest

from cases.word.pieces import Paragraph
from exports.annexes import told_in_full
from exports.budget.counts import budget_of
from exports.content import Content
from exports.counting import words_of_annexes
from exports.kinds import KINDS
from exports.making.html import page_of
from exports.paper import html_of
from exports.word.annexes import Annexes
from exports.word.lists import Lists
from tests.exports.printed import content, section

pytestmark = pytest.mark.once
MASTHEAD = {
    "state": "Atlasia", "coordinated_by": "", "title": "Report", "body": "", "symbol": "", "distribution": "",
    "dated_on": "", "original_language": "",
}  # fmt: skip
TOLD = ["Follow-up", "Health", "Recommendation 1", "Recommendation 2"]


@pytest.fixture
def text() -> Content:
    """Headings with the editor's text before, between and after the answers."""
    sections = [
        section("Methodology", "We met.", kind="chapter"),
        section("Law", "Acts.", kind="section", level=2),
        section("Follow-up", kind="chapter"),
        section("Justice", "Courts.", kind="section", level=2),
        section("Health", kind="section", level=2),
        section("Recommendation 1", "Yes.", level=3, references=["UPR-1"], full="<p>Fully so.</p>"),
        section("", "Between.", kind="text", level=3),
        section("Recommendation 2", "No.", level=3, references=["UPR-2"], full="<p>Not so.</p>"),
        section("Achievements", "Many.", kind="chapter"),
    ]
    told = [{"answer": one, "version": one, "references": [f"UPR-{one}"], "numbers": [one]} for one in (1, 2)]
    return content(*sections, narratives=told, masthead=MASTHEAD, annexes=["full"])


def test_headings_without_an_answer_below_them_are_left_out(text: Content) -> None:
    assert [one["title"]["text"] for one in told_in_full(text["sections"])] == TOLD


def test_the_papers_leave_them_out_alike(text: Content) -> None:
    for html in (html_of(text), page_of(text, draft=False)):
        annex = html.partition('id="annex-2"')[2].partition("</h2>")[2]
        assert re.findall(r"<h[3-6][^>]*>([^<]+)<", annex) == TOLD
    blocks = [one for one in Annexes(text, Lists("en")).full() if isinstance(one, Paragraph)]
    assert [one.text for one in blocks if one.style.startswith("AnnexHeading")] == TOLD


def test_what_is_left_out_counts_no_words(text: Content) -> None:
    # "Annex II. Full narratives", two headings; of each answer heading, reference and text
    assert words_of_annexes(text) == 4 + 2 + 2 * (2 + 1 + 2)
    assert budget_of(text, KINDS["periodic"], {}).parts[-1].words == 16
