"""What a coordinator does with a file on the page; the worker works when it is told."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.importing import waiting
from cases.models import Import
from tests.cases.importing.files import PRISONS
from tests.cast import NOW

BAD = {**PRISONS, "key": "3", "mechanism": "Parliament", "paragraph": "120.4", "text_en": "Open courts."}


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def send(browser: Client, content: bytes, name: str = "list.csv", **more: str) -> Any:
    return browser.post("/import/", {"file": SimpleUploadedFile(name, content), **more})


def sent(browser: Client, content: bytes, name: str = "list.csv", **more: str) -> Import:
    """The import of that file, read by the worker."""
    answer = send(browser, content, name, **more)
    assert answer.status_code == 302, text_of(answer)
    one = Import.objects.latest("pk")
    assert answer.url == f"/import/{one.key}/"
    return worked(one)


def worked(one: Import) -> Import:
    waiting.work_on(one.key, clock=lambda: NOW)
    one.refresh_from_db()
    return one


def confirm(browser: Client, one: Import) -> Import:
    page = text_of(browser.get(f"/import/{one.key}/"))
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen, page
    browser.post(f"/import/{one.key}/confirm/", {"seen": seen[1]})
    return worked(one)
