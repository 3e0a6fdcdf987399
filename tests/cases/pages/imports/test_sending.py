"""A file is sent: read at once or by the worker, refused in a sentence, never twice."""

from __future__ import annotations

import re
from datetime import timedelta
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.importing import waiting
from cases.importing.apart.main import OLE
from cases.models import Case, Import
from cases.pages.imports import acts, listing
from cases.pages.imports.one import seen_of
from tests.cases.importing.files import CLINICS, PRISONS, generic, workbook
from tests.cases.pages.imports.sending import BAD, confirm, send, sent, text_of, worked
from tests.cast import NOW
from workflow.invariants import broken


def test_two_submits_import_a_list(browser: Client) -> None:
    rows = [
        {**PRISONS, "key": str(key), "paragraph": f"120.{key}", "text_en": f"Ask {key}."}
        for key in range(200)
    ]
    one = confirm(browser, sent(browser, workbook(*rows), "list.xlsx"))
    assert (one.new, one.written_at) == (200, NOW)
    assert Case.objects.count() == 200
    assert not list(broken())


def test_a_large_one_is_being_read_and_goes_on_without_the_browser(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 0)
    answer = send(browser, generic(CLINICS))
    page = text_of(browser.get(answer.url))
    assert "Being read" in page
    assert "You may close this page" in page
    assert 'hx-trigger="every 1s"' in page


