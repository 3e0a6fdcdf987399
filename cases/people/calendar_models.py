"""Calendars: which days are off, and at what hours one works. What is read out of them: ``calendars.py``."""

from __future__ import annotations

from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.people.wording import Worded, Wording
from workflow.clocks import DayOff

if TYPE_CHECKING:
    from workflow import clocks

SATURDAY, SUNDAY = 5, 6


def saturday_and_sunday() -> list[int]:
    return [SATURDAY, SUNDAY]


class CalendarQuerySet(models.QuerySet["Calendar"]):
    def with_days(self) -> CalendarQuerySet:
        """With all that :attr:`Calendar.days_off` reads, whatever their number: two queries more."""
        return self.prefetch_related("holidays__wordings")


class Calendar(models.Model):
    """The days off and the hours of one country or body. ``weekend`` are weekdays, Monday being 0."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=6, blank=True)
    weekend = models.JSONField(_("weekend"), default=saturday_and_sunday)
    opens_at = models.TimeField(_("work begins"), default=time(8, 30))
    closes_at = models.TimeField(_("work ends"), default=time(16, 30))

    objects = CalendarQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="calendar_hours_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def default(cls) -> Calendar:
        """That of all departments with none of their own: the one the settings name, else the first.

        Where there is none at all, Saturdays and Sundays are off, and nothing else.
        """
        known = cls.objects.with_days()
        named = known.filter(code=settings.DEFAULT_CALENDAR).first() if settings.DEFAULT_CALENDAR else None
        return named or known.order_by("pk").first() or cls(name=str(_("Weekdays")))

    @cached_property
    def days_off(self) -> clocks.Calendar:
        """The function that the engine counts with; holidays are read once, when it is first asked for."""
        holidays: dict[date, list[Holiday]] = {}
        for holiday in self.holidays.all() if self.pk else ():
            holidays.setdefault(holiday.on, []).append(holiday)
        weekend = frozenset(self.weekend)

        def why_off(day: date) -> DayOff | None:
            if day in holidays:
                names = ", ".join(str(one) for one in holidays[day])
                return DayOff(day, names, estimated=any(one.estimated for one in holidays[day]))
            return DayOff(day) if day.weekday() in weekend else None

        return why_off


class Holiday(Worded):
    """One day off. ``key`` is how its source names it, so that it is brought in once, though it was moved."""

    class Source(models.TextChoices):
        PACKAGE = "package", _("list of public holidays")
        ICS = "ics", _("calendar file")
        HAND = "hand", _("by hand")

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="holidays")
    on = models.DateField(_("day"))
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.HAND)
    key = models.CharField(max_length=255, editable=False)
    estimated = models.BooleanField(_("estimated"), default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "source", "key"], name="a_holiday_brought_in_once")
        ]
        indexes = [models.Index(fields=["calendar", "on"], name="holiday_of_a_calendar")]


class HolidayName(Wording):
    of = models.ForeignKey(Holiday, on_delete=models.CASCADE, related_name="wordings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="holiday_name_per_language")]


class SpecialHours(models.Model):
    """Days on which one works at other hours, as in Ramadan. They change no due date."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="special_hours")
    name = models.CharField(_("name"), max_length=200)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    opens_at = models.TimeField(_("work begins"))
    closes_at = models.TimeField(_("work ends"))

    class Meta:
        verbose_name = _("special hours")
        verbose_name_plural = _("special hours")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="special_hours_days_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="special_hours_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name
