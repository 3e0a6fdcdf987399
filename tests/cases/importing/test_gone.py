"""What a new edition leaves out is named; another list, or another document, leaves nothing out."""

from __future__ import annotations

from pathlib import Path

from cases.importing import importer
from cases.importing.edition import read_edition
from tests.cases.importing.files import ANNOTATION, CLINICS, PRISONS, REVIEW, bring, generic, uhri_json, write
from tests.cast import Cast


def gone(folder: Path, content: bytes, **options: str) -> list[str]:
    return importer.preview(read_edition(write(folder, content), **options)).gone


def test_what_the_new_edition_leaves_out_is_named(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    assert gone(tmp_path, generic(CLINICS)) == ["UPR-2024-120.3"]
    assert gone(tmp_path, generic(CLINICS, {**PRISONS, "position": "maybe"})) == []


def test_another_list_leaves_nothing_out(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    other = {**PRISONS, "key": "9", "symbol": "A/HRC/57/9", "text_en": "Train judges."}
    assert gone(tmp_path, generic(other)) == []
    assert gone(tmp_path, generic(CLINICS), source="elsewhere") == []


def test_a_list_about_one_document_says_nothing_of_others(cast: Cast, tmp_path: Path) -> None:
    second = {**REVIEW, "key": "0f1e2d3c-0003", "text": "120.8 Train every judge (Chile);"}
    bring(tmp_path, uhri_json(ANNOTATION, REVIEW, second))
    assert gone(tmp_path, uhri_json(ANNOTATION)) == []
    (reference,) = gone(tmp_path, uhri_json(REVIEW))
    assert reference.endswith("120.8")


def test_what_is_known_under_a_key_of_this_source_counts(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, generic(CLINICS, PRISONS))
    bring(tmp_path, generic({**CLINICS, "key": "A"}, {**PRISONS, "key": "B"}), source="elsewhere")
    assert gone(tmp_path, generic({**PRISONS, "key": "B"}), source="elsewhere") == ["CEDAW-2022-45a"]
