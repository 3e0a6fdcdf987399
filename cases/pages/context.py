"""What every page shows: the main navigation of this person, and the languages one may choose."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from cases.pages.helping.page import help_for
from cases.people import site
from cases.people.languages import interface_languages


def navigation(request: HttpRequest) -> dict[str, Any]:
    """``navigation``: at most five entries; which ones, config decides (settings.NAVIGATION)."""
    return import_string(settings.NAVIGATION)(request) | {
        "help_address": help_for(request),
        "interface_languages": interface_languages(),
        "state_name": site.state_name(),
        "site_name": site.site_name(),
        "times_of": settings.TIME_ZONE.rpartition("/")[2].replace("_", " "),
    }
