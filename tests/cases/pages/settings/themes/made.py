"""Themes, and cases about them, as the tests of their pages make them."""

from __future__ import annotations

from typing import Any

from django.test import Client

from cases.models import Case, Term
from cases.people.models import SettingsChange
from cases.settling.joining import join_themes, preview
from tests.cast import NOW, Cast

THEMES = "/settings/themes/"


def a_theme(name: str, **more: Any) -> Term:
    made = Term.objects.create(vocabulary="theme", code=name, **more)
    made.wordings.create(language="en", text=name)
    return made


def about(case: Case, *of: Term) -> Case:
    case.recommendation.themes.add(*of)
    return case


def themes_had(case: Case) -> set[str]:
    return {one.code for one in case.recommendation.themes.all()}


def joined(cast: Cast, theme: Term, into: Term) -> SettingsChange:
    seen = preview(theme, into, by=cast.coordinator).digest
    return join_themes(theme, into, by=cast.coordinator, now=NOW, seen=seen)


def shown(browser: Client, theme: Term) -> dict[str, str]:
    """What the page of the theme sends where nothing is typed."""
    page = browser.get(f"{THEMES}{theme.pk}/")
    form = page.context["form"]
    return {"then": "change", "seen": page.context["seen"]} | form.initial | dict(form.was())
