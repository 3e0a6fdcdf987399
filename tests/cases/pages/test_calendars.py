"""The calendars' pages: what is brought in, confirmed, moved; and no due date moves before it was shown."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases import actions, calendar_changes
from cases.models import Case
from cases.people.models import Calendar, Holiday, SettingsChange
from cases.people.settings_changes import note
from tests.cases.pages.conftest import SignIn
from tests.cast import DUE, NOW, Cast, received
from workflow.errors import Conflict
from workflow.invariants import broken

EID = date(2026, 3, 13)
WAS, WOULD_BE = date(2026, 3, 16), date(2026, 3, 17)
PAGE = "/settings/calendars/ma/"


@pytest.fixture
def morocco(db: None) -> Calendar:
    return Calendar.objects.create(code="ma", name="Morocco", country="MA")


@pytest.fixture
def case(cast: Cast, morocco: Calendar) -> Case:
    case = received(cast)
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, working_days=10)
    assert case.due_on == WAS
    return case


def text_of(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def due(case: Case) -> date | None:
    return Case.objects.get(pk=case.pk).due_on


def carried(response: Any) -> dict[str, str]:
    return {**dict(response.context["carried"]), "seen": response.context["seen"]}


def test_a_holiday_that_moves_dates_is_shown_before_it_is_saved(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    client = sign_in(cast.coordinator)
    shown = client.post(PAGE, {"change": "add", "on": EID, "name": "Eid al-Fitr"})
    said = text_of(shown)
    assert "1 due date would move." in said
    assert f"{case.reference} Ministry of Health Monday 16 March 2026 → Tuesday 17 March 2026" in said
    assert (due(case), Holiday.objects.exists()) == (WAS, False)

    told = client.post(PAGE, {**carried(shown), "dates": "move"}, follow=True)

    assert "13 March 2026 (Eid al-Fitr) is a holiday now. Due dates moved: 1." in text_of(told)
    last = case.events.latest("number")
    assert (due(case), last.step, last.data["given"]["calendar"]) == (
        WOULD_BE,
        "redate",
        Calendar.objects.get().pk,
    )
    assert last.remark.text == "13 March 2026 (Eid al-Fitr) is a holiday now."
    assert broken() == []


def test_the_coordinator_may_leave_the_dates(cast: Cast, case: Case, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    shown = client.post(PAGE, {"change": "add", "on": EID, "name": "Eid"})
    client.post(PAGE, {**carried(shown), "dates": "leave"})
    assert (due(case), Holiday.objects.count(), case.events.count()) == (WAS, 1, 1)


def test_what_moves_nothing_is_saved_at_once(cast: Cast, case: Case, sign_in: SignIn) -> None:
    given = {"change": "add", "on": "2026-07-30", "name": "Throne Day"}
    told = sign_in(cast.coordinator).post(PAGE, given, follow=True)
    assert "No due date moves." in text_of(told)
    assert Holiday.objects.get().confirmed_by == cast.coordinator


def test_where_other_dates_would_move_by_now_it_is_shown_again(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    client = sign_in(cast.coordinator)
    shown = client.post(PAGE, {"change": "add", "on": EID, "name": "Eid"})
    other = received(cast)
    actions.take_step(other, "assign", by=cast.coordinator, now=NOW, lead=cast.health, working_days=10)
    again = client.post(PAGE, {**carried(shown), "dates": "move"})
    assert again.status_code == 409
    assert "Meanwhile other dates would move" in text_of(again)
    assert (due(case), Holiday.objects.exists()) == (WAS, False)


def test_a_date_that_was_given_does_not_move(cast: Cast, morocco: Calendar, sign_in: SignIn) -> None:
    given = received(cast)
    actions.take_step(given, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    sign_in(cast.coordinator).post(PAGE, {"change": "add", "on": "2026-04-15", "name": "Day"})
    assert (due(given), Holiday.objects.count()) == (DUE, 1)


def test_the_public_holidays_come_with_estimated_feasts_and_only_once(
    cast: Cast, morocco: Calendar, sign_in: SignIn
) -> None:
    client = sign_in(cast.coordinator)
    shown = client.post(PAGE, {"change": "package", "year": 2026})
    assert "Eid al-Fitr estimated" in text_of(shown)
    assert not Holiday.objects.exists()
    client.post(PAGE, {**carried(shown), "dates": "move"})
    throne = Holiday.objects.get(on="2026-07-30")
    assert {one.language: one.text for one in throne.wordings.all()}["fr"] == "Fête du Trône"
    assert Holiday.objects.filter(estimated=True).count() == 7
    count = Holiday.objects.count()
    again = client.post(PAGE, {"change": "package", "year": 2026})
    client.post(PAGE, {**carried(again), "dates": "move"})
    assert "Nothing new." in text_of(again)
    assert Holiday.objects.count() == count


def test_a_feast_is_confirmed_or_moved_and_stays_so(cast: Cast, morocco: Calendar, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    shown = client.post(PAGE, {"change": "package", "year": 2026})
    client.post(PAGE, {**carried(shown), "dates": "move"})
    first, second = Holiday.objects.filter(wordings__text="Eid al-Fitr").order_by("on")
    client.post(PAGE, {"change": "confirm", "holiday": first.pk})
    client.post(PAGE, {"change": "move", "holiday": second.pk, "on": "2026-03-23"})
    again = client.post(PAGE, {"change": "package", "year": 2026})
    client.post(PAGE, {**carried(again), "dates": "move"})
    stands = Holiday.objects.filter(wordings__text="Eid al-Fitr").order_by("on")
    assert [(str(one.on), one.estimated) for one in stands] == [("2026-03-20", False), ("2026-03-23", False)]


def ics(*events: str) -> SimpleUploadedFile:
    body = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""])
    return SimpleUploadedFile("days.ics", body.encode())


def event(name: str = "Youth Day", start: str = "20260821", *more: str) -> str:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{name}@x",
        f"SUMMARY:{name}",
        f"DTSTART;VALUE=DATE:{start}",
        *more,
        "END:VEVENT",
    ]
    return "\r\n".join(lines)


def test_a_calendar_file_is_shown_saved_and_safe_to_repeat(
    cast: Cast, morocco: Calendar, sign_in: SignIn
) -> None:
    client = sign_in(cast.coordinator)
    for _ in range(2):
        file = ics(event(), event("Feast", "20260527", "DTEND;VALUE=DATE:20260529"))
        shown = client.post(PAGE, {"change": "file", "file": file})
        client.post(PAGE, {**carried(shown), "dates": "move"})
    days = sorted(str(day) for day in Holiday.objects.values_list("on", flat=True))
    assert days == ["2026-05-27", "2026-05-28", "2026-08-21"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("a.ics", b"\xff\xfe nonsense"), "no calendar file"),
        (ics(), "There is no event"),
        (ics(event("", "20260821")), "In event 1 (without a name)"),
        (ics(event(), event("Far", "19010101")), "In event 2 (Far)"),
        (ics(event("Yearly", "20260821", "RRULE:FREQ=YEARLY")), "repeats by a rule"),
        (ics(event("Odd", "2026-13-77")), "In event 1 (Odd)"),
        (SimpleUploadedFile("a.ics", b"x" * 600_000), "larger than 512 kB"),
        ("", "Choose a calendar file first"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_what_and_where(
    cast: Cast, morocco: Calendar, sign_in: SignIn, file: Any, said: str
) -> None:
    answer = sign_in(cast.coordinator).post(PAGE, {"change": "file", "file": file})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Holiday.objects.exists()


def test_a_new_calendar_and_its_mistakes(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    given = {"code": "ma", "name": "Morocco", "weekend": [5, 6], "opens_at": "08:30", "closes_at": "16:30"}
    assert client.post("/settings/calendars/", {**given, "weekend": range(7)}).status_code == 422
    assert client.post("/settings/calendars/", {**given, "closes_at": "08:00"}).status_code == 422
    assert client.post("/settings/calendars/", given).status_code == 302
    assert client.post("/settings/calendars/", given).status_code == 422
    assert Calendar.objects.get().weekend == [5, 6]
    assert "default" in text_of(client.get("/settings/calendars/"))


def test_the_weekend_moves_dates_too(cast: Cast, case: Case, sign_in: SignIn) -> None:
    given = {
        "change": "calendar",
        "name": "Morocco",
        "weekend": [6],
        "opens_at": "08:30",
        "closes_at": "16:30",
    }
    shown = sign_in(cast.coordinator).post(PAGE, given)
    assert [(move.case, move.new) for move in shown.context["moves"]] == [(case, date(2026, 3, 13))]


def test_special_hours_come_and_go(cast: Cast, morocco: Calendar, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    given = {"change": "hours", "name": "Ramadan", "first_day": "2026-02-18", "last_day": "2026-03-19",
             "opens_at": "09:00", "closes_at": "15:00"}  # fmt: skip
    assert client.post(PAGE, given | {"last_day": "2026-02-01"}).status_code == 422
    assert "Ramadan" in text_of(client.post(PAGE, given, follow=True))
    client.post(PAGE, {"change": "no-hours", "hours": morocco.special_hours.get().pk})
    assert not morocco.special_hours.exists()


def test_the_preview_reads_in_a_fixed_number_of_queries(
    cast: Cast, morocco: Calendar, django_assert_max_num_queries: Any
) -> None:
    counted = []
    for _ in range(2):
        for _ in range(3):
            new = received(cast)
            act = {"by": cast.coordinator, "now": NOW, "lead": cast.health, "working_days": 10}
            actions.take_step(new, "assign", **act)
        with django_assert_max_num_queries(40) as queries:
            calendar_changes.preview(lambda: morocco, by=cast.coordinator)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_nothing_is_saved_without_having_been_seen(cast: Cast, case: Case, morocco: Calendar) -> None:
    def change() -> Calendar:
        morocco.holidays.create(on=EID, key="Eid")
        return morocco

    act = {"by": cast.coordinator, "now": NOW, "reason": "So."}
    with pytest.raises(Conflict):
        calendar_changes.make(change, seen="", moving=True, **act)
    assert not Holiday.objects.exists()


class TestTheHistory:
    """Each change is kept: who made it, when, from what to what."""

    def test_a_holiday_added_moved_confirmed_and_removed(
        self, cast: Cast, morocco: Calendar, sign_in: SignIn
    ) -> None:
        client = sign_in(cast.coordinator)
        client.post(PAGE, {"change": "add", "on": "2026-03-15", "name": "Feast"})
        holiday = Holiday.objects.get()
        client.post(PAGE, {"change": "move", "on": "2026-03-14", "holiday": holiday.pk})
        client.post(PAGE, {"change": "remove", "holiday": holiday.pk})

        told = [one.details["changes"] for one in SettingsChange.objects.order_by("pk")]

        assert told == [
            [["holiday", "", "2026-03-15 Feast"]],
            [["holiday", "2026-03-15 Feast", "2026-03-14 Feast"]],
            [["holiday", "2026-03-14 Feast", ""]],
        ]
        for page in (PAGE, "/settings/calendars/", "/settings/"):
            assert "holiday: 15 March 2026 Feast → now 14 March 2026 Feast" in text_of(client.get(page))

    def test_week_and_hours(self, cast: Cast, morocco: Calendar, sign_in: SignIn) -> None:
        week = {
            "name": "Morocco",
            "country": "MA",
            "weekend": [4, 5],
            "opens_at": "09:00",
            "closes_at": "16:30",
        }

        page = sign_in(cast.coordinator).post(PAGE, {"change": "calendar"} | week, follow=True)

        assert "days off in every week: Saturday, Sunday → now Friday, Saturday" in text_of(page)
        assert "work begins: 08:30:00 → now 09:00:00" in text_of(page)

    def test_a_new_one_and_how_many_dates_moved(self, cast: Cast, case: Case, sign_in: SignIn) -> None:
        client = sign_in(cast.coordinator)
        shown = client.post(PAGE, {"change": "add", "on": EID, "name": "Eid al-Fitr"})
        assert not SettingsChange.objects.exists()

        client.post(PAGE, carried(shown) | {"dates": "move"})

        assert SettingsChange.objects.get().details["moved"] == 1
        new = {"code": "other", "name": "Other", "weekend": [5, 6], "opens_at": "08:30", "closes_at": "16:30"}
        client.post("/settings/calendars/", new)
        latest = SettingsChange.objects.latest("pk")
        assert (latest.act, latest.by, latest.at) == ("made", cast.coordinator, NOW)

    def test_a_long_list_of_holidays_is_cut_and_says_so(
        self, cast: Cast, morocco: Calendar, sign_in: SignIn
    ) -> None:
        changes = [["holiday", "", f"2026-01-{day:02} Day"] for day in range(1, 31)]
        note(morocco, "changed", by=cast.coordinator, now=NOW, changes=changes, moved=0)

        assert "and 10 more" in text_of(sign_in(cast.coordinator).get(PAGE))
