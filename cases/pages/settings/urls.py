"""The addresses of the settings, below ``settings/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.pages.settings import index, people, person

urlpatterns: list[URLPattern] = [
    path("", index.index, name="settings"),
    path("people/", people.people, name="people"),
    path("people/new/", person.new, name="person-new"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/switch-off/", person.switch_off, name="person-off"),
]
