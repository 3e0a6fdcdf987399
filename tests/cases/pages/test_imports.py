"""The page on which a file is sent, looked at, mended, confirmed and taken back."""

from __future__ import annotations

import re
from datetime import timedelta
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.importing import waiting
from cases.importing.apart.main import OLE
from cases.models import Case, ColumnMatch, Import, Recommendation
from cases.models.imports import AGAIN, WARNS
from cases.pages.imports import acts, listing
from cases.pages.imports.one import seen_of
from tests.cases.importing.files import CLINICS, PRISONS, generic, workbook
from tests.cases.pages.conftest import SignIn
from tests.cast import DUE, NOW, Cast
from workflow.invariants import broken

BAD = {**PRISONS, "key": "3", "mechanism": "Parliament", "paragraph": "120.4", "text_en": "Open courts."}
THEIRS = ("No.", "Body", "When", "What", "Remark")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.coordinator)


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


@pytest.mark.parametrize("show", ["look", "new", "changed", "same"])
def test_no_page_of_an_import_tells_which_case_is_restricted(cast: Cast, browser: Client, show: str) -> None:
    """It speaks of the UN's recommendations, and says the same of each: docs/decisions/0014."""
    confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    doubtful = {**CLINICS, "key": "9", "text_en": "Train the judges of all courts.", "text_fr": ""}
    content = generic({**CLINICS, "position": "Noted"}, {**PRISONS, "key": "2"})
    one = sent(browser, content)
    other = sent(browser, generic(doubtful), source="elsewhere")
    before = [_told(browser, one, show), _told(browser, other, show)]
    assert any("CEDAW-2022-45a" in page for page in before) or show not in ("look", "changed")
    assert Case.objects.update(restricted=True) == 2
    assert not Case.objects.visible_to(cast.coordinator).exists()
    assert [_told(browser, one, show), _told(browser, other, show)] == before


def _told(browser: Client, one: Import, show: str) -> str:
    page = text_of(browser.get(f"/import/{one.key}/?show={show}"))
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", page.split("<main")[1])


def test_many_rows_are_written_by_the_worker(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "AT_ONCE", 1)
    one = sent(browser, generic(CLINICS, PRISONS))
    browser.post(f"/import/{one.key}/confirm/", {"seen": "2-0-0-0"})
    one.refresh_from_db()
    assert one.written_at is None
    assert "Being written" in text_of(browser.get(f"/import/{one.key}/"))
    assert worked(one).written_at == NOW


def test_the_preview_counts_and_shows_what_would_be_done(browser: Client) -> None:
    confirm(browser, sent(browser, generic(CLINICS)))
    other = {**CLINICS, "text_en": "Open and staff clinics in rural areas.", "position": "noted"}
    one = sent(browser, generic(other, PRISONS, BAD))
    for show, said in {
        "look": ["Parliament", "Mend this row", "Other fields"],
        "new": ["Let courts visit prisons."],
        "changed": ["<ins>", "and staff", "Noted", "CEDAW-2022-45a"],
    }.items():
        page = text_of(browser.get(f"/import/{one.key}/?show={show}"))
        assert [words for words in said if words not in page] == []
    counts = re.findall(r'href="/import/[^"]+show=(\w+)"[^>]*>[^<]+<span class="desk-count">(\d+)', page)
    assert dict(counts) == {"look": "1", "new": "1", "changed": "1", "same": "0"}
    assert Recommendation.objects.count() == 1


def test_what_is_no_longer_in_the_file_is_shown_page_by_page_and_left(browser: Client) -> None:
    rows = [
        {**PRISONS, "key": str(key), "paragraph": f"120.{key}", "text_en": f"Ask {key}."}
        for key in range(2, 32)
    ]
    confirm(browser, sent(browser, generic(CLINICS, *rows)))
    row = {**rows[0], "text_en": "Ask otherwise."}
    one = sent(browser, generic({**CLINICS, "key": "1x"}, row))
    page = text_of(browser.get(f"/import/{one.key}/?show=gone"))
    assert "No longer in the file: 29" in page
    assert "1 to 25 of 29" in page
    assert 'href="/case/UPR-2024-120.3/"' in page
    assert "CEDAW-2022-45a" not in page, "it is here under another key"
    assert "UPR-2024-120.29" in text_of(browser.get(f"/import/{one.key}/?show=gone&page=2"))
    confirm(browser, one)
    assert Case.objects.filter(state="received").count() == 31


def test_what_is_gone_names_no_case_that_is_hidden_from_who_asks(cast: Cast, browser: Client) -> None:
    confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    case = Case.objects.get(recommendation__source_key="2")
    Case.objects.filter(pk=case.pk).update(restricted=True)
    address = f"/import/{sent(browser, generic(CLINICS)).key}/?show=gone"
    assert case.reference not in text_of(browser.get(address))
    case.put_in_sight(cast.coordinator)
    assert case.reference in text_of(browser.get(address))


