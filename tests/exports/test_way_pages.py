"""The pages on which a report goes its way: where it stands, its steps, its editions."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from cases import actions as cases
from exports.models import Adoption, Circulation, Edition, Report
from exports.objecting import make_objection
from tests.cast import DUE, NOW, Cast
from tests.exports.printed import content, section
from tests.exports.scene import answered, asked, report
from tests.exports.way import bring

URL = "/desk/reports/national-report-2026/"
WHOLE = {"introduction": "We begin.", "dated_on": NOW.date(), "original_language": "en"}


def as_(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("state", "who", "button"),
    [
        ("outline", "editor", "step/assemble/"),
        ("assembling", "editor", "step/circulate/"),
        ("circulation", "editor", "step/review/"),
        ("circulation", "editor", "step/take_back/"),
        ("review", "validator", "step/freeze/"),
        ("review", "validator", "step/return_to_editor/"),
        ("frozen", "coordinator", "step/adopt/"),
        ("adopted", "coordinator", "step/amend/"),
        ("adopted", "editor", "step/submit/"),
    ],
)
def test_it_says_where_it_stands_and_shows_the_button_that_is_open(
    client: Client, cast: Cast, state: str, who: str, button: str
) -> None:
    shown = report(cast, **WHOLE)
    if state != "outline":
        bring(cast, shown, state)

    page = as_(client, getattr(cast, who)).get(URL).content.decode()

    assert URL + button in page
    assert f'<li aria-current="step"><span class="name">{state.capitalize()}' in page
    assert URL + button not in as_(client, cast.observer).get(URL).content.decode()


def test_why_another_step_is_closed_is_said(client: Client, cast: Cast) -> None:
    bring(cast, report(cast), "assembling")

    page = as_(client, cast.editor).get(URL).content.decode()

    assert "Not open now" in page
    assert "There is nothing to read yet" in page


def test_the_whole_way_in_the_browser(client: Client, cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)
    report(cast, **WHOLE)

    def press(who: str, step: str, **typed: Any) -> str:
        answer = as_(client, getattr(cast, who)).post(
            f"{URL}step/{step}/", {"seen": Report.objects.get().version, **typed}, follow=True
        )
        assert answer.status_code == 200, answer.content.decode()
        return str(answer.content.decode())

    press("editor", "assemble", kind="upr", round=cast.round.pk)
    assert "circulates now" in press("editor", "circulate", reply_on=DUE)
    press("editor", "review")
    press("validator", "return_to_editor", reason="A figure is wrong.")
    press("editor", "circulate", reply_on=DUE)
    press("editor", "review")
    assert "this text is the edition" in press("validator", "freeze", text=Report.objects.get().text_hash)
    press("coordinator", "adopt", decided_on=NOW.date(), document="Decree 2.26.114")
    page = press("editor", "submit", submitted_on=NOW.date(), receipt="HRC-118")

    case.refresh_from_db()
    assert case.state == "submitted"
    assert "1 case became submitted." in page
    assert "HRC-118" in page
    assert "A figure is wrong." in page


def test_freezing_with_gaps_shows_them_and_asks_for_a_reason(client: Client, cast: Cast) -> None:
    asked(cast)
    bring(cast, report(cast, **WHOLE), "review")
    as_(client, cast.validator)

    assert "1 recommendation is not answered." in client.get(f"{URL}step/freeze/").content.decode()
    answer = client.post(f"{URL}step/freeze/", {"seen": 3, "reason": ""})

    assert answer.status_code == 422
    assert "freeze it with a reason" in answer.content.decode()
    typed = {"seen": 3, "text": Report.objects.get().text_hash, "reason": "The session is tomorrow."}
    client.post(f"{URL}step/freeze/", typed)
    assert "Frozen although something was lacking" in client.get(URL).content.decode()


def test_a_text_that_has_changed_since_is_to_be_read_again(client: Client, cast: Cast) -> None:
    shown = bring(cast, report(cast, **WHOLE), "review")
    read = shown.text_hash
    answered(cast, asked(cast))

    answer = as_(client, cast.validator).post(
        f"{URL}step/freeze/", {"seen": 3, "text": read, "reason": "Long and dear."}
    )

    assert answer.status_code == 422
    assert "The text has changed since you opened the page" in answer.content.decode()
    assert "Long and dear." in answer.content.decode()


def test_what_was_typed_survives_an_old_page(client: Client, cast: Cast) -> None:
    bring(cast, report(cast, **WHOLE), "review")

    answer = as_(client, cast.validator).post(
        f"{URL}step/return_to_editor/", {"seen": 1, "reason": "A figure is wrong."}
    )

    assert answer.status_code == 409
    assert "A figure is wrong." in answer.content.decode()
    assert "Look at the report, in a new tab" in answer.content.decode()


def test_the_document_of_the_decision_is_kept_with_its_hash(client: Client, cast: Cast) -> None:
    bring(cast, report(cast, **WHOLE), "frozen")
    decree = SimpleUploadedFile("decree.pdf", b"%PDF-1.7 decree")
    typed = {"seen": 4, "decided_on": NOW.date(), "document": "Decree", "file": decree}

    assert as_(client, cast.coordinator).post(f"{URL}step/adopt/", typed).status_code == 302

    assert len(Adoption.objects.get().sha256) == 64
    assert b"".join(client.get(f"{URL}editions/1/decision/")) == b"%PDF-1.7 decree"  # type: ignore[arg-type]


def test_a_case_that_stays_as_it_is_is_named_before_and_after(client: Client, cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)
    bring(cast, report(cast, **WHOLE), "adopted")
    cases.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="A figure is wrong.")
    as_(client, cast.editor)

    assert case.reference in client.get(f"{URL}step/submit/").content.decode()
    client.post(f"{URL}step/submit/", {"seen": 5, "submitted_on": NOW.date(), "receipt": "HRC-118"})
    assert "One case was left as it was" in client.get(URL).content.decode()


def test_the_editor_takes_a_circulation_back(client: Client, cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    bring(cast, report(cast, **WHOLE), "circulation")
    as_(client, cast.editor)

    assert "Nobody is told before" in client.get(URL).content.decode()
    assert client.post(f"{URL}undo/", {"seen": 2}).status_code == 302
    assert Report.objects.get().state == "assembling"
    assert client.post(f"{URL}undo/", {"seen": 2}).status_code == 409


# What circulates


def test_a_department_reads_what_circulates_and_objects(client: Client, cast: Cast) -> None:
    answered(cast, asked(cast), short="Two hundred clinics opened.")
    bring(cast, report(cast), "circulation")
    as_(client, cast.focal_point)

    page = client.get(f"{URL}circulated/").content.decode()
    assert "Two hundred clinics opened." in page
    assert f"{URL}circulated/object/?at=s-" in page
    assert client.get(URL).status_code == 403
    typed = {"department": cast.health.pk, "anchor": "s-2", "text": "Three hundred, not two."}
    answer = client.post(f"{URL}circulated/object/", typed, follow=True)

    assert "Your objection is made." in answer.content.decode()
    assert "Three hundred, not two." in answer.content.decode()


def test_the_editor_answers_and_the_department_reads_the_answer_later_too(client: Client, cast: Cast) -> None:
    answered(cast, asked(cast), short="Two hundred clinics opened.")
    shown = bring(cast, report(cast), "circulation")
    made = make_objection(shown, department=cast.health, text="Not so.", by=cast.head, now=NOW)
    as_(client, cast.editor)

    assert f"{URL}objections/{made.pk}/accept/" in client.get(URL).content.decode()
    refused = client.post(f"{URL}objections/{made.pk}/answer/", {"seen": 1, "reason": ""})
    assert "Write the answer" in refused.content.decode()
    client.post(f"{URL}objections/{made.pk}/answer/", {"seen": 1, "reason": "It is: see the survey."})
    bring(cast, Report.objects.get(), "review")
    page = as_(client, cast.head).get(f"{URL}circulated/").content.decode()

    assert "It is: see the survey." in page
    assert "The report does not circulate any more." in page
    assert "Two hundred clinics opened." not in page


@pytest.mark.parametrize(
    ("state", "who"),
    [("circulation", "head"), ("review", "validator"), ("frozen", "coordinator"), ("adopted", "editor")],
)
def test_my_work_names_the_report_to_whoever_is_next(
    client: Client, cast: Cast, state: str, who: str
) -> None:
    answered(cast, asked(cast))
    bring(cast, report(cast), state)

    assert URL in as_(client, getattr(cast, who)).get("/my-work/").content.decode()
    assert URL not in as_(client, cast.justice_focal_point).get("/my-work/").content.decode()


@pytest.mark.parametrize("who", ["justice_focal_point", "stranger"])
def test_a_department_that_is_not_concerned_reads_nothing(client: Client, cast: Cast, who: str) -> None:
    answered(cast, asked(cast))
    bring(cast, report(cast), "circulation")

    assert as_(client, getattr(cast, who)).get(f"{URL}circulated/").status_code == 404


def test_a_department_sees_no_objection_of_another(client: Client, cast: Cast) -> None:
    answered(cast, asked(cast))
    justice = asked(cast)
    cases.take_step(justice, "assign", by=cast.coordinator, now=NOW, lead=cast.justice, due_on=DUE)
    shown = bring(cast, report(cast), "circulation")
    make_objection(shown, department=cast.health, text="Xylophone.", by=cast.head, now=NOW)

    page = as_(client, cast.justice_focal_point).get(f"{URL}circulated/").content.decode()

    assert "Xylophone" not in page


@pytest.mark.parametrize("many", [1, 4])
def test_the_page_asks_as_often_for_any_number_of_objections(
    client: Client, cast: Cast, django_assert_num_queries: Any, many: int
) -> None:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "circulation")
    for _each in range(many):
        make_objection(shown, department=cast.health, text="Not so.", by=cast.head, now=NOW)
    as_(client, cast.editor)

    with django_assert_num_queries(OBJECTED_QUERIES):
        client.get(URL)


OBJECTED_QUERIES = 42


def test_an_edition_shows_its_own_text(client: Client, cast: Cast) -> None:
    bring(cast, report(cast, **WHOLE), "frozen")
    answered(cast, asked(cast), short="Approved afterwards.")

    page = as_(client, cast.observer).get(URL).content.decode()

    assert "The text of edition 1" in page
    assert "Approved afterwards." not in page
    assert Edition.objects.get().sha256 in page


def test_the_place_of_an_objection_is_said_in_the_language_of_the_report(cast: Cast) -> None:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "circulation")
    assert shown.circulation is not None
    [told] = [one for one in shown.circulation.content["sections"] if one["references"]]
    untitled = Circulation(content=content(section("", span="1–2", anchor="s-1")))
    with override("fr"):
        made = make_objection(
            shown, department=cast.health, text="Non.", by=cast.head, now=NOW, anchor=told["anchor"]
        )
    assert made.place.endswith("Recommendation 1, paragraph 1")
    assert untitled.place_of("s-1") == "Paragraphs 1–2"
