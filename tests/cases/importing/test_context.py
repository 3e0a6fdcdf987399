"""Openings and headings come in beside the text of a sub-item; concerns come in as context, not as cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from cases.importing.edition import Edition
from cases.importing.importer import Report, bring_in
from cases.importing.rows import Row
from cases.models import Case, Context, Import, Recommendation
from tests.cast import NOW, Cast

SUB_ITEM = Row(
    line=2,
    key="45a",
    mechanism="CEDAW",
    symbol="CEDAW/C/XYZ/CO/5",
    paragraph="45(a)",
    sub_item="a",
    year=2022,
    date=date(2022, 7, 12),
    texts={"en": "Open clinics."},
    openings={"en": "The Committee recommends that the State party:"},
    headings={"en": "Rural women"},
    language="en",
)
CONCERN = replace(
    SUB_ITEM,
    line=1,
    key="44",
    paragraph="44",
    sub_item="",
    kind="context",
    texts={"en": "The Committee is concerned that clinics are far."},
    openings={},
    headings={},
)


def bring(*rows: Row, **more: Any) -> Report:
    return bring_in(Edition("list.xlsx", more.pop("sha256", "a" * 64), "uhri", list(rows), []), now=NOW)


def test_an_opening_and_a_heading_stand_beside_the_text(cast: Cast) -> None:
    bring(SUB_ITEM)
    text = Recommendation.objects.get().wordings.get()
    assert (text.heading, text.opening, text.text) == (
        "Rural women",
        "The Committee recommends that the State party:",
        "Open clinics.",
    )
    assert bring(SUB_ITEM).same == 1


def test_an_opening_that_is_worded_anew_is_a_revision(cast: Cast) -> None:
    bring(SUB_ITEM)
    report = bring(
        replace(SUB_ITEM, openings={"en": "The Committee urges the State party:"}), sha256="b" * 64
    )
    assert report.changed == 1
    one = Recommendation.objects.get()
    assert one.wordings.get().opening == "The Committee urges the State party:"
    assert one.former_texts.get().opening == SUB_ITEM.openings["en"]


def test_a_concern_is_context_and_no_case(cast: Cast) -> None:
    report = bring(CONCERN, SUB_ITEM)
    assert (report.new, report.context) == (1, 1)
    assert Case.objects.count() == 1
    concern = Context.objects.get()
    assert (concern.symbol, concern.number, concern.worded("en")) == (
        "CEDAW/C/XYZ/CO/5",
        44,
        CONCERN.texts["en"],
    )


def test_context_comes_in_once_and_is_worded_anew(cast: Cast) -> None:
    bring(CONCERN)
    assert bring(CONCERN).context == 0
    assert Import.objects.count() == 1
    assert bring(replace(CONCERN, texts={"en": "Clinics are far."}), sha256="b" * 64).context == 1
    assert Context.objects.get().worded("en") == "Clinics are far."
