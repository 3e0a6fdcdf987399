"""The Index's exports: Excel and JSON give the same rows, exact parts, one state of many, context apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from cases.importing.edition import read_edition
from cases.importing.rows import BadFile, Row
from cases.models.imports import WARNS
from tests.cases.importing.files import ANNOTATION, REVIEW, UHRI, uhri_json, uhri_xlsx, write

ITEMS = {
    **ANNOTATION,
    "key": "0f1e2d3c-0003",
    "text": "32.The Committee recommends that the State party: (a) Train midwives; and (b) Pay them.",
}
CONCERN = {
    **ANNOTATION,
    "key": "0f1e2d3c-0004",
    "type": "- Concerns/Observations",
    "text": "30.It is concerned.",
}
ELSEWHERE = {**ANNOTATION, "key": "0f1e2d3c-0005", "states": ["Chile"]}
SPELLED_RIGHT = tuple(one.replace("Reccomending", "Recommending") for one in UHRI)


def rows(folder: Path, *records: dict[str, object], state: str = "") -> list[Row]:
    return read_edition(write(folder, uhri_json(*records), "list.json"), state=state).rows


def test_what_a_committee_recommends_is_read_whole(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, ANNOTATION)
    assert (row.key, row.mechanism, row.symbol) == ("0f1e2d3c-0001", "CEDAW", "CEDAW/C/ATL/CO/4")
    assert (row.paragraph, row.headings) == ("31", {"en": "Rural health"})
    assert row.texts == {"en": "The Committee recommends that the State party open clinics in every valley."}
    assert (row.year, row.date, row.kind) == (2024, date(2024, 3, 5), "recommendation")
    assert [one.code for one in row.themes] == ["Right to health", "Discrimination against women"]
    assert [one.code for one in row.sdg_targets] == ["3.8"]
    assert [one.code for one in row.affected_persons] == ["Women & girls"]


def test_what_the_review_recommends_is_read_whole(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, REVIEW)
    assert (row.mechanism, row.cycle, row.session, row.position) == ("UPR", 4, 42, "supported")
    assert (row.paragraph, [one.code for one in row.recommending_states]) == ("120.7", ["Chile", "Kenya"])
    assert row.texts == {"en": "Let courts visit every prison"}


def test_sub_items_share_their_opening(tmp_path: Path) -> None:
    first, second = rows(tmp_path, ITEMS)
    assert (first.key, first.paragraph, first.sub_item) == ("0f1e2d3c-0003(a)", "32(a)", "a")
    assert (second.key, second.paragraph, second.sub_item) == ("0f1e2d3c-0003(b)", "32(b)", "b")
    assert first.openings == second.openings == {"en": "The Committee recommends that the State party:"}
    assert (first.texts, second.texts) == ({"en": "Train midwives"}, {"en": "Pay them."})


def test_concerns_are_context_and_whole(tmp_path: Path) -> None:
    whole = {**CONCERN, "text": "30.It is concerned about: (a) Roads; (b) Wells."}
    (row,) = rows(tmp_path, whole)
    assert (row.kind, row.paragraph, row.openings) == ("context", "30", {})


@pytest.mark.parametrize("header", [tuple(UHRI), SPELLED_RIGHT])
def test_excel_and_json_say_the_same(tmp_path: Path, header: tuple[str, ...]) -> None:
    records = [ANNOTATION, REVIEW, ITEMS, CONCERN]
    book = read_edition(write(tmp_path, uhri_xlsx(*records, header=header), "list.xlsx"))
    plain = read_edition(write(tmp_path, uhri_json(*records), "list.json"))
    assert (book.source, book.problems) == (plain.source, []) == ("uhri", [])
    assert all(one.says_the_same_as(other) for one, other in zip(book.rows, plain.rows, strict=True))


@pytest.mark.parametrize("how", [{}, {"indent": 2}, {"ensure_ascii": False}])
def test_json_may_be_written_in_any_way(tmp_path: Path, how: dict[str, int]) -> None:
    content = uhri_json({**ANNOTATION, "states": ["Côte d’Ivoire"]}, ELSEWHERE, **how)
    path = write(tmp_path, content, "list.json")
    assert len(read_edition(path, state="Côte d’Ivoire").rows) == 1


@pytest.mark.parametrize(("positions", "position"), [
    (["Supported"], "supported"), (["Noted"], "noted"), (["Supported/Noted"], "partly-supported"),
    (["Supported", "Noted"], "partly-supported"), ([], ""),
])  # fmt: skip
def test_several_positions_are_a_partial_one(tmp_path: Path, positions: list[str], position: str) -> None:
    (row,) = rows(tmp_path, {**REVIEW, "position": positions})
    assert row.position == position


def test_a_mandate_is_known_by_its_document(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, {**ANNOTATION, "body": "- Summary executions", "symbol": "A/HRC/50/34/Add.1"})
    assert row.mechanism == "SP"


def test_a_body_that_is_unknown_is_said(tmp_path: Path) -> None:
    record = {**ANNOTATION, "body": "- Somebody", "symbol": "X/1/2"}
    edition = read_edition(write(tmp_path, uhri_json(record), "list.json"))
    assert "no mechanism that is known: Somebody" in edition.problems[0].reason


class TestOneStateOfMany:
    def test_the_one_that_is_asked_for(self, tmp_path: Path) -> None:
        assert [row.key for row in rows(tmp_path, ANNOTATION, ELSEWHERE, state="Chile")] == [ELSEWHERE["key"]]

    @pytest.mark.parametrize("state", ["Chili", "CHILE", "Republic of Chile", "شيلي"])
    def test_under_any_of_its_names(self, tmp_path: Path, state: str) -> None:
        assert len(rows(tmp_path, ANNOTATION, ELSEWHERE, state=state)) == 1

    @pytest.mark.parametrize("written", ["Côte d'Ivoire", "Côte d’Ivoire", "COTE D’IVOIRE", "Ivory Coast"])
    @pytest.mark.parametrize("state", ["Cote d'Ivoire", "Côte d’Ivoire", "Ivory Coast", "كوت ديفوار"])
    def test_however_the_file_writes_it(self, tmp_path: Path, written: str, state: str) -> None:
        record = {**ANNOTATION, "states": [written]}
        assert len(rows(tmp_path, ELSEWHERE, record, state=state)) == 1

    def test_however_the_file_escapes_it(self, tmp_path: Path) -> None:
        content = uhri_json(ELSEWHERE, {**ANNOTATION, "states": ["Côte d'Ivoire"]})
        escaped = content.replace(rb"\u00f4", rb"\u00F4").replace(b"'", rb"\u0027")
        edition = read_edition(write(tmp_path, escaped, "list.json"), state="Côte d’Ivoire")
        assert len(edition.rows) == 1

    @override_settings(STATE_NAME="Chile")
    def test_else_the_one_of_the_settings(self, tmp_path: Path) -> None:
        assert [row.key for row in rows(tmp_path, ANNOTATION, ELSEWHERE)] == [ELSEWHERE["key"]]

    @override_settings(STATE_NAME="Chile")
    def test_else_the_only_one_and_it_says_so(self, tmp_path: Path) -> None:
        edition = read_edition(write(tmp_path, uhri_json(ANNOTATION), "list.json"))
        assert len(edition.rows) == 1
        assert edition.notes == [WARNS + "The file holds nothing about Chile."]

    def test_a_row_about_two_is_about_each(self, tmp_path: Path) -> None:
        both = {**ANNOTATION, "states": ["Atlasia", "Chile"]}
        assert len(rows(tmp_path, both, state="Chile")) == 1

    @pytest.mark.parametrize("name", ["list.json", "list.xlsx"])
    def test_none_named(self, tmp_path: Path, name: str) -> None:
        content = (uhri_json if name.endswith("json") else uhri_xlsx)(ANNOTATION, ELSEWHERE)
        with pytest.raises(BadFile, match="about several states: Atlasia, Chile. Name the one"):
            read_edition(write(tmp_path, content, name))

    @pytest.mark.parametrize("name", ["list.json", "list.xlsx"])
    def test_one_that_is_not_there(self, tmp_path: Path, name: str) -> None:
        content = (uhri_json if name.endswith("json") else uhri_xlsx)(ANNOTATION, ELSEWHERE)
        with pytest.raises(BadFile, match="holds nothing about Kenya"):
            read_edition(write(tmp_path, content, name), state="Kenya")

    def test_one_that_some_records_name_by_two_letters(self, tmp_path: Path) -> None:
        others = [{**ANNOTATION, "key": str(number), "states": [name]} for number, name in
                  enumerate(["Morocco", "MA", "Mali"])]  # fmt: skip
        edition = read_edition(write(tmp_path, uhri_json(*others), "list.json"), state="Maroc")
        assert [row.key for row in edition.rows] == ["0", "1"]
