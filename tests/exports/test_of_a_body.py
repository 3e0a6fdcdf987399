"""A report answers the recommendations of one body, or all that were asked in its round."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.test import Client

from cases.models import Case
from exports.models import Report
from exports.outline.laying import answers_waiting, waiting
from exports.pages.list_of_reports import rows_of
from tests.cast import DUE, Cast
from tests.exports.scene import answered, asked, content_of, report
from tests.exports.way import bring


@pytest.fixture
def of_two_bodies(cast: Cast) -> tuple[Case, Case]:
    """One of the UPR, one of the Committee against Torture, each answered by itself."""
    ours, theirs = asked(cast, symbol=""), asked(cast, mechanism="CAT", symbol="")
    answered(cast, ours, short="To the Council.")
    answered(cast, theirs, short="To the Committee.")
    return ours, theirs


def test_it_prints_and_lists_only_what_its_body_asked(cast: Cast, of_two_bodies: tuple[Case, Case]) -> None:
    _ours, theirs = of_two_bodies
    shown = bring(cast, report(cast, kind="periodic", mechanism="CAT"), "assembling")

    content = content_of(shown)

    assert [row["reference"] for row in content["matrix"]] == [theirs.reference]
    assert [one["references"] for one in content["narratives"]] == [[theirs.reference]]
    assert shown.passages.filter(tells__isnull=False).count() == 1


def test_what_waits_for_it_is_of_its_body(cast: Cast) -> None:
    shown = bring(cast, report(cast, mechanism="CAT"), "assembling")
    ours, theirs = asked(cast, symbol=""), asked(cast, mechanism="CAT", symbol="")
    answered(cast, ours)
    answered(cast, theirs)

    assert [told.references for told in waiting(shown)] == [[theirs.reference]]
    assert answers_waiting(shown) == {theirs.answer_id}


def test_without_a_body_it_answers_all_that_were_asked(cast: Cast, of_two_bodies: tuple[Case, Case]) -> None:
    shown = bring(cast, report(cast), "assembling")

    assert len(content_of(shown)["matrix"]) == 2


def test_an_answer_to_two_bodies_is_printed_for_the_one_that_reads_it(cast: Cast) -> None:
    ours, theirs = asked(cast, symbol=""), asked(cast, mechanism="CAT", symbol="")
    answered(cast, ours, theirs)
    shown = bring(cast, report(cast, mechanism="CAT"), "assembling")

    assert [one["references"] for one in content_of(shown)["narratives"]] == [[theirs.reference]]


def test_departments_with_nothing_of_its_body_are_not_concerned(
    cast: Cast, of_two_bodies: tuple[Case, Case]
) -> None:
    shown = report(cast, mechanism="CRC", introduction="We begin.")
    of_all = report(cast, reference="of-all")

    assert (shown.concerned_ids(), of_all.concerned_ids()) == (set(), {cast.health.pk})
    bring(cast, shown, "circulation")
    assert not Report.objects.circulating_to(cast.focal_point).exists()
    bring(cast, of_all, "circulation")
    assert Report.objects.circulating_to(cast.focal_point).get() == of_all


def test_departments_with_something_of_its_body_read_it(cast: Cast, of_two_bodies: tuple[Case, Case]) -> None:
    shown = bring(cast, report(cast, mechanism="CAT"), "circulation")

    assert Report.objects.circulating_to(cast.focal_point).get() == shown
    assert shown.concerned_ids() == {cast.health.pk}


def test_the_list_counts_what_its_body_asked(cast: Cast, of_two_bodies: tuple[Case, Case]) -> None:
    asked(cast, mechanism="CAT")
    shown, of_all = report(cast, mechanism="CAT"), report(cast, reference="of-all")

    first, second = rows_of([shown, of_all], cast.editor, DUE)

    assert (first.approved, first.cases) == (1, 2)
    assert (second.approved, second.cases) == (2, 3)
    assert (first.words, second.words) == (3, 6)


def test_submitting_it_submits_the_cases_of_its_body_alone(
    cast: Cast, of_two_bodies: tuple[Case, Case]
) -> None:
    ours, theirs = of_two_bodies
    bring(cast, report(cast, mechanism="CAT"), "submitted")

    assert Case.objects.get(pk=theirs.pk).state == "submitted"
    assert Case.objects.get(pk=ours.pk).state == "approved"


def test_an_editor_chooses_the_body(client: Client, cast: Cast, of_two_bodies: tuple[Case, Case]) -> None:
    client.force_login(cast.editor)
    given = {"title": "To the Committee", "reference": "cat-2026", "round": cast.round.pk}

    response = client.post("/desk/reports/", {**given, "kind": "periodic", "mechanism": "CAT"})

    assert response.status_code == 302, response.content.decode()
    assert len(content_of(Report.objects.get(mechanism="CAT"))["narratives"]) == 1
    assert "Committee against Torture" in client.get("/desk/reports/cat-2026/").content.decode()


def test_a_body_that_is_none_is_refused(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        report(cast, mechanism="NONE")
