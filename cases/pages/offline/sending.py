"""A file that was filled in comes back: what it would change is shown, and saved once that is confirmed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.difference import difference
from cases.in_a_row import in_a_row
from cases.offline.bringing_in import Brought, bring_in
from cases.offline.comparing import compared
from cases.offline.opening import BadFile, opened
from cases.offline.planned import GONE, LOOK, MOVED, SAME, TAKEN, Planned, Text, digest
from cases.offline.sent_back import SentBack, from_places
from cases.pages.kept import posted_from
from cases.pages.numbers import whole_number
from cases.pages.offline.forms import FileForm
from cases.pages.offline.page import shown
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.policy import signed_in
from workflow.errors import Refused

SALT = "cases.pages.offline.sending"
A_DAY = 24 * 3600
"""So long a preview may be confirmed."""
LARGEST = 2 * 1024 * 1024
"""Characters of what the preview carries: a form of Django's takes 2.5 MB."""
# fmt: off
GROUPS = {
    TAKEN: gettext_lazy("Will be saved as a new version"),
    MOVED: gettext_lazy("Moved on meanwhile; not saved"),
    LOOK:  gettext_lazy("Needs a look; not saved"),
    GONE:  gettext_lazy("Not yours to write; not saved"),
    SAME:  gettext_lazy("Unchanged"),
}
# fmt: on


@signed_in
@posted_from("offline")
def send_back(request: HttpRequest) -> HttpResponse:
    """With a file: shows what it would change. With ``rows``, which that page carries: saves it."""
    if "rows" in request.POST:
        return _confirmed(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, form, status=422)
    try:
        sent = from_places(opened(form.cleaned_data["file"]))
        return _preview(request, sent)
    except BadFile as bad:
        form.add_error("file", str(bad.sentence))
        return shown(request, form, status=422)


def _confirmed(request: HttpRequest) -> HttpResponse:
    sent = _carried(request)
    if sent is None:
        refusal = _("This page had grown old, so nothing was saved. Send the file again.")
        return shown(request, FileForm(), refusal=refusal, status=409)
    chosen = {name: {whole_number(one) for one in request.POST.getlist(name)} for name in ("take", "keep")}
    how: dict[str, Any] = {"by": person(request), "now": timezone.now(), **chosen}
    try:
        done = bring_in(sent.answers, seen=request.POST.get("seen", ""), **how)
    except BadFile as bad:
        return shown(request, FileForm(), refusal=str(bad.sentence), status=422)
    except Refused as refused:
        return _preview(request, sent, str(refused.sentence), STATUS.get(type(refused), 409))
    _say(request, done)
    return redirect("offline")


def _carried(request: HttpRequest) -> SentBack | None:
    """What the preview carried, where it is this person's own, and of today."""
    try:
        carried = signing.loads(request.POST["rows"], salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return None
    return SentBack.from_plain(carried["sent"]) if carried["by"] == person(request).pk else None


def _say(request: HttpRequest, done: Brought) -> None:
    if done.saved:
        said = ngettext("%(count)d answer is saved.", "%(count)d answers are saved.", len(done.saved))
        within = _("They stay within your department until they are sent.")
        messages.success(request, f"{said % {'count': len(done.saved)}} {within}")
    if done.kept:
        names = in_a_row(one.case.reference for one in done.kept if one.case)
        said = _("Your text waits on the page of its case, beside what was saved there: %(references)s.")
        messages.success(request, said % {"references": names})
    if not done.saved and not done.kept:
        messages.info(request, _("Nothing was chosen, so nothing was saved."))


def _preview(request: HttpRequest, sent: SentBack, refusal: str = "", status: int = 200) -> HttpResponse:
    by = person(request)
    rows = signing.dumps({"by": by.pk, "sent": sent.as_plain()}, salt=SALT, compress=True)
    if len(rows) > LARGEST:
        raise BadFile(_("The file holds too much text at once. Send fewer cases at once."))
    plans = compared(sent.answers, by=by)
    count = Counter(one.standing for one in plans)
    case_of = {one.key: one.case for one in plans}
    context = {
        "groups": [
            {"code": code, "title": title, "rows": [_row(one) for one in plans if one.standing == code]}
            for code, title in GROUPS.items()
        ],
        "does": bool(count[TAKEN]) or any(one.may_keep for one in plans),
        "taken": count[TAKEN],
        "is_anothers": bool(plans) and count[GONE] == len(plans),
        "outside": [{"case": case_of.get(answer), "text": text} for answer, text in sent.outside],
        "formula": sent.formula,
        "rows": rows,
        "seen": digest(plans),
        "refusal": refusal,
    }
    return render(request, "cases/offline/preview.html", context, status=status)


def _row(plan: Planned) -> dict[str, Any]:
    return {
        "plan": plan,
        "texts": [
            {"label": label, "difference": difference(text.now, text.comes), "words": text}
            for label, text in _texts(plan)
            if text.comes != text.now
        ],
        "other_proposal": plan.proposed != plan.proposed_now,
    }


def _texts(plan: Planned) -> list[tuple[str, Text]]:
    return [(_("Full text"), plan.full), (_("Short text"), plan.short)]
