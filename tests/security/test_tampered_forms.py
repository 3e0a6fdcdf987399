"""Forms with fields that they do not have, and from pages that have grown old: nothing is taken from them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import draft
from tests.security.sent_with import sent_with
from tests.security.stage import Stage

FOREIGN: dict[str, dict[str, Any]] = {
    "state": {
        "state": "approved",
        "version": 99,
        "status": 1,
        "lead": 1,
        "answer": 1,
        "by": 1,
        "now": "2020-01-01",
    },
    "release": {"released_at": "2020-01-01", "author": 1, "kind": "proposal", "agreed_at": "2020-01-01"},
}


@pytest.mark.parametrize("more", FOREIGN)
def test_fields_that_no_form_has_are_not_taken(more: str, stage: Stage) -> None:
    """A comment, a draft, a file and a step, each with columns of the tables sent along."""
    focal_point, case = stage.cast.focal_point, stage.drafting
    browser = stage.browsers["focal_point"]
    before = (case.lead_id, case.answer_id, case.status_id)
    extra = {name: value for name, value in FOREIGN[more].items() if name != "status"}
    for row, what in (("comment", "comment"), ("evidence", "evidence"), ("draft", "draft")):
        sent = sent_with(stage, what, case)
        assert browser.post(f"/case/{case.reference}/{row}/", extra | sent).status_code == 302

    case.refresh_from_db()
    assert (case.lead_id, case.answer_id, case.status_id) == before
    assert case.state == "drafting"
    answer = case.present_answer
    assert not answer.versions.filter(released_at__isnull=False).exists()
    assert not answer.comments.filter(released_at__isnull=False).exists()
    assert not answer.evidence.filter(released_at__isnull=False).exists()
    assert {one.author for one in answer.versions.all()} == {focal_point}
    assert {one.kind for one in answer.versions.all()} == {"draft"}


@pytest.mark.parametrize(
    ("row", "what", "person"),
    [
        ("case/{drafting}/step/reassign/", "assign", "coordinator"),
        ("case/{drafting}/step/hand_back/", "hand back", "focal_point"),
        ("case/{drafting}/step/sign_and_send/", "seen", "head"),
        ("case/{sent}/review/", "approve", "validator"),
        ("case/{sent}/step/withdraw/", "seen", "focal_point"),
    ],
)
@pytest.mark.parametrize("off", [-1, 1, 1000])
def test_a_step_from_a_page_that_has_grown_old_is_refused(
    row: str, what: str, person: str, off: int, stage: Stage
) -> None:
    case = stage.drafting if "drafting" in row else stage.sent
    old = sent_with(stage, what, case) | {"seen": case.version + off}

    answer = stage.browsers[person].post(stage.address(row), old)

    assert answer.status_code == 409
    kept = type(case).objects.get(pk=case.pk)
    assert (kept.state, kept.version) == (case.state, case.version)


def test_nobody_signs_a_text_that_he_has_not_read(stage: Stage) -> None:
    """The head opened the page, and somebody saved another text before the button was pressed."""
    case, cast = stage.drafting, stage.cast
    typed = sent_with(stage, "draft", case) | {"then": "sign_and_send"}
    first = case.present_answer.latest_draft()
    assert first is not None
    seen = typed | {"full_text": first.full_text, "short_text": first.short_text}
    draft(case, by=cast.alternate, full_text="Another text.", short_text="Another.")

    answer = stage.browsers["head"].post(stage.address("case/{drafting}/draft/"), seen)

    case.refresh_from_db()
    assert answer.status_code in (409, 422)
    assert case.state == "drafting"
    assert case.present_answer.versions.count() == 2
