"""Nothing of a draft leaves its department before it is sent: by no mail, search or hint.

That no page tells of it is seen where every page is opened: test_matrix.py.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from cases import actions
from cases.models import Case
from exports.chapters import gather
from notifications.models import Mail
from tests.cast import DUE, NOW, draft
from tests.notifications import post
from tests.security.stage import OUTSIDE, SECRETS, Stage, proposed, words_of


def taken(stage: Stage, step: str, who: str, **given: Any) -> None:
    """As somebody takes it who has just opened the case."""
    case = Case.objects.get(pk=stage.drafting.pk)
    actions.take_step(case, step, by=getattr(stage.cast, who), now=NOW, **given)


def handed_on_to_justice(stage: Stage) -> Case:
    """Handed back by Health, and given to the Ministry of Justice."""
    taken(stage, "hand_back", "focal_point", comment="Not ours.", proposed=stage.cast.justice)
    taken(stage, "assign", "coordinator", lead=stage.cast.justice, due_on=DUE)
    return Case.objects.get(pk=stage.drafting.pk)


def test_the_department_itself_reads_them(stage: Stage) -> None:
    """Else the tests below would pass for want of secrets."""
    page = words_of(stage.browsers["alternate"].get(stage.address("case/{drafting}/")))

    assert [word for word in SECRETS if word in page] == list(SECRETS)


@pytest.mark.parametrize("person", ["coordinator", "validator", "editor", "observer"])
@pytest.mark.parametrize("word", SECRETS)
def test_no_search_finds_them(person: str, word: str, stage: Stage) -> None:
    found = stage.browsers[person].get("/desk/", {"search": word}).context["page"]

    assert found.paginator.count == 0


@pytest.mark.parametrize(
    "hint",
    ["proposed_status", "status", "answer__versions__full_text__contains", "sort", "order", "ordering", "o"],
)
def test_no_word_of_the_address_sorts_or_narrows_by_them(hint: str, stage: Stage) -> None:
    plain = stage.browsers["coordinator"].get("/desk/").context["rows"]
    for value in ("Zanzibar", "1", "-answer__versions__full_text", "proposed_status"):
        hinted = stage.browsers["coordinator"].get("/desk/", {hint: value}).context["rows"]
        assert [row.case.pk for row in hinted] == [row.case.pk for row in plain]


def test_no_mail_tells_them(stage: Stage) -> None:
    taken(stage, "send_for_sign_off", "focal_point")
    taken(stage, "return_from_sign_off", "head", comment="Okapi again.")
    taken(stage, "hand_back", "focal_point", comment="Not ours.", proposed=stage.cast.justice)
    post.mails(NOW + timedelta(hours=1))

    mails = list(Mail.objects.exclude(pk=stage.mail.pk))
    assert mails
    for mail in mails:
        assert [word for word in SECRETS if word in mail.subject + mail.text + mail.html] == []


def test_no_report_gathers_them(stage: Stage) -> None:
    assert not [word for word in SECRETS if word in str(gather(stage.report, Case.objects.all()))]


def test_a_case_handed_back_says_nothing_of_the_proposed_status(stage: Stage) -> None:
    status = proposed(stage.drafting)
    taken(stage, "hand_back", "focal_point", comment="Not ours.", proposed=stage.cast.justice)

    page = words_of(stage.browsers["coordinator"].get(stage.address("case/{drafting}/")))

    assert status not in page


def test_a_case_closed_while_drafting_says_nothing_of_the_proposed_status(stage: Stage) -> None:
    status = proposed(stage.drafting)
    taken(stage, "close", "coordinator", comment="Asked anew.", because="superseded")

    for person in ("coordinator", "observer"):
        assert status not in words_of(stage.browsers[person].get(stage.address("case/{drafting}/")))


def test_the_next_department_finds_nothing_of_the_last_one(stage: Stage) -> None:
    status = proposed(stage.drafting)
    case = handed_on_to_justice(stage)

    page = stage.browsers["justice_focal_point"].get(f"/case/{case.reference}/")

    assert page.status_code == 200
    assert [word for word in SECRETS if word in words_of(page)] == []
    assert f"selected>{status}<" not in words_of(page)
    assert page.context["draft_form"]["status"].value() is None


def test_the_next_department_sends_no_status_that_it_never_proposed(stage: Stage) -> None:
    proposed(stage.drafting)
    case = handed_on_to_justice(stage)

    assert case.proposed_status_id is None


def test_what_the_first_department_wrote_comes_back_with_the_case(stage: Stage) -> None:
    taken(stage, "hand_back", "focal_point", comment="Not ours.", proposed=stage.cast.justice)
    taken(stage, "assign", "coordinator", lead=stage.cast.health, due_on=DUE)

    page = words_of(stage.browsers["focal_point"].get(stage.address("case/{drafting}/")))

    assert "Zanzibar" in page


def test_a_department_that_handed_back_sees_nothing_of_the_next_one(stage: Stage) -> None:
    case = handed_on_to_justice(stage)
    draft(case, by=stage.cast.justice_focal_point, full_text="Nairobi.", short_text="Nairobi.")

    for row in ("case/{drafting}/", "case/{drafting}/version/1/", "my-work/", "mail/"):
        assert "Nairobi" not in words_of(stage.browsers["focal_point"].get(stage.address(row)))


def test_after_a_return_the_new_draft_is_within_the_department_again(stage: Stage) -> None:
    case = stage.sent
    again = {"comment": "A source is missing.", "due_on": DUE}
    actions.take_step(case, "return_to_department", by=stage.cast.validator, now=NOW, **again)
    draft(case, by=stage.cast.focal_point, full_text="Nairobi.", short_text="Nairobi.")

    for person in OUTSIDE:
        for row in ("case/{sent}/", "case/{sent}/version/2/", "desk/reports/{report}/"):
            assert "Nairobi" not in words_of(stage.browsers[person].get(stage.address(row), follow=True))


def test_the_set_up_pages_show_none_of_them(stage: Stage) -> None:
    status = proposed(stage.drafting)
    root: Client = stage.browsers["superuser"]
    for model in admin.site._registry:
        name = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        keys = model._default_manager.values_list("pk", flat=True)
        rows = [f"{name}{key}/{act}/" for key in keys for act in ("change", "history")]
        for address in (name, *rows):
            page = words_of(root.get(address))
            assert [word for word in SECRETS if word in page] == [], address
            assert "/cases/case/" not in address or status not in page


@pytest.mark.parametrize(
    "hint",
    [
        "proposed_status",
        "proposed_status__exact",
        "proposed_status__isnull",
        "answer__versions__full_text__contains",
        "answer__comments__text__contains",
        "answer__evidence__title__contains",
        "events__remark__text__contains",
        "round__cases__proposed_status",
    ],
)
def test_the_set_up_pages_filter_by_none_of_them(hint: str, stage: Stage) -> None:
    proposed(stage.drafting)
    root = stage.browsers["superuser"]

    for value in ("1", "2", "False", "Okapi"):
        assert root.get("/admin/cases/case/", {hint: value}).status_code in (302, 400)
