"""Work by Word: the file that one takes along holds what one writes, and nothing else."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx.oxml.ns import qn

from tests.cases.offline.by_hand import filled, taken_along
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.offline.sending import FILE, PAGE, text_of, upload
from tests.cast import FULL, Cast, assigned, drafted

QUERIES = (10, 11, 19)
"""Of the page, the file, and the preview."""


def test_the_file_holds_what_the_person_writes_and_nothing_else(cast: Cast, sign_in: SignIn) -> None:
    own, other = drafted(cast), assigned(cast, cast.justice)
    response = sign_in(cast.focal_point).get(FILE)
    said = "".join(one.text or "" for one in _letters(b"".join(response.streaming_content)))
    assert own.reference in said
    assert FULL in said
    assert other.reference not in said
    assert response.headers["Cache-Control"] == "no-store, private"


def test_the_file_is_to_be_had_before_the_list_of_what_is_in_it(cast: Cast, sign_in: SignIn) -> None:
    drafted(cast)
    page = sign_in(cast.focal_point).get(PAGE).content.decode()
    assert page.index("Download for Word") < page.index("<table")
    assert page.count("Download for Word") == 1


def test_only_the_chosen_answers_are_in_the_file(cast: Cast, sign_in: SignIn) -> None:
    first, second = drafted(cast), assigned(cast)
    response = sign_in(cast.focal_point).get(FILE, {"answer": second.answer_id})
    said = "".join(one.text or "" for one in _letters(b"".join(response.streaming_content)))
    assert second.reference in said
    assert first.reference not in said


def test_nobody_else_gets_a_file(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    for person in (cast.coordinator, cast.validator, cast.justice_focal_point, cast.stranger):
        response = sign_in(person).get(FILE, {"answer": case.answer_id})
        assert response.status_code == 404
        assert "None of these answers is yours to write now" in text_of(response)


@pytest.mark.parametrize("several", [1, 4])
def test_pages_ask_a_fixed_number_of_questions(cast: Cast, sign_in: SignIn, several: int) -> None:
    cases = [drafted(cast) for _ in range(several)]
    file = taken_along(cast.focal_point)
    for case in cases:
        file = filled(file, case.answer_id, full="New.")
    browser = sign_in(cast.focal_point)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as page:
        browser.get(PAGE)
    with CaptureQueriesContext(connection) as taking:
        b"".join(browser.get(FILE).streaming_content)
    with CaptureQueriesContext(connection) as preview:
        upload(browser, file)
    assert (len(page), len(taking), len(preview)) == QUERIES


def _letters(file: bytes) -> Any:
    return docx.Document(io.BytesIO(file)).element.body.iter(qn("w:t"))
