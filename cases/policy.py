"""Who may open a view at all. Deny by default: a view without a policy fails the build (config/checks.py).

What a person sees *inside* a view starts at ``visible_to(user)``: unseen is 404, not allowed is 403.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from cases.people import settling
from cases.people.roles import grants_of
from workflow.roles import National

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def public(view: View) -> View:
    """Anybody may open it, signed in or not."""
    return _marked(login_not_required(view), "public")


def signed_in(view: View) -> View:
    """Anybody who is signed in may open it; the view itself shows only what is visible to the person."""
    return _marked(view, "signed in")


def requires(*roles: National) -> Callable[[View], View]:
    """Only who holds one of these roles, for the nation or for some of its cases, may open it.

    Others get 403 with a sentence.
    """
    label = ", ".join(role.codenames[0] for role in roles)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            grants = grants_of(request.user)
            if not any(role.held_for_any(grants) for role in roles):
                names = ", ".join(str(role.label) for role in roles)
                raise PermissionDenied(_("This page is for the %(roles)s.") % {"roles": names})
            return view(request, *args, **kwargs)

        guarded.roles = roles  # type: ignore[attr-defined]
        return _marked(guarded, label)

    return decorate


def settles(*readers: National) -> Callable[[View], View]:
    """Only a coordinator or an administrator may open it, or who holds one of the roles of ``readers``.

    Others get 403 with a sentence.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not (settling.settles(request.user) or _holds_any(request.user, readers)):
                raise PermissionDenied(_("This page is for coordinators and administrators."))
            return view(request, *args, **kwargs)

        return _marked(guarded, "settles")

    return decorate


def administered(view: View) -> View:
    """Only an administrator may open it. Others get 403 with a sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settling.administers(request.user):
            raise PermissionDenied(_("This page is for administrators."))
        return view(request, *args, **kwargs)

    return cast("View", _marked(guarded, "administered"))


def _holds_any(user: Any, roles: tuple[National, ...]) -> bool:
    return bool(roles) and any(role.held_for_any(grants_of(user)) for role in roles)


def _marked(view: Any, policy: str) -> Any:
    view.policy = policy
    return view
