"""A restricted case: whoever is not named in it finds it by no address, mail, search or report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from cases import actions
from cases.models import Answer, Case, CaseRemark, Comment, Evidence, Extension, Version
from cases.people.roles import give_role
from exports.chapters import gather
from exports.models import Rendering
from exports.printing import render
from notifications.bundling import bundle
from notifications.deriving import derive
from notifications.models import Mail, Notice
from notifications.sending import send
from tests.cast import DUE, NOW, person
from tests.notifications import post
from tests.notifications.post import the_morning_after
from tests.security.stage import PEOPLE, Stage, add_file, browser_of, each, secret, words_of
from tests.security.test_matrix import ROWS

UNNAMED = ("stranger", "superuser", "justice_focal_point", "alternate", "validator", "editor", "observer")
WORDS = ("Zanzibar", "Quagga", "Xylophone", "Okapi", "Kiwi")
"""Words of its text, comments, evidence and remarks, and of the recommendation itself."""


@pytest.fixture
def hidden(stage: Stage) -> Case:
    """The case ``drafting`` of the stage with all its secrets, approved, with mails about it, restricted."""
    case, cast = stage.drafting, stage.cast
    case.recommendation.wordings.update(text="Protect the Kiwi witness.")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    post.mails(NOW + timedelta(hours=1))
    Mail.objects.update(state=Mail.State.SENT, sent_at=NOW)
    restrict(case, stage)
    case.refresh_from_db()
    without_its_words(case)
    return case


def without_its_words(case: Case) -> None:
    """Other cases of the stage have secrets of the same words, which their own department reads."""
    Version.objects.exclude(answer=case.answer_id).update(full_text="Another.", short_text="Another.")
    Comment.objects.exclude(answer=case.answer_id).update(text="Another.")
    Evidence.objects.exclude(answer=case.answer_id).update(title="Another.")
    CaseRemark.objects.exclude(event__case=case).update(text="Another.")


def restrict(case: Case, stage: Stage, *named: str) -> None:
    by = {"by": stage.cast.coordinator, "now": NOW}
    actions.take_step(case, "restrict", comment="Okapi: a witness.", **by)
    for name in named:
        actions.take_step(case, "name_person", person=getattr(stage.cast, name), **by)


def found(page: str, case: Case) -> list[str]:
    return [word for word in (*WORDS, case.reference + "<", case.reference + "/") if word in page]


def without(said: str, asked: str) -> str:
    """Without the address that was asked for and the pages above it: whoever typed it knows these."""
    parts = asked.strip("/").split("/")
    for length in range(len(parts), 1, -1):
        said = said.replace("/".join(parts[:length]), "")
    return said


def second_coordinator(stage: Stage) -> Client:
    stage.cast.second = person("second", "coordinator")  # type: ignore[attr-defined]
    return browser_of(stage.cast, "second")


def browsers(stage: Stage) -> dict[str, Client]:
    return {name: stage.browsers[name] for name in UNNAMED} | {"second": second_coordinator(stage)}


def test_who_is_named_reads_it(stage: Stage, hidden: Case) -> None:
    """Else the tests below would pass for want of secrets."""
    page = words_of(stage.browsers["coordinator"].get(f"/case/{hidden.reference}/"))

    assert {"Zanzibar", "Quagga", "Xylophone", "Okapi", "Kiwi"} <= set(found(page, hidden))


def opened_by(name: str) -> list[str]:
    """The addresses that the table opens to this person; the others answer before they read a row."""
    place = PEOPLE.index("coordinator" if name == "second" else name)
    return [row for row, outcomes in ROWS.items() if outcomes[place] not in ("in", "403", "404", "405")]


@pytest.mark.parametrize("name", each((*UNNAMED, "second"), on_both=("validator", "second")))
def test_no_address_tells_who_is_not_named(name: str, stage: Stage, hidden: Case) -> None:
    more = ["case/{drafting}/sight/", "mail/", "desk/?late=on", "my-work/?at=with-validator"]
    more += [f"mail/{mail.key}/" for mail in Mail.objects.all()]
    browser = browsers(stage)[name]
    for row in (*opened_by(name), *more):
        answer = browser.get(stage.address(row), follow=True)
        said = words_of(answer)
        for asked in (stage.address(row), *(address for address, _code in answer.redirect_chain)):
            said = without(said, asked)
        assert found(said, hidden) == [], row


def test_nothing_can_be_sent_to_it(stage: Stage, hidden: Case) -> None:
    sent = {"text": "So?", "seen": hidden.version, "full_text": "A", "short_text": "B", "title": "C"}
    for name, browser in browsers(stage).items():
        for act in (
            "comment",
            "draft",
            "evidence",
            "undo",
            "sight",
            "more-time",
            "step/withdraw",
            "review",
            "blocked",
        ):
            answer = browser.post(f"/case/{hidden.reference}/{act}/", sent | {"step": "restrict"})
            assert answer.status_code in (403, 404), f"{name}: {act}"


@pytest.mark.parametrize("word", [*WORDS, "UPR-2024"])
def test_no_search_finds_it(word: str, stage: Stage, hidden: Case) -> None:
    browser = second_coordinator(stage)
    rows = browser.get("/desk/", {"search": word}).context["rows"]

    assert hidden not in [row.case for row in rows]


def test_no_count_counts_it(stage: Stage, hidden: Case) -> None:
    Case.objects.filter(pk=hidden.pk).update(due_on=NOW.date() - timedelta(days=9))
    shown = {name: browser.get("/departments/") for name, browser in browsers(stage).items()}
    for name in ("validator", "editor", "observer", "second"):
        page = shown[name]
        assert page.context["late"] == 0
        assert (
            sum(load.total for load in page.context["loads"])
            == Case.objects.exclude(pk=hidden.pk).filter(lead__isnull=False).count()
        )


def test_it_is_nobodys_turn_in_the_review_queue(stage: Stage, hidden: Case) -> None:
    page = stage.browsers["validator"].get(stage.address("case/{sent}/review/"))

    assert page.context["waiting"] == 1


def test_its_rows_are_hidden_wherever_they_are_asked_for(stage: Stage, hidden: Case) -> None:
    for name in ("alternate", "head", "validator", "editor", "observer", "focal_point"):
        user = getattr(stage.cast, name)
        for model in (Version, Comment, Evidence):
            assert not model.objects.visible_to(user).filter(answer=hidden.answer).exists()
        assert not Notice.objects.visible_to(user).filter(case=hidden).exists()


def test_a_past_round_of_it_is_hidden_too(stage: Stage, hidden: Case) -> None:
    past = hidden.answer
    hidden.past_rounds.create(round=hidden.round, answer=past)
    present = Answer.objects.create(round=hidden.round, lead=hidden.lead)
    Case.objects.filter(pk=hidden.pk).update(answer=present)

    assert not Version.objects.visible_to(stage.cast.validator).filter(answer=past).exists()
    assert Version.objects.visible_to(stage.cast.coordinator).filter(answer=past).exists()


def test_a_request_for_more_time_about_it_is_hidden(stage: Stage) -> None:
    restrict(stage.asked, stage)
    other = second_coordinator(stage)

    assert not Extension.objects.visible_to(stage.cast.second).exists()  # type: ignore[attr-defined]
    assert stage.asked.reference not in words_of(other.get("/my-work/"))
    assert Extension.objects.visible_to(stage.cast.coordinator).exists()


def test_nobody_who_is_not_named_is_told_of_a_step(stage: Stage, hidden: Case) -> None:
    actions.take_step(hidden, "name_person", person=stage.cast.validator, by=stage.cast.coordinator, now=NOW)
    before = set(Mail.objects.values_list("pk", flat=True))
    again = {"comment": "Which year?", "due_on": DUE}
    actions.take_step(hidden, "return_to_department", by=stage.cast.validator, now=NOW, **again)
    post.mails(NOW + timedelta(hours=2))

    made = Mail.objects.exclude(pk__in=before)
    assert [(mail.recipient, mail.about) for mail in made] == [(stage.cast.validator, "named")]


def test_a_mail_that_waits_is_sent_without_it(stage: Stage) -> None:
    case = secret(stage.cast)
    actions.take_step(case, "sign_and_send", by=stage.cast.head, now=NOW)
    derive(NOW)
    bundle(the_morning_after())
    mail = Mail.objects.get(recipient=stage.cast.validator, day__isnull=False)
    assert case.reference in mail.text
    restrict(case, stage)
    send(mail, the_morning_after())

    assert mail.state == Mail.State.SENT
    assert stage.sent.reference in mail.text
    assert found(mail.subject + mail.text + mail.html, case) == []
    assert "1 answer to validate" in mail.subject


def test_no_report_of_somebody_else_prints_it(stage: Stage, hidden: Case) -> None:
    Case.objects.filter(pk=hidden.pk).update(state="approved")
    Answer.objects.filter(pk=hidden.answer_id).update(approved=hidden.answer.sent)

    assert found(str(gather(stage.report, Case.objects.visible_to(stage.cast.editor))), hidden) == []
    assert "Zanzibar" in str(gather(stage.report, Case.objects.visible_to(stage.cast.coordinator)))


def test_a_report_that_a_named_editor_prints_is_for_the_named(stage: Stage, hidden: Case) -> None:
    Case.objects.filter(pk=hidden.pk).update(state="approved")
    Answer.objects.filter(pk=hidden.answer_id).update(approved=hidden.answer.sent)
    actions.take_step(hidden, "name_person", person=stage.cast.editor, by=stage.cast.coordinator, now=NOW)
    asked = Rendering.objects.create(
        report=stage.report, requested_by=stage.cast.editor, requested_at=timezone.now()
    )
    render(asked.key, clock=lambda: NOW)

    assert asked in Rendering.objects.visible_to(stage.cast.editor)
    assert asked in Rendering.objects.visible_to(stage.cast.coordinator)
    assert asked not in Rendering.objects.visible_to(stage.cast.observer)


def test_the_set_up_pages_show_nothing_of_it(stage: Stage, hidden: Case) -> None:
    root = stage.browsers["superuser"]
    for model in admin.site._registry:
        name = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        keys = model._default_manager.values_list("pk", flat=True)
        rows = [f"{name}{key}/{act}/" for key in keys for act in ("change", "history")]
        for address in (name, *rows):
            assert found(words_of(root.get(address, follow=True)), hidden) == [], address


def test_what_was_done_just_before_is_not_offered_to_be_undone(stage: Stage, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = secret(stage.cast)
    actions.take_step(case, "sign_and_send", by=stage.cast.head, now=NOW)
    restrict(case, stage)

    assert case.reference not in words_of(stage.browsers["head"].get("/my-work/"))


def test_who_is_named_without_a_role_sees_nothing(stage: Stage, hidden: Case) -> None:
    actions.take_step(hidden, "name_person", person=stage.cast.stranger, by=stage.cast.coordinator, now=NOW)

    assert stage.browsers["stranger"].get(f"/case/{hidden.reference}/").status_code == 404


def test_a_named_focal_point_works_on_it_as_ever(stage: Stage) -> None:
    case = stage.asked
    restrict(case, stage, "focal_point")
    browser = stage.browsers["focal_point"]

    assert case.reference in words_of(browser.get("/my-work/"))
    actions.take_step(case, "accept", by=stage.cast.focal_point, now=NOW)
    add_file(case, stage.cast, title="Survey", content=b"a table")


def test_once_it_is_lifted_all_see_it_again(stage: Stage, hidden: Case) -> None:
    actions.take_step(hidden, "lift_restriction", comment="Over.", by=stage.cast.coordinator, now=NOW)

    assert hidden in Case.objects.visible_to(stage.cast.validator)
    assert not hidden.permitted.exists()


def test_the_weekly_overview_of_somebody_else_is_not_read_by_a_coordinator_who_is_not_named(
    stage: Stage, hidden: Case
) -> None:
    """It may name any case; where nothing is hidden from the coordinator, it is listed."""
    about = {"rule": "week", "about_on": NOW.date(), "made_at": NOW, "recipient": stage.cast.head}
    mail = Mail.objects.create(
        recipient=stage.cast.head, to="x@suivi.example", about="week", language="en", subject="x",
        text=hidden.reference, made_at=NOW, next_try_at=NOW,
    )  # fmt: skip
    Notice.objects.create(mail=mail, **about)
    give_role(stage.cast.stranger, "coordinator")
    assert mail not in Mail.objects.visible_to(stage.cast.stranger)
    Case.objects.filter(pk=hidden.pk).update(restricted=False)
    assert mail in Mail.objects.visible_to(stage.cast.stranger)
