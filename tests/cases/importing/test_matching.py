"""Which recommendation a row is about, that comes from another source, in another numbering or language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from cases.importing.edition import read_edition
from cases.importing.matching import Matched, matched
from cases.importing.rows import Entry, Row
from cases.importing.sameness import bare, paragraph_parts
from cases.models import KnownAs, Recommendation
from tests.cases.importing.files import (
    ANNOTATION,
    CLINICS,
    PLEDGE,
    PRISONS,
    WELL,
    bring,
    generic,
    morocco,
    uhri_json,
    upr_info,
    write,
)
from tests.cast import Cast

SCHOOLS = {**CLINICS, "key": "3", "paragraph": "45(b)", "text_en": "Build schools for girls.", "text_fr": ""}
TREATY = {**PRISONS, "key": "4", "paragraph": "120.4", "text_en": "Ratify the treaty (OPCAT) (Chile);"}


@pytest.fixture(autouse=True)
def standing(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS, SCHOOLS, TREATY), source="uhri")


def rows(folder: Path, *lines: dict[str, str]) -> list[Row]:
    """Rows of our layout with keys of their own."""
    keyed = [{**line, "key": f"new-{number}"} for number, line in enumerate(lines, start=1)]
    return read_edition(write(folder, generic(*keyed))).rows


def found(folder: Path, *lines: dict[str, str], source: str = "national") -> Matched:
    return matched(rows(folder, *lines), source)


def pk_of(key: str) -> int:
    return Recommendation.objects.get(source_key=key).pk


def test_the_same_paragraph_and_text_is_the_same(tmp_path: Path) -> None:
    assert found(tmp_path, CLINICS, PRISONS).same == {"new-1": pk_of("1"), "new-2": pk_of("2")}


@pytest.mark.parametrize("written", ["45 (a)", "45.a", "45a", "45(A)"])
def test_a_sub_item_is_recognised_however_it_is_written(tmp_path: Path, written: str) -> None:
    assert found(tmp_path, {**CLINICS, "paragraph": written}).same == {"new-1": pk_of("1")}


def test_another_language_is_told_by_document_and_paragraph(tmp_path: Path) -> None:
    arabic = {**SCHOOLS, "text_en": "", "text_ar": "بناء مدارس للبنات."}
    assert found(tmp_path, arabic).same == {"new-1": pk_of("3")}


def test_two_rows_at_one_paragraph_in_another_language_are_not_certain(tmp_path: Path) -> None:
    arabic = [{**SCHOOLS, "text_en": "", "text_ar": text} for text in ("بناء مدارس.", "تكوين المدرسين.")]
    looked = found(tmp_path, *arabic)
    assert looked.same == {}
    assert list(looked.doubtful) == ["new-1", "new-2"]
    assert "CEDAW-2022-45b" in looked.doubtful["new-1"]


def test_a_text_that_was_revised_is_the_same(tmp_path: Path) -> None:
    revised = {**SCHOOLS, "text_en": "Build more schools for girls."}
    assert found(tmp_path, revised).same == {"new-1": pk_of("3")}


def test_another_text_at_the_paragraph_needs_a_look(tmp_path: Path) -> None:
    looked = found(tmp_path, {**SCHOOLS, "text_en": "Publish a yearly budget of all ministries."})
    assert looked.same == {}
    assert "CEDAW-2022-45b" in looked.doubtful["new-1"]


def test_provisional_numbers_are_recognised_by_the_text(tmp_path: Path) -> None:
    draft = {**PRISONS, "symbol": "A/HRC/WG.6/41/L.5", "paragraph": "6.3", "date": "2023"}
    assert found(tmp_path, draft).same == {"new-1": pk_of("2")}


def test_two_numbers_of_one_report_are_two_recommendations(tmp_path: Path) -> None:
    again = {**PRISONS, "paragraph": "120.77", "recommending_states": "Peru"}
    assert found(tmp_path, again) == Matched()


def test_without_a_paragraph_the_text_tells(tmp_path: Path) -> None:
    bare_row = {**PRISONS, "paragraph": "", "symbol": ""}
    assert found(tmp_path, bare_row).same == {"new-1": pk_of("2")}


def test_the_same_words_of_another_state_are_another_recommendation(tmp_path: Path) -> None:
    of_peru = {**PRISONS, "paragraph": "", "symbol": "", "recommending_states": "Peru"}
    assert found(tmp_path, of_peru) == Matched()


def test_words_that_are_only_near_need_the_state_or_a_person(tmp_path: Path) -> None:
    text = "Let all the courts of the country visit the prisons every year"
    Recommendation.objects.get(source_key="2").wordings.filter(language="en").update(text=text)
    near = {**PRISONS, "paragraph": "", "text_en": f"{text} now"}
    assert found(tmp_path, near).same == {"new-1": pk_of("2")}
    looked = found(tmp_path, {**near, "recommending_states": ""})
    assert (looked.same, list(looked.doubtful)) == ({}, ["new-1"])


@pytest.mark.parametrize("elsewhere", [{"cycle": "3", "session": "27"}, {"mechanism": "CAT"}])
def test_the_same_words_in_another_document_are_no_match(tmp_path: Path, elsewhere: dict[str, str]) -> None:
    assert found(tmp_path, {**PRISONS, **elsewhere}) == Matched()


def test_another_symbol_of_the_same_committee_and_year_is_another_document(tmp_path: Path) -> None:
    assert found(tmp_path, {**CLINICS, "symbol": "CEDAW/C/OP/XYZ/CO/1"}) == Matched()
    assert found(tmp_path, {**CLINICS, "symbol": "CEDAW/C/XYZ/CO/5/Corr.1"}).same == {"new-1": pk_of("1")}


def test_one_that_was_entered_twice_takes_two_rows(tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, {**CLINICS, "key": "9"}), source="old")
    looked = found(tmp_path, CLINICS, CLINICS)
    assert (looked.same, looked.doubtful) == ({"new-1": pk_of("1"), "new-2": pk_of("9")}, {})


def test_a_row_that_is_known_by_its_key_is_left_out(tmp_path: Path) -> None:
    edition = read_edition(write(tmp_path, generic(CLINICS, {**CLINICS, "key": "8"})))
    assert matched(edition.rows, "uhri") == Matched()


def test_a_row_that_is_known_under_another_key_is_left_out_and_takes_its_recommendation(
    tmp_path: Path,
) -> None:
    clinics = Recommendation.objects.get(source_key="1")
    KnownAs.objects.create(recommendation=clinics, source="national", source_key="new-1")
    assert found(tmp_path, CLINICS, CLINICS) == Matched()


def test_a_sub_item_is_the_same_with_its_opening_apart_or_not(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, SCHOOLS)
    row.openings, row.texts = {"en": "Build schools"}, {"en": "for girls."}
    assert matched([row], "national").same == {"new-1": pk_of("3")}


def test_as_many_queries_for_any_number(
    tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few = rows(tmp_path, CLINICS)
    many = [replace(few[0], key=str(number), paragraph=str(number)) for number in range(50)]
    for listed in (few, many):
        with django_assert_num_queries(5):
            matched(listed, "national")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("144.12 Ratify the treaty (France, Peru);", "ratify the treaty"),
        ("45. Ratify the treaty (OPCAT).", "ratify the treaty opcat"),
        ("(a) Ratify the treaty.", "ratify the treaty"),
        ("120 judges are to be named.", "judges are to be named"),
        ("اعتمادُ القانـون", "اعتماد القانون"),
        ("(France)", "france"),
    ],
)
def test_a_text_is_compared_without_number_and_states(text: str, words: str) -> None:
    assert bare(text) == words


def test_paragraphs_are_compared_by_their_parts() -> None:
    assert paragraph_parts("144.12") != paragraph_parts("14.412")
    assert paragraph_parts("45 (a)") == paragraph_parts("45.a") == ("45", "a")


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    assert bare("(" * 20_000 + " " * 20_000 + ")") == ""


def test_no_document_no_match(tmp_path: Path) -> None:
    of_state: Any = {"recommending_states": (Entry((("en", "Chile"),)),)}
    assert (
        matched([Row(1, "x", mechanism="UPR", texts={"en": "Let courts visit prisons."}, **of_state)], "n")
        == Matched()
    )


COURTS = {**PLEDGE, "Text": "Open all courts of the country to every person who asks for justice"}
CORRECTED = {**COURTS, "Text": "Open all courts of this country to each person who asks there for justice"}


class TestATextThatWasCorrected:
    """UPR Info's rows have no number: their key is made of the text, so a corrected one has another key."""

    def test_it_is_the_one_that_the_source_has_no_more(self, tmp_path: Path) -> None:
        bring(tmp_path, upr_info(COURTS))
        report = bring(tmp_path, upr_info(CORRECTED))
        assert (report.new, report.changed, report.gone) == (0, 1, [])
        (one,) = Recommendation.objects.filter(source="upr-info")
        assert one.wordings.get().text == CORRECTED["Text"]
        assert bring(tmp_path, upr_info(CORRECTED)).same == 1

    def test_beside_the_old_one_it_is_another(self, tmp_path: Path) -> None:
        bring(tmp_path, upr_info(COURTS))
        assert bring(tmp_path, upr_info(COURTS, CORRECTED)).new == 1

    def test_of_another_state_it_is_another(self, tmp_path: Path) -> None:
        bring(tmp_path, upr_info(COURTS))
        assert bring(tmp_path, upr_info({**CORRECTED, "From": "Peru"})).new == 1

    def test_two_that_may_be_it_need_a_look(self, tmp_path: Path) -> None:
        bring(tmp_path, upr_info(COURTS))
        again = {**COURTS, "Text": f"{COURTS['Text']} or for peace or for help or for a hearing"}
        edition = read_edition(write(tmp_path, upr_info(CORRECTED, again)))
        assert len(matched(edition.rows, "upr-info").doubtful) == 2


