"""Who is told of agreement: whoever agrees for a department, once; the editor, of what was declined."""

from __future__ import annotations

import pytest

from exports.agreeing.answering import agree, decline
from exports.agreeing.asking import ask
from exports.models import Report
from tests.cast import NOW, Cast
from tests.exports.rewritten import assembling, rewritten
from tests.exports.test_mails import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast: Cast) -> Report:
    """What happened before was told."""
    shown = assembling(cast, answers=2)
    rewritten(cast, shown)
    told()
    ask(shown, by=cast.editor, now=NOW)
    return shown


def test_the_head_is_told_once_of_all(cast: Cast, asked: Report) -> None:
    assert told() == {"To agree: 2 rewritten paragraphs": {"head"}}
    assert told() == {}


def test_who_agreed_meanwhile_is_not_told(cast: Cast, asked: Report) -> None:
    agreements = list(asked.agreements.order_by("pk"))
    agree(agreements, seen=[1, 1], by=cast.head, now=NOW)

    assert all("To agree" not in subject for subject in told())


def test_the_editor_is_told_of_what_was_declined(cast: Cast, asked: Report) -> None:
    first = asked.agreements.order_by("pk").first()
    decline(first, reason="Not so.", by=cast.head, now=NOW, seen=1)

    assert told()["To rewrite: 1 paragraph"] == {"editor"}
