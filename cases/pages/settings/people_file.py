"""People from a file: send it, see what is new, changed, the same, or needs a look; confirm."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.importing import people as importing
from cases.importing import people_template
from cases.importing.people import CHANGED, LOOK, NEW, SAME, Listed, Planned
from cases.importing.rows import BadFile
from cases.in_a_row import in_a_row
from cases.pages.forms import ChosenFileField
from cases.pages.opened import person
from cases.pages.settings.roles import role_label
from cases.policy import settles
from workflow.errors import Refused

SALT = "cases.pages.settings.people_file"
AN_HOUR = 3600
LARGEST = 2 * 1024 * 1024
# fmt: off
GROUPS = {
    LOOK:    gettext_lazy("Needs a look; left out"),
    NEW:     gettext_lazy("New"),
    CHANGED: gettext_lazy("Changed"),
    SAME:    gettext_lazy("Same"),
}
# fmt: on


class FileForm(forms.Form):
    file = ChosenFileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV (UTF-8) or XLSX, 500 people at most."),
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than 2 MB; a list of people is smaller."))
        return file


@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def people_file(request: HttpRequest) -> HttpResponse:
    """With a file: shows what it would do. With ``rows``, which that page carries: does it."""
    if request.method != "POST":
        return _asked(request, FileForm())
    if "rows" in request.POST:
        return _confirmed(request)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _preview(request, _read(form.cleaned_data["file"]))
        except BadFile as bad:
            form.add_error("file", bad.sentence)
    return _asked(request, form, 422)


@settles()
@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty file, to fill in."""
    if kind not in people_template.WRITERS:
        raise Http404
    write, media_type = people_template.WRITERS[kind]
    answer = HttpResponse(write(), content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="people.{kind}"'
    return answer


def _read(file: UploadedFile) -> list[Listed]:
    name = get_valid_filename(f"x{(file.name or '')[-80:]}")[1:] or "file"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(file.read())
        return importing.read_people(path)


def _confirmed(request: HttpRequest) -> HttpResponse:
    by = person(request)
    try:
        carried = signing.loads(request.POST["rows"], salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        carried = {}
    if carried.get("by") != by.pk:
        form = FileForm()
        refusal = _("This list had grown old, so nothing was done. Send the file again.")
        return _asked(request, form, 409, refusal)
    rows = importing.from_plain(carried["rows"])
    how: dict[str, Any] = {"inviting_new": "invite" in request.POST, "by": by, "now": timezone.now()}
    try:
        done = importing.bring_in(rows, seen=request.POST.get("seen", ""), **how)
    except Refused as refused:
        return _preview(request, rows, refused.sentence, 409)
    messages.success(request, _said(done))
    return redirect("people")


def _said(done: list[Planned]) -> str:
    count = Counter(one.standing for one in done)
    said = {standing: count[standing] for standing in GROUPS}
    return _("New: %(new)d. Changed: %(changed)d. The same: %(same)d. Left out: %(look)d.") % said


def _asked(request: HttpRequest, form: FileForm, status: int = 200, refusal: str = "") -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "columns": people_template.explained(),
    }
    return render(request, "cases/settings/people_file.html", context, status=status)


def _preview(request: HttpRequest, rows: list[Listed], refusal: str = "", status: int = 200) -> HttpResponse:
    by = person(request)
    plans = importing.compare(rows, by=by)
    groups = [
        {"code": code, "title": title, "rows": [_row(one) for one in plans if one.standing == code]}
        for code, title in GROUPS.items()
    ]
    carried = {"by": by.pk, "rows": importing.as_plain(rows)}
    context = {
        "groups": groups,
        "does": any(one.standing in (NEW, CHANGED) for one in plans),
        "new": sum(one.standing == NEW for one in plans),
        "rows": signing.dumps(carried, salt=SALT, compress=True),
        "seen": importing.digest(plans),
        "refusal": refusal,
    }
    return render(request, "cases/settings/people_preview.html", context, status=status)


def _row(plan: Planned) -> dict[str, Any]:
    return {
        "plan": plan,
        "name": plan.name or (plan.person.name if plan.person else ""),
        "lines": in_a_row(plan.lines),
        "roles": [(role_label(role), department) for role, department in plan.roles],
    }
