"""Openings and headings come in beside the text of a sub-item; concerns come in as context, not as cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from cases.importing import undoing
from cases.importing.edition import Edition
from cases.importing.found import Outcome
from cases.importing.importer import bring_in
from cases.importing.rows import Row
from cases.models import BroughtContext, Case, Context, Import, Recommendation
from tests.cast import NOW, Cast
from workflow.errors import Refused

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


def bring(*rows: Row, **more: Any) -> Outcome:
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


def as_it_stands() -> list[Any]:
    return [
        (one.paragraph, one.number, one.symbol, sorted((at.language, at.text) for at in one.wordings.all()))
        for one in Context.objects.order_by("pk")
    ]


def undo(one: Import, cast: Cast) -> int:
    return undoing.undo(one, by=cast.coordinator, now=NOW)


def test_context_goes_with_the_import_that_brought_it_and_may_come_again(cast: Cast) -> None:
    bring(CONCERN, SUB_ITEM)
    before = as_it_stands()
    undo(Import.objects.get(), cast)
    assert not Context.objects.exists()
    assert not BroughtContext.objects.exists()
    assert bring(CONCERN, SUB_ITEM).context == 1
    assert as_it_stands() == before


def test_a_file_of_context_alone_is_taken_back(cast: Cast) -> None:
    bring(CONCERN)
    undo(Import.objects.get(), cast)
    assert not Context.objects.exists()


def test_context_that_was_revised_is_as_before_and_the_later_import_goes_first(cast: Cast) -> None:
    bring(CONCERN, SUB_ITEM)
    first, before = Import.objects.get(), as_it_stands()
    texts = {"en": "Clinics are far.", "fr": "Les dispensaires sont loin."}
    bring(replace(CONCERN, texts=texts, paragraph="43"), sha256="b" * 64)
    assert as_it_stands() != before
    with pytest.raises(Refused, match="later import revised a concern"):
        undo(first, cast)
    undo(Import.objects.latest("pk"), cast)
    assert as_it_stands() == before
    undo(first, cast)
    assert not Context.objects.exists()


@pytest.mark.parametrize("imports", [1, 2])
def test_whose_context_is_that_stood_before_it_was_kept(cast: Cast, imports: int) -> None:
    """It is known where its source was imported once; else it stays unknown, and stands."""
    fill = import_module("cases.migrations.0046_import_tries").fill
    bring_in(Edition("a.csv", "a" * 64, "uhri", [CONCERN, SUB_ITEM], []), now=NOW)
    if imports == 2:
        bring_in(Edition("b.csv", "b" * 64, "uhri", [replace(SUB_ITEM, key="46")], []), now=NOW)
    BroughtContext.objects.all().delete()
    fill(apps, None)
    fill(apps, None)
    assert BroughtContext.objects.count() == (1 if imports == 1 else 0)
    undoing.undo(Import.objects.latest("pk"), by=cast.coordinator, now=NOW)
    assert Context.objects.exists() == (imports == 2)
