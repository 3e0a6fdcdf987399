"""Importing an edition: what it makes, that it repeats safely, what a new edition revises and leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import actions
from cases.importing import comparison
from cases.importing.edition import read_edition
from cases.importing.importer import NotAllGood, bring_in, bring_in_with_departments, preview
from cases.importing.rows import BadFile
from cases.models import Case, Import, LeadProposal, Recommendation, Round, Term
from cases.people.models import Department
from tests.cases.importing.files import CLINICS, PRISONS, WELL, bring, generic, morocco, workbook, write
from tests.cast import DUE, NOW, Cast


def one(key: str) -> Recommendation:
    return Recommendation.objects.get(source_key=key)


def test_a_recommendation_has_all_that_the_file_says(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    prisons = one("2")
    assert (prisons.reference, prisons.mechanism, prisons.paragraph) == ("UPR-2024-120.3", "UPR", "120.3")
    assert (prisons.cycle, prisons.session, prisons.position) == (4, 41, "partly-supported")
    assert (prisons.symbol, prisons.year, str(prisons.adopted_on)) == ("A/HRC/57/6", 2024, "2024-06-01")
    assert {str(state) for state in prisons.recommending_states.all()} == {"Chile", "Kenya"}
    assert [str(term) for term in prisons.affected_persons.all()] == ["Persons in detention"]
    assert [term.code for term in prisons.sdg_targets.all()] == ["16.3"]
    assert one("1").worded("fr") == "Ouvrir des dispensaires."


def test_its_case_is_received_in_the_current_round(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS))
    case = Case.objects.get()
    assert (case.state, case.round, case.version, case.lead) == ("received", cast.round, 0, None)


def test_without_a_round_one_is_opened_for_the_report_of_the_year(db: None, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS))
    opened = Round.objects.get()
    assert (opened.title, opened.kind, opened.language) == ("National report 2026", "report", "en")


def test_a_workbook_says_the_same_as_the_text_file(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    assert bring(tmp_path, workbook(CLINICS, PRISONS), "list.xlsx").same == 2


def test_the_layout_of_morocco(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, morocco(WELL, {**WELL, "id": "8", "text_ar": "null", "mechanism": "Organes de Traités"}))
    well, other = one("7"), one("8")
    assert (well.reference, well.mechanism, well.paragraph) == ("CESCR-2021-30.2", "CESCR", "30.2")
    assert other.reference == "CESCR-2021-30.2_2"
    assert well.worded("ar") == "حفر الآبار."
    assert [wording.language for wording in other.wordings.all()] == ["fr"]
    assert Term.objects.get(code="Accès à l’eau").parent == Term.objects.get(code="Droits sociaux")
    assert Term.objects.get(code="Droits sociaux").worded("ar") == "الحقوق الاجتماعية"


def test_the_national_status_of_the_file_decides_nothing(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, morocco({**WELL, "status_fr": "Réalisé", "progress_pct": "100"}))
    case = Case.objects.get()
    assert (case.status, case.proposed_status, case.state) == (None, None, "received")
    assert case.recommendation.status_in_source == "Réalisé"


def test_what_a_file_says_anew_of_the_status_is_a_change(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, morocco({**WELL, "status_fr": "En cours"}))
    bring(tmp_path, generic(CLINICS), "other.csv")
    again = bring(tmp_path, morocco({**WELL, "status_fr": "Réalisé"}))
    assert (again.changed, one("7").status_in_source) == (1, "Réalisé")


def test_a_second_time_it_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    again = bring(tmp_path, generic(CLINICS, PRISONS))
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert Import.objects.count() == 1


def test_named_bodies_are_proposed_as_leads(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    proposed = LeadProposal.objects.order_by("pk").values_list("named", "department__code")
    assert list(proposed) == [
        ("Ministry of Health", "health"),
        ("Ministry of Justice", "justice"),
        ("Prison Board", None),
    ]


@pytest.mark.parametrize(
    "name", ["MINISTRY OF HEALTH", "ministère de la santé", "Ministere de la Sante", "health"]
)
def test_a_body_is_known_by_any_name_whatever_its_case(cast: Cast, tmp_path: Path, name: str) -> None:
    cast.health.wordings.create(language="fr", text="Ministère de la Santé")
    bring(tmp_path, generic({**CLINICS, "responsible_bodies": name}))
    assert LeadProposal.objects.get().department == cast.health


def test_a_body_that_becomes_a_department_is_recognised_by_the_same_file(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(PRISONS))
    board = Department.objects.create(code="prison-board")
    assert bring(tmp_path, generic(PRISONS)).recognised == 1
    assert LeadProposal.objects.get(named="Prison Board").department == board


def test_unknown_bodies_become_departments_where_that_is_asked(cast: Cast, tmp_path: Path) -> None:
    edition = read_edition(write(tmp_path, generic(PRISONS)))
    assert bring_in_with_departments(edition, now=NOW).added == ["Prison Board"]
    assert LeadProposal.objects.get(named="Prison Board").department == Department.objects.get(
        code="prison-board"
    )


def test_a_new_edition_revises_text_and_lists(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    report = bring(
        tmp_path, generic({**CLINICS, "text_en": "Open and staff clinics.", "themes": "Health"}, PRISONS)
    )
    assert (report.new, report.changed, report.same) == (0, 1, 1)
    former = one("1").former_texts.get(language="en")
    assert (former.text, former.until) == (CLINICS["text_en"], NOW)
    assert report.changes == [(2, "CEDAW-2022-45a", "text (en), themes")]
    assert one("1").worded("en") == "Open and staff clinics."
    assert [term.code for term in one("1").themes.all()] == ["Health"]


def test_a_new_edition_keeps_a_text_in_a_language_that_it_lacks(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS))
    assert bring(tmp_path, generic({**CLINICS, "text_fr": ""})).same == 1
    assert one("1").worded("fr") == "Ouvrir des dispensaires."


def test_a_new_edition_keeps_what_it_does_not_say(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(PRISONS))
    assert bring(tmp_path, generic({**PRISONS, "cycle": "", "session": "", "position": ""})).same == 1
    assert (one("2").session, one("2").position) == (41, "partly-supported")


def test_an_edition_without_lists_and_bodies_keeps_them(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(PRISONS))
    lists = ("themes", "affected_persons", "sdg_targets", "recommending_states", "responsible_bodies")
    bare = {name: said for name, said in PRISONS.items() if name not in lists}
    assert bring(tmp_path, generic({**bare, "text_en": "Let every court visit prisons."})).changed == 1
    kept = one("2")
    stands = (kept.themes, kept.affected_persons, kept.sdg_targets, kept.recommending_states)
    assert [each.count() for each in stands] == [1, 1, 1, 2]
    assert kept.lead_proposals.count() == 2


def test_an_edition_in_another_language_adds_its_text_and_keeps_the_lists(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(PRISONS))
    french = {
        **PRISONS,
        "text_en": "",
        "text_fr": "Que les juges visitent les prisons.",
        "themes": "Détention",
    }
    assert bring(tmp_path, generic(french)).changes == [(2, "UPR-2024-120.3", "text (fr)")]
    assert [term.code for term in one("2").themes.all()] == ["Detention"]
    assert bring(tmp_path, generic(french)).same == 1


def test_a_key_with_another_year_and_number_is_the_same_where_the_words_are(
    cast: Cast, tmp_path: Path
) -> None:
    bring(tmp_path, generic(PRISONS))
    later = {**PRISONS, "date": "2025-02-01", "paragraph": "121.9"}
    assert bring(tmp_path, generic(later)).changed == 1


def test_a_new_edition_never_touches_case_or_answer(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS))
    case = Case.objects.get()
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=cast.justice, due_on=DUE)
    before = Case.objects.values().get()
    bring(
        tmp_path, generic({**CLINICS, "responsible_bodies": "Ministry of Health | Others", "paragraph": "46"})
    )
    assert Case.objects.values().get() == before
    assert one("1").reference == "CEDAW-2022-45a"


def test_an_older_edition_does_not_undo_a_newer_one(cast: Cast, tmp_path: Path) -> None:
    older, newer = generic(CLINICS), generic({**CLINICS, "text_en": "Open and staff clinics."})
    bring(tmp_path, older)
    bring(tmp_path, newer, "newer.csv")
    assert bring(tmp_path, older).superseded_by == "newer.csv"
    assert one("1").worded("en") == "Open and staff clinics."


def test_a_row_put_in_between_moves_the_others_without_changing_them(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    report = bring(tmp_path, generic(CLINICS, {**CLINICS, "key": "1b", "paragraph": "45(b)"}, PRISONS))
    assert (report.new, report.changed, report.same) == (1, 0, 2)
    assert [each.place for each in (one("1"), one("1b"), one("2"))] == [1, 2, 3]


def test_nothing_is_imported_where_one_row_is_bad(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(NotAllGood) as refused:
        bring(tmp_path, generic(CLINICS, {**PRISONS, "mechanism": "UPRR"}))
    assert [problem.line for problem in refused.value.outcome.problems] == [3]
    assert (Recommendation.objects.count(), Import.objects.count(), Term.objects.count()) == (0, 0, 0)


def test_good_rows_are_imported_where_that_is_asked(cast: Cast, tmp_path: Path) -> None:
    edition = read_edition(write(tmp_path, generic(CLINICS, {**PRISONS, "date": "soon"})))
    report = bring_in(edition.without_bad_rows(), now=NOW)
    assert (report.new, len(report.problems), Import.objects.get().skipped) == (1, 1, 1)


def test_keys_of_another_source_are_not_taken_for_known_ones(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS))
    with pytest.raises(NotAllGood):
        bring(tmp_path, generic({**PRISONS, "key": "1"}))
    assert bring(tmp_path, generic({**PRISONS, "key": "1"}), source="upr").new == 1


def test_of_two_imports_at_once_one_wins(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(tmp_path, generic(CLINICS))
    monkeypatch.setattr(comparison, "standing", lambda source, keys: {})
    with pytest.raises(BadFile, match="at the same moment"):
        bring(tmp_path, generic(CLINICS, PRISONS))
    assert Recommendation.objects.count() == 1


def test_a_preview_counts_and_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS))
    path = write(tmp_path, generic({**CLINICS, "text_en": "Other."}, PRISONS, {**PRISONS, "key": ""}))
    report = preview(read_edition(path))
    assert (report.new, report.changed, report.same, len(report.problems)) == (1, 1, 0, 1)
    assert Recommendation.objects.count() == 1


@pytest.mark.parametrize("rows", [5, 50])
def test_more_rows_ask_no_more_queries(
    cast: Cast, tmp_path: Path, rows: int, django_assert_num_queries: object
) -> None:
    path = write(tmp_path, generic(*({**PRISONS, "key": str(key)} for key in range(rows))))
    edition = read_edition(path)
    with django_assert_num_queries(38):  # type: ignore[operator]
        bring_in(edition, now=NOW)


def test_a_recorded_decision_is_not_changed_by_a_file_that_says_otherwise(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(PRISONS))
    one("2").decide_position("noted")
    report = bring(tmp_path, generic({**PRISONS, "position": "supported"}), "new.csv")
    assert (one("2").position, one("2").position_in_source) == ("noted", "supported")
    assert "the decision that is recorded here stands" in report.changes[0][2]
    assert bring(tmp_path, generic({**PRISONS, "position": "supported"}), "again.csv").same == 1
