"""The empty file of people, for whoever prepares the list by hand."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from cases.importing.template import csv_of, xlsx_of
from cases.people.roles import IN_DEPARTMENT, NATIONAL

COLUMNS = ("email", "name", "language", "role", "department")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def explained() -> dict[str, str]:
    """What each column takes, for the workbook and for the page."""
    return {
        "email": _("with which the person signs in; by it somebody is recognised again"),
        "name": _("first and last name"),
        "language": _("of the pages and mails, such as fr; or empty"),
        "role": _("one of: %(roles)s; a line more for each further role")
        % {"roles": ", ".join([*IN_DEPARTMENT, *NATIONAL])},
        "department": _("its code or its name; empty for a role of the whole country"),
    }


WRITERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "csv": (lambda: csv_of(COLUMNS), "text/csv; charset=utf-8"),
    "xlsx": (lambda: xlsx_of("people", COLUMNS, explained()), XLSX),
}
