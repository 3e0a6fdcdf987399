"""What stands in a feed: what is owed, by when, for how long, and in which form a calendar reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.contributions import contributing
from cases.models import Case
from cases.people.models import Department, User
from notifications.feeds import due
from tests.cast import DUE, LATER, NOW, Cast, assigned, drafted, received, sent
from tests.notifications.feeds.reading import calendar, events, fetched, link, summaries
from tests.security.test_matrix import written

ARABIC = "تعزيز الرعاية الصحية الأولية في المناطق القروية وتيسير الولوج إليها لفائدة النساء والأطفال " * 3


def test_a_due_date_is_a_day_in_the_calendar(cast: Cast) -> None:
    case = assigned(cast)
    (event,) = events(link(cast.focal_point))

    assert event["SUMMARY"] == f"Answer {case.reference}"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (DUE, DUE + timedelta(days=1))
    assert event["UID"] == f"case-{case.pk}-{cast.round.pk}@localhost"
    page = f"http://localhost:8000/case/{case.reference}/"
    assert event["URL"] == page
    assert event["DESCRIPTION"] == f"Open clinics in rural areas.\n\n{page}"
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_date_that_moves_keeps_its_uid(cast: Cast) -> None:
    case, path = assigned(cast), link(cast.focal_point)
    (before,) = events(path)
    later = NOW + timedelta(hours=1)
    actions.take_step(case, "redate", by=cast.coordinator, now=later, due_on=LATER, comment="A new date.")
    (after,) = events(path)

    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt == LATER
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt == after["DTSTAMP"].dt == later


def test_another_round_is_another_event(cast: Cast) -> None:
    case, path = assigned(cast), link(cast.focal_point)
    (before,) = events(path)
    cast.round.pk, cast.round.code = None, "2027"
    cast.round.save()
    Case.objects.filter(pk=case.pk).update(round=cast.round)

    assert events(path)[0]["UID"] != before["UID"]


def test_what_was_sent_vanishes(cast: Cast) -> None:
    case, path = drafted(cast), link(cast.focal_point)
    assert summaries(path) == [f"Answer {case.reference}"]
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)

    assert summaries(path) == []
    assert summaries(link(cast.head, cast.health)) == []


def test_the_head_sees_what_waits_for_a_signature_and_the_drafter_no_more(cast: Cast) -> None:
    case = drafted(cast)
    drafter, head = link(cast.focal_point), link(cast.head)
    assert (len(summaries(drafter)), summaries(head)) == (1, [])
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)

    assert summaries(drafter) == []
    assert summaries(head) == [f"Sign the answer to {case.reference}"]
    assert summaries(link(cast.head, cast.health)) == [f"Sign the answer to {case.reference}"]


def test_the_signer_is_asked_for_the_edits(cast: Cast) -> None:
    case = sent(cast)
    edits = {"full_text": "Shorter: 12.", "short_text": "Short."}
    case.refresh_from_db()
    actions.propose_edits(case, **edits, by=cast.validator, now=NOW)

    assert summaries(link(cast.head)) == [f"Read the edits of {case.reference}"]


def test_what_is_paused_has_no_date(cast: Cast) -> None:
    case, path = assigned(cast), link(cast.focal_point)
    actions.take_step(case, "pause", by=cast.coordinator, now=NOW, comment="Elections.")
    assert summaries(path) == []
    actions.take_step(case, "resume", by=cast.coordinator, now=NOW)

    assert summaries(path) == [f"Answer {case.reference}"]


@pytest.mark.parametrize("of_department", [False, True])
def test_a_restricted_case_never_appears(of_department: bool, cast: Cast) -> None:
    """Not even for who is named in it: the link can be passed on."""
    case = assigned(cast)
    path = link(cast.head, cast.health) if of_department else link(cast.focal_point)
    assert len(summaries(path)) == 1
    by = {"by": cast.coordinator, "now": NOW}
    actions.take_step(case, "restrict", comment="A witness.", **by)
    for one in (cast.head, cast.focal_point):
        actions.take_step(case, "name_person", person=one, **by)
        assert Case.objects.visible_to(one).filter(pk=case.pk).exists()

    assert summaries(path) == []
    assert case.reference not in fetched(path).content.decode()


def test_a_contribution_has_its_own_date(cast: Cast) -> None:
    case = drafted(cast)
    part = contributing.ask(case, cast.justice, by=cast.head, now=NOW, due_on=LATER)
    (event,) = events(link(cast.justice_focal_point))

    assert event["SUMMARY"] == f"Contribute to {case.reference}"
    assert event["DTSTART"].dt == LATER
    assert event["UID"] == f"contribution-{part.pk}@localhost"
    assert event["URL"].endswith(f"/case/{case.reference}/contribution/{part.pk}/")
    assert summaries(link(cast.justice_focal_point, cast.justice)) == [f"Contribute to {case.reference}"]
    assert summaries(link(cast.focal_point)) == [f"Answer {case.reference}"]


def test_nor_does_a_contribution_to_a_restricted_case(cast: Cast) -> None:
    case = drafted(cast)
    contributing.ask(case, cast.justice, by=cast.head, now=NOW, due_on=LATER)
    path = link(cast.justice_focal_point)
    by = {"by": cast.coordinator, "now": NOW}
    actions.take_step(case, "restrict", comment="A witness.", **by)
    actions.take_step(case, "name_person", person=cast.justice_focal_point, **by)

    assert summaries(path) == []


def test_what_is_delivered_vanishes(cast: Cast) -> None:
    case = drafted(cast)
    part = contributing.ask(case, cast.justice, by=cast.head, now=NOW, due_on=LATER)
    path, by = link(cast.justice_focal_point), {"by": cast.justice_focal_point, "now": NOW}
    contributing.save_part(part, text="Two courts.", started_from=0, **by)
    contributing.take_contribution_step(part, "deliver", **by)

    assert summaries(path) == []


def test_no_word_of_a_draft_is_in_it(cast: Cast) -> None:
    case = drafted(cast, full_text="Zanzibar: 12.", short_text="Zanzibar.")
    actions.add_comment(case, text="Quagga?", by=cast.head, now=NOW)
    said = fetched(link(cast.focal_point, cast.health)).content.decode()

    assert case.reference in said
    assert "Zanzibar" not in said
    assert "Quagga" not in said


def test_the_soonest_come_first_and_there_is_an_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [assigned(cast) for _ in range(3)]
    for days, case in enumerate(reversed(cases)):
        Case.objects.filter(pk=case.pk).update(due_on=DUE + timedelta(days=days))
    monkeypatch.setattr(due, "MOST", 2)

    assert summaries(link(cast.focal_point)) == [f"Answer {one.reference}" for one in (cases[2], cases[1])]


def test_it_speaks_the_language_of_the_person(cast: Cast) -> None:
    case = assigned(cast)
    case.recommendation.wordings.create(language="fr", text="Ouvrir des dispensaires.")
    path = link(cast.focal_point)
    assert events(path)[0]["DESCRIPTION"].startswith("Open clinics")
    User.objects.filter(pk=cast.focal_point.pk).update(language="fr")

    assert events(path)[0]["DESCRIPTION"].startswith("Ouvrir des dispensaires.")


def test_that_of_a_department_has_its_name_in_its_language(cast: Cast) -> None:
    cast.health.wordings.create(language="fr", text="Ministère de la santé, et du reste")
    Department.objects.filter(pk=cast.health.pk).update(language="fr")
    path = link(cast.head, cast.health)

    lines = fetched(path).content.decode().split("\r\n")
    assert [line for line in lines if "NAME" in line] == [
        r"NAME:Suivi: Ministère de la santé\, et du reste",
        r"X-WR-CALNAME:Suivi: Ministère de la santé\, et du reste",
    ]


def test_long_arabic_is_folded_and_reads_as_it_was(cast: Cast) -> None:
    case = assigned(cast)
    case.recommendation.wordings.create(language="ar", text=ARABIC)
    User.objects.filter(pk=cast.focal_point.pk).update(language="ar")
    path = link(cast.focal_point)
    lines = fetched(path).content.split(b"\r\n")
    (event,) = events(path)

    assert max(len(line) for line in lines) <= 75
    assert str(event["DESCRIPTION"]).startswith(" ".join(ARABIC.split()[:40]))
    assert all(line.decode() or line == b"" for line in lines)
    assert f"\u2068{case.reference}\u2069" in event["SUMMARY"]


def test_the_same_dates_are_the_same_bytes_whenever_they_are_fetched(cast: Cast, time_machine: Any) -> None:
    assigned(cast)
    path = link(cast.focal_point)
    before = fetched(path).content
    time_machine.move_to(datetime(2026, 3, 9, 12, tzinfo=UTC))

    assert fetched(path).content == before


def test_who_has_it_already_is_told_so(cast: Cast) -> None:
    case, path = assigned(cast), link(cast.focal_point)
    first = fetched(path)
    again = fetched(path, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")

    actions.take_step(case, "redate", by=cast.coordinator, now=NOW, due_on=LATER, comment="A new date.")
    assert fetched(path, if_none_match=first["ETag"]).status_code == 200


def test_it_says_what_it_is_and_asks_to_be_fetched_again(cast: Cast) -> None:
    path = link(cast.focal_point)
    answer, read = fetched(path), calendar(path)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert read["VERSION"] == "2.0"
    assert read["X-WR-CALNAME"] == read["NAME"] == "Suivi: My due dates"
    assert read["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert (read.errors, read["PRODID"]) == ([], "-//Suivi//Due dates//EN")


@pytest.mark.parametrize("of_department", [False, True])
def test_many_dates_cost_no_query_more(of_department: bool, cast: Cast) -> None:
    path = link(cast.head, cast.health) if of_department else link(cast.focal_point)
    made = [drafted(cast)]
    _ask_both(cast, made)
    fetched(path)
    with CaptureQueriesContext(connection) as few:
        assert len(summaries(path)) == 2
    _ask_both(cast, [drafted(cast) for _ in range(4)])
    with CaptureQueriesContext(connection) as many:
        assert len(summaries(path)) == 10

    assert len(many) == len(few) <= 13
    assert written(many) == []


def _ask_both(cast: Cast, cases: list[Case]) -> None:
    """For each case of Health a contribution of Health to one of Justice."""
    for _case in cases:
        theirs = assigned(cast, cast.justice)
        contributing.ask(theirs, cast.health, by=cast.justice_focal_point, now=NOW, due_on=LATER)


def test_what_waits_for_a_department_is_nobodys(cast: Cast) -> None:
    received(cast)

    assert summaries(link(cast.coordinator)) == []
