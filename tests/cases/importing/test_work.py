"""What of a case is somebody's work: an import that it hangs on stands, and no relation is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db.models import Model

from cases import actions
from cases.importing import undoing, work
from cases.models import Answer, Block, Case, Import, LeadProposal, Recommendation, access
from cases.models.case import CaseFlow
from notifications.models import Notice
from tests.cases.importing.files import CLINICS, bring, generic
from tests.cast import DUE, NOW, Cast
from workflow import bulk
from workflow.bulk_rows import Bulk, BulkItem
from workflow.errors import Refused

BEFORE, SOON, THEN = NOW - timedelta(days=1), NOW + timedelta(hours=1), NOW + timedelta(hours=2)


def relations_of(model: type[Model]) -> set[str]:
    found = (one for one in model._meta.get_fields(include_hidden=True) if one.auto_created)
    return {f"{one.related_model._meta.label}.{one.field.name}" for one in found if not one.concrete}


def test_every_relation_of_a_case_is_named_as_work_or_as_a_part() -> None:
    """Who adds one says in cases/importing/work.py what becomes of it where an import is taken back."""
    named = {**work.OF_CASE, **work.OF_ANSWER, **work.OF_RECOMMENDATION}
    same = {"cases.SaidTwice.cases", "exports.Rendering.restricted_cases"}
    assert relations_of(Case) == {*work.OF_CASE, *same}
    assert relations_of(Answer) == {*work.OF_ANSWER, "cases.Case.answer"}
    for model in (Case, Answer, Recommendation):
        assert relations_of(model) <= {*named, *work.GOES_WITH_IT}
    assert not set(named) & work.GOES_WITH_IT


def test_every_row_that_names_another_by_its_number_is_known() -> None:
    """No relation leads there: acts on many are asked for by hand, a notice has its case beside it."""
    named = {one._meta.label for one in apps.get_models() for at in one._meta.fields if at.name == "row_id"}
    assert named == {"workflow.BulkItem", "notifications.Notice"}


def _seen(case: Case, cast: Cast) -> None:
    named = Permission.objects.get(codename=access.NAMED)
    case.permitted.create(user=cast.validator, permission=named)


def _blocked(case: Case, cast: Cast) -> None:
    said = {"what": Block.What.TIME, "by": cast.focal_point, "at": SOON, "form": uuid4()}
    Block.objects.create(case=case, lead=cast.health, about_on=DUE, **said)


def _proposed(case: Case, cast: Cast) -> None:
    LeadProposal.objects.create(recommendation=case.recommendation, named="Elsewhere", by=cast.focal_point)


def _told(case: Case, cast: Cast) -> None:
    about = {"rule": "due", "step": "1", "about_on": DUE, "made_at": SOON}
    Notice.objects.create(case=case, recipient=cast.focal_point, **about)


def _chosen_with_others(case: Case, cast: Cast) -> None:
    bulk.open_bulk(CaseFlow.process, "assign", [case], by=cast.coordinator, now=SOON, lead=cast.health)


def _duplicated(case: Case, cast: Cast) -> None:
    other = Recommendation.objects.create(
        reference="X-1", source="other", source_key="1", mechanism="UPR", paragraph="1", year=2024
    )
    Case.objects.create(recommendation=other, round=case.round, duplicate_of=case)


Act = Callable[[Case, Cast], None]
ON_NEW_ONES = (_seen, _blocked, _proposed, _told, _chosen_with_others, _duplicated)


@pytest.mark.parametrize("act", ON_NEW_ONES, ids=lambda one: one.__name__.strip("_"))
def test_what_hangs_on_a_new_case_keeps_its_import(cast: Cast, tmp_path: Path, act: Act) -> None:
    bring(tmp_path, generic(CLINICS))
    act(Case.objects.get(), cast)
    with pytest.raises(Refused, match="Somebody has worked on CEDAW-2022-45a"):
        undoing.undo(Import.objects.latest("pk"), by=cast.coordinator, now=THEN)
    assert Case.objects.filter(recommendation__source="generic").exists()


def test_an_act_on_many_that_was_refused_or_is_over_keeps_nothing(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS))
    _chosen_with_others(Case.objects.get(), cast)
    BulkItem.objects.all().update(state="refused", refusal="Blocked", sentence="No.")
    Bulk.objects.all().update(state="done")
    assert undoing.undo(Import.objects.latest("pk"), by=cast.coordinator, now=THEN) == 1


def _drafted(case: Case, cast: Cast) -> None:
    actions.save_draft(
        case, full_text="Anew.", short_text="Anew.", started_from=1, by=cast.focal_point, now=SOON
    )


def _spoken_of(case: Case, cast: Cast) -> None:
    actions.add_comment(case, text="The text is another now.", by=cast.focal_point, now=SOON)


def _proved(case: Case, cast: Cast) -> None:
    actions.add_evidence(case, title="Census", link="https://example.org", by=cast.focal_point, now=SOON)


@pytest.mark.parametrize("act", [_drafted, _spoken_of, _proved], ids=lambda one: one.__name__.strip("_"))
@pytest.mark.parametrize("since", [True, False])
def test_who_went_on_after_a_revision_keeps_it(cast: Cast, tmp_path: Path, act: Act, since: bool) -> None:
    """No step of the case tells of these. What was done before the revision keeps nothing."""
    bring(tmp_path, generic(CLINICS))
    case = Case.objects.get()
    actions.take_step(case, "assign", by=cast.coordinator, now=BEFORE, lead=cast.health, due_on=DUE)
    texts = {"full_text": "Begun.", "short_text": "Begun."}
    actions.save_draft(case, **texts, started_from=0, by=cast.focal_point, now=BEFORE)
    if not since:
        act(case, cast)
    bring(tmp_path, generic({**CLINICS, "text_en": "Other."}))
    revised = Import.objects.latest("pk")
    Import.objects.filter(pk=revised.pk).update(written_at=SOON if since else THEN)
    revised.refresh_from_db()
    if since:
        act(case, cast)
        with pytest.raises(Refused, match="Somebody has worked on CEDAW-2022-45a"):
            undoing.undo(revised, by=cast.coordinator, now=THEN)
    else:
        assert undoing.undo(revised, by=cast.coordinator, now=THEN + timedelta(hours=1)) == 1
