"""A case that is restricted after the act began: nothing is done to it, and nothing is said of it."""

from __future__ import annotations

import pytest
from django.test import Client

from cases.models import Case
from tests.cast import Cast, received
from tests.workflow.many import assign, clock
from workflow.bulk_work import work_on


@pytest.mark.parametrize("address", ["", "?show=refused"])
def test_it_is_refused_and_not_named(client: Client, cast: Cast, address: str) -> None:
    restricted, free = received(cast), received(cast)
    bulk = assign(cast, [restricted, free])
    Case.objects.filter(pk=restricted.pk).update(restricted=True)
    work_on(bulk.key, clock=clock)
    client.force_login(cast.coordinator)

    page = client.get(f"/desk/bulk/{bulk.key}/{address}").content.decode()

    assert bulk.counts() == {"done": 1, "refused": 1, "left": 0}
    assert "A case that you may not see" in page
    assert restricted.reference not in page
    assert bulk.items.get(row_id=restricted.pk).sentence not in page
