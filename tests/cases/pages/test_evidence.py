"""Evidence: what is taken, what is not, and who may fetch it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from cases import actions
from cases.models import Case, Evidence
from tests.cases.pages.conftest import SignIn
from tests.cast import NOW, Cast, assigned, drafted, sent

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def add(
    client: Client, case: Case, content: bytes | None = None, name: str = "proof.pdf", **given: Any
) -> Any:
    typed: dict[str, Any] = {"title": "Survey of rural clinics", "source": "Statistics office", **given}
    if content is not None:
        typed["file"] = SimpleUploadedFile(name, content)
    return client.post(f"/case/{case.reference}/evidence/", typed)


def address(case: Case, evidence: Evidence) -> str:
    return f"/case/{case.reference}/evidence/{evidence.sha256[:20]}/"


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def test_a_file_is_kept_under_a_name_of_chance(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)

    add(
        sign_in(cast.focal_point), case, PDF, "../../etc/passwd.exe", as_of="2026-01-31", figure="200 clinics"
    )

    kept = Evidence.objects.get()
    assert kept.file.name.endswith(".pdf")
    assert "passwd" not in kept.file.name
    assert (kept.file_type, kept.figure) == ("application/pdf", "200 clinics")


def test_a_file_is_fetched_as_an_attachment(cast: Cast, sign_in: SignIn) -> None:
    case, client = assigned(cast), sign_in(cast.focal_point)
    add(client, case, PDF)

    response = client.get(address(case, Evidence.objects.get()))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="survey-of-rural-clinics.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_until_it_is_sent_only_the_department_fetches_it(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    add(sign_in(cast.focal_point), case, PDF)
    evidence = Evidence.objects.get()

    assert sign_in(cast.head).get(address(case, evidence)).status_code == 200
    for outsider in (cast.coordinator, cast.validator, cast.stranger):
        assert sign_in(outsider).get(address(case, evidence)).status_code == 404

    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    assert sign_in(cast.validator).get(address(case, evidence)).status_code == 200


def test_evidence_of_another_case_is_not_fetched_through_this_one(cast: Cast, sign_in: SignIn) -> None:
    case, client = assigned(cast), sign_in(cast.focal_point)
    add(client, case, PDF)

    assert client.get(address(assigned(cast), Evidence.objects.get())).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00", "report.pdf"),
        (zipped("word/document.xml", "word/vbaProject.bin"), "macro.docx"),
        (zipped("anything.txt"), "archive.docx"),
        (b"PK\x03\x04 and then nothing", "broken.xlsx"),
        (b"GIF89a\x01\x00\x01\x00\x00", "moving.gif"),
        (b"\x00\x01\x02", "bytes.txt"),
    ],
)
def test_content_of_another_kind_is_refused_whatever_its_name(
    content: bytes, name: str, cast: Cast, sign_in: SignIn
) -> None:
    response = add(sign_in(cast.focal_point), assigned(cast), content, name)

    assert response.status_code == 422
    assert "of a kind that is not taken" in response.content.decode()
    assert not Evidence.objects.exists()


def test_too_large_a_file_is_refused_and_the_rest_is_kept(
    cast: Cast, sign_in: SignIn, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT_MB = 0

    response = add(sign_in(cast.focal_point), assigned(cast), PDF, source="The statistics office")

    page = response.content.decode()
    assert response.status_code == 422
    assert "The file is larger than 0 MB" in page
    assert "The statistics office" in page
    assert not Evidence.objects.exists()


def test_only_the_lead_department_adds_and_only_while_it_drafts(cast: Cast, sign_in: SignIn) -> None:
    assert add(sign_in(cast.coordinator), assigned(cast)).status_code == 403
    assert add(sign_in(cast.focal_point), sent(cast)).status_code == 403
    assert add(sign_in(cast.justice_focal_point), assigned(cast)).status_code == 404
    assert not Evidence.objects.exists()
