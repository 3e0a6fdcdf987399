"""The outline: laid out when a report is assembled, and what is printed of its passages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Case
from exports.chapters import gather
from exports.content import Content
from exports.models import PassageText, Report
from exports.outline.laying import flow_in, lay_out, waiting
from tests.cast import NOW, Cast, draft
from tests.exports.scene import answered, asked, content_of, report, theme
from tests.exports.way import bring

pytestmark = pytest.mark.django_db


def texts(content: Content) -> str:
    return " ".join(one["html"] for section in content["sections"] for one in section["paragraphs"])


def assembled(cast: Cast) -> Report:
    return bring(cast, report(cast), "assembling")


def test_approved_answers_flow_in_by_theme_when_it_is_assembled(cast: Cast) -> None:
    health, water = theme("Health"), theme("Water")
    answered(cast, asked(cast, health), asked(cast, health), short="Two clinics opened.")
    answered(cast, asked(cast, water), short="Wells were drilled.")

    content = content_of(assembled(cast))

    titles = [section["title"]["text"] for section in content["sections"]]
    assert titles[-4:] == ["Health", "Recommendations 1, 2", "Water", "Recommendation 3"]
    assert [row["answered_in"] for row in content["matrix"]] == ["1", "1", "2"]


def test_what_is_approved_later_waits_until_it_is_taken_in(cast: Cast) -> None:
    answered(cast, asked(cast, theme("Water")), short="Wells were drilled.")
    shown = assembled(cast)
    answered(cast, asked(cast, theme("Health")), short="Two clinics opened.")

    assert "clinics" not in texts(content_of(shown))
    flow_in(shown, waiting(shown))

    assert "clinics" in texts(content_of(shown))
    assert waiting(shown) == []


def test_what_was_approved_anew_prints_the_version_that_flowed_in(cast: Cast) -> None:
    case = asked(cast, theme("Health"))
    answered(cast, case, short="Two clinics opened.")
    shown = assembled(cast)
    actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="New figures.")
    assert "clinics" not in texts(content_of(shown)), "what is no longer approved is not printed"
    draft(case, by=cast.focal_point, short_text="Three clinics opened.")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(Case.objects.get(pk=case.pk), "approve", by=cast.validator, now=NOW)

    assert "Two clinics" in texts(content_of(shown))


def test_a_passage_prints_its_own_words_in_the_language_that_is_asked_for(cast: Cast) -> None:
    answered(cast, asked(cast, theme("Health")), short="Two clinics opened.")
    shown = assembled(cast)
    passage = shown.passages.get()
    said = {"passage": passage, "number": 1, "by": cast.editor, "at": NOW}
    PassageText.objects.create(language="en", text="Clinics opened.", **said)
    PassageText.objects.create(language="fr", text="Des cliniques ont ouvert.", source=1, **said)

    assert "<p>Clinics opened.</p>" in texts(content_of(shown))
    assert "cliniques" in texts(gather(shown, Case.objects.all(), "fr"))


def test_a_restricted_case_flows_into_no_report(cast: Cast) -> None:
    case = asked(cast, theme("Health"))
    answered(cast, case, short="Two clinics opened.")
    Case.objects.filter(pk=case.pk).update(restricted=True)

    assert assembled(cast).passages.count() == 0


def test_an_outline_is_laid_out_once(cast: Cast) -> None:
    answered(cast, asked(cast, theme("Health")))
    shown = assembled(cast)

    lay_out(shown)

    assert shown.passages.count() == 1


@pytest.mark.parametrize("many", [2, 20])
def test_an_outline_is_read_in_a_fixed_number_of_queries(cast: Cast, many: int) -> None:
    for name in range(many):
        answered(cast, asked(cast, theme(f"Theme {name}")))
    shown = assembled(cast)

    with CaptureQueriesContext(connection) as queries:
        content_of(shown)

    assert len(queries) == 16
