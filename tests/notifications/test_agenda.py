"""The agenda of the meeting: what is late by more than the ladder's last step, with who was told when."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from cases import actions
from cases.extensions.extending import ask_for_more_time
from cases.models import Case
from cases.people.models import Department
from notifications import agenda as agenda_module
from notifications.agenda import Agenda, agenda_of
from notifications.escalating import escalate
from notifications.models import Mail, Notice, SavedPolicy
from tests.cases import stations
from tests.cases.test_blocking import say
from tests.cast import LATER, NOW, Cast, assigned, person
from tests.notifications import long_late
from tests.notifications.long_late import BEYOND, LAST_STEP, director


def late(cast: Cast, case: Case | None = None, due_on: date = BEYOND) -> Case:
    return long_late.late(cast, case, due_on)


def told(case: Case, person: Any, on: datetime, rule: str = "late") -> None:
    """A reminder of the due date that was sent."""
    mail = Mail.objects.create(
        recipient=person, to=person.email, about=rule, language="en", subject="s", text="t", html="",
        made_at=on, next_try_at=on, state=Mail.State.SENT, sent_at=on,
    )  # fmt: skip
    Notice.objects.create(
        rule=rule, step=f"of {on:%d.%m}", case=case, about_on=case.due_on, recipient=person, made_at=on,
        state=Notice.State.SENT, mail=mail,
    )  # fmt: skip


def on_it() -> Agenda:
    return agenda_of(Case.objects.all(), NOW)


def cases_on_it() -> list[Case]:
    return [entry.case for group in on_it().groups for entry in group.entries]


@pytest.mark.parametrize(("due_on", "is_on_it"), [(BEYOND, True), (LAST_STEP, False)])
def test_it_begins_after_the_last_step(cast: Cast, due_on: date, is_on_it: bool) -> None:
    """The last mail goes on the thirty-fifth working day: 15, and twice 10."""
    case = late(cast, due_on=due_on)
    assert cases_on_it() == ([case] if is_on_it else [])


def test_the_last_step_is_the_policys(cast: Cast) -> None:
    case = late(cast, due_on=LAST_STEP)
    SavedPolicy.objects.create(numbers={"escalation_every": 9}, by=cast.coordinator, at=NOW)
    assert (on_it().days, cases_on_it()) == (33, [case])


@pytest.mark.parametrize("state", ["validation", "approved", "closed", "received"])
def test_what_left_the_department_is_not_on_it(cast: Cast, state: str) -> None:
    late(cast, stations.AT[state](cast))
    assert cases_on_it() == []


def test_neither_what_is_paused_nor_of_independent_bodies(cast: Cast) -> None:
    paused, invited = late(cast), late(cast, assigned(cast, cast.justice))
    assert cases_on_it() == [paused, invited]
    Case.objects.filter(pk=paused.pk).update(paused_on=NOW.date())
    Department.objects.filter(pk=cast.justice.pk).update(independent=True)
    assert cases_on_it() == []


def test_it_says_who_was_told_when_of_this_date_what_blocks_it_and_when_it_was_escalated(cast: Cast) -> None:
    case = late(cast)
    director(cast)
    told(case, cast.head, datetime(2026, 1, 19, 9, tzinfo=UTC))
    told(case, cast.focal_point, datetime(2026, 1, 12, 9, tzinfo=UTC))
    told(case, cast.head, datetime(2026, 1, 26, 9, tzinfo=UTC))
    earlier = Notice.objects.filter(recipient=cast.focal_point)
    say(cast, case, what="other", note="A fire.")
    escalate(Case.objects.all(), note="", by=cast.coordinator, now=NOW)
    (group,) = on_it().groups
    (entry,) = group.entries
    assert [(one.name, [day.day for day in one.days]) for one in entry.told] == [
        ("Focal Point", [12]),
        ("Head", [19, 26]),
    ]
    assert (entry.days_late, entry.escalated_on, entry.asks) == (36, NOW.date(), False)
    assert entry.block is not None
    assert entry.block.note == "A fire."
    earlier.update(about_on=date(2025, 12, 1))
    assert [one.name for one in on_it().groups[0].entries[0].told] == ["Head"]


def test_a_request_for_more_time_is_named(cast: Cast) -> None:
    case = late(cast)
    ask_for_more_time(case, by=cast.focal_point, now=NOW, comment="Soon.", wanted_on=LATER)
    assert [entry.asks for group in on_it().groups for entry in group.entries] == [True]


class TestThePages:
    @pytest.fixture
    def desk(self, client: Client, cast: Cast) -> Client:
        client.force_login(cast.coordinator)
        return client

    def test_the_page_shows_it_by_department(self, desk: Client, cast: Cast) -> None:
        case, other = late(cast), late(cast, assigned(cast, cast.justice))
        told(case, cast.head, datetime(2026, 1, 19, 9, tzinfo=UTC))
        answer = desk.get("/escalations/agenda/")
        page = " ".join(answer.content.decode().split())
        for words in (case.reference, other.reference, "late by 36 working days", "19 Jan", "not said",
                      "never escalated", "2 answers are late for which no mail is sent"):  # fmt: skip
            assert words in page
        assert [department for department, _entries in answer.context["groups"]] == [
            cast.health,
            cast.justice,
        ]

    def test_an_empty_page_says_when_something_comes(self, desk: Client, cast: Cast) -> None:
        late(cast, due_on=LAST_STEP)
        assert (
            "no answer is late by more than 35 working days"
            in desk.get("/escalations/agenda/").content.decode()
        )

    def test_it_is_a_file_too_harmless_to_spreadsheets(self, desk: Client, cast: Cast) -> None:
        case = late(cast)
        say(cast, case, what="other", note="=HYPERLINK(1)")
        told(case, cast.head, datetime(2026, 1, 19, 9, tzinfo=UTC))
        answer: Any = desk.get("/escalations/agenda.csv")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        _header, row = list(csv.reader(StringIO(text)))
        assert row[:2] == ["Ministry of Health", case.reference]
        assert row[2] == "Open clinics in rural areas."
        assert row[3:7] == ["2026-01-09", "36", "Other", "'=HYPERLINK(1)"]
        assert row[9] == "Head: 2026-01-19"
        book: Any = desk.get("/escalations/agenda.xlsx")
        sheet: Any = load_workbook(BytesIO(b"".join(book.streaming_content))).active
        assert sheet["B2"].value == case.reference
        assert desk.get("/escalations/agenda.exe").status_code == 404

    def test_a_restricted_case_is_on_that_of_those_named_alone(self, client: Client, cast: Cast) -> None:
        case = late(cast)
        actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
        client.force_login(person("another", "coordinator"))
        for address in ("/escalations/agenda/", "/escalations/agenda.csv"):
            answer: Any = client.get(address)
            said = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert case.reference not in said.decode()
        client.force_login(cast.coordinator)
        assert case.reference in client.get("/escalations/agenda/").content.decode()

    def test_a_long_agenda_is_cut_and_says_so(self, desk: Client, cast: Cast, monkeypatch: Any) -> None:
        monkeypatch.setattr(agenda_module, "MOST", 1)
        monkeypatch.setattr("notifications.agenda_pages.MOST", 1)
        late(cast), late(cast)
        assert "The 1 longest late stand here." in desk.get("/escalations/agenda/").content.decode()

    @pytest.mark.parametrize("count", [1, 20])
    def test_more_cases_ask_no_more_queries(
        self, desk: Client, cast: Cast, count: int, django_assert_num_queries: Any
    ) -> None:
        for number in range(count):
            told(late(cast), cast.head, NOW - timedelta(days=number))
        with django_assert_num_queries(17):
            desk.get("/escalations/agenda/")

    @pytest.mark.parametrize("who", ["validator", "observer", "focal_point", "stranger"])
    def test_others_are_refused(self, client: Client, cast: Cast, who: str) -> None:
        client.force_login(getattr(cast, who))
        for address in ("/escalations/agenda/", "/escalations/agenda.csv"):
            assert client.get(address).status_code == 403