class TestAPartOfAParagraph:
    def test_the_whole_paragraph_in_another_language_may_be_any_of_its_items(self, tmp_path: Path) -> None:
        whole = {
            **CLINICS,
            "paragraph": "45",
            "text_en": "",
            "text_fr": "",
            "text_ar": "فتح العيادات والمدارس.",
        }
        looked = found(tmp_path, whole)
        assert looked.same == {}
        assert "any of CEDAW-2022-45a, CEDAW-2022-45b" in looked.doubtful["new-1"]

    def test_an_item_of_a_paragraph_that_stands_whole(self, tmp_path: Path) -> None:
        whole = {**CLINICS, "key": "9", "paragraph": "46", "text_en": "To: (a) Build roads; (b) Dig wells."}
        bring(tmp_path, generic({**whole, "text_fr": ""}), source="uhri-before")
        item = {**CLINICS, "paragraph": "46(b)", "text_en": "Dig wells.", "text_fr": ""}
        assert "CEDAW-2022-46," in found(tmp_path, item).doubtful["new-1"]

    def test_another_text_below_the_number_is_new(self, tmp_path: Path) -> None:
        other = {**CLINICS, "paragraph": "45", "text_en": "Publish a yearly budget of all ministries.",
                 "text_fr": ""}  # fmt: skip
        assert found(tmp_path, other) == Matched()

    @pytest.mark.parametrize("written", ["45.1", "45(أ)"])
    def test_the_first_item_is_a_however_it_is_counted(self, tmp_path: Path, written: str) -> None:
        assert found(tmp_path, {**CLINICS, "paragraph": written}).same == {"new-1": pk_of("1")}


