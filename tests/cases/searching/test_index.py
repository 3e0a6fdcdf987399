"""The index in the database follows the texts; the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from cases.models import SearchText
from cases.searching import index
from cases.searching.words import MOST_BYTES, terms_of
from tests.cast import Cast, received

pytestmark = pytest.mark.django_db


def found(looked_for: str) -> set[int]:
    return set(SearchText.objects.matching(terms_of(looked_for)).values_list("pk", flat=True))


@pytest.fixture
def wells(cast: Cast) -> Any:
    made = received(cast, "Dig wells.", symbol="CCPR/C/MAR/CO/6", paragraph="12(b)").recommendation
    made.wordings.create(language="fr", text="Creuser des puits près des écoles.")
    made.wordings.create(language="ar", text="حفر الآبار قرب المدارس")
    index.refresh([made.pk])
    return made


@pytest.mark.parametrize("looked_for", [
    "wells", "wel", "ecole", "ابار", "المدارس", "CCPR/C/MAR/CO/6", "ccpr/c/mar", "12(b)", "UPR-2024", "upr",
    "dig puits ابار 12(b)",
])  # fmt: skip
def test_one_search_finds_all_languages_and_codes(wells: Any, cast: Cast, looked_for: str) -> None:
    received(cast, "Sing.", mechanism="CRC", reference="CRC-2020-1", symbol="CRC/C/1", paragraph="1")
    assert found(looked_for) == {wells.pk}


@pytest.mark.parametrize("looked_for", ["12(a)", "CCPR/C/MAR/CO/61", "zebra", "ells", "dig zebra"])
def test_nothing_else_is_found(wells: Any, looked_for: str) -> None:
    assert found(looked_for) == set()


@pytest.mark.parametrize("looked_for", [
    "wells'", 'wells"', "wells\\", "wells:*", "-wells", "wells)(", "%wells", "*wells", "wells^",
])  # fmt: skip
def test_signs_are_no_language_of_queries(wells: Any, looked_for: str) -> None:
    assert found(looked_for) == {wells.pk}


@pytest.mark.parametrize("looked_for", ["wells OR zebra", "NEAR(wells dig)", "wells NOT dig", "words:wells"])
def test_nor_are_words(wells: Any, looked_for: str) -> None:
    assert found(looked_for) == set()


def test_a_revised_text_is_found_by_its_new_words_alone(wells: Any) -> None:
    wells.wordings.filter(language="en").update(text="Dig ponds.")
    index.refresh([wells.pk])
    assert found("ponds") == {wells.pk}
    assert found("wells") == set()


def test_a_text_that_strayed_is_told_and_mended(wells: Any) -> None:
    wells.wordings.filter(language="en").update(text="Dig ponds.")
    assert list(index.strayed(index.RECOMMENDATIONS)) == [wells.pk]
    said = StringIO()
    call_command("reindex_search", stdout=said)
    assert "1 recommendation was not searched" in said.getvalue()
    assert list(index.strayed(index.RECOMMENDATIONS)) == []
    assert found("ponds") == {wells.pk}
    call_command("reindex_search", stdout=said)
    assert "Everything was searched" in said.getvalue()


def test_a_recommendation_that_is_gone_is_not_found(wells: Any) -> None:
    wells.case.delete()
    wells.delete()
    assert found("wells") == set()


@pytest.mark.parametrize("sign", ["\u19b0", "\u19c9", "\u1cf2"])
def test_signs_that_one_database_calls_no_letters_part_words(wells: Any, sign: str) -> None:
    assert found(f"wells{sign}dig") == {wells.pk}
    wells.wordings.filter(language="en").update(text=f"Ponds{sign}near.")
    index.refresh([wells.pk])
    assert found("ponds near") == found(f"ponds{sign}near") == found("near") == {wells.pk}


@pytest.mark.once
def test_no_character_between_two_letters_is_refused() -> None:
    words = {term for code in range(0x10000) if not 0xD800 <= code < 0xE000 for term in _around(chr(code))}
    assert len(words) > 30_000
    with connection.cursor() as cursor:
        for word in words:
            cursor.execute("SELECT rowid FROM search_words WHERE search_words MATCH %s", [word])


def _around(character: str) -> list[str]:
    return [f'"{term.text}"*' for term in terms_of(f"ab{character}cd")] if character.isalnum() else []


def test_a_text_of_nothing_but_codes_is_kept_and_found(wells: Any) -> None:
    codes = (f"a{n}/b{n}/c{n}/d{n}/e{n}/f{n}/g{n}/h{n}" for n in range(3000))
    wells.wordings.filter(language="en").update(text=" ".join(codes))
    index.refresh([wells.pk])
    assert len(SearchText.objects.get(pk=wells.pk).words) > MOST_BYTES * 0.9
    assert found("c7/d7/e7") == found("UPR-2024") == {wells.pk}
