"""The pages of a file of people: preview, confirmation, the empty file."""

from __future__ import annotations

import io
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from cases.people.models import User
from tests.cases.pages.conftest import SignIn
from tests.cast import Cast

ADDRESS = "/settings/people/file/"
LINES = "email,name,language,role,department\nnew@suivi.example,<b>New</b>,,head,justice\nbad,Bad,,,\n"


def sent(browser: Any, content: bytes = LINES.encode(), name: str = "people.csv") -> Any:
    return browser.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def carried(page: str) -> dict[str, str]:
    return {name: re.findall(f'name="{name}" value="([^"]+)"', page)[0] for name in ("rows", "seen")}


def test_nothing_is_done_before_it_is_confirmed(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.coordinator)
    page = sent(browser).content.decode()
    assert "&lt;b&gt;New&lt;/b&gt;" in page
    assert "is no e-mail address" in page
    assert not User.objects.filter(email="new@suivi.example").exists()

    told = browser.post(ADDRESS, carried(page) | {"invite": "on"}, follow=True).content.decode()

    assert "New: 1. Changed: 0. The same: 0. Left out: 1." in told
    assert User.objects.filter(email="new@suivi.example").exists()


def test_confirmed_twice_it_is_done_once(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.coordinator)
    confirmed = carried(sent(browser).content.decode())
    browser.post(ADDRESS, confirmed)
    again = browser.post(ADDRESS, confirmed)
    assert again.status_code == 409
    assert "Meanwhile something changed" in again.content.decode()


def test_a_list_that_somebody_else_saw_or_made_up_is_not_taken(cast: Cast, sign_in: SignIn) -> None:
    confirmed = carried(sent(sign_in(cast.coordinator)).content.decode())
    root = User.objects.create_superuser("root@suivi.example", name="Root")
    assert sign_in(root).post(ADDRESS, confirmed).status_code == 409
    made_up = confirmed | {"rows": confirmed["rows"][:-3] + "abc"}
    assert sign_in(cast.coordinator).post(ADDRESS, made_up).status_code == 409
    assert not User.objects.filter(email="new@suivi.example").exists()


def test_each_wrong_file_has_its_sentence(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.coordinator)
    for content, name, why in (
        (b"", "people.csv", "This file is empty"),
        (b"\xff\xfeb\0a\0d", "people.csv", "is damaged"),
        (b"%PDF-1.7", "../../people.pdf", "none of CSV, Excel"),
        (b"x" * (2 * 1024 * 1024 + 1), "people.csv", "larger than 2 MB"),
    ):
        answer = sent(browser, content, name)
        assert (answer.status_code, why in answer.content.decode()) == (422, True), why


def test_the_empty_file_can_be_filled_in_and_sent(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.coordinator)
    book = load_workbook(io.BytesIO(browser.get("/settings/people/template.xlsx").content))
    book["people"].append(["new@suivi.example", "New", "", "observer", ""])
    filled = io.BytesIO()
    book.save(filled)
    assert "What the file would do" in sent(browser, filled.getvalue(), "people.xlsx").content.decode()
    assert browser.get("/settings/people/template.csv").content.startswith(b"\xef\xbb\xbfemail,")
