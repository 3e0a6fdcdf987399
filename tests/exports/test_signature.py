"""The folder for signature on paper: a text on sheets of its own, each with its code."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from typing import Any

import pikepdf
import pytest
from django.test import Client

from cases import actions
from cases.models import Case, SignaturePaper
from cases.signing.codes import digest_of
from cases.signing.papers import make_paper
from exports.pages.signature import html_of
from tests.cast import NOW, Cast, drafted


def paper_of(cast: Cast, *texts: str) -> SignaturePaper:
    cases: list[Case] = []
    for text in texts:
        case = drafted(cast, full_text=text)
        actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
        cases.append(Case.objects.select_related("recommendation", "lead").get(pk=case.pk))
    return make_paper(cases, signer=cast.head, by=cast.focal_point, now=NOW)


def fetched(cast: Cast, paper: SignaturePaper) -> bytes:
    client = Client()
    client.force_login(cast.head)
    answer: Any = client.get(f"/my-work/signature/{paper.key}/paper.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return bytes(answer.content)


def test_each_text_begins_on_a_sheet_of_its_own(cast: Cast) -> None:
    paper = paper_of(cast, "Two clinics.", "A long text. " * 900)

    with pikepdf.open(io.BytesIO(fetched(cast, paper))) as pdf:
        assert len(pdf.pages) >= 5


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="reading the PDF needs poppler-utils")
def test_each_sheet_bears_the_code_of_its_text(cast: Cast) -> None:
    paper = paper_of(cast, "A long text. " * 900)
    code = paper.texts.get().code

    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=fetched(cast, paper), capture_output=True, check=True
    ).stdout.decode()
    sheets = [sheet for sheet in read.split("\f") if sheet.strip()]

    assert len(sheets) > 3
    assert all(code in sheet for sheet in sheets)


def test_the_hash_is_that_of_what_is_printed(cast: Cast) -> None:
    text = paper_of(cast, "Two clinics.").texts.get()

    assert text.digest == digest_of(text.printed)
    assert text.printed["full_text"] == "Two clinics."
    assert re.sub(r"\s", "", " ".join(text.digest)) in re.sub(r"[\s ]", "", html_of(text.paper))


def test_an_arabic_text_makes_an_arabic_paper(cast: Cast) -> None:
    cast.round.language = "ar"
    cast.round.save()

    html = html_of(paper_of(cast, "افتتحت الوزارة مائتي عيادة."))

    assert '<html lang="ar" dir="rtl">' in html
