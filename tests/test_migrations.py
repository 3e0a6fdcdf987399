"""What stands goes back over the migrations that rewrite it, and comes forth as if it had always stood so.

The way is one for all of it, for it takes a minute: what goes is in the ``goes_back.py`` of each package.
"""

from __future__ import annotations

import pytest

from tests.cases import goes_back as of_cases
from tests.cast import gather
from tests.exports import goes_back as of_reports
from tests.migrated import back_at
from tests.notifications import goes_back as of_notices

ARRIVED = "all that it says of itself holds"
BEFORE = (
    ("cases", "0031_themes"),
    ("exports", "0002_restricted_cases"),
    ("notifications", "0001_initial"),
)
TRAVELLERS = (
    of_notices.events_are_kept,
    of_notices.what_was_mailed_is_seen_and_what_waits_is_new,
    of_cases.what_is_filled_is_as_if_it_had_been_kept,
    of_reports.what_was_submitted_is_an_edition,
)


@pytest.mark.processes
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_there_and_back_it_is_as_if_it_had_always_stood_so() -> None:
    cast = gather()
    under_way = [traveller(cast) for traveller in TRAVELLERS]
    for one in under_way:
        next(one)

    with back_at(*BEFORE) as old:
        for one in under_way:
            one.send(old)

    assert [next(one, ARRIVED) for one in under_way] == [ARRIVED] * len(under_way)
