"""The addresses of the settings, below ``settings/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.pages.settings import department, index, look, people, people_file, person, theme, themes, words

urlpatterns: list[URLPattern] = [
    path("", index.index, name="settings"),
    path("departments/new/", department.new, name="settings-department-new"),
    path("departments/of/<slug:code>/", department.department, name="settings-department"),
    path("look/", look.look, name="settings-look"),
    path("themes/", themes.themes, name="settings-themes"),
    path("themes/new/", theme.new, name="settings-theme-new"),
    path("themes/<int:pk>/", theme.theme, name="settings-theme"),
    path("themes/<int:pk>/join/", theme.join, name="settings-theme-join"),
    path("words/", words.words, name="settings-words"),
    path("people/", people.people, name="people"),
    path("people/new/", person.new, name="person-new"),
    path("people/file/", people_file.people_file, name="people-file"),
    path("people/template.<str:kind>", people_file.template, name="people-template"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/switch-off/", person.switch_off, name="person-off"),
]
