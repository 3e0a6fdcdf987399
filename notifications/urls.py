"""The addresses of the pages on mail."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from notifications import chase_pages, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("notifications.feeds.urls")),
    path("remind/", chase_pages.remind, name="remind"),
    path("remind/<slug:key>/", chase_pages.reminded, name="reminded"),
    path("remind/<slug:key>/undo/", chase_pages.undo, name="remind-undo"),
    path("mail/", pages.mails, name="mail"),
    path("mail/<slug:key>/", pages.mail, name="mail-one"),
    path("mail/<slug:key>/again/", pages.again, name="mail-again"),
]