def test_what_is_gone_takes_as_many_queries_for_one_as_for_many(browser: Client) -> None:
    rows = [
        {**PRISONS, "key": str(key), "paragraph": f"120.{key}", "text_en": f"Ask {key}."} for key in range(12)
    ]
    confirm(browser, sent(browser, generic(*rows)))
    counts = []
    for left in (rows[1:], rows[11:]):
        one = sent(browser, generic(*left))
        with CaptureQueriesContext(connection) as seen:
            browser.get(f"/import/{one.key}/?show=gone")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 22


@pytest.mark.parametrize("show", ["look", "new", "changed", "same"])
def test_as_many_queries_for_one_row_as_for_many(browser: Client, show: str) -> None:
    confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    counts = []
    for number in (1, 12):
        some = [{**BAD, "key": f"look-{at}"} for at in range(number)]
        more = [
            {**CLINICS, "key": f"new-{at}", "paragraph": f"9{at}", "text_en": f"Ask {at}."}
            for at in range(number)
        ]
        one = sent(browser, generic({**CLINICS, "text_en": "Other."}, PRISONS, *some, *more))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            browser.get(f"/import/{one.key}/?show={show}")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 22


def test_a_row_is_mended_on_the_page(browser: Client) -> None:
    one = sent(browser, generic(CLINICS, BAD))
    place = one.rows.get(standing="look").place
    values = {
        "key": "3", "mechanism": "UPR", "symbol": "A/HRC/57/6", "paragraph": "120.4", "when": "2024-06-01",
        "position": "noted", "same_as": "", "text_en": "Open courts.",
    }  # fmt: skip
    form = {f"row-{place}-{name}": value for name, value in values.items()}
    refused = browser.post(f"/import/{one.key}/row/{place}/", {**form, f"row-{place}-when": "June"})
    assert refused.status_code == 422
    assert "Write it as 2022-07-12" in text_of(refused)
    assert re.search(rf'id="problems".*href="#id_row-{place}-when"', text_of(refused)), (
        "the summary leads there"
    )
    assert "Open courts." in text_of(refused)
    answer = browser.post(f"/import/{one.key}/row/{place}/", {**form, "page": "1"})
    assert answer.headers["Location"] == f"/import/{one.key}/?show=look&page=1#rows"
    assert "is mended, and comes in" in text_of(browser.get(answer.headers["Location"]))
    one.refresh_from_db()
    assert (one.new, one.skipped) == (2, 0)
    confirm(browser, one)
    assert Recommendation.objects.get(source_key="3").position == "noted"


@pytest.mark.parametrize(
    ("wrong", "first"),
    [
        ({"mechanism": "Parliament"}, ["mechanism"]),
        ({"date": "soon", "position": "maybe"}, ["when", "position"]),
        ({"key": ""}, ["key"]),
        ({"text_en": ""}, ["text_en"]),
        ({"cycle": "many"}, []),
        ({"key": "1"}, ["key", "same_as"]),
    ],
)
def test_the_field_that_is_wrong_is_shown_first(
    browser: Client, wrong: dict[str, str], first: list[str]
) -> None:
    one = sent(browser, generic(CLINICS, {**PRISONS, **wrong}))
    page = text_of(browser.get(f"/import/{one.key}/?show=look"))
    place = one.rows.get(standing="look").place
    shown, folded, others = page.partition("Other fields")
    fields = [re.findall(rf'name="row-{place}-(\w+)"', part) for part in (shown, others)]
    assert bool(folded) == bool(first)
    assert fields[0] == first or not first
    assert len(fields[0] + fields[1]) == 8, "none is missing"


def test_what_was_not_seen_is_not_confirmed(browser: Client) -> None:
    one = sent(browser, generic(CLINICS))
    answer = browser.post(f"/import/{one.key}/confirm/", {"seen": "9-9-9-9"}, follow=True)
    assert "has changed since you looked" in text_of(answer)
    assert worked(one).written_at is None


def test_columns_that_no_layout_knows_are_matched_once(browser: Client) -> None:
    row = {"No.": "1", "Body": "CEDAW", "When": "2022-07-12", "What": "Open clinics.", "Remark": "x"}
    one = sent(browser, generic(row, columns=THEIRS))
    assert one.asks_for_columns
    assert "No layout has these columns" in text_of(browser.get(f"/import/{one.key}/"))
    address = f"/import/{one.key}/columns/"
    refused = browser.post(address, {"column-0": "key"})
    assert refused.status_code == 422
    assert "Say which column is" in text_of(refused)
    chosen = {"column-0": "key", "column-1": "mechanism", "column-2": "date", "column-3": "text_en"}
    assert browser.post(address, chosen).status_code == 302
    assert (worked(one).new, one.skipped) == (1, 0)
    assert ColumnMatch.objects.count() == 1
    again = worked(sent(browser, generic({**row, "No.": "2"}, columns=THEIRS)))
    assert (again.is_read, again.new) == (True, 1)


