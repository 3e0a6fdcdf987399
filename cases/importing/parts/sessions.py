"""Sessions of the Universal Periodic Review: to which cycle each belongs, and in which year it began.

Source: Human Rights Council, calendars of the four cycles.
"""

from __future__ import annotations

import re

_CYCLES = {range(1, 13): 1, range(13, 27): 2, range(27, 41): 3, range(41, 55): 4}
# fmt: off
_YEARS = {
    2008: (1, 3),   2009: (4, 6),   2010: (7, 9),   2011: (10, 12), 2012: (13, 14), 2013: (15, 17),
    2014: (18, 20), 2015: (21, 23), 2016: (24, 26), 2017: (27, 28), 2018: (29, 31), 2019: (32, 34),
    2020: (35, 36), 2021: (37, 39), 2022: (40, 41), 2023: (42, 44), 2024: (45, 47), 2025: (48, 50),
    2026: (51, 53), 2027: (54, 54),
}
# fmt: on
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_BY_NAME = re.compile(
    r"(?:session|sesión|período de sesiones|الدورة)\D{0,4}(\d{1,2})(?!\d)"
    r"|(?<!\d)(\d{1,2})(?!\d)[^\W\d]{0,4}[.º°]?\s*(?:session|sesión|per[ií]odo de sesiones)",
    re.IGNORECASE,
)


def session_in(written: str) -> int | None:
    """41, "41st session" and "Cycle 4 - Session 41, 2022" are 41; None where no session is named."""
    by_name, number = _BY_NAME.search(written), _NUMBER.search(written)
    found = (by_name[1] or by_name[2]) if by_name else number[0] if number else ""
    return int(found) if found and 1 <= int(found) <= 54 else None


def cycle_of(session: int | None) -> int | None:
    """The cycle to which a session belongs: 1-12, 13-26, 27-40, 41-54."""
    return next((cycle for sessions, cycle in _CYCLES.items() if session in sessions), None)


def year_of(session: int | None) -> int | None:
    """The year in which the session began."""
    return next((year for year, (first, last) in _YEARS.items() if first <= (session or 0) <= last), None)
