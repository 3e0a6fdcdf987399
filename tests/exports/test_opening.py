"""An editor opens a report on a round."""

from __future__ import annotations

import pytest
from django.test import Client

from exports import actions
from exports.models import Report
from tests.cast import NOW, Cast
from workflow.errors import NotAllowed, Refused


def test_an_editor_opens_a_report(cast: Cast) -> None:
    opened = actions.open_report(reference="r-2026", title="R", round=cast.round, by=cast.editor, body="HRC")

    assert (opened.language, opened.body) == ("en", "HRC")


@pytest.mark.parametrize("who", ["coordinator", "validator", "observer", "head", "stranger"])
def test_it_refuses_everybody_else(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.open_report(reference="r-2026", title="R", round=cast.round, by=getattr(cast, who))
    assert not Report.objects.exists()


def test_it_refuses_a_reference_that_is_taken(cast: Cast) -> None:
    actions.open_report(reference="r-2026", title="R", round=cast.round, by=cast.editor)

    with pytest.raises(Refused, match="choose another"):
        actions.open_report(reference="r-2026", title="S", round=cast.round, by=cast.editor)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("editor", 1),
        ("coordinator", 1),
        ("validator", 1),
        ("observer", 1),
        ("focal_point", 0),
        ("stranger", 0),
    ],
)
def test_reports_are_for_national_roles(cast: Cast, who: str, sees: int) -> None:
    opened = actions.open_report(reference="r-2026", title="R", round=cast.round, by=cast.editor)
    actions.queue_rendering(opened, by=None, now=NOW)

    assert Report.objects.visible_to(getattr(cast, who)).count() == sees
    assert opened.renderings.visible_to(getattr(cast, who)).count() == sees


def test_what_can_be_filled_in_later_is_folded_unless_it_is_wrong(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    page = client.get("/desk/reports/").content.decode()
    folded = page.partition("can be filled in later too")[2]
    assert all(f'name="{name}"' in folded for name in ("symbol", "dated_on", "introduction", "figures"))
    assert 'name="kind"' not in folded
    wrong = client.post("/desk/reports/", {"dated_on": "no day"}).content.decode()
    assert "<details open>\n      <summary>Title page, introduction" in wrong
