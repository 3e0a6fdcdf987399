"""The look: which colours and marks are taken, how they are served, and the way back."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from cases.people.models import SettingsChange, Site
from cases.settling import colours
from cases.settling.look import HEIGHT, LARGEST_KB, WIDTH, change_look, keep_mark, mark_of
from tests.cases.pages.conftest import SignIn
from tests.cast import NOW, Cast
from workflow.errors import NotAllowed, Refused
from workflow.invariants import broken

LOOK = "/settings/look/"
WINE = "#7a1f3d"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 20), **more: Any) -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, kind, **more)
    return SimpleUploadedFile(f"mark.{kind.lower()}", file.getvalue())


def sent(browser: Client, then: str = "save", **typed: Any) -> Any:
    return browser.post(LOOK, {"then": then, "seen": mark_of(Site.objects.first() or Site())} | typed)


@given(st.integers(0, 0xFFFFFF))
@pytest.mark.once
def test_whatever_colour_is_taken_every_text_can_be_read(number: int) -> None:
    accent = f"#{number:06x}"
    assume(colours.least_contrast(accent) >= colours.AA)
    light, dark = colours.light(accent), colours.dark(accent)
    read = [(light.accent, ground) for ground in (*colours.LIGHT_GROUNDS.values(), light.soft)]
    read += [(dark.accent, ground) for ground in (*colours.DARK_GROUNDS.values(), dark.soft)]
    for shades, ink in ((light, colours.LIGHT_INK), (dark, colours.DARK_INK)):
        read += [(shades.strong, shades.soft), (shades.on, shades.accent), (shades.on, shades.strong)]
        read += [(ink, ground) for ground in (shades.soft, *shades.heat)]

    assert [(one, other) for one, other in read if colours.contrast(one, other) < colours.AA] == []


@pytest.mark.once
def test_contrast_is_that_of_wcag() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.once
def test_the_grounds_are_those_of_the_stylesheet() -> None:
    sheet = (Path(site_settings.BASE_DIR) / "cases/static/suivi/suivi.css").read_text()
    light, dark = re.findall(r":root \{(.*?)\}", sheet, re.S)[:2]
    for said, grounds, ink in (
        (light, colours.LIGHT_GROUNDS, colours.LIGHT_INK),
        (dark, colours.DARK_GROUNDS, colours.DARK_INK),
    ):
        for name, colour in {**grounds, "ink": ink}.items():
            assert f"--{name}: {colour};" in said
    assert f"--accent: {colours.OWN};" in light


def test_a_colour_is_on_every_page_and_has_a_stylesheet_of_its_own(
    cast: Cast, sign_in: SignIn, client: Client
) -> None:
    assert sent(sign_in(cast.coordinator), accent="#7A1F3D").status_code == 302

    page = client.get("/account/sign-in/")
    assert '<link rel="stylesheet" href="/look/7a1f3d-1.css">' in page.content.decode()
    sheet = client.get("/look/7a1f3d-1.css")
    assert "--accent: #7a1f3d;" in sheet.content.decode()
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
    assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("accent", "why"),
    [
        ("#ffcc00", "by 1.3 to 1"),
        ("#808080", "by 3.3 to 1"),
        ("red", "six digits"),
        ("#12345", "six digits"),
        ("#12345}", "six digits"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_the_reason(
    accent: str, why: str, cast: Cast, sign_in: SignIn, client: Client
) -> None:
    answer = sent(sign_in(cast.coordinator), accent=accent)

    assert (answer.status_code, why in answer.content.decode()) == (422, True)
    assert not SettingsChange.objects.exists()
    with pytest.raises(Refused):
        change_look(accent, "", by=cast.coordinator, now=NOW, seen="-")
    assert client.get(f"/look/{accent.strip('#')}-1.css").status_code == 404


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_mark_is_made_anew_and_stands_at_the_head(
    kind: str, cast: Cast, sign_in: SignIn, client: Client
) -> None:
    more: dict[str, Any] = {}
    if kind == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Author", "Somebody <script>")

    assert sent(sign_in(cast.coordinator), mark=picture(kind, (2000, 1000), **more)).status_code == 302

    sha256 = Site.objects.get().mark_sha256
    assert f'src="/look/{sha256}.png"' in client.get("/account/sign-in/").content.decode()
    served = client.get(f"/look/{sha256}.png")
    content = b"".join(served.streaming_content)
    assert served.headers["Content-Type"] == "image/png"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert b"script" not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.format, kept.width <= WIDTH, kept.height <= HEIGHT) == ("PNG", True, True)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (SimpleUploadedFile("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'), "no PNG and no JPEG"),
        (SimpleUploadedFile("a.png", b"Just a text."), "no PNG and no JPEG"),
        (SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 40), "damaged"),
        (SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * (LARGEST_KB * 1024)), "more than 500 KB"),
        (picture(size=(2501, 1)), "2500 pixels"),
    ],
)
def test_what_is_no_mark_is_refused_with_the_reason(
    file: SimpleUploadedFile, why: str, cast: Cast, sign_in: SignIn
) -> None:
    file.seek(0)
    answer = sent(sign_in(cast.coordinator), accent=WINE, mark=file)

    page = answer.content.decode()
    assert (answer.status_code, why in page, WINE in page) == (422, True, True)
    assert not Site.objects.exists()


def test_a_look_shows_both_and_saves_neither(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.coordinator)

    page = sent(browser, "look", accent=WINE, mark=picture()).content.decode()

    assert "/look/7a1f3d-1-sample.css" in page
    assert not Site.objects.exists()
    kept = re.search(r'name="kept" value="([0-9a-f]{64})"', page)
    assert kept
    sent(browser, accent=WINE, kept=kept[1])
    assert Site.objects.get().mark_sha256 == kept[1]


def test_a_mark_that_was_exchanged_is_found(cast: Cast) -> None:
    change_look("", mark := keep_mark(picture()), by=cast.coordinator, now=NOW, seen="-")
    assert broken() == []

    default_storage.delete(f"look/{mark}.png")

    assert len(broken()) == 1


def test_a_mark_that_was_never_kept_is_not_named(cast: Cast) -> None:
    with pytest.raises(Refused, match="not kept any more"):
        change_look("", "0" * 64, by=cast.coordinator, now=NOW, seen="-")
    with pytest.raises(NotAllowed):
        change_look(WINE, "", by=cast.validator, now=NOW, seen="-")


def test_the_last_change_goes_back_and_the_own_look_too(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.coordinator)
    sent(browser, accent=WINE)
    sent(browser, "own")
    assert Site.objects.get().accent == ""
    change = SettingsChange.objects.latest("pk")

    browser.post(LOOK, {"then": "undo", "change": change.pk})

    assert Site.objects.get().accent == WINE
    told = [(one.act, one.details["changes"]) for one in SettingsChange.objects.order_by("pk")]
    assert told == [
        ("look changed", [["accent", "", WINE]]),
        ("look changed", [["accent", WINE, ""]]),
        ("look put back", [["accent", "", WINE]]),
    ]


def test_who_looked_before_somebody_else_saved_is_told(cast: Cast, sign_in: SignIn) -> None:
    change_look(WINE, "", by=cast.coordinator, now=NOW, seen="-")

    answer = sign_in(cast.coordinator).post(LOOK, {"then": "save", "seen": "-", "accent": "#0000aa"})

    page = answer.content.decode()
    assert answer.status_code == 409
    for said in ("Somebody else changed the look", 'value="#0000aa"', "Somebody else wrote “", WINE):
        assert said in page
    assert Site.objects.get().accent == WINE


def test_a_page_that_had_grown_old_takes_away_no_mark(cast: Cast, sign_in: SignIn) -> None:
    mark = keep_mark(picture())
    change_look("", mark, by=cast.coordinator, now=NOW, seen="-")
    browser = sign_in(cast.coordinator)
    old = {"then": "save", "seen": "-", "accent": WINE, "kept": "", "was-accent": "", "was-kept": ""}

    answer = browser.post(LOOK, old)

    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (409, {})
    assert f'name="kept" value="{mark}"' in answer.content.decode()
    again = {"accent": form["accent"].value(), "kept": answer.context["chosen_mark"]} | dict(form.was())
    browser.post(LOOK, again | {"then": "save", "seen": answer.context["seen"]})
    assert (Site.objects.get().accent, Site.objects.get().mark_sha256) == (WINE, mark)


def test_a_mark_that_was_chosen_on_an_old_page_is_kept_and_both_are_told(cast: Cast, sign_in: SignIn) -> None:
    change_look("", keep_mark(picture()), by=cast.coordinator, now=NOW, seen="-")
    mine = keep_mark(picture(size=(33, 9)))

    answer = sign_in(cast.coordinator).post(
        LOOK, {"then": "save", "seen": "-", "mark": picture(size=(33, 9)), "was-accent": "", "was-kept": ""}
    )

    page = answer.content.decode()
    assert (answer.status_code, "Somebody else changed the mark meanwhile" in page) == (409, True)
    assert f'name="kept" value="{mine}"' in page


def test_what_was_looked_at_and_left_is_swept_away(cast: Cast, sign_in: SignIn) -> None:
    left = keep_mark(picture(size=(31, 7)))
    before = keep_mark(picture(size=(32, 7)))
    change_look("", before, by=cast.coordinator, now=NOW, seen="-")

    sent(sign_in(cast.coordinator), mark=picture())

    assert not default_storage.exists(f"look/{left}.png")
    assert default_storage.exists(f"look/{before}.png")


def test_it_has_a_fixed_number_of_queries(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    browser = sign_in(cast.coordinator)
    sent(browser, accent=WINE)
    browser.get(LOOK)
    with django_assert_num_queries(9):
        browser.get(LOOK)
