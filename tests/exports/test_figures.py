"""The figures of a report: exact by theme and by department, on paper with words for what is drawn."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone

from cases.models import Case, ImplementationStatus
from cases.people.models import Department
from exports import actions, printing
from exports.counting import ALL
from exports.models import Report
from exports.paper import html_of
from tests.cast import NOW, Cast, assigned
from tests.exports.paper import text_of
from tests.exports.scene import content_of, report, theme


@pytest.fixture
def shown(cast: Cast) -> Report:
    """Two on health, one of them begun; one on nothing, implemented, led by Justice."""
    health = theme("Right to health")
    for _each in range(2):
        assigned(cast).recommendation.themes.add(health)
    first = Case.objects.order_by("pk")[0]
    last = assigned(cast, cast.justice)
    for case, code in ((first, "in-progress"), (last, "implemented")):
        Case.objects.filter(pk=case.pk).update(status=ImplementationStatus.objects.get(code=code))
    return report(cast, figures=True)


def shares(shown: Report) -> list[dict[str, list[int]]]:
    figures = content_of(shown)["figures"]
    return [{one["label"]["text"]: one["counts"] for one in figure["shares"]} for figure in figures]


def test_by_theme_and_by_department_the_largest_first(shown: Report) -> None:
    figures = content_of(shown)["figures"]
    assert [one["text"] for one in figures[0]["degrees"]] == ["In progress", "Implemented", "No status yet"]
    assert shares(shown) == [
        {"Right to health": [1, 0, 1], "Other matters": [0, 1, 0]},
        {"Ministry of Health": [1, 0, 1], "Ministry of Justice": [0, 1, 0]},
    ]
    assert list(shares(shown)[0]) == ["Right to health", "Other matters"]


def test_independent_bodies_are_not_compared(cast: Cast, shown: Report) -> None:
    Department.objects.filter(pk=cast.justice.pk).update(independent=True)
    assert list(shares(shown)[1]) == ["Ministry of Health"]


def test_a_report_has_none_unless_it_is_to_have_them(cast: Cast, shown: Report) -> None:
    assert "figures" not in content_of(report(cast, reference="without"))


def test_their_words_count_where_everything_does(cast: Cast, shown: Report) -> None:
    """By theme: title 3, degrees 6, labels 5, numbers 6; by department the labels are 6."""
    without = ALL.words_in(content_of(report(cast, reference="without")))
    assert ALL.words_in(content_of(shown)) - without == 1 + (2 + 3 + 6 + 5 + 6) + (2 + 3 + 6 + 6 + 6)


def test_each_bar_says_what_it_shows_and_turns_around_for_arabic(shown: Report) -> None:
    content = content_of(shown)
    straight = html_of(content)
    assert "<title>Right to health: In progress: 1, No status yet: 1</title>" in straight
    turned = html_of({**content, "direction": "rtl"})
    assert turned.count("<rect") == straight.count("<rect")
    assert turned != straight.replace('dir="ltr"', 'dir="rtl"', 1)


@pytest.mark.processes
def test_they_are_printed_before_the_annexes_in_a_tagged_pdf(shown: Report) -> None:
    queued = actions.queue_rendering(shown, by=None, now=NOW)
    done = printing.render(queued.key, clock=timezone.now)
    assert done is not None
    assert done.is_done, done.problem
    text = text_of(Path(done.file.path))
    assert text.index("Implementation by theme") < text.rindex("Matrix of recommendations")
    with pikepdf.open(done.file.path) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root][:1] == ["Figures"]
