"""Requests that are too large are not read: nobody fills the disk, signed in or not."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from tests.security.stage import Stage

BEGUN = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nSome text.\r\n--x--\r\n'


class Unread(BytesIO):
    """A body that fails whoever reads it."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("It was read.")

    readline = read


@pytest.mark.parametrize(
    "address", ["/account/sign-in/", "/healthz", "/case/X/evidence/", "/nothing/", "/admin/login/"]
)
def test_a_huge_form_is_refused_unread(address: str, db: None) -> None:
    answer = Client(enforce_csrf_checks=True).generic(
        "POST",
        address,
        BEGUN,
        "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(10**11),
        **{"wsgi.input": Unread()},
    )

    assert answer.status_code == 413
    assert "nothing of it was read" in answer.content.decode()


def test_a_file_somewhat_too_large_is_told_by_the_form(stage: Stage, settings: Settings) -> None:
    settings.UPLOAD_LIMIT_MB = 0
    typed = {"title": "A survey of clinics", "file": SimpleUploadedFile("a.txt", b"Some text.")}
    answer = stage.browsers["focal_point"].post(stage.address("case/{drafting}/evidence/"), typed)

    assert answer.status_code == 422
    assert "A survey of clinics" in answer.content.decode()


def test_a_form_of_text_beyond_what_is_held_in_memory_is_refused(stage: Stage) -> None:
    answer = stage.browsers["focal_point"].post(
        stage.address("case/{drafting}/comment/"), {"text": "word " * 1_000_000}
    )

    assert answer.status_code == 400
    assert stage.drafting.present_answer.comments.count() == 1