FRENCH = [
    {**WELL, "id": f"m{at}", "code": f"R{at}P1", "treaty_body": "CESCR", "year": "2020", "text_ar": "",
     "text_fr": f"Appliquer la loi de {1990 + at} aux {at} régions."}
    for at in range(11, 17)
]  # fmt: skip


class TestADocumentWhoseYearTheListHasNot:
    """Morocco's list gives one year to all: its paragraphs and the numbers in them tell the document."""

    def english(self, *, shift: int = 0, symbol: str = "E/C.12/ATL/CO/4") -> list[dict[str, Any]]:
        return [
            {**ANNOTATION, "key": f"{symbol}{at}", "body": "- CESCR", "symbol": symbol, "date": "2015-10-09",
             "text": f"{at}. It recommends: (a) Apply the law of {1990 + at + shift}; (b) Report."}
            for at in range(11, 17)
        ]  # fmt: skip

    def test_it_is_found_by_what_no_translation_changes(self, tmp_path: Path) -> None:
        bring(tmp_path, morocco(*FRENCH))
        report = bring(tmp_path, uhri_json(*self.english()), "list.json")
        assert (report.new, report.changed) == (6, 6)
        one = Recommendation.objects.get(source_key="m11")
        assert set(one.wordings.values_list("language", flat=True)) == {"fr", "en"}

    def test_and_the_other_way_round(self, tmp_path: Path) -> None:
        bring(tmp_path, uhri_json(*self.english()), "list.json")
        report = bring(tmp_path, morocco(*FRENCH))
        assert (report.new, report.changed) == (0, 6)

    def test_other_numbers_are_another_document(self, tmp_path: Path) -> None:
        bring(tmp_path, morocco(*FRENCH))
        assert bring(tmp_path, uhri_json(*self.english(shift=40)), "list.json").new == 12

    def test_two_documents_that_may_be_it_are_neither(self, tmp_path: Path) -> None:
        bring(tmp_path, morocco(*FRENCH))
        both = [*self.english(), *self.english(symbol="E/C.12/ATL/CO/5")]
        assert bring(tmp_path, uhri_json(*both), "list.json").new == 24


def test_a_final_number_takes_the_place_of_a_provisional_one_and_stays(cast: Cast, tmp_path: Path) -> None:
    draft = {
        **PRISONS,
        "key": "d1",
        "cycle": "3",
        "session": "30",
        "symbol": "A/HRC/WG.6/30/L.9",
        "position": "",
    }
    draft |= {"paragraph": "6.3"}
    final = {**draft, "key": "f1", "symbol": "A/HRC/39/9", "paragraph": "101.7", "position": "Noted"}
    bring(tmp_path, generic(draft), source="uhri")
    report = bring(tmp_path, generic(final), source="upr-matrix")
    assert (report.new, report.changed) == (0, 1)
    assert bring(tmp_path, generic({**draft, "themes": "Courts"}), source="uhri").changed == 1
    one = Recommendation.objects.get(source_key="d1")
    assert (one.symbol, one.paragraph, one.position) == ("A/HRC/39/9", "101.7", "noted")
    assert [theme.code for theme in one.themes.all()] == ["Courts"]


def test_a_place_that_was_not_known_is_added(cast: Cast, tmp_path: Path) -> None:
    bare_one = {**PRISONS, "key": "d1", "cycle": "3", "session": "30", "symbol": "", "paragraph": ""}
    bring(tmp_path, generic(bare_one), source="upr-info")
    report = bring(
        tmp_path, generic({**bare_one, "paragraph": "101.7", "symbol": "A/HRC/39/9"}), source="uhri"
    )
    assert report.changes == [(2, "UPR-2024-d1", "document symbol, paragraph")]
    assert bring(tmp_path, generic(bare_one), source="upr-info").same == 1
