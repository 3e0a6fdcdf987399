"""A list that goes out comes in again and loses nothing: into the same state, and into an empty one."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.importing.cells import Cells
from cases.importing.out_again import _guarded
from cases.importing.rows import Line
from cases.models import Brought, Case, FormerText, Import, Recommendation, SearchText, Term
from cases.sheets import harmless
from tests.cases.importing.files import CLINICS, PRISONS, WELL, bring, generic, morocco
from tests.cast import Cast

FORMULA = {
    **CLINICS, "key": "=1+1", "paragraph": "46", "date": "2022", "text_en": "=SUM(A1) is said",
    "text_fr": "'-dit",
}  # fmt: skip
TEXTS = st.text(
    alphabet=st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("'=+-@|"), max_size=40
)
COLUMNS = (*CLINICS, "position", "recommending_states", "opening_en", "heading_en")


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.coordinator)
    return client


def went_out(browser: Client, kind: str) -> bytes:
    answer = browser.get(f"/desk/recommendations.{kind}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def as_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def empty_the_state() -> None:
    for one in (Brought, Import, Case, FormerText, SearchText, Recommendation):
        one.objects.all().delete()
    Term.objects.update(parent=None)
    Term.objects.all().delete()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_comes_back_as_it_went(cast: Cast, browser: Client, tmp_path: Path, kind: str) -> None:
    clinics = {**CLINICS, "opening_en": "The State party should:", "heading_en": "Rural women"}
    prisons = {**PRISONS, "themes": "Detention | Courts"}
    bring(tmp_path, generic(clinics, FORMULA, columns=COLUMNS))
    bring(tmp_path, generic(prisons), "more.csv")
    bring(tmp_path, morocco(WELL), "morocco.csv")
    out, rows = went_out(browser, kind), as_rows(went_out(browser, "csv"))
    assert len(rows) == 4

    same = bring(tmp_path, out, f"again.{kind}")
    assert (same.new, same.changed, same.same, same.problems) == (0, 0, 4, [])

    empty_the_state()
    assert bring(tmp_path, out, f"afresh.{kind}").new == 4
    assert as_rows(went_out(browser, "csv")) == rows
    assert Term.objects.get(code="Accès à l’eau").parent == Term.objects.get(code="Droits sociaux")
    assert Recommendation.objects.get(source_key="=1+1").worded("en") == "=SUM(A1) is said"


def test_a_narrowed_list_goes_out_alone(cast: Cast, browser: Client, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    answer = browser.get("/desk/recommendations.csv?mechanism=UPR")
    assert [row["key"] for row in as_rows(b"".join(answer.streaming_content))] == ["2"]


@pytest.mark.once
@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("'=+-@|"), max_size=40)
)
def test_no_text_is_taken_for_a_formula_or_changed_by_the_mark_against_it(text: str) -> None:
    written = harmless(_guarded(text.strip()))
    assert isinstance(written, str)
    assert not written.startswith(("=", "+", "-", "@"))
    assert Cells(Line(1, {"text_en": written})).text("text_en") == text.strip()
