"""Cases that go back over what migrations fill (tests/test_migrations.py)."""

from __future__ import annotations

from django.test import override_settings

from cases.models import Case, Import, VersionText
from cases.overview import asked
from cases.searching import index
from cases.searching.answers import found_by
from cases.searching.words import terms_of
from tests.cases.test_rounds import ask, opened
from tests.cast import NOW, Cast, approved, assigned, received
from tests.migrated import Traveller
from workflow import undoing


def what_is_filled_is_as_if_it_had_been_kept(cast: Cast) -> Traveller:
    _has_asked_and_answered(cast)
    _has_imported()
    kept = dict(Case.objects.values_list("pk", "asked_at"))
    words = dict(VersionText.objects.values_list("pk", "words"))
    assert None in kept.values()
    assert words

    old = yield
    assert set(kept) <= set(old.get_model("cases", "Case").objects.values_list("pk", flat=True))
    assert old.get_model("cases", "Import").objects.count() == 2
    yield

    cases, texts = Case.objects.filter(pk__in=kept), VersionText.objects.filter(pk__in=words)
    assert dict(cases.values_list("pk", "asked_at")) == kept
    assert dict(texts.values_list("pk", "words")) == words
    assert list(asked.strayed()) == list(index.strayed(index.ANSWERS)) == []
    assert len(found_by(terms_of("clinics"), cast.coordinator)) == 1
    _what_was_imported_is_written()


@override_settings(WORKFLOW_UNDO_SECONDS=600)
def _has_asked_and_answered(cast: Cast) -> None:
    received(cast), assigned(cast)
    case, undone = approved(cast), assigned(cast)
    ask(cast, [case], opened(cast, "update"))
    undoing.undo(undone, by=cast.coordinator, now=NOW, seen=undone.version)


def _has_imported() -> None:
    """Two files, and one that is not read yet, which goes where nothing is kept of it."""
    for number in ("1", "2"):
        dates = {"at": NOW, "read_at": NOW, "written_at": NOW}
        Import.objects.create(file_name=f"{number}.csv", sha256=number * 64, source="generic", **dates)
    Import.objects.create(file_name="unread.csv", sha256="3" * 64, source="generic", at=NOW)


def _what_was_imported_is_written() -> None:
    standing = Import.objects.standing().order_by("pk").values_list("file_name", "read_at", "written_at")
    assert list(standing) == [("1.csv", NOW, NOW), ("2.csv", NOW, NOW)]
    assert len(set(Import.objects.values_list("key", flat=True))) == 2
