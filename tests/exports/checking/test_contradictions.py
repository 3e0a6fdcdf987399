"""The same thing has one figure, the same recommendation one status. Few false alarms: one in ten at most."""

from __future__ import annotations

import json

import pytest

from config.demo.people import DATA
from exports.checking.finding import Finding
from tests.exports.checking.made import content, found, row, section, words

# fmt: off
CONTRADICT = [
    (
        "In 2024, 42 % of rural women had access to credit.",
        "Access to credit reached 38 % of rural women in 2024.",
    ),
    ("By 2025 the ministry had opened 120 rural clinics.", "The ministry opened 135 rural clinics by 2025."),
    (
        "En 2024, 42 % des femmes rurales avaient accès au crédit.",
        "L'accès au crédit atteignait 38 % des femmes rurales en 2024.",
    ),
    (
        "Le budget de la santé a atteint 1 200 millions de dirhams en 2025.",
        "En 2025, le budget de la santé s'élevait à 1 350 millions de dirhams.",
    ),
    (
        "بلغت نسبة النساء القرويات المستفيدات 42 % في سنة 2024.",
        "بلغت نسبة النساء القرويات المستفيدات 38 % سنة 2024.",
    ),
    ("Some 1,300 judges were trained on torture.", "1 500 judges were trained on torture."),
    (
        "School enrolment of rural girls stood at 91 per cent in 2023.",
        "School enrolment of rural girls was 89 % in 2023.",
    ),
]
AGREE = [
    (
        "In 2024, 42 % of rural women had access to credit.",
        "In 2025, 45 % of rural women had access to credit.",
    ),
    (
        "In 2024, 42 % of rural women had access to credit.",
        "In 2024, 42% of rural women had access to credit.",
    ),
    ("In the north, 42 % of women voted in 2024.", "In the south, 38 % of women voted in 2024."),
    (
        "In 2024, 120 girls and 140 boys left school early.",
        "In 2024, 140 boys and 120 girls left school early.",
    ),
    ("The Act has 42 articles.", "The decree has 12 articles."),
    ("In 2024 centre no. 12 received 300 persons.", "In 2024 centre no. 14 received 450 persons."),
    ("In 2024, 80 of 120 rural schools had water.", "In 2024, 90 of 140 rural schools had water."),
    ("42 % of women work.", "38 % of men work."),
    ("In 2024, 1,200 judges were trained on torture.", "In 2024, 300 prosecutors were trained on torture."),
    (
        "From 30 % in 2020 to 42 % in 2024, rural enrolment of girls rose.",
        "In 2020 rural enrolment of girls stood at 30 %.",
    ),
    ("Article 290 of the Penal Code was repealed.", "Article 475 of the Penal Code was repealed."),
    ("En 2024, 42 juges ont suivi la formation à Rabat.", "En 2024, 38 juges ont suivi la formation à Fès."),
    ("In 2024 the fund paid 2 million dinars.", "In 2024 the fund paid 2,000 families."),
    ("بلغ عدد المراكز 42 مركزا في الشمال سنة 2024.", "بلغ عدد المراكز 38 مركزا في الجنوب سنة 2024."),
]
# fmt: on


def figures(*texts: str, language: str = "en") -> list[Finding]:
    return found(content(*(section(one, language=language) for one in texts)), "figures")


@pytest.mark.parametrize(("first", "second"), CONTRADICT)
def test_two_figures_of_the_same_thing_are_found(first: str, second: str) -> None:
    [one] = figures(first, second)

    assert (one.said["other"], one.said["number"]) == (1, 2)


@pytest.mark.parametrize(("first", "second"), AGREE)
def test_figures_of_different_things_are_left_alone(first: str, second: str) -> None:
    assert figures(first, second) == []


def test_the_narratives_of_the_sample_raise_no_false_alarm() -> None:
    texts = json.loads((DATA / "narratives.json").read_text(encoding="utf-8"))["approved"]
    assert len(texts) > 20

    assert figures(*(one["short"] for one in texts)) == []
    assert figures(*(one["full"] for one in texts)) == []


def test_one_text_at_two_statuses_is_found() -> None:
    done = words("Implemented")
    rows = [row(number, text=words("Open clinics in rural areas."), answered_in="1") for number in (1, 2)]
    rows[1]["status"] = done
    made = content(section("Text.", references=["UPR-2024-1", "UPR-2024-2"]), rows=rows)

    [same] = found(made, "statuses")
    [one_answer] = found(made, "statuses-of-answer")

    assert same.sentence == (
        "UPR-2024-1, UPR-2024-2 ask the same, but stand at “In progress”, “Implemented”: see which holds."
    )
    assert one_answer.place.anchor == "s-1"


def test_a_status_that_is_not_there_contradicts_none() -> None:
    rows = [row(number, text=words("The same.")) for number in (1, 2)]
    rows[1]["status"] = words("", "")

    assert found(content(section("Text."), rows=rows), "statuses") == []
