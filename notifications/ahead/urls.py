"""The addresses of what will be sent, and of the numbers by which it is."""

from __future__ import annotations

from django.urls import URLPattern, path

from notifications import policy_pages
from notifications.ahead import pages

urlpatterns: list[URLPattern] = [
    path("reminders/", pages.reminders, name="reminders"),
    path("reminders/mail/", pages.mail, name="reminders-mail"),
    path("settings/reminders/", policy_pages.reminders, name="settings-reminders"),
]
