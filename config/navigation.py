"""The main navigation of a person: at most five words, each one only where its page opens for the person."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_lazy as _

from cases.people.roles import COORDINATOR, grants_of
from cases.people.settling import administers
from workflow.grants import Grants

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ENTRIES: dict[str, StrOrPromise] = {
    "my-work": _("My work"),
    "desk": _("Desk"),
    "overview": _("Overview"),
    "reports": _("Reports"),
    "mail": _("Mail"),
}
WITHIN = {"departments": "overview", "imports": "desk"}
"""Pages that lie within a word without lying below its address."""


def shown_to(request: HttpRequest) -> dict[str, Any]:
    """``navigation``, and whether the person ``may_settle``; one query, none for who is not signed in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"navigation": [], "may_settle": False}
    grants = grants_of(request.user)
    may_settle = administers(request.user) or COORDINATOR.held(grants, None)
    return {"navigation": entries_for(request, grants), "may_settle": may_settle}


def entries_for(request: HttpRequest, grants: Grants) -> list[dict[str, Any]]:
    """Label, address and whether it is where one stands."""
    found = {_address(name): label for name, label in ENTRIES.items()}
    urls = [url for url in found if url and _opens_for(grants, url)]
    within = {_address(page): _address(word) for page, word in WITHIN.items()}
    below = [url for url in (*urls, *within) if url and request.path.startswith(url)]
    here = max(below, key=len, default="")
    here = within.get(here, here)
    return [{"label": found[url], "url": url, "current": _current(request, url, here)} for url in urls]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _opens_for(grants: Grants, url: str) -> bool:
    """The view's own policy decides, so that no word leads to a refusal."""
    view = _view_at(url)
    roles = getattr(view, "roles", ())
    return view.policy == "signed in" or any(role.held_for_any(grants) for role in roles)


@cache
def _view_at(url: str) -> Any:
    """Asked several times a page, and always the same."""
    return resolve(url).func


def _current(request: HttpRequest, url: str, here: str) -> str:
    """One word at most: where an address lies within another, as the reports in the Desk, the longer one."""
    if url != here:
        return ""
    return "page" if request.path == url else "true"
