"""Title page and introduction can be changed; two editors never overwrite each other."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from exports import actions
from exports.models import Report
from tests.cast import NOW, Cast
from tests.exports.scene import report
from tests.exports.way import bring
from workflow.errors import Conflict, NotAllowed

URL = "/desk/reports/national-report-2026/edit/"


def typed(**fields: Any) -> dict[str, Any]:
    return {"title": "National report 2026", "started_from": 0, "introduction": "We begin anew."} | fields


def test_an_editor_changes_the_introduction(client: Client, cast: Cast) -> None:
    report(cast, introduction="We begin.")
    client.force_login(cast.editor)

    assert "We begin." in client.get(URL).content.decode()
    assert client.post(URL, typed()).status_code == 302

    changed = Report.objects.get()
    assert (changed.introduction, changed.version, changed.reference) == (
        "We begin anew.",
        1,
        "national-report-2026",
    )


def test_the_second_of_two_editors_sees_both_texts(client: Client, cast: Cast) -> None:
    actions.revise_report(
        report(cast), started_from=0, by=cast.editor, now=NOW, introduction="Hers, saved first."
    )
    client.force_login(cast.editor)

    answer = client.post(URL, typed(introduction="His, typed meanwhile."))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this report after you opened it" in page
    assert "Hers, saved first." in page
    assert "His, typed meanwhile." in page
    assert Report.objects.get().introduction == "Hers, saved first."


def test_a_form_that_lacks_something_still_knows_where_it_began(client: Client, cast: Cast) -> None:
    actions.revise_report(
        report(cast), started_from=0, by=cast.editor, now=NOW, introduction="Hers, saved first."
    )
    client.force_login(cast.editor)

    answer = client.post(URL, typed(title=""))

    assert answer.status_code == 422
    assert 'name="started_from" value="0"' in answer.content.decode()


def test_nothing_is_written_where_somebody_was_quicker(cast: Cast) -> None:
    shown = report(cast)
    actions.revise_report(shown, started_from=0, by=cast.editor, now=NOW, body="A")

    with pytest.raises(Conflict):
        actions.revise_report(shown, started_from=0, by=cast.editor, now=NOW, body="B")
    assert Report.objects.get().body == "A"


def test_what_others_read_stands_still(client: Client, cast: Cast) -> None:
    shown = bring(cast, report(cast, introduction="We begin."), "circulation")
    client.force_login(cast.editor)

    assert client.get(URL).status_code == 409
    answer = client.post(URL, typed(started_from=shown.version))

    assert answer.status_code == 409
    assert "We begin anew." in answer.content.decode()
    assert "not possible while the report stands at “circulation”" in answer.content.decode()
    assert Report.objects.get().introduction == "We begin."


def test_history_keeps_who_changed_it_and_what_it_was(cast: Cast) -> None:
    shown = report(cast, introduction="We begin.")
    actions.revise_report(shown, started_from=0, by=cast.editor, now=NOW, introduction="We begin anew.")

    event = shown.events.get()
    assert (event.step, event.by, event.data["before"]) == (
        "revise",
        cast.editor,
        {"introduction": "We begin."},
    )


def test_where_nothing_differs_nothing_is_written(cast: Cast) -> None:
    shown = report(cast, introduction="We begin.")

    actions.revise_report(shown, started_from=0, by=cast.editor, now=NOW, introduction="We begin.")

    assert not shown.events.exists()


@pytest.mark.parametrize("who", ["coordinator", "observer", "stranger"])
def test_only_an_editor_revises(client: Client, cast: Cast, who: str) -> None:
    shown = report(cast)
    client.force_login(getattr(cast, who))

    assert client.post(URL, typed()).status_code == 403
    with pytest.raises(NotAllowed):
        actions.revise_report(shown, started_from=0, by=getattr(cast, who), now=NOW, body="B")
