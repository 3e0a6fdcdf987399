"""Checks of the wiring: every view has a policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

GUARDED_BY_THEIR_OWN = (
    "django.contrib.admin",
    "allauth.",
    "django.contrib.staticfiles",
    "django.contrib.auth.admin",
)
"""Rooms of others whose views carry rules of their own: the admin asks for staff, sign-in is for all."""


def check_policies(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """config.E001: a view of ours without a policy decorator (see cases/policy.py)."""
    return [
        Error(
            f"The view at “{route}” has no policy.",
            hint="Decorate it from cases/policy.py.",
            id="config.E001",
        )
        for route, view in views()
        if not hasattr(view, "policy") and not _is_of_others(view)
    ]


def views(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address with its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def _is_of_others(view: Any) -> bool:
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    admin = getattr(getattr(view, "model_admin", None), "admin_site", None) or hasattr(view, "admin_site")
    return bool(admin) or module.startswith(GUARDED_BY_THEIR_OWN)
