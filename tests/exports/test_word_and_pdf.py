"""The Word file and the PDF of a report bear the same numbers before the same paragraphs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from exports import actions, printing
from exports.models import Report
from exports.word import write
from tests.cast import NOW, Cast
from tests.exports.paper import text_of
from tests.exports.scene import answered, asked, report, theme
from tests.exports.word_files import lines

pytestmark = [pytest.mark.processes, pytest.mark.once]

MARKS = {"en": "{}.", "fr": "{}.", "ar": "{}-"}
TEXTS = {
    "en": "{} opened[^1].\n\n1. first\n2. second\n\n{} came.\n\n[^1]: By law.",
    "fr": "{} ouvert[^1].\n\n1. un\n2. deux\n\n{} venu.\n\n[^1]: Par la loi.",
    "ar": "{} فتحت[^1].\n\n1. أولى\n2. ثانية\n\n{} جاء.\n\n[^1]: بالقانون.",
}
LATIN = ("Avenue", "Bridge", "Clinic", "Dam", "Estuary", "Forest", "Garden", "Harbour", "Island", "Junction")
ARABIC = ("مدرسة", "جسر", "عيادة", "سد", "ميناء", "غابة", "حديقة", "متحف", "جزيرة", "مكتبة")
NAMES = {"en": LATIN, "fr": LATIN, "ar": ARABIC}
"""Each begins one paragraph, and stands nowhere else."""
_INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NUMBER = re.compile(r"(?<!\w)\d+(?=[.-])|(?<=-)\d+(?!\w)")
"""With its mark before or behind it: a line from right to left is read either way."""


@pytest.fixture(params=MARKS)
def shown(request: Any, cast: Cast, settings: Any) -> Report:
    settings.STATE_NAME = "Atlasia"
    cast.round.language = request.param
    cast.round.save()
    health = theme("Health")
    names = iter(NAMES[request.param])
    for first, second in zip(names, names, strict=True):
        answered(cast, asked(cast, health), short=TEXTS[request.param].format(first, second))
    return report(cast, introduction="Zero.\n\nHalf.", dated_on=NOW.date())


def test_paragraphs_have_the_same_numbers(shown: Report, tmp_path: Path) -> None:
    queued = actions.queue_rendering(shown, by=None, now=NOW)
    done = printing.render(queued.key, clock=timezone.now)
    assert done is not None
    content = done.content
    write(content, path := tmp_path / "report.docx")

    in_word = [line for line in lines(path) if line.style == "NumberedParagraph"]
    numbers = [one["number"] for part in content["sections"] for one in part["paragraphs"] if one["number"]]
    mark = MARKS[content["language"]]
    assert [line.number for line in in_word] == [mark.format(number) for number in numbers]
    assert len(numbers) == 2 + len(LATIN)
    in_pdf = _INVISIBLE.sub("", text_of(Path(done.file.path))).splitlines()
    for line in in_word[2:]:
        [printed] = [one for one in in_pdf if line.text.split()[0] in one]
        assert _NUMBER.findall(printed) == [line.number.rstrip(".-")], printed
