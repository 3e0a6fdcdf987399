"""What was told by mail before there was a bell is not new in it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from notifications.deriving import derive
from notifications.models import Notice
from notifications.telling import tell
from tests.cast import NOW, assigned, gather
from tests.migrated import back_at


@pytest.mark.processes
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_was_mailed_is_seen_and_what_waits_is_new() -> None:
    cast = gather()
    assigned(cast)
    tell(lambda: NOW)
    waits = assigned(cast)
    derive(NOW + timedelta(minutes=1))

    with back_at("notifications", "0008_feeds") as old:
        assert old.get_model("notifications", "Notice").objects.filter(seen_at=None).count() == 4

    assert {one.case_id for one in Notice.objects.filter(seen_at=None)} == {waits.pk}
    assert set(Notice.objects.exclude(case=waits).values_list("seen_at", flat=True)) == {NOW}
