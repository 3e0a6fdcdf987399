"""Fitting the limit: passages beyond their share, detail for the annex, what is said twice."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest
from django.test import Client

from cases.models import Round
from cases.prose import outermost, parsed
from exports.budget.detail import movable, parted
from exports.budget.long import even_share, long_passages, shortened_alike
from exports.budget.twice import said_twice, sentences_in
from exports.content import Content, Paragraph
from exports.kinds import KINDS
from exports.pages.budget import budget_for
from exports.settling_types import change_type
from tests.cast import NOW, Cast
from tests.exports.printed import content, section
from tests.exports.scene import answered, asked, report, theme
from tests.exports.way import take

UPR, PERIODIC = KINDS["upr"], KINDS["periodic"]
once = pytest.mark.once


def words(number: int) -> str:
    return " ".join(f"w{place}" for place in range(number))


def told(*passages: int) -> Content:
    """A passage of so many words for each answer, the first of answer 1, and so on."""
    sections = [
        section(f"T{one}", words(number), references=[f"UPR-{one}"], departments=["health"], passage=one)
        for one, number in enumerate(passages, start=1)
    ]
    narratives = [
        {"answer": one, "version": one, "references": [f"UPR-{one}"], "numbers": [one]}
        for one in range(1, len(passages) + 1)
    ]
    return content(*sections, narratives=narratives)


# Longer than their share


@once
def test_passages_beyond_their_share_the_furthest_first() -> None:
    found = long_passages(told(120, 40, 90), {1: 50, 2: 50, 3: 10}, share=50)
    assert [(one.passage, one.words, one.share, one.excess) for one in found] == [
        (3, 90, 10, 80),
        (1, 120, 50, 70),
    ]


@once
def test_a_passage_of_several_answers_has_all_their_shares() -> None:
    both = told(1, 1)
    both["sections"] = [section("T", words(100), references=["UPR-1", "UPR-2"], passage=1)]
    assert long_passages(both, {1: 30, 2: 30}, share=50)[0].share == 60
    assert long_passages(both, {}, share=60) == []


@once
def test_where_none_is_beyond_its_share_all_are_shortened_alike_and_none_below_half() -> None:
    assert [(one.passage, one.share) for one in shortened_alike(told(100, 300), 40)] == [(2, 270), (1, 90)]
    assert [(one.passage, one.share) for one in shortened_alike(told(100, 300), 4_000)] == [(2, 150), (1, 50)]
    assert shortened_alike(told(), 10) == []


@once
def test_without_planned_shares_the_limit_is_divided() -> None:
    assert even_share(told(1, 1, 1), 1_000, 10) == 300
    assert even_share(content(), 1_000, 10) == 900


# Detail


def detailed() -> Content:
    """A short paragraph, a table of 12 words, a list of 60, two paragraphs more of 80 words each."""
    blocks = [
        ("p", "<p>We opened clinics.</p>"),
        ("table", f"<table><tr><td>{words(12)}</td></tr></table>"),
        ("ul", f"<ul><li>{words(60)}</li></ul>"),
        ("p", f"<p>{words(80)}</p>"),
        ("p", f"<p>{words(80)}</p>"),
    ]
    made = section("T", passage=7)
    made["paragraphs"] = [Paragraph(number=1, tag=tag, html=html) for tag, html in blocks]
    return content(made)


@once
def test_tables_long_lists_and_later_paragraphs_could_move() -> None:
    found = movable(detailed(), UPR)
    assert [(one.what, one.blocks, one.words) for one in found] == [
        ("later", (3, 4), 160),
        ("list", (2,), 60),
        ("table", (1,), 12),
    ]
    assert found[0].passage == 7
    assert found[2].opening.startswith("w0 w1 w2")


@once
def test_where_annexes_count_or_are_not_printed_nothing_moves() -> None:
    assert movable(detailed(), PERIODIC) == []
    assert movable(detailed() | {"annexes": ["matrix"]}, UPR) == []  # type: ignore[operator]


TEXT = """# Access

Clinics opened.[^law]

| Year | Clinics |
| ---- | ------: |
| 2025 | 200 |

- in the north[^b]
- in the south

Waiting fell.

