"""Symbols, sessions, states in brackets, values with dashes, markup, languages: each on its own."""

from __future__ import annotations

import pytest

from cases.importing.parts.bracketed import states_in
from cases.importing.parts.cells_of_the_un import values, without_markup
from cases.importing.parts.languages import language_of
from cases.importing.parts.sessions import cycle_of, session_in, year_of
from cases.importing.parts.symbols import document, mechanism_by, symbol_in, year_of_council


@pytest.mark.parametrize(("text", "symbol"), [
    ("Source of Position: A/HRC/43/15/Add.1 - Para.3", "A/HRC/43/15/Add.1"),
    ("Source of position: A/HRC/28/15 - Para 121", "A/HRC/28/15"),
    ("see CEDAW/C/IRQ/CO/8.", "CEDAW/C/IRQ/CO/8"),
    ("- CRC/C/PER/CO/6-7", "CRC/C/PER/CO/6-7"),
    ("A / HRC / 28 / 15", "A/HRC/28/15"),
    ("A/HRC/WG.6/41/L.5", "A/HRC/WG.6/41/L.5"),
    ("CAT/OP/MEX/1", "CAT/OP/MEX/1"),
    ("and/or", ""),
    ("", ""),
])  # fmt: skip
def test_the_first_symbol_in_a_text_is_found(text: str, symbol: str) -> None:
    assert symbol_in(text) == symbol


@pytest.mark.parametrize(("symbol", "report"), [
    ("A/HRC/43/15/Add.1", "A/HRC/43/15"),
    ("A/HRC/43/15/Rev.1", "A/HRC/43/15"),
    ("A/HRC/43/15", "A/HRC/43/15"),
])  # fmt: skip
def test_an_addendum_is_of_its_report(symbol: str, report: str) -> None:
    assert document(symbol) == report


@pytest.mark.parametrize(("symbol", "year"), [
    ("A/HRC/8/20", 2008), ("A/HRC/19/4", 2012), ("A/HRC/28/15", 2015), ("A/HRC/43/15", 2020),
    ("A/HRC/52/7", 2023), ("CRC/C/PER/CO/6-7", None), ("A/HRC/999/1", None), ("", None),
])  # fmt: skip
def test_a_symbol_of_the_council_tells_the_year(symbol: str, year: int | None) -> None:
    assert year_of_council(symbol) == year


@pytest.mark.parametrize(("symbol", "mechanism"), [
    ("CEDAW/C/IRQ/CO/8", "CEDAW"), ("CAT/C/MAR/CO/4", "CAT"), ("CAT/OP/MEX/1", "SPT"),
    ("A/HRC/32/33/Add.1", "SP"), ("E/CN.4/2005/72", "SP"), ("ST/AI/1", ""),
])  # fmt: skip
def test_a_symbol_tells_whose_document_it_is(symbol: str, mechanism: str) -> None:
    assert mechanism_by(symbol) == mechanism


@pytest.mark.parametrize(("session", "cycle"), [
    (1, 1), (12, 1), (13, 2), (26, 2), (27, 3), (40, 3), (41, 4), (54, 4), (55, None), (0, None),
])  # fmt: skip
def test_a_session_belongs_to_its_cycle(session: int | None, cycle: int | None) -> None:
    assert cycle_of(session) == cycle


@pytest.mark.parametrize(("session", "year"), [
    (1, 2008), (13, 2012), (20, 2014), (26, 2016), (34, 2019), (40, 2022), (48, 2025), (99, None),
    (None, None),
])  # fmt: skip
def test_a_session_began_in_its_year(session: int | None, year: int | None) -> None:
    assert year_of(session) == year


@pytest.mark.parametrize(("written", "session"), [
    ("41", 41), ("- 41", 41), ("41st session", 41), ("- 36 Session", 36), ("November 2019 (34)", 34),
    ("Cycle 3 - session 34 (2019)", 34), ("3rd cycle, 34th session", 34), ("34º período de sesiones", 34),
    ("2019", None), ("", None), ("0", None), ("99", None),
])  # fmt: skip
def test_a_session_is_known_however_it_is_written(written: str, session: int | None) -> None:
    assert session_in(written) == session


