"""States that an earlier import named as its file did have the UN's names, once the database is migrated."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from django.apps import apps

from cases.models import Recommendation, Term
from tests.cases.importing.files import WELL, bring, morocco
from tests.cast import Cast

STATES = import_module("cases.migrations.0045_states_by_their_names")
REVIEW = {
    **WELL, "mechanism": "Examen périodique universel", "treaty_body": "", "upr_cycle": "3",
    "recommending_state": "Etats-Unis d'Amérique",
}  # fmt: skip


def as_it_was(code: str) -> None:
    """One state under the name of the file, in the language of the file alone."""
    state = Term.objects.get(vocabulary="state", code="United States of America")
    state.wordings.exclude(language="fr").delete()
    Term.objects.filter(pk=state.pk).update(code=code)


def test_the_same_file_again_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, morocco(REVIEW))
    as_it_was("États-Unis d’Amérique")
    STATES.rename(apps, None)
    state = Term.objects.get(vocabulary="state", code="United States of America")
    assert set(state.wordings.values_list("language", flat=True)) == {"en", "fr", "ar"}
    assert bring(tmp_path, morocco(REVIEW)).same == 1


def test_one_that_stands_under_both_names_is_one(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, morocco(REVIEW))
    as_it_was("États-Unis")
    bring(tmp_path, morocco(REVIEW, {**REVIEW, "id": "8", "code": "R144.13"}))
    STATES.rename(apps, None)
    assert Term.objects.filter(vocabulary="state").count() == 1
    for one in Recommendation.objects.filter(source="morocco"):
        assert [state.code for state in one.recommending_states.all()] == ["United States of America"]


def test_what_is_in_no_list_stays_and_a_second_time_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, morocco({**REVIEW, "recommending_state": "Atlasie"}))
    STATES.rename(apps, None)
    STATES.rename(apps, None)
    assert list(Term.objects.filter(vocabulary="state").values_list("code", flat=True)) == ["Atlasie"]
