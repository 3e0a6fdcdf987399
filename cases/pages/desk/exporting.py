"""The cases of the Desk as a file, exactly as it is narrowed down: CSV of any length, XLSX where it ends."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from cases.models import Case
from cases.models.case_lists import CaseQuerySet, late_at
from cases.pages.desk.filters import DeskFilter
from cases.pages.desk.forms import in_order
from cases.pages.desk.lists import lists_for
from cases.pages.desk.page import MEDIA_TYPES, desk_again
from cases.pages.desk.paging import MOST
from cases.pages.opened import person
from cases.people.roles import COORDINATOR, EDITOR, OBSERVER, VALIDATOR
from cases.policy import requires

BATCH = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With what a cell begins that a spreadsheet program may take for a formula (OWASP ASVS 5.0, 1.2.10)."""
LISTS = ("recommending_states", "themes", "affected_persons", "sdg_targets")
Cell = str | int | date | None


@requires(COORDINATOR, VALIDATOR, EDITOR, OBSERVER)
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    ending = f".{kind}"
    if ending not in MEDIA_TYPES:
        raise Http404
    now = timezone.now()
    visible = Case.objects.visible_to(person(request))
    lists = lists_for(person(request), timezone.localdate(now))
    found = DeskFilter(request.GET, visible, lists=lists, late=late_at(now)).qs
    pks = list(in_order(found).values_list("pk", flat=True))
    if ending == ".xlsx" and len(pks) > MOST:
        return desk_again(
            request, None, _("So many cases fit no workbook: take CSV, or narrow the list down.")
        )
    rows = _rows(visible, pks, request.build_absolute_uri("/"), get_language())
    name = f"cases-{timezone.localdate(now).isoformat()}{ending}"
    return (_as_csv if ending == ".csv" else _as_xlsx)(rows, name)


def _rows(visible: CaseQuerySet, pks: list[int], site: str, language: str | None) -> Iterator[list[Cell]]:
    """The header, then a row for each case, read in batches; what went out of sight meanwhile is left out.

    Each batch is written in the reader's ``language``: it is asked for when the request is over already.
    """
    now, languages = timezone.now(), [code for code, _name in settings.LANGUAGES]
    with translation.override(language):
        header = [*_header(), *(_("Text (%(language)s)") % {"language": one} for one in languages), _("Page")]
    yield header
    for begins in range(0, len(pks), BATCH):
        with translation.override(language):
            rows = [
                [*_cells(case, now), *_texts(case, languages), f"{site}case/{case.reference}/"]
                for case in _read(visible, pks[begins : begins + BATCH])
            ]
        yield from rows


def _read(visible: CaseQuerySet, pks: list[int]) -> Iterator[Case]:
    tied = [f"recommendation__{one}__wordings" for one in LISTS]
    cases = visible.filter(pk__in=pks).for_lists().prefetch_related(*tied).in_bulk()
    return (cases[pk] for pk in pks if pk in cases)


def _texts(case: Case, languages: list[str]) -> list[str]:
    texts = {one.language: one.text for one in case.recommendation.wordings.all()}
    return [texts.get(code, "") for code in languages]


def _header() -> list[Cell]:
    return [
        _("Reference"), _("Mechanism"), _("Document"), _("Paragraph"), _("Year"), _("Position"),
        _("Recommending states"), _("Themes"), _("Affected persons"), _("SDG targets"), _("Lead department"),
        _("Where it stands"), _("Due date"), _("Late"), _("Implementation status"), _("Round"),
    ]  # fmt: skip


def _cells(case: Case, now: Any) -> list[Cell]:
    about = case.recommendation
    return [
        about.reference, about.get_mechanism_display(), about.symbol, about.paragraph, about.year,
        about.get_position_display(), *(_joined(about, one) for one in LISTS), str(case.lead or ""),
        str(case.standing), case.due_on, _("yes") if case.is_late(now) else "", str(case.status or ""),
        str(case.round or ""),
    ]  # fmt: skip


def _joined(about: Any, attribute: str) -> str:
    """As an import takes it."""
    return " | ".join(sorted(map(str, getattr(about, attribute).all())))


def _as_csv(rows: Iterator[list[Cell]], name: str) -> HttpResponseBase:
    """In UTF-8 with the mark by which spreadsheet programs know it; a day is written 2026-07-12."""
    writer: Any = csv.writer(_Passed())
    lines = (writer.writerow([harmless(cell) for cell in row]) for row in rows)
    return _answer(StreamingHttpResponse(_with_mark(lines)), ".csv", name)


def _as_xlsx(rows: Iterator[list[Cell]], name: str) -> HttpResponseBase:
    """Texts are texts, days are days; written row by row, and read from right to left where the page is."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("Cases"))
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.freeze_panes = "B2"
    for number, row in enumerate(rows):
        sheet.append([_xlsx_cell(sheet, cell, bold=number == 0) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    workbook.save(file)
    file.seek(0)
    return _answer(FileResponse(file), ".xlsx", name)


def harmless(cell: Cell) -> Cell:
    """What a spreadsheet program might take for a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _xlsx_cell(sheet: Any, value: Cell, *, bold: bool) -> Any:
    cell = WriteOnlyCell(sheet, value="" if value is None else _writable(value))
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _writable(value: Cell) -> Cell:
    """XML knows no control characters."""
    if not isinstance(value, str):
        return value
    return "".join(one for one in value if one >= " " or one in "\t\n")[:32_767]


class _Passed:
    """What csv writes to: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def _with_mark(lines: Iterator[str]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for line in lines:
        yield line.encode()


def _answer(response: Any, ending: str, name: str) -> HttpResponseBase:
    response.headers["Content-Type"] = MEDIA_TYPES[ending]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
