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
_NUMBER = re.compile(r"\d{1,3}")


def session_in(written: str) -> int | None:
    """41, "- 41" and "41st session" are 41; None where no number of a session stands there."""
    match = _NUMBER.search(written)
    return int(match[0]) if match and 1 <= int(match[0]) <= 54 else None


def cycle_of(session: int | None) -> int | None:
    """The cycle to which a session belongs: 1-12, 13-26, 27-40, 41-54."""
    return next((cycle for sessions, cycle in _CYCLES.items() if session in sessions), None)


def year_of(session: int | None) -> int | None:
    """The year in which the session began."""
    return next((year for year, (first, last) in _YEARS.items() if first <= (session or 0) <= last), None)
