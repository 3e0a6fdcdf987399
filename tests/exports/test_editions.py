"""An edition's page, its manifest and its ZIP; two editions compared; the receipt as a file."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exports import actions, printing, tasks
from exports.comparing import compare
from exports.formats import LONG, OF_A_TEXT
from exports.models import Edition, Rendering, Report
from exports.outline.laying import flow_in, waiting
from tests.cast import NOW, Cast
from tests.exports.printed import content, section
from tests.exports.scene import answered, asked, report, theme
from tests.exports.way import bring, take
from workflow.errors import Refused
from workflow.invariants import broken

URL = "/desk/reports/national-report-2026/"
SHORT = [one for one in OF_A_TEXT if one not in LONG]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    for task in (tasks.render, tasks.write):
        monkeypatch.setattr(task, "delay", lambda key: None)


@pytest.fixture
def frozen(cast: Cast) -> Report:
    answered(cast, asked(cast, theme("Right to health")), short="Two hundred clinics opened.")
    asked(cast)
    return bring(cast, report(cast, languages=["fr"], introduction="We begin."), "frozen")


@pytest.fixture
def made(frozen: Report) -> list[Rendering]:
    """Its papers that take seconds, made by the worker."""
    short = Rendering.objects.short().order_by("pk")
    done = [printing.render(one.key, clock=lambda: NOW) for one in short]
    assert {one.state for one in done if one} == {"done"}
    return [one for one in done if one]


def test_the_manifest_names_each_file_with_its_hash(
    client: Client, cast: Cast, made: list[Rendering]
) -> None:
    client.force_login(cast.observer)

    told = json.loads(client.get(f"{URL}editions/1/manifest.json").content)

    edition = Edition.objects.get()
    assert told["texts"] == [
        {"language": language, "sha256": edition.hashes[language]} for language in ("en", "fr")
    ]
    assert {one["name"] for one in told["papers"]} == {
        f"national-report-2026-1-{language}.{one.value}" for one in SHORT for language in ("en", "fr")
    }
    for one in told["papers"]:
        kept = next(paper for paper in made if paper.name == one["name"]).file.read()
        assert (one["bytes"], one["sha256"]) == (len(kept), hashlib.sha256(kept).hexdigest())
        assert one["text_sha256"] == edition.hashes[one["language"]]
    assert (told["adoption"], told["submission"]) == (None, None)


def test_the_zip_has_all_of_them_and_the_manifest(client: Client, cast: Cast, made: list[Rendering]) -> None:
    client.force_login(cast.observer)

    answer = client.get(f"{URL}editions/1/papers.zip")

    with zipfile.ZipFile(BytesIO(b"".join(answer))) as packed:  # type: ignore[arg-type]
        names = {name.removeprefix("national-report-2026-1/") for name in packed.namelist()}
        assert names == {"manifest.json", *(one.name for one in made)}
        told = json.loads(packed.read("national-report-2026-1/manifest.json"))
        for one in told["papers"]:
            kept = packed.read(f"national-report-2026-1/{one['name']}")
            assert hashlib.sha256(kept).hexdigest() == one["sha256"]


def test_a_file_that_is_gone_is_said(client: Client, cast: Cast, made: list[Rendering]) -> None:
    made[0].file.storage.delete(made[0].file.name)
    client.force_login(cast.observer)

    answer = client.get(f"{URL}editions/1/papers.zip")

    assert answer.status_code == 409
    assert "A file of this edition is missing" in answer.content.decode()
    assert any(str(made[0].key) in found for found in broken())


def test_the_page_lists_the_papers_by_language(
    client: Client, cast: Cast, made: list[Rendering], django_assert_num_queries: Any
) -> None:
    client.force_login(cast.observer)

    with django_assert_num_queries(EDITION_QUERIES):
        page = client.get(f"{URL}editions/1/").content.decode()

    for one in made:
        assert reverse("paper", args=[one.report.reference, one.key]) in page
    assert page.count("Waiting") == 2
    assert "français" in page
    assert "decision on it is not recorded." in page


EDITION_QUERIES = 11


def test_what_is_made_of_an_edition_is_shared(cast: Cast, frozen: Report, made: list[Rendering]) -> None:
    again = actions.request_rendering(frozen, by=cast.editor, now=NOW, format="html", language="fr")

    assert again in made
    assert again.is_done


def test_a_paper_of_another_text_is_found(made: list[Rendering]) -> None:
    assert [found for found in broken() if "frozen in its language" in found] == []
    Rendering.objects.filter(pk=made[0].pk).update(text_sha256="0" * 64)

    assert any("frozen in its language" in found for found in broken())


# Two editions


@pytest.fixture
def amended(cast: Cast, frozen: Report) -> Report:
    """Taken up again: another answer, another introduction, another edition."""
    take(frozen, "amend", cast.coordinator)
    actions.revise_report(
        frozen,
        started_from=frozen.version,
        by=cast.editor,
        now=NOW,
        introduction="We begin again.\n\nAnd end.",
    )
    second = next(case for case in frozen.round.cases.order_by("pk") if not case.answer_id)
    answered(cast, second, short="Schools opened.")
    flow_in(frozen, waiting(frozen))
    return bring(cast, Report.objects.get(), "frozen")


def test_it_says_what_came_what_went_and_what_is_newly_answered(amended: Report) -> None:
    older, newer = Edition.objects.order_by("number")

    found = compare(older.content, newer.content)

    first = found.sections[0]
    assert [(line.mark, line.number, line.came, line.went) for line in first.lines] == [
        ("changed", 1, 1, 0),
        ("added", 2, 2, 0),
    ]
    assert "<ins>" in first.lines[0].marked
    assert len(found.newly_answered) == 1
    assert [(one.was["text"], one.now["text"]) for one in found.statuses] == [("", "In progress")]
    assert any("Schools opened." in line.marked for one in found.sections for line in one.lines)


def test_nothing_differs_from_itself(frozen: Report) -> None:
    found = compare(frozen.present_edition.content, frozen.present_edition.content)

    assert (found.sections, found.rows, found.came, found.went) == ([], False, 0, 0)


def test_a_number_that_moved_is_no_difference(amended: Report) -> None:
    older, newer = Edition.objects.order_by("number")

    found = compare(older.content, newer.content)

    assert not any("Two hundred clinics" in line.marked for one in found.sections for line in one.lines)


def test_the_page_shows_the_differences(
    client: Client, cast: Cast, amended: Report, django_assert_num_queries: Any
) -> None:
    client.force_login(cast.observer)

    with django_assert_num_queries(DIFFERENCES_QUERIES):
        page = client.get(f"{URL}editions/1/2/?in=fr").content.decode()

    assert "From edition 1 to edition 2" in page
    assert "<ins>" in page
    assert "1 is newly answered" in page
    assert client.get(f"{URL}editions/2/1/").status_code == 404
    assert client.get(f"{URL}editions/1/1/").status_code == 404


DIFFERENCES_QUERIES = 14


def test_the_word_file_with_changes_is_asked_for_once(client: Client, cast: Cast, amended: Report) -> None:
    client.force_login(cast.editor)
    for _each in range(2):
        assert client.post(f"{URL}editions/1/2/word/", {"language": "en"}).status_code == 302

    asked_for = Rendering.objects.get(format="changes.docx")
    assert (asked_for.since, asked_for.edition) == tuple(Edition.objects.order_by("number"))
    assert asked_for.name == "national-report-2026-1-2-en.changes.docx"


def test_a_language_that_only_one_has_is_refused(cast: Cast, amended: Report) -> None:
    older, newer = Edition.objects.order_by("number")

    with pytest.raises(Refused, match="Only one of the editions"):
        actions.request_changes(amended, older=older, newer=newer, language="ar", by=cast.editor, now=NOW)


# The submission


def test_a_receipt_is_kept_as_a_file(client: Client, cast: Cast, frozen: Report) -> None:
    bring(cast, frozen, "adopted")
    client.force_login(cast.editor)
    file = SimpleUploadedFile("receipt.pdf", b"%PDF-1.7 received", "application/pdf")
    typed = {"seen": frozen.version, "submitted_on": NOW.date(), "receipt": "HRC-118", "file": file}

    assert client.post(f"{URL}step/submit/", typed).status_code == 302

    kept = Edition.objects.get().submission
    assert (kept.receipt, kept.file_type) == ("HRC-118", "application/pdf")
    assert kept.sha256 == hashlib.sha256(b"%PDF-1.7 received").hexdigest()
    answer = client.get(f"{URL}editions/1/receipt/")
    assert b"".join(answer) == b"%PDF-1.7 received"  # type: ignore[arg-type]
    page = client.get(f"{URL}editions/1/").content.decode()
    assert "1 case became submitted with it." in page
    assert f"{URL}editions/1/receipt/" in page


def test_the_page_says_why_it_was_frozen_though_something_was_lacking(
    client: Client, cast: Cast, made: list[Rendering]
) -> None:
    client.force_login(cast.observer)
    page = client.get(f"{URL}editions/1/").content.decode()
    assert "Frozen although something was lacking" in page
    assert "A reason." in page


@pytest.mark.once
def test_a_text_without_a_title_is_compared_under_its_heading() -> None:
    def having(text: str) -> Any:
        chapter = section("Methods", kind="chapter", number="I.", heading=1)
        told = section("Recommendation 1", "Yes.", level=2, references=["UPR-1"], passage=7)
        return content(chapter, told, section("", text, kind="text", level=2, passage=8))

    [change] = compare(having("We met."), having("We met twice.")).sections
    assert (change.number, change.title["text"]) == ("I.", "Methods")