[^law]: Law of 2024.
[^b]: Decree 5.
"""


@once
def test_what_was_written_of_each_block() -> None:
    assert len(outermost(TEXT)) == len(parsed(TEXT).blocks) == 5
    assert outermost(TEXT)[2].startswith("| Year | Clinics |")
    assert outermost("One.\n\n\n\nTwo\nlines.") == ["One.", "Two\nlines."]


@once
def test_a_text_is_parted_with_its_notes() -> None:
    both = parted(TEXT, (2, 3))
    assert both is not None
    stays, goes = both
    assert stays == "# Access\n\nClinics opened.[^law]\n\nWaiting fell.\n\n[^law]: Law of 2024."
    assert goes.startswith("| Year | Clinics |")
    assert goes.endswith("- in the north[^b]\n- in the south\n\n[^b]: Decree 5.")
    printed = [*parsed(stays).blocks, *parsed(goes).blocks]
    assert sorted(block.tag for block in printed) == sorted(block.tag for block in parsed(TEXT).blocks)


@once
def test_blocks_that_are_not_there_or_all_of_them_do_not_move() -> None:
    assert parted(TEXT, (9,)) is None
    assert parted("One.", (0,)) is None


# Said twice


def saying(*texts: str) -> Content:
    return content(*(section(f"T{place}", f"<p>{text}</p>", first=place) for place, text in enumerate(texts)))


CLINICS = "The State opened two hundred clinics in rural areas in 2024."


@once
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CLINICS, CLINICS),
        (
            "L’État a ouvert deux cents dispensaires ruraux en 2024.",
            "L'Etat a ouvert deux cents dispensaires ruraux en 2024 !",
        ),
        (
            "افتتحت الدولة مئتي عيادة في المناطق القروية سنة 2024.",
            "إفتتحت الدولة مِئتي عيادة في المناطق القرويّة سنة 2024.",
        ),
    ],
    ids=["en", "fr", "ar"],
)
def test_a_sentence_said_twice_is_found_in_each_language(one: str, other: str) -> None:
    found = said_twice(saying(f"{one} Something else is said here.", f"Before. {other}"))
    assert [(len(it.places), it.exact) for it in found] == [(2, True)]
    assert [place.paragraph for place in found[0].places] == [1, 1]


@once
def test_nearly_the_same_is_found_and_said_to_be_so() -> None:
    long = "In 2024 the State opened two hundred clinics in rural areas of the north and the south"
    found = said_twice(saying(f"{long} of the country.", f"{long} of the kingdom."))
    assert [(it.exact, it.saved) for it in found] == [(False, 20)]


@once
def test_other_sentences_and_short_ones_are_left_alone() -> None:
    other = "Two hundred judges were trained in the law on the protection of witnesses."
    assert said_twice(saying(CLINICS, other, "See above.", "See above.")) == []


@once
def test_what_costs_most_comes_first_and_three_places_cost_twice() -> None:
    long = f"{CLINICS[:-1]} and in the mountains as well as in the south of the country."
    found = said_twice(saying(long, long, CLINICS, CLINICS, CLINICS))
    assert [(len(it.places), it.saved) for it in found if it.exact] == [(2, 24), (3, 22)]


@once
def test_items_and_cells_are_sentences_of_their_own() -> None:
    html = "<ul>\n<li>in the north</li><li>in the south</li>\n</ul>"
    assert sentences_in(html) == ["in the north", "in the south"]
    assert sentences_in("<p>One is. Two are? ثلاثة؟ نعم.</p>") == ["One is.", "Two are?", "ثلاثة؟", "نعم."]


@once
def test_a_long_report_takes_seconds_at_most() -> None:
    texts = [
        " ".join(f"{words(8)} {place} is {place * part} of {part} in {place + part}." for part in range(5))
        for place in range(1_500)
    ]
    began = perf_counter()
    assert len(said_twice(saying(*texts))) <= 100
    assert perf_counter() - began < 20


# The page


def test_its_page_shows_what_can_go(client: Client, cast: Cast) -> None:
    Round.objects.update(report_words=60)
    for _each in range(2):
        short = f"{CLINICS} {words(50)}.\n\n| Year | Clinics |\n| --- | --- |\n| 2024 | {words(14)} |"
        answered(cast, asked(cast, theme(f"Theme {_each}")), short=short)
    shown = take(report(cast, kind=""), "assemble", cast.editor)
    client.force_login(cast.observer)

    page = client.get(f"/desk/reports/{shown.reference}/fitting/")

    assert page.status_code == 200
    html = page.content.decode()
    for said in ("Ministry of Health", "2 passages are longer", "a table", "word for word", "It fits:"):
        assert said in html


def test_a_treaty_report_moves_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    shown = take(report(cast, kind=""), "assemble", cast.editor, kind="periodic")
    html = client.get(f"/desk/reports/{shown.reference}/fitting/").content.decode()
    assert "moving text there saves nothing" in html


def test_a_report_that_annexes_make_too_long_offers_all_its_passages(client: Client, cast: Cast) -> None:
    change_type(replace(KINDS["other"], limit=60), {}, by=cast.coordinator, now=NOW, seen=0)
    answered(cast, asked(cast), short=f"{words(40)}.")
    shown = take(report(cast, kind=""), "assemble", cast.editor, kind="other")
    client.force_login(cast.editor)
    html = client.get(f"/desk/reports/{shown.reference}/fitting/").content.decode()
    assert "No passage is beyond its share, and yet the report is too long." in html
    assert "Notes and annexes have" in html
    passage = shown.passages.get()

    client.post(f"/desk/reports/{shown.reference}/fitting/ask/", {"passage": passage.pk})

    [request], budget = shown.shortenings.all(), budget_for(shown)
    assert budget is not None
    assert (request.had, request.wished) == (40, max(40 - (budget.words - 60), 20))