@pytest.mark.parametrize(("limit", "value"), [("ROWS_AT_ONCE", 1), ("UNPACKED_AT_ONCE", 100), ("", 0)])
def test_a_small_file_that_holds_much_is_read_by_the_worker(
    browser: Client, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    """Control: within the limits it is read at once."""
    monkeypatch.setattr(listing, limit or "ROWS_AT_ONCE", value or 2)
    send(browser, workbook(CLINICS, PRISONS), "list.xlsx")
    one = Import.objects.get()
    assert (one.is_read, one.lease_until) == (not limit, None)
    assert worked(one).new == 2


def test_few_rows_beside_very_many_recommendations_are_read_by_the_worker(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: beside those of another mechanism they are read at once."""
    confirm(browser, sent(browser, generic(CLINICS)))
    monkeypatch.setattr(waiting, "COMPARED", 0)
    send(browser, generic(PRISONS), "first.csv")
    send(browser, generic({**CLINICS, "position": "Noted"}), "second.csv")
    first, second = Import.objects.order_by("-pk")[:2][::-1]
    assert (first.is_read, second.is_read) == (True, False)
    assert worked(second).changed == 1


def test_a_file_of_which_little_changes_is_not_compared_again_before_the_page_is_answered(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sent(browser, generic(CLINICS, PRISONS))
    monkeypatch.setattr(acts, "ROWS_AT_ONCE", 1)
    browser.post(f"/import/{one.key}/confirm/", {"seen": seen_of(one)})
    one.refresh_from_db()
    assert one.is_under_way
    assert worked(one).written_at == NOW


def test_a_full_disk_is_said_and_leaves_nothing(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(storage: FileSystemStorage, name: str, content: Any) -> str:
        Path(storage.path(name)).parent.mkdir(parents=True)
        Path(storage.path(name)).write_bytes(b"Begun")
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    answer = send(browser, generic(CLINICS))
    assert (answer.status_code, Import.objects.exists()) == (422, False)
    assert "no room left" in text_of(answer)
    assert not [one for one in Path(default_storage.path("")).rglob("*") if one.is_file()]


def test_a_file_that_is_too_large_says_how_large_it_may_be(browser: Client, settings: Any) -> None:
    settings.REQUEST_LIMIT_MB = 2
    answer = send(browser, b"key,mechanism\n" * 100_000)
    assert answer.status_code == 422
    assert "larger than 1 MB" in text_of(answer)
    assert "manage.py import_recommendations" in text_of(answer)


def test_many_rows_are_written_by_the_worker(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "AT_ONCE", 1)
    one = sent(browser, generic(CLINICS, PRISONS))
    browser.post(f"/import/{one.key}/confirm/", {"seen": "2-0-0-0"})
    one.refresh_from_db()
    assert one.written_at is None
    assert "Being written" in text_of(browser.get(f"/import/{one.key}/"))
    assert worked(one).written_at == NOW


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF-1.7", "list.csv", "is a PDF"),
        (b"", "list.csv", "This file is empty"),
        (b"\x89PNG\r\n\x1a\n\0", "list.csv", "none of CSV, Excel"),
        (OLE + bytes(600), "list.xlsx", "has a password"),
        ("key,date".encode("utf-16")[:-1], "list.csv", "is damaged"),
        (workbook(CLINICS)[:900], "list.xlsx", "is damaged"),
        ("key,mechanism,date,text_fr\n1,UPR,2022,été".encode("latin-1"), "list.csv", "not in UTF-8 (line 2)"),
        (
            b"key,mechanism,date,text_fr\n",
            "ma liste.csv",
            "“ma liste.csv” has a header, but no line below it",
        ),
    ],
)
def test_a_file_that_cannot_be_read_comes_back_with_what_was_typed_and_is_not_kept(
    browser: Client, tmp_path: Path, content: bytes, name: str, said: str
) -> None:
    answer = send(browser, content, name, source="Ministry’s list", state="Qarenda")
    page = text_of(answer)
    assert answer.status_code == 422
    assert said in page
    assert 'value="Ministry’s list"' in page
    assert 'value="Qarenda"' in page
    assert not Import.objects.exists()
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_the_same_file_sent_twice_is_one_import(browser: Client) -> None:
    sent(browser, generic(CLINICS))
    sent(browser, generic(CLINICS))
    assert Import.objects.count() == 1


def test_the_same_file_again_says_that_nothing_changes(browser: Client) -> None:
    confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    page = text_of(browser.get(f"/import/{sent(browser, generic(CLINICS, PRISONS)).key}/"))
    assert "<title>Nothing to import: list.csv" in page
    assert "This very file was imported on" in page
    assert "there is nothing to confirm, and nothing changes" in page
    assert "/confirm/" not in page


def test_a_row_that_was_mended_is_so_when_the_same_file_is_sent_again(browser: Client) -> None:
    one = sent(browser, generic(CLINICS, BAD))
    place = one.rows.get(standing="look").place
    values = {"key": "3", "mechanism": "UPR", "paragraph": "120.4", "when": "2024", "text_en": "Open courts."}
    browser.post(
        f"/import/{one.key}/row/{place}/", {f"row-{place}-{name}": said for name, said in values.items()}
    )
    one.refresh_from_db()
    assert (confirm(browser, one).new, one.skipped) == (2, 0)
    again = sent(browser, generic(CLINICS, BAD))
    assert (again.new, again.changed, again.same, again.skipped) == (0, 0, 2, 0)


def test_steps_and_quarters_are_said_aloud_and_nothing_twice(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 0)
    address = send(browser, generic(CLINICS)).headers["Location"]
    Import.objects.update(done=60, total=100)
    asks = {"HTTP_HX_REQUEST": "true"}
    page = text_of(browser.get(address, **asks))
    assert 'hx-swap-oob="innerHTML">Being read: 50% done.</div>' in page
    assert "<title>Being read: list.csv" in page
    said = re.search(r'hx-get="([^"]+)"', page)
    assert said
    assert "hx-swap-oob" not in text_of(browser.get(said[1], **asks))
    Import.objects.update(done=80)
    assert "Being read: 75% done." in text_of(browser.get(said[1], **asks))
    worked(Import.objects.get())
    assert 'hx-swap-oob="innerHTML">Ready to confirm</div>' in text_of(browser.get(said[1], **asks))


def test_a_file_that_waits_and_is_sent_again_is_shown_beside_what_stands_now(browser: Client) -> None:
    first = confirm(browser, sent(browser, generic(CLINICS), "first.csv"))
    one = sent(browser, generic({**CLINICS, "text_en": "Other."}), "second.csv")
    assert (one.new, one.changed) == (0, 1)
    browser.post(f"/import/{first.key}/undo/")
    Import.objects.filter(pk=first.pk).update(undone_at=NOW + timedelta(seconds=1))
    again = sent(browser, generic({**CLINICS, "text_en": "Other."}), "second.csv")
    assert again.pk == one.pk
    assert (again.new, again.changed) == (1, 0)


def test_past_imports_are_listed(browser: Client) -> None:
    confirm(browser, sent(browser, generic(CLINICS)))
    page = text_of(browser.get("/import/"))
    assert "list.csv" in page
    assert "Imported" in page


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("list\u202evsc.csv", "listvsc.csv"),
        ("a\u2066b\x07.csv", "ab.csv"),
        ("../../etc/list.csv", "list.csv"),
        ("<b>list.csv", "&lt;b&gt;list.csv"),
        (".. ", ".. "),
    ],
)
def test_the_name_of_a_file_is_a_name_and_nothing_else(browser: Client, name: str, shown: str) -> None:
    upload = SimpleUploadedFile("list.csv", generic(CLINICS))
    upload._name = name  # as a browser may send it
    answer = browser.post("/import/", {"file": upload})
    assert answer.status_code == 302, text_of(answer)
    page = browser.get(answer.url).content.decode()
    assert f"<h1><bdi>{shown}</bdi></h1>" in page
    path = Import.objects.get().file.path
    assert Path(path).name.strip(".")