def test_what_the_columns_hold_and_may_be_is_shown(browser: Client) -> None:
    columns = ("N°", "Organe", "Année", "Recommandation", "Ministère", "Remarque")
    row = dict(zip(columns, ("1", "CEDAW", "2022", "Ouvrir des cliniques.", "Santé", "x"), strict=True))
    one = sent(browser, generic(row, columns=columns))
    page = text_of(browser.get(f"/import/{one.key}/"))
    assert "In the file: Ouvrir des cliniques." in page
    chosen = re.findall(r'name="column-(\d)".*?</select>', page)
    guessed = re.findall(r'<option value="(\w+)" selected>', page)
    assert len(chosen) == 6
    assert guessed == ["key", "mechanism", "date", "text_fr", "responsible_bodies"]


def test_a_list_that_counts_from_1_too_is_read_under_a_source_of_its_own(browser: Client) -> None:
    confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    other = {**PRISONS, "key": "1", "paragraph": "9", "text_en": "Train judges.", "symbol": "A/HRC/57/7"}
    one = sent(browser, generic(other), "courts.csv")
    address = f"/import/{one.key}/"
    page = text_of(browser.get(address))
    assert "If this is another list, give it a source of its own." in page
    assert "Read it as another list" in page
    assert 'name="source" value="courts"' in text_of(browser.get(f"{address}?match=again"))
    assert browser.post(f"{address}columns/", {"source": "courts"}).status_code == 302
    one.refresh_from_db()
    assert (one.source, one.new, one.skipped) == ("courts", 1, 0)
    confirm(browser, one)
    assert Recommendation.objects.filter(source="courts").count() == 1


def test_the_next_edition_of_a_matched_list_has_its_source(browser: Client) -> None:
    row = {"No.": "1", "Body": "CEDAW", "When": "2022-07-12", "What": "Open clinics.", "Remark": "By law."}
    chosen = {"column-0": "key", "column-1": "mechanism", "column-2": "date", "column-3": "text_en"}
    one = sent(browser, generic(row, columns=THEIRS))
    browser.post(f"/import/{one.key}/columns/", {**chosen, "source": "Courts"})
    confirm(browser, one)
    again = worked(sent(browser, generic({**row, "What": "Open more clinics."}, columns=THEIRS)))
    assert (again.source, again.new, again.changed) == ("Courts", 0, 1)


def test_columns_are_matched_again_also_where_the_match_was_remembered(browser: Client) -> None:
    row = {"No.": "1", "Body": "CEDAW", "When": "2022-07-12", "What": "Open clinics.", "Remark": "By law."}
    chosen = {"column-0": "key", "column-1": "mechanism", "column-2": "date", "column-4": "text_en"}
    browser.post(f"/import/{sent(browser, generic(row, columns=THEIRS)).key}/columns/", chosen)
    one = sent(browser, generic({**row, "No.": "2"}, columns=THEIRS))
    address = f"/import/{worked(one).key}/"
    assert "Match the columns again" in text_of(browser.get(address))
    asked = text_of(browser.get(f"{address}?match=again"))
    assert "Say anew what each column is" in asked
    assert re.search(r'name="column-4".*?<option value="text_en" selected>', asked)
    refused = browser.post(f"{address}columns/", {"column-0": "key"})
    assert refused.status_code == 422
    again = {**chosen, "column-3": "text_en", "column-4": ""}
    assert browser.post(f"{address}columns/", again).status_code == 302
    assert worked(one).is_read
    assert one.rows.get().row["texts"] == {"en": "Open clinics."}
    assert ColumnMatch.objects.get().columns["what"] == "text_en"
    confirm(browser, one)
    assert "Match the columns again" not in text_of(browser.get(f"{address}?match=again"))
    browser.post(f"{address}columns/", chosen)
    one.refresh_from_db()
    assert (one.is_standing, one.columns["what"]) == (True, "text_en")


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


def test_it_is_taken_back_and_refused_once_somebody_worked_on_it(cast: Cast, browser: Client) -> None:
    one = confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    case = Case.objects.get(recommendation__source_key="1")
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    assert "Somebody has worked on" in text_of(browser.get(f"/import/{one.key}/"))
    answer = browser.post(f"/import/{one.key}/undo/", follow=True)
    assert case.reference in text_of(answer)
    assert Case.objects.count() == 2
    row = {**PRISONS, "key": "77", "paragraph": "9", "text_en": "Train judges.", "symbol": "A/HRC/57/7"}
    other = confirm(browser, sent(browser, generic(row), "other.csv", source="b"))
    answer = browser.post(f"/import/{other.key}/undo/", follow=True)
    assert "took it back" in text_of(answer)
    assert Case.objects.count() == 2