@pytest.mark.parametrize(("text", "rest", "states"), [
    ("Ratify it (Croatia);", "Ratify it", ["Croatia"]),
    ("Ratify it. (Croatia).", "Ratify it.", ["Croatia"]),
    ("Ratify it (Portugal, Slovakia);", "Ratify it", ["Portugal", "Slovakia"]),
    ("Ratify it (France) (Lithuania);", "Ratify it", ["France", "Lithuania"]),
    ("Ratify it (Spain and Bosnia and Herzegovina)", "Ratify it", ["Spain", "Bosnia and Herzegovina"]),
    ("Ratify it (Iran (Islamic Republic of));", "Ratify it", ["Iran (Islamic Republic of)"]),
    ("Ratify it (Bolivarian Republic of Venezuela)", "Ratify it", ["Venezuela (Bolivarian Republic of)"]),
    ("Sign it (Ukraine); Do it soon (Slovakia);", "Sign it (Ukraine); Do it soon", ["Ukraine", "Slovakia"]),
    ("Le ratifier (Côte d'Ivoire et Suisse) ;", "Le ratifier", ["Côte d’Ivoire", "Switzerland"]),
    ("Ratify the Convention (ICRMW)", "Ratify the Convention (ICRMW)", []),
    ("Ratify the Convention (ICRMW) (Chile)", "Ratify the Convention (ICRMW)", ["Chile"]),
    ("Ratify it (Chile", "Ratify it (Chile", []),
    ("Ratify it (Chile, Nowhere)", "Ratify it (Chile, Nowhere)", []),
    ("Ratify it) at last (Chile)", "Ratify it) at last", ["Chile"]),
])  # fmt: skip
def test_states_in_brackets_are_told_from_the_text(text: str, rest: str, states: list[str]) -> None:
    found, named = states_in(text)
    assert (found, [one.code for one in named]) == (rest, states)


@pytest.mark.parametrize(("cell", "found"), [
    ("- CEDAW", ("CEDAW",)),
    ("- 1.4 - Equal rights\n- 16.3 - Rule of law", ("1.4 - Equal rights", "16.3 - Rule of law")),
    ("- Women\r\n- Girls\r\n", ("Women", "Girls")),
    ("Women\nGirls", ("Women", "Girls")),
    ("- minorities/ racial,\n  ethnic\n- women", ("minorities/ racial, ethnic", "women")),
    ("- Women\n- Women", ("Women",)),
    ("-", ()),
    ("", ()),
])  # fmt: skip
def test_each_value_of_a_cell_is_read_once(cell: str, found: tuple[str, ...]) -> None:
    assert values(cell) == found


@pytest.mark.parametrize(("text", "plain"), [
    ("<p>Open clinics.</p><p>Train <b>midwives</b>.</p>", "Open clinics.\nTrain midwives."),
    ("Open<br/>clinics", "Open\nclinics"),
    ("Health &amp; water&nbsp;for all", "Health & water for all"),
    ("children < 18 & women > 60", "children < 18 & women > 60"),
    ('<span style="a:b">Open</span> clinics', "Open clinics"),
    ("Open\u200b clin\u00adics", "Open clinics"),
    ("Open\u00a0 clinics\r\n\r\n now", "Open clinics\nnow"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
])  # fmt: skip
def test_markup_goes_and_other_signs_stay(text: str, plain: str) -> None:
    assert without_markup(text) == plain


@pytest.mark.parametrize(("text", "language"), [
    ("Ratify the Convention on the Rights of the Child", "en"),
    ("Ratifier la Convention relative aux droits de l’enfant", "fr"),
    ("Ratificar la Convención sobre los Derechos del Niño", "es"),
    ("التصديق على اتفاقية حقوق الطفل", "ar"),
    ("Ратифицировать Конвенцию", "ru"),
    ("批准儿童权利公约", "zh"),
    ("", "en"),
])  # fmt: skip
def test_the_language_is_known_by_script_or_words(text: str, language: str) -> None:
    assert language_of(text) == language
