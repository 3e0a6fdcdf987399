"""Characters that no database or document keeps are refused with a sentence, wherever they are sent."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.security.stage import Stage

REFUSED = 400

# fmt: off
ADDRESSES = [
    ("coordinator", "desk/?q=a%00b"),
    ("coordinator", "desk/?lead=%00"),
    ("coordinator", "desk/?%00=1"),
    ("coordinator", "desk/?case=%01"),
    ("coordinator", "desk/leads/?round=%00"),
    ("coordinator", "desk/said-twice/?show=%00&page=%00"),
    ("coordinator", "settings/people/?q=%00"),
    ("coordinator", "case/%00/"),
    ("focal_point", "case/{drafting}/draft/?with=%00"),
    ("focal_point", "case/{drafting}/together/?search=%00"),
    ("focal_point", "my-work/begin/?case=%00"),
    ("focal_point", "my-work/word/file/?answer=%00"),
    ("validator",   "case/{sent}/review/?remark=%00"),
    ("validator",   "my-work/review/?after=%00"),
    ("stranger",    "account/invited/%00/"),
    ("anonymous",   "account/sign-in/?next=%00"),
    ("anonymous",   "account/invited/a%00b/"),
]
FORMS = [
    ("focal_point", "case/{drafting}/comment/",  {"text": "What of\0 the clinics?"}),
    ("focal_point", "case/{drafting}/draft/",    {"full_text": "Two hundred\x01 clinics.", "seen": "1"}),
    ("focal_point", "my-work/begin/",            {"case": "\0"}),
    ("focal_point", "my-work/word/sent-back/",   {"rows": "\0", "take": "\0", "seen": "\0"}),
    ("coordinator", "desk/assign/",              {"case": "\0", "which": "ticked"}),
    ("coordinator", "desk/act/close/",           {"case": "\0", "which": "ticked", "comment": "Over."}),
    ("coordinator", "desk/views/",               {"name": "Mine\0", "query": "late=on"}),
    ("coordinator", "desk/views/",               {"na\0me": "Mine", "query": "late=on"}),
    ("anonymous",   "account/sign-in/",          {"login": "a\0@suivi.example", "password": "x"}),
]
# fmt: on


@pytest.mark.parametrize(("person", "address"), ADDRESSES)
def test_an_address_with_one_is_refused(person: str, address: str, stage: Stage) -> None:
    answer = stage.browsers[person].get(stage.address(address))

    assert answer.status_code == REFUSED
    assert "The address holds a character that is none of any writing" in answer.content.decode()


@pytest.mark.parametrize("kind", ["form-encoded", "multipart"])
@pytest.mark.parametrize(("person", "address", "sent"), FORMS)
def test_a_form_with_one_is_refused(
    person: str, address: str, sent: dict[str, str], kind: str, stage: Stage
) -> None:
    if kind == "multipart":
        more = {"file": SimpleUploadedFile("a.txt", b"Some text.")}
        answer = stage.browsers[person].post(stage.address(address), sent | more)
    else:
        answer = stage.browsers[person].post(
            stage.address(address), urlencode(sent), content_type="application/x-www-form-urlencoded"
        )

    assert answer.status_code == REFUSED
    assert "nothing was saved" in answer.content.decode()
    assert "password" not in answer.content.decode()


def test_what_was_typed_is_shown_without_it(stage: Stage) -> None:
    answer = stage.browsers["focal_point"].post(
        stage.address("case/{drafting}/comment/"), {"text": "What of\0 the clinics?"}
    )

    assert "What of the clinics?" in answer.content.decode()
    assert stage.drafting.present_answer.comments.count() == 1


def test_a_script_of_ours_is_told_in_one_line(stage: Stage) -> None:
    answer = stage.browsers["focal_point"].post(
        stage.address("case/{drafting}/draft/keep/"),
        {"full_text": "Two\0 hundred."},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == REFUSED
    assert "nothing was saved" in answer.json()["line"]


def test_what_parts_lines_is_no_such_character(stage: Stage) -> None:
    answer = stage.browsers["focal_point"].post(
        stage.address("case/{drafting}/comment/"), {"text": "One\tline,\r\nand\x0banother.\x0c"}
    )

    assert answer.status_code == 302
    assert stage.drafting.present_answer.comments.count() == 2


def test_a_file_is_looked_at_where_it_is_taken(stage: Stage) -> None:
    answer = stage.browsers["focal_point"].post(
        stage.address("case/{drafting}/evidence/"),
        {"title": "A survey", "file": SimpleUploadedFile("a.txt", b"\x00\x01\x02")},
    )

    assert answer.status_code == 422


def test_who_has_no_token_is_refused_before_anything_is_read(stage: Stage) -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/sign-in/", {"login": "a\0"})

    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "language"])
def test_a_cookie_with_one_is_overlooked(name: str, db: None) -> None:
    answer = Client(headers={"cookie": f'{name}="abcdefgh\\000"'}).get("/account/sign-in/")

    assert answer.status_code == 200