def test_a_file_that_is_left_goes(browser: Client) -> None:
    one = sent(browser, generic(CLINICS))
    path = Path(one.file.path)
    answer = browser.post(f"/import/{one.key}/leave/", follow=True)
    assert "nothing was imported" in text_of(answer)
    assert not Import.objects.exists()
    assert not path.exists()


def test_the_same_file_sent_twice_is_one_import(browser: Client) -> None:
    sent(browser, generic(CLINICS))
    sent(browser, generic(CLINICS))
    assert Import.objects.count() == 1


def test_one_knows_what_confirming_does(browser: Client) -> None:
    confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    new = {**CLINICS, "key": "9", "paragraph": "9", "text_en": "Train midwives."}
    one = sent(browser, generic({**CLINICS, "text_en": "Other."}, new, BAD))
    page = text_of(browser.get(f"/import/{one.key}/"))
    for said in (
        "1 recommendation will be added, with a case to assign.",
        "1 recommendation will be revised; its assignment, answers and history stay.",
        "1 row needs a look: mend it below, or it is left out.",
        "1 recommendation of an earlier edition is no longer in the file; nothing is done with it.",
        "Once confirmed, it can be taken back until somebody works on one of its cases.",
    ):
        assert said in page
    page = text_of(browser.get(f"/import/{confirm(browser, one).key}/"))
    assert "1 row was left out, as it needs a look." in page
    assert "Taking it back removes what it added" in page


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


def test_the_values_that_were_read_are_shown_beside_the_text(browser: Client) -> None:
    one = sent(
        browser, generic({**CLINICS, "date": "2022-07-12", "responsible_bodies": "Health | Prison Board"})
    )
    page = text_of(browser.get(f"/import/{one.key}/?show=new"))
    assert "Date of the document:</span> <bdi>12 July 2022</bdi>" in page
    assert "Bodies named:</span> <bdi>Health | Prison Board</bdi>" in page


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


def test_why_nothing_was_written_is_said_first_and_gone_once_it_is(browser: Client) -> None:
    one = sent(browser, generic(CLINICS))
    Import.objects.filter(pk=one.pk).update(
        notes=[AGAIN + "Try again.", WARNS + "It is about Chile.", "Why."]
    )
    page = text_of(browser.get(f"/import/{one.key}/"))
    warned = re.findall(r'<p class="notice warning" dir="auto">(.*?)</p>', page)
    assert warned == ["Try again.", "It is about Chile."]
    page = text_of(browser.get(f"/import/{confirm(browser, one).key}/"))
    assert "Try again." not in page
    assert "It is about Chile." in page


def test_rows_wait_out_of_sight_while_one_says_how_to_read_them(browser: Client) -> None:
    one = sent(browser, generic(CLINICS, BAD))
    page = text_of(browser.get(f"/import/{one.key}/?match=again"))
    assert "Back, without reading it anew" in page
    assert "/confirm/" not in page
    assert 'id="rows"' not in page


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


def test_one_that_is_confirmed_at_the_same_moment_is_not_left(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sent(browser, generic(CLINICS))

    def opened(*given: Any) -> Import:
        stood = Import.objects.get(pk=one.pk)
        Import.objects.filter(pk=one.pk).update(confirmed_at=NOW)
        return stood

    monkeypatch.setattr(acts, "import_for", opened)
    answer = browser.post(f"/import/{one.key}/leave/")
    assert answer.url == f"/import/{one.key}/"
    assert worked(one).written_at == NOW


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


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_no_word_of_a_file_is_markup(browser: Client) -> None:
    hostile = {
        **CLINICS, "text_en": MARKUP, "opening_en": f"Opening {MARKUP}", "heading_en": f"Heading {MARKUP}",
        "symbol": "<b>1</b>", "themes": MARKUP, "responsible_bodies": MARKUP,
    }  # fmt: skip
    columns = (*CLINICS, "opening_en", "heading_en")
    confirm(browser, sent(browser, generic(CLINICS)))
    bad = {**hostile, "key": MARKUP[:60], "mechanism": MARKUP, "paragraph": "<b>9</b>"}
    one = sent(browser, generic(hostile, bad, columns=columns))
    unknown = sent(browser, generic({"No.": "1"}, columns=("No.", MARKUP, "<i>b</i>")))
    assert unknown.asks_for_columns
    addresses = [f"/import/{one.key}/?show={show}" for show in ("look", "new", "changed", "same")]
    pages = [browser.get(address).content.decode() for address in (*addresses, f"/import/{unknown.key}/")]
    assert sum("&lt;script&gt;" in page for page in pages) >= 3
    for page in pages:
        assert [one for one in ("<script>alert", "<img src=x", "<b>", "<i>") if one in page] == []
