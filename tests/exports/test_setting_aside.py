"""An editor sets a finding aside that does not apply: with a reason, until the text changes, on record."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from exports.checking.finding import Finding
from exports.content import hash_of
from exports.models import Report, SetAside
from exports.pages.checks_shown import found_in
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, report
from tests.exports.way import bring, take

TEXT = "The CNDH wrote."


def one_to_set_aside(cast: Cast, text: str = TEXT) -> Report:
    answered(cast, asked(cast), short=text)
    return report(cast, introduction="We begin.")


def found(cast: Cast, shown: Report) -> list[Finding]:
    shown = Report.objects.get(pk=shown.pk)
    return found_in(shown, shown.text, hash_of(shown.text), cast.editor, NOW)


def key_of(cast: Cast, shown: Report, code: str = "abbreviation") -> str:
    return next(one.key for one in found(cast, shown) if one.code == code)


def post(client: Client, shown: Report, user: Any, name: str = "report-set-aside", **form: str) -> Any:
    client.force_login(user)
    return client.post(reverse(name, args=[shown.reference]), form)


def page(client: Client, shown: Report) -> str:
    return client.get(reverse("report-checks", args=[shown.reference])).content.decode()


def test_it_no_longer_counts_and_is_shown_with_who_and_why(client: Client, cast: Cast) -> None:
    shown = one_to_set_aside(cast)
    client.force_login(cast.editor)
    assert "2 things to look at" in page(client, shown)

    answer = post(client, shown, cast.editor, key=key_of(cast, shown), reason="Everybody knows it.")

    assert answer["Location"] == reverse("report-checks", args=[shown.reference])
    after = page(client, shown)
    assert "1 thing to look at" in after
    assert "1 set aside" in after
    assert "Everybody knows it." in after
    row = SetAside.objects.get()
    assert (row.by, row.at, row.code) == (cast.editor, NOW, "abbreviation")
    assert row.sentence.startswith("“CNDH” is not explained in paragraph")


def test_it_is_taken_back(client: Client, cast: Cast) -> None:
    shown = one_to_set_aside(cast)
    key = key_of(cast, shown)
    post(client, shown, cast.editor, key=key, reason="Everybody knows it.")

    assert post(client, shown, cast.editor, "report-take-back", key=key).status_code == 302

    assert "2 things to look at" in page(client, shown)
    assert SetAside.objects.count() == 2

    again = post(client, shown, cast.editor, "report-take-back", key=key)
    assert again.status_code == 422
    assert "It is not set aside any more" in again.content.decode()


def test_it_comes_back_where_the_text_there_changes(client: Client, cast: Cast) -> None:
    answered(cast, asked(cast))
    shown = report(cast, introduction="Two  spaces.")
    post(client, shown, cast.editor, key=key_of(cast, shown, "spaces"), reason="As in the Act.")
    Report.objects.filter(pk=shown.pk).update(introduction="Two  other spaces.")

    assert "Paragraph 1 has 1 double space" in page(client, shown)


def test_without_a_reason_it_is_refused(client: Client, cast: Cast) -> None:
    shown = one_to_set_aside(cast)

    answer = post(client, shown, cast.editor, key=key_of(cast, shown), reason="  ")

    assert answer.status_code == 422
    assert "Say why it does not apply here" in answer.content.decode()
    assert not SetAside.objects.exists()


def test_a_finding_that_is_not_there_any_more_is_refused_and_the_reason_kept(
    client: Client, cast: Cast
) -> None:
    shown = one_to_set_aside(cast)

    answer = post(client, shown, cast.editor, key="a" * 32, reason="Everybody knows it.")

    assert answer.status_code == 422
    assert "The text there has changed since" in answer.content.decode()
    assert "Everybody knows it." in answer.content.decode()


def test_what_holds_up_the_freezing_is_not_set_aside(client: Client, cast: Cast) -> None:
    shown = one_to_set_aside(cast)

    answer = post(client, shown, cast.editor, key=key_of(cast, shown, "masthead"), reason="Later.")

    assert "This holds up the freezing" in answer.content.decode()
    assert not SetAside.objects.exists()


@pytest.mark.parametrize("who", ["coordinator", "validator", "observer", "focal_point", "stranger"])
@pytest.mark.parametrize("name", ["report-set-aside", "report-take-back"])
def test_only_an_editor_does(client: Client, cast: Cast, who: str, name: str) -> None:
    shown = one_to_set_aside(cast)

    answer = post(client, shown, getattr(cast, who), name, key="a" * 32, reason="So it is.")

    assert answer.status_code == 403
    assert not SetAside.objects.exists()


def test_what_was_set_aside_is_on_record_with_the_edition_and_stands(client: Client, cast: Cast) -> None:
    shown = bring(cast, one_to_set_aside(cast), "review")
    key = key_of(cast, shown)
    post(client, shown, cast.editor, key=key, reason="Everybody knows it.")

    take(shown, "freeze", cast.validator)

    frozen = shown.events.get(step="freeze")
    assert frozen.data["noted"]["set_aside"] == [SetAside.objects.get().pk]
    refused = post(client, shown, cast.editor, "report-take-back", key=key)
    assert refused.status_code == 409
    assert "The report is frozen" in refused.content.decode()
    assert "Everybody knows it." in page(client, shown)


def test_the_database_keeps_no_row_without_a_reason(cast: Cast) -> None:
    shown = report(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        SetAside.objects.create(report=shown, code="spaces", key="a" * 32, by=cast.editor, at=NOW)


def test_rows_are_never_changed(client: Client, cast: Cast) -> None:
    shown = one_to_set_aside(cast)
    post(client, shown, cast.editor, key=key_of(cast, shown), reason="Everybody knows it.")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SetAside.objects.update(reason="Another.")
