"""Tomorrow's mails, changed today: a line left out, a mail held, words above it; each with its way back."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cases.models import Case
from notifications import ladder, policy
from notifications.ahead import holding_back
from notifications.ahead.expected import name_of
from notifications.ahead.mails import mails_on
from notifications.bundling import bundle
from notifications.models import HeldLine, HeldMail, Mail, MorningNote, Notice
from tests.cast import NOW, Cast, person
from tests.notifications.post import DAY, due_on
from workflow.errors import Conflict, NotAllowed, Refused

TOMORROW = date(2026, 3, 3)
MORNING = NOW.replace(hour=9, minute=30) + DAY
SOON = date(2026, 3, 5)
"""Two working days after tomorrow: a short time to answer, whose one step stands on tomorrow."""
LATE = date(2026, 2, 26)
"""Three working days before tomorrow: what blocks this? To focal point and alternate."""
PAGE, CHANGE = "/reminders/", "/reminders/change/"


def late(cast: Cast) -> Case:
    return due_on(cast, LATE)


def lines_to(somebody: Any, cast: Cast) -> list[Notice]:
    ahead = mails_on(TOMORROW, NOW, policy.current(), cast.coordinator, person=somebody)
    return [notice for mail in ahead.mails for notice in mail.leaving.notices]


def leave_out(cast: Cast, somebody: Any) -> HeldLine:
    (line,) = lines_to(somebody, cast)
    return holding_back.leave_out(name_of(line), TOMORROW, somebody, by=cast.coordinator, now=NOW)


def morning(days: int = 1) -> list[str]:
    """To whom a mail is made in that morning."""
    ladder.remind(MORNING + (days - 1) * DAY)
    return sorted(mail.to.partition("@")[0] for mail in bundle(MORNING + (days - 1) * DAY))


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.coordinator)
    return client


# A line


def test_a_line_that_is_left_out_is_told_to_the_others_only(cast: Cast) -> None:
    case = late(cast)
    leave_out(cast, cast.alternate)
    assert lines_to(cast.alternate, cast) == []
    assert len(lines_to(cast.focal_point, cast)) == 1
    assert morning() == ["focal-point"]
    assert morning(2) == []
    kept = Notice.objects.get(recipient=cast.alternate)
    assert (kept.state, kept.reason, kept.case) == ("cancelled", "held-back", case)


def test_it_stands_on_the_page_of_the_case(browser: Client, cast: Cast) -> None:
    case = late(cast)
    leave_out(cast, cast.alternate)
    said = browser.get(f"/case/{case.reference}/told/").content.decode()
    assert "Not sent: left out by a coordinator." in said


def test_undone_it_is_told_as_if_nothing_had_been(cast: Cast) -> None:
    late(cast)
    held = leave_out(cast, cast.alternate)
    holding_back.put_back(held, by=cast.coordinator, now=NOW)
    assert not Notice.objects.exists()
    assert bundle(NOW) == []
    assert morning() == ["alternate", "focal-point"]


def test_what_waits_already_can_be_left_out_and_waits_again(cast: Cast) -> None:
    late(cast)
    ladder.remind_as_of(TOMORROW, NOW)
    HeldMail.objects.create(recipient=cast.alternate, day=NOW.date(), by=cast.coordinator, at=NOW)
    held = leave_out(cast, cast.alternate)
    assert not held.ahead
    holding_back.put_back(held, by=cast.coordinator, now=NOW)
    assert Notice.objects.get(recipient=cast.alternate).state == "waiting"


def test_two_coordinators_at_once_leave_it_out_once(cast: Cast) -> None:
    late(cast)
    (line,) = lines_to(cast.alternate, cast)
    second = person("second", "coordinator")
    leave_out(cast, cast.alternate)
    with pytest.raises(Conflict, match="no more"):
        holding_back.leave_out(name_of(line), TOMORROW, cast.alternate, by=second, now=NOW)
    assert HeldLine.objects.count() == 1


# A mail


def test_a_mail_that_is_held_leaves_on_the_next_working_day(cast: Cast) -> None:
    late(cast)
    held = holding_back.hold(TOMORROW, cast.alternate, by=cast.coordinator, now=NOW)
    assert holding_back.hold(TOMORROW, cast.alternate, by=cast.coordinator, now=NOW) == held
    assert lines_to(cast.alternate, cast) == []
    assert morning() == ["focal-point"]
    assert morning(2) == ["alternate"]


def test_released_it_leaves_after_all(cast: Cast) -> None:
    late(cast)
    held = holding_back.hold(TOMORROW, cast.alternate, by=cast.coordinator, now=NOW)
    holding_back.release(held, by=cast.coordinator, now=NOW)
    assert morning() == ["alternate", "focal-point"]


# Words above it


def write(cast: Cast, text: str, somebody: Any = None, was: str = "") -> MorningNote | None:
    return holding_back.write_above(text, TOMORROW, somebody, was=was, by=cast.coordinator, now=NOW)


def test_words_stand_above_the_mail_under_the_name_of_who_wrote_them(cast: Cast) -> None:
    late(cast)
    write(cast, "The meeting is on Friday.")
    write(cast, "Call me, <Ada>.", cast.alternate)
    morning()
    to_one, to_other = (Mail.objects.get(recipient=one) for one in (cast.alternate, cast.focal_point))
    text = "Coordinator writes:\nThe meeting is on Friday.\n\nCoordinator writes:\nCall me, <Ada>.\n"
    assert text in to_one.text
    assert to_one.text.index("Call me") < to_one.text.index("/case/")
    assert "Call me, &lt;Ada&gt;." in to_one.html
    assert "The meeting is on Friday." in to_other.text
    assert "Call me" not in to_other.text


def test_they_are_dropped_when_the_day_is_over(cast: Cast) -> None:
    late(cast)
    write(cast, "Only today.")
    holding_back.hold(TOMORROW, cast.alternate, by=cast.coordinator, now=NOW)
    assert morning(2) != []
    assert "Only today." not in Mail.objects.get(recipient=cast.alternate).text


def test_they_can_be_changed_and_taken_away(cast: Cast) -> None:
    write(cast, "One.")
    write(cast, "Two.", was="One.")
    assert MorningNote.objects.get().text == "Two."
    assert write(cast, " ", was="Two.") is None
    assert not MorningNote.objects.exists()


def test_nobody_writes_over_what_was_not_seen(cast: Cast) -> None:
    write(cast, "One.")
    with pytest.raises(Conflict, match="Somebody else wrote “One.”"):
        write(cast, "Two.")
    assert MorningNote.objects.get().text == "One."


# What is refused


@pytest.mark.parametrize("act", [
    lambda cast, by, now: holding_back.hold(TOMORROW, cast.alternate, by=by, now=now),
    lambda cast, by, now: holding_back.leave_out("1", TOMORROW, cast.alternate, by=by, now=now),
    lambda cast, by, now: holding_back.write_above("Hi.", TOMORROW, None, was="", by=by, now=now),
    lambda cast, by, now: holding_back.write_above("Hi.", TOMORROW, cast.alternate, was="", by=by, now=now),
])  # fmt: skip
def test_nothing_is_changed_by_others_or_once_the_mail_has_left(act: Any, cast: Cast) -> None:
    late(cast)
    with pytest.raises(NotAllowed):
        act(cast, cast.focal_point, NOW)
    with pytest.raises(Refused, match="today and of the next working day"):
        act(cast, cast.coordinator, NOW - 5 * DAY)
    morning()
    with pytest.raises(Conflict, match="left"):
        act(cast, cast.coordinator, MORNING)


def test_too_many_words_are_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="At most 2000"):
        write(cast, "x" * 2001)


# The page


def sent(browser: Client, then: str, **given: Any) -> Any:
    return browser.post(CHANGE, {"then": then, "day": TOMORROW.isoformat()} | given, follow=True)


def test_the_page_does_all_of_it_and_undoes_it(browser: Client, cast: Cast) -> None:
    late(cast)
    page = browser.get(PAGE).content.decode()
    lines = re.findall(r'name="line" value="([^"]+)"', page)
    assert len(lines) == 2
    alternate = {"person": cast.alternate.pk}
    mine = next(line for line in lines if line.endswith(f"|{cast.alternate.pk}"))
    assert (
        "Left out: this line is not told to Alternate."
        in sent(browser, "leave-out", line=mine, **alternate).content.decode()
    )
    said = sent(browser, "put-back", held=HeldLine.objects.get().pk).content.decode()
    assert "Undone: the line is told after all." in said
    assert "Held: Alternate gets no mail" in sent(browser, "hold", **alternate).content.decode()
    assert (
        "Undone: the mail leaves" in sent(browser, "release", held=HeldMail.objects.get().pk).content.decode()
    )
    said = sent(browser, "note", text="Good morning.", was="", **alternate).content.decode()
    assert "Saved: it stands above the mail." in said
    assert said.count("Good morning.") >= 2
    assert morning() == ["alternate", "focal-point"]


def test_what_was_typed_is_not_lost(browser: Client, cast: Cast) -> None:
    write(cast, "One.")
    answer = sent(browser, "note", text="My other words.", was="")
    assert answer.status_code == 409
    assert "Somebody else wrote “One.” here meanwhile" in answer.content.decode()
    assert "My other words." in answer.content.decode()


@pytest.mark.parametrize(("given", "status"), [
    ({"then": "nonsense"}, 404), ({"then": "hold", "person": "999999"}, 404),
    ({"then": "release", "held": "999999"}, 404), ({"then": "put-back", "held": "x"}, 404),
    ({"then": "leave-out", "line": "x", "person": "{alternate}"}, 409),
    ({"then": "hold", "day": "soon"}, 404),
])  # fmt: skip
def test_what_is_not_there_is_refused(
    given: dict[str, str], status: int, browser: Client, cast: Cast
) -> None:
    given = {name: said.format(alternate=cast.alternate.pk) for name, said in given.items()}
    assert browser.post(CHANGE, {"day": TOMORROW.isoformat()} | given).status_code == status
