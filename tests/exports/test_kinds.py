"""The types of reports: what the UN asks of each, and which of its words count."""

from __future__ import annotations

from itertools import pairwise

import pytest

from exports.annexes import ANNEXES
from exports.content import Content
from exports.counting import ALL, RULES, WITH_NOTES, WITHOUT_ANNEXES
from exports.kinds import KINDS, Kind
from exports.kinds.shape import ANSWERS, NOTHING, TEXT
from tests.exports.printed import content, figure, note, row, section

pytestmark = pytest.mark.once
each = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)

# fmt: off
LIMITS = {
    "upr":            (10_700, WITHOUT_ANNEXES, False),
    "periodic":       (21_200, ALL, False),
    "initial":        (31_800, ALL, False),
    "common-core":    (42_400, ALL, False),
    "list-of-issues": (10_700, ALL, True),
    "follow-up":      ( 3_500, ALL, True),
    "upr-addendum":   ( 2_675, ALL, False),
    "mid-term":       (10_700, WITHOUT_ANNEXES, True),
    "other":          (10_700, ALL, False),
}
# fmt: on


def test_each_has_the_limit_and_the_rule_of_the_un() -> None:
    assert {code: (kind.limit, kind.counting, kind.advised) for code, kind in KINDS.items()} == LIMITS


@each
def test_its_headings_have_titles_in_three_languages(kind: Kind) -> None:
    assert kind.sections
    for heading in kind.sections:
        assert set(heading.titles) == {"en", "fr", "ar"}
        assert all(text.strip() for text in heading.titles.values())
        assert heading.takes in (TEXT, ANSWERS, NOTHING)
        assert heading.guidance or heading.takes == NOTHING


@each
def test_no_heading_is_of_a_level_that_hangs_in_the_air(kind: Kind) -> None:
    levels = [heading.level for heading in kind.sections]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@each
def test_no_sub_heading_stands_alone(kind: Kind) -> None:
    below: list[int] = []
    for heading in (*kind.sections, None):
        if heading is not None and heading.level > 1:
            below[-1] += 1
        else:
            below.append(0)
    assert 1 not in below


@each
def test_headings_that_take_nothing_have_lower_ones(kind: Kind) -> None:
    following = (*kind.sections[1:], None)
    for heading, after in zip(kind.sections, following, strict=True):
        assert (heading.takes == NOTHING) == (after is not None and after.level > heading.level)


@each
def test_its_shares_are_a_hundred_per_cent(kind: Kind) -> None:
    assert sum(heading.share for heading in kind.sections if heading.level == 1) == 100


@each
def test_its_codes_are_its_own_and_answers_flow_in_at_one_place(kind: Kind) -> None:
    codes = [heading.code for heading in kind.sections]
    assert len(set(codes)) == len(codes)
    assert sum(heading.takes == ANSWERS for heading in kind.sections) == (kind.code != "common-core")
    assert set(kind.annexes) <= set(ANNEXES)
    assert kind.notes_at in ("page", "end")


TELLS = section(
    "Health",
    'Two hundred clinics opened.<a class="note" href="#note-1">1</a>',
    number="I.",
    full="<p>All of it.</p>",
)
BODY, NOTES, FIGURES, MATRIX, FULL = 1 + 4, 3, 3 + 2 + 1 + 1 + 1, 5 + 10 + 2 + 3, 4 + 1 + 3


def counted() -> Content:
    """Health | Two hundred clinics opened. || Law of 2024.

    In the annexes: Figures | Figure 1. | By theme | … || Annex I. Matrix of recommendations | ten heads |
    1 | UPR-2024-1 | Open more clinics. || Annex II. Full narratives | Health | All of it.
    """
    return content(
        TELLS,
        notes=[note("Law of 2024.")],
        figures=[figure("By theme", "begun", "Health", 1)],
        matrix=[row("Open more clinics.")],
        narratives=[{"references": ["UPR-2024-1"]}],
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (WITHOUT_ANNEXES, BODY),
        (WITH_NOTES, BODY + NOTES),
        (ALL, BODY + NOTES + FIGURES + MATRIX + FULL),
    ],
    ids=lambda value: getattr(value, "code", value),
)
def test_a_rule_counts_what_it_says(rule: object, words: int) -> None:
    assert RULES[rule.code].words_in(counted()) == words  # type: ignore[attr-defined]


@each
def test_a_kind_counts_by_its_rule(kind: Kind) -> None:
    whole = BODY + NOTES + FIGURES + MATRIX + FULL
    assert kind.words_in(counted()) == (BODY if kind.code in ("upr", "mid-term") else whole)


def test_an_annex_that_is_not_printed_does_not_count() -> None:
    some = content(TELLS, matrix=[row("Open more clinics.")], annexes=["matrix"])
    assert ALL.words_in(some) == BODY + MATRIX
    assert ALL.words_in(content(TELLS, annexes=[])) == BODY


def test_contents_of_older_formats_print_all_their_annexes() -> None:
    old = counted()
    del old["annexes"], old["notes"]
    assert ALL.words_in(old) == BODY + FIGURES + MATRIX + FULL


@pytest.mark.parametrize(
    ("language", "title", "html", "words"),
    [
        # Access to health | The State opened 200 clinics, a third more than in 2024 (A/HRC/52/7, para. 12).
        (
            "en",
            "Access to health",
            "<p>The State opened 200 clinics, a third more than in 2024 "
            '(<bdi dir="ltr">A/HRC/52/7</bdi>, para. 12).</p>',
            3 + 14,
        ),
        # Accès à la santé | L’État a ouvert 200 dispensaires : un tiers de plus qu’en 2024.
        (
            "fr",
            "Accès à la santé",
            "<p>L’État a ouvert 200 dispensaires : un tiers de plus qu’en 2024.</p>",
            4 + 12,
        ),
        # الحق في الصحة | افتتحت الدولة 200 عيادة، بزيادة الثلث عن عام 2024.
        ("ar", "الحق في الصحة", "<p>افتتحت الدولة 200 عيادة، بزيادة الثلث عن عام 2024.</p>", 3 + 9),
        # A list: each item's words, and no bullets | in the north | in the south
        ("en", "Clinics", "<ul>\n<li>in the north</li>\n<li>in the south</li>\n</ul>", 1 + 6),
    ],
    ids=["en", "fr", "ar", "list"],
)
def test_words_counted_by_hand(language: str, title: str, html: str, words: int) -> None:
    assert WITHOUT_ANNEXES.words_in(content(section(title, html, language=language))) == words
