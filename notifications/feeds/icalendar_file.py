"""A feed as a calendar program reads it: iCalendar (RFC 5545, with the names of RFC 7986).

The same dates give the same bytes: nothing in it is of the moment at which it is fetched.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, vText

from cases.people.languages import spoken_here
from cases.people.speaking import language_of_department
from notifications.feeds.due import MOST, Due, dates_of
from notifications.models import Feed, mail_host

MEDIA_TYPE = "text/calendar; charset=utf-8"
AGAIN_AFTER = timedelta(hours=6)
"""How often a program is asked to fetch it; most decide for themselves."""


def write(feed: Feed) -> bytes:
    """In the language of the person, or of the department."""
    with override(_language(feed)):
        calendar = _calendar(feed)
        for due in dates_of(feed):
            calendar.add_component(_event(due))
        return calendar.to_ical()


def _language(feed: Feed) -> str:
    """That of the person, else that of the department, else that of the country."""
    if feed.department is not None:
        return spoken_here(feed.department.language) or settings.LANGUAGE_CODE
    own = spoken_here(feed.by.language)
    return own or spoken_here(language_of_department(feed.by)) or settings.LANGUAGE_CODE


def _calendar(feed: Feed) -> Calendar:
    name = str(feed.department) if feed.department else _("My due dates")
    told = _("What is owed in Suivi, on the day by which it is due. At most %(most)d dates, the soonest.")
    calendar = Calendar()
    calendar.add("prodid", "-//Suivi//Due dates//EN")
    calendar.add("version", "2.0")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, vText(f"Suivi: {name}"))
    for key in ("description", "x-wr-caldesc"):
        calendar.add(key, vText(told % {"most": MOST}))
    calendar.add("refresh-interval", AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    return calendar


def _event(due: Due) -> Event:
    """All day, and not busy: the day is that of the department, wherever the calendar is read.

    SEQUENCE and LAST-MODIFIED grow with each step, so that a moved date moves and is no second one.
    """
    address = f"{settings.BASE_URL}{due.path}"
    event = Event()
    event.add("uid", f"{due.uid}@{mail_host()}")
    event.add("dtstamp", due.changed_at)
    event.add("last-modified", due.changed_at)
    event.add("sequence", due.number)
    event.add("dtstart", due.on)
    event.add("dtend", due.on + timedelta(days=1))
    event.add("summary", due.summary)
    event.add("description", "\n\n".join(part for part in (due.about, address) if part))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
