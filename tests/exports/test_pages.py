"""The pages of the reports: who opens them, what they show, what their buttons do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from cases.models import Round
from cases.rounds import plans
from cases.rounds.planning import DEFAULTS
from exports import tasks
from exports.models import Rendering, Report
from tests.cast import NOW, Cast, approved, assigned
from tests.exports.scene import answered, asked, made, report, theme

EVERYBODY = ["editor", "coordinator", "validator", "observer"]
NOBODY = ["focal_point", "head", "stranger"]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.render, "delay", lambda key: None)
    monkeypatch.setattr(tasks.write, "delay", lambda key: None)


def as_(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def form(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {"title": "National report", "reference": "r-2026", "round": cast.round.pk} | fields


def address(name: str, shown: Report | Rendering) -> str:
    if isinstance(shown, Rendering):
        return reverse(name, args=[shown.report.reference, shown.key])
    return reverse(name, args=[shown.reference])


# The list


@pytest.mark.parametrize("who", EVERYBODY)
def test_national_roles_see_the_list(client: Client, cast: Cast, who: str) -> None:
    report(cast)

    answer = as_(client, getattr(cast, who)).get("/desk/reports/")

    assert answer.status_code == 200
    assert "National report 2026" in answer.content.decode()
    assert (answer.context["form"] is not None) == (who == "editor")


@pytest.mark.parametrize("who", NOBODY)
@pytest.mark.parametrize("url", ["/desk/reports/", "/desk/reports/national-report-2026/"])
def test_others_are_told_for_whom_it_is(client: Client, cast: Cast, who: str, url: str) -> None:
    report(cast)

    assert as_(client, getattr(cast, who)).get(url).status_code == 403


def test_who_is_not_signed_in_is_asked_to(client: Client, cast: Cast) -> None:
    assert client.get("/desk/reports/").status_code == 302


def test_an_empty_list_says_what_to_do(client: Client, cast: Cast) -> None:
    assert "Open one below" in as_(client, cast.editor).get("/desk/reports/").content.decode()
    assert "An editor opens one." in as_(client, cast.observer).get("/desk/reports/").content.decode()


def test_an_editor_opens_a_report(client: Client, cast: Cast) -> None:
    answer = as_(client, cast.editor).post("/desk/reports/", form(cast, introduction="We begin."))

    assert answer["Location"] == "/desk/reports/r-2026/"
    assert Report.objects.get().introduction == "We begin."


def test_a_form_that_lacks_something_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    answer = as_(client, cast.editor).post(
        "/desk/reports/", form(cast, reference="not a slug", introduction="Long and dear.")
    )

    assert answer.status_code == 422
    assert "Long and dear." in answer.content.decode()


def test_an_introduction_of_ten_megabytes_is_refused_with_a_sentence(client: Client, cast: Cast) -> None:
    as_(client, cast.editor)

    long = client.post("/desk/reports/", form(cast, introduction="word " * 12_000))
    huge = client.post("/desk/reports/", form(cast, introduction="word " * 2_000_000))

    assert long.status_code == 422
    assert "at most 50000 characters" in long.content.decode()
    assert long.content.decode().count("word word") > 1_000
    assert huge.status_code in (400, 413)
    assert "<h1>" in huge.content.decode()
    assert not Report.objects.exists()


def test_a_reference_that_is_taken_is_refused_with_a_sentence(client: Client, cast: Cast) -> None:
    report(cast)

    answer = as_(client, cast.editor).post("/desk/reports/", form(cast, reference="national-report-2026"))

    assert answer.status_code == 422
    assert "There is a report of this reference already" in answer.content.decode()


@pytest.mark.parametrize("who", ["coordinator", "observer"])
def test_only_an_editor_opens_one(client: Client, cast: Cast, who: str) -> None:
    assert as_(client, getattr(cast, who)).post("/desk/reports/", form(cast)).status_code == 403
    assert not Report.objects.exists()


# The report


def test_it_shows_the_numbered_text_the_words_and_what_is_missing(client: Client, cast: Cast) -> None:
    waiting = asked(cast)
    answered(cast, asked(cast, theme("Right to health")), short="Two hundred clinics opened.")
    shown = report(cast)

    page = as_(client, cast.editor).get(address("report", shown)).content.decode()

    assert '<span class="number">1.</span> Two hundred clinics opened.' in page
    assert "10 of 10,700 words" in page
    assert "One is not answered yet" in page
    assert f"/case/{waiting.reference}/" in page


def test_it_says_when_all_are_answered(client: Client, cast: Cast) -> None:
    answered(cast, asked(cast))

    page = as_(client, cast.observer).get(address("report", report(cast))).content.decode()

    assert "Every recommendation is answered" in page
    assert "Make a draft" not in page


def test_an_empty_report_says_what_will_stand_there(client: Client, cast: Cast) -> None:
    page = as_(client, cast.editor).get(address("report", report(cast))).content.decode()

    assert "No answer of this round has been approved yet." in page
    assert "No file has been made yet." in page


def test_a_report_that_is_not_there_is_not_found(client: Client, cast: Cast) -> None:
    assert as_(client, cast.editor).get("/desk/reports/nothing-2026/").status_code == 404


def test_a_hostile_answer_is_shown_as_text(client: Client, cast: Cast) -> None:
    answered(cast, asked(cast), short="<script>alert(1)</script>")

    page = as_(client, cast.editor).get(address("report", report(cast))).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("many", [3, 12])
def test_the_page_asks_the_database_as_often_for_any_number_of_cases(
    client: Client, cast: Cast, django_assert_num_queries: Any, many: int
) -> None:
    health = theme("Health")
    for _each in range(many):
        answered(cast, asked(cast, health))
    shown = report(cast)
    for _each in range(many):
        made(shown)
    as_(client, cast.editor)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(address("report", shown))


PAGE_QUERIES = 35


@pytest.mark.parametrize("many", [1, 5])
def test_the_list_asks_the_database_as_often_for_any_number_of_reports(
    client: Client, cast: Cast, django_assert_num_queries: Any, many: int
) -> None:
    for number in range(many):
        report(cast, reference=f"r-{number}")
    as_(client, cast.observer)

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/desk/reports/")


LIST_QUERIES = 11


# The PDF


def test_the_button_asks_for_a_pdf(client: Client, cast: Cast) -> None:
    shown = report(cast)

    answer = as_(client, cast.editor).post(address("make-paper", shown), {"format": "xlsx"})

    assert answer["Location"] == address("report", shown) + "#papers"
    asked_for = Rendering.objects.get()
    assert (asked_for.requested_by, asked_for.format, asked_for.language) == (cast.editor, "xlsx", "en")


def test_the_button_is_no_link(client: Client, cast: Cast) -> None:
    assert as_(client, cast.editor).get(address("make-paper", report(cast))).status_code == 405
    assert not Rendering.objects.exists()


@pytest.mark.parametrize("name", ["make-paper", "cancel-paper"])
@pytest.mark.parametrize("who", ["coordinator", "validator", "observer", "focal_point", "stranger"])
def test_the_buttons_are_for_the_editor(client: Client, cast: Cast, who: str, name: str) -> None:
    shown = report(cast)
    paper = made(shown)

    url = address(name, shown if name == "make-paper" else paper)

    assert as_(client, getattr(cast, who)).post(url, {"on": "2026-03-01"}).status_code == 403


def test_while_it_is_made_the_page_asks_again(client: Client, cast: Cast) -> None:
    under_way = Rendering.objects.create(
        report=report(cast), requested_at=NOW, state="running", stage="laying-out", progress=40, pages=7
    )

    page = (
        as_(client, cast.observer)
        .get(address("report-papers", under_way.report), headers=HTMX)
        .content.decode()
    )

    assert 'hx-trigger="every 2s"' in page
    assert 'value="40"' in page
    assert "Laying out the pages." in page
    assert "7 pages so far" in page
    assert "Look again" in page


def test_without_scripts_the_part_leads_to_the_page(client: Client, cast: Cast) -> None:
    paper = made(report(cast))

    answer = as_(client, cast.editor).get(address("report-papers", paper.report))

    assert answer["Location"] == address("report", paper.report)


def test_once_it_is_done_it_no_longer_asks(client: Client, cast: Cast) -> None:
    paper = made(report(cast))

    page = as_(client, cast.editor).get(address("report-papers", paper.report), headers=HTMX).content.decode()

    assert "hx-get" not in page
    assert address("paper", paper) in page
    assert "a" * 64 in page
    assert "12 pages" in page


def test_a_failure_is_said_in_a_sentence(client: Client, cast: Cast) -> None:
    failed = made(report(cast), state="failed", problem="time", file="", sha256="")

    page = as_(client, cast.editor).get(address("report", failed.report)).content.decode()

    assert "It took longer than is allowed." in page


def test_cancelling_what_has_ended_is_refused_with_a_sentence(client: Client, cast: Cast) -> None:
    paper = made(report(cast))

    answer = as_(client, cast.editor).post(address("cancel-paper", paper))

    assert answer.status_code == 409
    assert "there is nothing to cancel" in answer.content.decode()


def test_an_editor_cancels(client: Client, cast: Cast) -> None:
    waiting = Rendering.objects.create(report=report(cast), requested_at=NOW)

    assert as_(client, cast.editor).post(address("cancel-paper", waiting)).status_code == 302
    assert Rendering.objects.get().state == "cancelled"


# The file


def kept(cast: Cast) -> Rendering:
    paper = made(report(cast))
    paper.file.storage.save(paper.file.name, ContentFile(b"%PDF-1.7 kept"))
    return paper


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_file_is_sent_as_an_attachment(client: Client, cast: Cast, who: str) -> None:
    answer = as_(client, getattr(cast, who)).get(address("paper", kept(cast)))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="national-report-2026-draft-en.pdf"'
    assert b"".join(answer) == b"%PDF-1.7 kept"  # type: ignore[arg-type]


@pytest.mark.parametrize("who", NOBODY)
def test_for_others_there_is_no_such_file(client: Client, cast: Cast, who: str) -> None:
    assert as_(client, getattr(cast, who)).get(address("paper", kept(cast))).status_code == 404


def test_a_pdf_that_is_not_made_yet_is_not_found(client: Client, cast: Cast) -> None:
    waiting = Rendering.objects.create(report=report(cast), requested_at=NOW)

    assert as_(client, cast.editor).get(address("paper", waiting)).status_code == 404


def test_a_pdf_of_another_report_is_not_found(client: Client, cast: Cast) -> None:
    paper, other = kept(cast), report(cast, reference="other")

    url = reverse("paper", args=[other.reference, paper.key])
    assert as_(client, cast.editor).get(url).status_code == 404


def test_the_list_says_words_coverage_and_days_left(client: Client, cast: Cast) -> None:
    approved(cast)
    assigned(cast)
    plans.make(
        cast.round, submission_on=date(2026, 10, 30), lengths=DEFAULTS, seen="", by=cast.coordinator, now=NOW
    )
    report(cast, introduction="We begin here.")

    page = as_(client, cast.editor).get(reverse("reports")).content.decode()

    assert "about 14 of 10,700 words" in page
    assert "1 of 2 answers" in page
    assert "242 days left" in page


def test_the_page_says_how_many_days_are_left(client: Client, cast: Cast) -> None:
    report(cast)
    Round.objects.update(due_on=date(2026, 2, 28))
    submission = date(2026, 3, 12)
    plans.make(cast.round, submission_on=submission, lengths=DEFAULTS, seen="", by=cast.coordinator, now=NOW)

    page = as_(client, cast.editor).get("/desk/reports/national-report-2026/").content.decode()

    assert "10 days left" in page
    assert "2 days over" in page


def test_notes_stand_under_the_text_that_refers_to_them(client: Client, cast: Cast) -> None:
    about = theme("Health")
    answered(cast, asked(cast, about), short="Clinics.[^a]\n\n[^a]: The first note.")
    answered(cast, asked(cast, about), short="Schools.[^a]\n\n[^a]: The second note.")
    shown = report(cast)

    page = as_(client, cast.editor).get(address("report", shown)).content.decode()

    first, second = page.index('id="note-1"'), page.index('id="note-2"')
    assert page.index("Clinics.") < first < page.index("The first note.") < page.index("Schools.") < second
    assert page.count("The second note.") == 1
