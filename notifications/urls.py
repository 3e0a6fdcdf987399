"""The addresses of the pages on mail."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from notifications import (
    agenda_pages,
    bell_pages,
    chase_pages,
    escalation_pages,
    pages,
    preference_pages,
    told_pages,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("notifications.ahead.urls")),
    path("", include("notifications.feeds.urls")),
    path("", include("notifications.webhooks.urls")),
    path("bell/", bell_pages.page, name="bell"),
    path("bell/seen/", bell_pages.seen, name="bell-seen"),
    path("bell/new/", bell_pages.new_again, name="bell-new"),
    path("case/<str:reference>/told/", told_pages.all_told, name="case-told"),
    path("remind/", chase_pages.remind, name="remind"),
    path("remind/<slug:key>/", chase_pages.reminded, name="reminded"),
    path("remind/<slug:key>/undo/", chase_pages.undo, name="remind-undo"),
    path("account/mails/", preference_pages.mails, name="mails-chosen"),
    path("unsubscribe/<str:token>/", preference_pages.unsubscribe, name="unsubscribe"),
    path("escalations/", escalation_pages.escalations, name="escalations"),
    path("escalations/agenda/", agenda_pages.agenda, name="escalation-agenda"),
    path("escalations/agenda.<str:kind>", agenda_pages.export, name="escalation-agenda-file"),
    path("mail/", pages.mails, name="mail"),
    path("mail/again/", pages.all_again, name="mail-all-again"),
    path("mail/<slug:key>/", pages.mail, name="mail-one"),
    path("mail/<slug:key>/again/", pages.again, name="mail-again"),
    path("mail/<slug:key>/mend/", pages.mend, name="mail-mend"),
]
