"""The look of the pages, changed in the settings: a colour, a mark; what is refused, the note, the way back.

A mark is PNG or JPEG, known by its content, and made anew from its pixels: what else the file held is left
behind. SVG is none: it is a document, which may carry scripts and fetch from other hosts.
"""

from __future__ import annotations

import hashlib
import io
import re
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from cases.people import site
from cases.people.models import SettingsChange, Site, User
from cases.people.settings_changes import note
from cases.people.settling import settles
from cases.settling import colours
from cases.uploads import JPEG, PNG, kind_of
from workflow.errors import Conflict, NotAllowed, Refused

CHANGED, PUT_BACK = "look changed", "look put back"
FOLDER = "look"
LARGEST_KB = 500
MOST_PIXELS = 2500
"""On either side, before it is made smaller."""
WIDTH, HEIGHT = 480, 112
"""At most so large it is kept: four times what the head of a page shows."""
SHA256 = re.compile(r"[0-9a-f]{64}")


def why_not_colour(accent: str) -> str:
    """The sentence why this colour is not taken; empty: yes, or it is Suivi's own."""
    if not accent:
        return ""
    if not colours.HEX.fullmatch(accent):
        return _("Write the colour as # and six digits or letters from a to f, such as #0d5c63.")
    ratio = colours.least_contrast(accent)
    if ratio < colours.AA:
        return _(
            "A link of this colour stands out from the page by %(ratio)s to 1; who sees little needs 4.5 "
            "to 1. Choose a darker one."
        ) % {"ratio": f"{ratio:.1f}"}  # fmt: skip
    return ""


def keep_mark(file: UploadedFile) -> str:
    """Make the mark anew and keep it under its hash, which is returned. Raises :class:`Refused`."""
    content = _made_anew(file)
    sha256 = hashlib.sha256(content).hexdigest()
    if not default_storage.exists(path_of(sha256)):
        default_storage.save(path_of(sha256), ContentFile(content))
    return sha256


def is_kept(sha256: str) -> bool:
    return bool(SHA256.fullmatch(sha256)) and default_storage.exists(path_of(sha256))


def path_of(sha256: str) -> str:
    return f"{FOLDER}/{sha256}.png"


@transaction.atomic
def change_look(accent: str, mark: str, *, by: User, now: datetime, seen: str) -> SettingsChange | None:
    """Write colour and mark (its hash), either empty for Suivi's own; the note, None where nothing differs.

    ``seen`` is :func:`mark_of` what the page showed. Raises :class:`Refused`, :class:`Conflict`.
    """
    held = _held(by)
    if seen != mark_of(held):
        raise Conflict(_("Somebody else changed the look meanwhile, so nothing was saved. Look again."))
    change = _write(held, accent, mark, CHANGED, by=by, now=now)
    _sweep()
    return change


@transaction.atomic
def put_back(change: SettingsChange, *, by: User, now: datetime) -> None:
    """Undo a change that still stands. Raises :class:`Refused`."""
    held = _held(by)
    if mark_of(held) != change.details["after"]:
        raise Conflict(_("The look was changed again since, so nothing was put back."))
    accent, mark = change.details["before"]
    _write(held, accent, mark, PUT_BACK, by=by, now=now)


def last_change() -> SettingsChange | None:
    """The one that may be undone: the latest, if it still stands."""
    of_look = SettingsChange.objects.filter(about=SettingsChange.About.SITE, act__in=(CHANGED, PUT_BACK))
    change = of_look.select_related("by").order_by("-at", "-pk").first()
    return change if change and change.act == CHANGED else None


def mark_of(shown: Site) -> str:
    """By which a page knows that what it showed still stands."""
    return f"{shown.accent}-{shown.mark_sha256}"


def _held(by: User) -> Site:
    if not settles(by):
        raise NotAllowed(_("Only a coordinator or an administrator changes the look."))
    return Site.held()


def _write(held: Site, accent: str, mark: str, act: str, *, by: User, now: datetime) -> SettingsChange | None:
    if sentence := why_not_colour(accent):
        raise Refused(sentence)
    if mark and not is_kept(mark):
        raise Refused(_("The mark is not kept any more. Choose the file again."))
    before = [held.accent, held.mark_sha256]
    if before == [accent, mark]:
        return None
    told: list[Any] = [["accent", held.accent, accent], ["mark", held.mark_sha256[:8], mark[:8]]]
    held.accent, held.mark_sha256 = accent, mark
    held.mark.name = path_of(mark) if mark else ""
    held.save(update_fields=["accent", "mark", "mark_sha256"])
    site.forget()
    changes = [row for row in told if row[1] != row[2]]
    return note(None, act, by=by, now=now, before=before, after=mark_of(held), changes=changes)


def _sweep() -> None:
    """Marks that were looked at and never saved are left by nobody's act; those of the history stay."""
    acts = SettingsChange.objects.filter(about=SettingsChange.About.SITE, act__in=(CHANGED, PUT_BACK))
    kept = {mark for pair in acts.values_list("details__before", flat=True) for mark in pair}
    kept |= set(Site.objects.values_list("mark_sha256", flat=True))
    for name in default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else ():
        if name.removesuffix(".png") not in kept:
            default_storage.delete(f"{FOLDER}/{name}")


def _made_anew(file: UploadedFile) -> bytes:
    """PNG of its pixels alone, no larger than is shown; without what cameras and programs wrote into it."""
    if (file.size or 0) > LARGEST_KB * 1024:
        raise Refused(_("The file has more than %(count)d KB. Make it smaller.") % {"count": LARGEST_KB})
    content: Any = file
    if kind_of(content, str(file.name)) not in (PNG, JPEG):
        raise Refused(_("This is no PNG and no JPEG. Save the mark as PNG, with a clear ground if you can."))
    file.seek(0)
    try:
        with Image.open(content, formats=["PNG", "JPEG"]) as opened:
            if max(opened.size) > MOST_PIXELS:
                raise Refused(
                    _("The picture has more than %(count)d pixels on a side. Make it smaller.")
                    % {"count": MOST_PIXELS}
                )
            plain = opened.convert("RGBA")
        plain.thumbnail((WIDTH, HEIGHT))
        pixels = Image.frombytes("RGBA", plain.size, plain.tobytes())
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as damaged:
        raise Refused(_("The picture is damaged. Save it anew, or choose another file.")) from damaged
    kept = io.BytesIO()
    pixels.save(kept, "PNG", optimize=True)
    return kept.getvalue()
