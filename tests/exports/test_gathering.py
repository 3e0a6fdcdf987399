"""What goes into a report, in which order, under which numbers."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Case, Round
from exports.chapters import digest_of
from exports.content import Content, Section, unanswered
from tests.cast import DUE, NOW, Cast
from tests.exports.scene import answered, asked, content_of, report, sent, theme


def headings(content: Content) -> list[str]:
    return [f"{one['number']} {one['title']['text']}".strip() for one in content["sections"]]


def narratives(content: Content) -> list[Section]:
    return [one for one in content["sections"] if one["kind"] == "narrative"]


def take_over(cast: Cast, case: Case) -> None:
    actions.take_step(
        case, "reassign", by=cast.coordinator, now=NOW, comment="Courts.", lead=cast.justice, due_on=DUE
    )


def test_it_prints_the_short_text_and_annexes_the_full_one(cast: Cast) -> None:
    answered(cast, asked(cast), full="All that was done.", short="Clinics opened.")

    [narrative] = narratives(content_of(report(cast)))

    assert [one["html"] for one in narrative["paragraphs"]] == ["<p>Clinics opened.</p>"]
    assert narrative["full"] == "<p>All that was done.</p>"


def test_it_prints_nothing_that_is_not_approved(cast: Cast) -> None:
    sent(cast, asked(cast), short="Not decided yet.")

    content = content_of(report(cast))

    assert content["sections"] == content["narratives"] == []
    assert "Not decided yet." not in str(content)


def test_it_prints_nothing_of_a_reopened_case(cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)
    actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="A figure is wrong.")

    assert narratives(content_of(report(cast))) == []


def test_it_prints_its_own_round_and_no_other(cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)
    another = Round.objects.create(code="2027", title="2027", language="en", opened_on=DUE)

    content = content_of(report(cast, round=another))

    assert content["sections"] == content["matrix"] == []


def test_a_case_asked_anew_stays_in_the_report_of_its_round_as_it_stood(cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case, short="Clinics opened.")
    shown = report(cast)
    before = content_of(shown)
    another = Round.objects.create(code="2027", title="2027", language="en", opened_on=DUE)
    actions.take_step(case, "open_round", by=cast.coordinator, now=NOW, round=another, due_on=DUE)
    take_over(cast, case)

    assert content_of(shown) == before
    assert shown.concerned_ids() == {cast.health.pk}
    later = content_of(report(cast, reference="report-2027", round=another))
    assert later["narratives"] == []


def test_a_case_put_into_another_round_unanswered_is_not_answered_in_the_report(cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)
    actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="A figure is wrong.")
    actions.take_step(
        case, "hand_back", by=cast.focal_point, now=NOW, comment="Courts.", proposed=cast.justice
    )
    another = Round.objects.create(code="2027", title="2027", language="en", opened_on=DUE)
    actions.take_step(case, "enter_round", by=cast.coordinator, now=NOW, round=another)

    content = content_of(report(cast))

    assert content["narratives"] == []
    assert [row["reference"] for row in unanswered(content)] == [case.reference]


def test_it_still_prints_what_was_submitted(cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)
    actions.take_step(case, "submit", by=cast.editor, now=NOW, edition="a" * 64)

    assert len(narratives(content_of(report(cast)))) == 1


def test_one_narrative_answers_many_recommendations(cast: Cast) -> None:
    cases = [asked(cast) for _each in range(7)]
    answered(cast, *cases[:5], cases[6])

    [narrative] = narratives(content_of(report(cast)))

    assert narrative["title"]["text"] == "Recommendations 1–5, 7"
    assert narrative["references"] == [case.reference for case in (*cases[:5], cases[6])]


def test_paragraphs_are_numbered_through_the_whole_document(cast: Cast) -> None:
    health = theme("Health")
    answered(cast, asked(cast, health), short="One.\n\n- a\n- b\n\nTwo.")
    answered(cast, asked(cast), short="Three.")

    content = content_of(report(cast, introduction="Zero.\n\nHalf."))

    numbers = [[one["number"] for one in section["paragraphs"]] for section in content["sections"]]
    assert [row for row in numbers if row] == [[1, 2], [3, 0, 4], [5]]


def test_a_text_without_paragraphs_still_has_a_number(cast: Cast) -> None:
    answered(cast, asked(cast), short="- one\n- two")

    [narrative] = narratives(content_of(report(cast)))

    assert [one["number"] for one in narrative["paragraphs"]] == [1]


def test_of_two_lists_alike_only_the_first_bears_the_number(cast: Cast) -> None:
    answered(cast, asked(cast), short="- Clinics\n\n1. Nurses\n\n- Clinics")
    [narrative] = narratives(content_of(report(cast)))
    assert [(one["tag"], one["number"]) for one in narrative["paragraphs"]] == [
        ("ul", 1),
        ("ol", 0),
        ("ul", 0),
    ]


def test_headings_have_the_form_of_a_un_document(cast: Cast) -> None:
    health = theme("Health")
    for fields in ({"mechanism": "UPR"}, {"mechanism": "UPR"}, {"mechanism": "CRC"}):
        answered(cast, asked(cast, health, **fields))

    assert headings(content_of(report(cast, introduction="We begin."))) == [
        "I. Introduction",
        "II. Health",
        "A. Universal Periodic Review",
        "1. Recommendation 1",
        "2. Recommendation 2",
        "B. Committee on the Rights of the Child",
        "Recommendation 3",
    ]


def test_no_heading_stands_alone_on_its_level(cast: Cast) -> None:
    health, justice = theme("Health"), theme("Justice")
    answered(cast, asked(cast, health))
    answered(cast, asked(cast, health))
    answered(cast, asked(cast, justice))

    assert headings(content_of(report(cast))) == [
        "I. Health",
        "A. Recommendation 1",
        "B. Recommendation 2",
        "II. Justice",
        "Recommendation 3",
    ]


def test_themes_come_as_the_annex_names_them_and_other_matters_last(cast: Cast) -> None:
    zeal, air = theme("Zeal"), theme("Air")
    for about in (None, zeal, air, zeal):
        answered(cast, asked(cast, about))

    chapters = [one["title"]["text"] for one in content_of(report(cast))["sections"] if one["level"] == 1]
    assert chapters == ["Zeal", "Air", "Other matters"]


def test_the_matrix_goes_by_mechanism_year_and_place(cast: Cast) -> None:
    fields: list[dict[str, Any]] = [
        {"mechanism": "CRC", "year": 2020, "place": 1},
        {"mechanism": "UPR", "year": 2024, "place": 2},
        {"mechanism": "UPR", "year": 2024, "place": 1},
        {"mechanism": "UPR", "year": 2019, "place": 9},
    ]
    cases = [asked(cast, **each) for each in fields]

    rows = content_of(report(cast))["matrix"]

    assert [row["reference"] for row in rows] == [cases[place].reference for place in (3, 2, 1, 0)]
    assert [row["number"] for row in rows] == [1, 2, 3, 4]


def test_the_matrix_names_the_paragraphs_that_answer(cast: Cast) -> None:
    case, _other = asked(cast), asked(cast)
    answered(cast, case, short="One.\n\nTwo.")

    first, second = content_of(report(cast, introduction="Zero."))["matrix"]

    assert (first["answered_in"], first["first_paragraph"]) == ("2–3", 2)
    assert (first["status"]["text"], first["department"]["text"]) == ("In progress", "Ministry of Health")
    assert second["answered_in"] == ""


def test_a_text_in_another_language_says_so(cast: Cast) -> None:
    case = asked(cast)
    case.recommendation.wordings.all().delete()
    case.recommendation.wordings.create(language="ar", text="فتح عيادات.")

    [row] = content_of(report(cast))["matrix"]

    assert row["text"] == {"text": "فتح عيادات.", "language": "ar", "direction": "rtl"}


def test_the_report_speaks_its_own_language(cast: Cast) -> None:
    answered(cast, asked(cast))

    content = content_of(report(cast, language="fr", introduction="Bonjour."))

    assert headings(content) == ["I. Introduction", "II. Autres questions", "Recommandation 1"]
    assert content["matrix"][0]["status"]["text"] == "En cours"
    assert narratives(content)[0]["language"] == "en"


def test_without_a_language_it_takes_the_rounds(cast: Cast) -> None:
    cast.round.language = "ar"
    cast.round.save()

    assert (report(cast).language, content_of(report(cast, reference="b"))["direction"]) == ("ar", "rtl")


def test_the_content_says_which_version_of_which_answer_is_printed(cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)

    [record] = content_of(report(cast))["narratives"]

    assert record == {
        "answer": case.answer_id,
        "version": case.answer.approved_id,
        "text": digest_of(case.answer.approved),
        "references": [case.reference],
        "numbers": [1],
    }


@pytest.mark.parametrize("many", [3, 30])
def test_it_reads_any_number_of_cases_in_twelve_queries(cast: Cast, many: int) -> None:
    health = theme("Health")
    for _each in range(many):
        answered(cast, asked(cast, health))
    shown = report(cast)

    with CaptureQueriesContext(connection) as queries:
        content_of(shown)

    assert Case.objects.count() == many
    assert len(queries) == 12


def translated(case: Case, by: object, *, revised: bool = True) -> None:
    version = case.answer.approved
    case.answer.translations.create(
        language="fr", number=1, source=version, full_text="Tout.", short_text="Peu.", author=by, at=NOW,
        **({"revised_by": case.answer.approved.author, "revised_at": NOW} if revised else {}),
    )  # fmt: skip


def test_it_prints_the_revised_translation_in_the_language_of_the_report(cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)
    translated(case, cast.editor)

    content = content_of(report(cast, language="fr"))

    [section] = narratives(content)
    assert (section["language"], section["full"].strip()) == ("fr", "<p>Tout.</p>")
    assert "note" not in section
    assert content["narratives"][0]["translation"] == case.answer.translations.get().pk
    assert "translation" not in content_of(report(cast, reference="b"))["narratives"][0]


def test_a_text_that_is_not_translated_says_so(cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)
    translated(case, cast.editor, revised=False)

    [section] = narratives(content_of(report(cast, language="fr")))

    assert section["language"] == "en"
    assert section["note"]["text"].startswith(("Not yet translated", "Pas encore traduit"))


def test_an_unofficial_translation_of_an_independent_body_says_so(cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)
    translated(case, cast.editor)
    cast.health.independent = True
    cast.health.save()

    [section] = narratives(content_of(report(cast, language="fr")))

    assert section["attribution"] != narratives(content_of(report(cast, reference="b")))[0]["attribution"]
