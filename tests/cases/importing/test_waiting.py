"""A file that waits in the database is read, looked at, mended, confirmed and written by the worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.base import ContentFile

from cases.importing import importer, staging, waiting
from cases.importing.mending import mend
from cases.importing.plain_rows import as_plain, from_plain
from cases.importing.rows import Entry, Row
from cases.models import Brought, Case, Import, Recommendation, StagedRow
from cases.people.models import User
from tests.cases.importing.files import CLINICS, PRISONS, WELL, generic, morocco
from tests.cast import NOW, Cast
from workflow.errors import Refused
from workflow.invariants import broken

BAD = {**PRISONS, "key": "3", "mechanism": "Parliament"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }


def sent(cast: Cast, content: bytes, name: str = "list.csv", **more: Any) -> Import:
    one = Import(
        file_name=name, sha256=sha256(content).hexdigest(), at=NOW, by=cast.coordinator, language="en", **more
    )
    one.file.save(name, ContentFile(content))
    return one


def worked(one: Import, now: datetime = NOW) -> Import:
    waiting.work_on(one.key, clock=lambda: now)
    one.refresh_from_db()
    return one


def confirmed(one: Import) -> Import:
    Import.objects.filter(pk=one.pk).update(confirmed_at=NOW)
    return worked(one)


def standings(one: Import) -> list[str]:
    return list(one.rows.order_by("place").values_list("standing", flat=True))


def test_it_is_read_and_nothing_is_written(cast: Cast) -> None:
    one = worked(sent(cast, generic(CLINICS, PRISONS, BAD)))
    assert (one.read_at, one.written_at, one.source) == (NOW, None, "generic")
    assert (one.new, one.changed, one.same, one.skipped) == (2, 0, 0, 1)
    assert standings(one) == ["new", "new", "look"]
    assert (one.done, one.total, one.lease_until) == (3, 3, None)
    assert "Parliament" in one.rows.get(standing="look").reason
    assert not Recommendation.objects.exists()


def test_once_confirmed_it_is_written(cast: Cast) -> None:
    one = confirmed(worked(sent(cast, generic(CLINICS, PRISONS, BAD))))
    assert (one.written_at, one.new, one.skipped) == (NOW, 2, 1)
    assert Case.objects.count() == 2
    assert Brought.objects.filter(by=one, is_new=True).count() == 2
    assert not list(broken())


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    content = generic(CLINICS, PRISONS)
    confirmed(worked(sent(cast, content)))
    again = worked(sent(cast, content))
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    confirmed(again)
    assert Case.objects.count() == 2
    assert not again.brought.exists()


def test_a_row_is_mended_in_its_place(cast: Cast) -> None:
    one = worked(sent(cast, generic(CLINICS, BAD)))
    row = mend(one.rows.get(standing="look"), {"mechanism": "UPR"})
    one.refresh_from_db()
    assert (row.standing, row.reason, row.mended) == ("new", "", {"mechanism": "UPR"})
    assert (one.new, one.skipped) == (2, 0)
    confirmed(one)
    assert Recommendation.objects.get(source_key="3").mechanism == "UPR"


def test_what_is_mended_badly_still_needs_a_look(cast: Cast) -> None:
    one = worked(sent(cast, generic(CLINICS, BAD)))
    row = mend(one.rows.get(standing="look"), {"mechanism": "UPR", "key": "1"})
    assert row.standing == "look"
    assert "has the same key" in row.reason


def test_nothing_is_mended_once_it_is_confirmed(cast: Cast) -> None:
    one = worked(sent(cast, generic(CLINICS, BAD)))
    Import.objects.filter(pk=one.pk).update(confirmed_at=NOW)
    with pytest.raises(Refused, match="confirmed already"):
        mend(one.rows.get(standing="look"), {"mechanism": "UPR"})


@pytest.mark.parametrize("ends", ["role", "account", ""])
def test_who_confirmed_is_asked_again_for_the_right_when_it_is_written(cast: Cast, ends: str) -> None:
    """The worker may come to it much later. Control: with the right it is written."""
    one = worked(sent(cast, generic(CLINICS)))
    Import.objects.filter(pk=one.pk).update(confirmed_at=NOW)
    if ends == "role":
        cast.coordinator.groups.clear()
    elif ends == "account":
        User.objects.filter(pk=cast.coordinator.pk).update(is_active=False)
    worked(one)
    assert Case.objects.exists() == (not ends)
    assert one.is_to_confirm == bool(ends)
    assert ("no coordinator any more" in " ".join(one.notes)) == bool(ends)


def test_what_changed_meanwhile_is_shown_again_before_it_is_written(cast: Cast) -> None:
    one = worked(sent(cast, generic(CLINICS, PRISONS)))
    confirmed(worked(sent(cast, generic(CLINICS))))
    confirmed(one)
    assert (one.written_at, one.confirmed_at) == (None, None)
    assert (one.new, one.same) == (1, 1)
    assert "changed since you looked" in one.notes[0]
    assert confirmed(one).written_at == NOW
    assert Case.objects.count() == 2


def test_what_another_import_revised_meanwhile_is_shown_again_before_it_is_revised(cast: Cast) -> None:
    hours = [NOW + timedelta(hours=hour) for hour in range(1, 6)]
    confirmed(worked(sent(cast, generic(CLINICS))))
    texts = ("Open clinics by night.", "Open clinics by day.")
    one, other = (
        worked(sent(cast, generic({**CLINICS, "text_en": text})), at)
        for text, at in zip(texts, hours, strict=False)
    )
    Import.objects.filter(pk__in=(one.pk, other.pk)).update(confirmed_at=hours[2])
    assert worked(other, hours[2]).written_at == hours[2]
    assert (worked(one, hours[3]).written_at, one.confirmed_at) == (None, None)
    assert (one.new, one.changed, one.same) == (0, 1, 0)
    assert "changed since you looked" in one.notes[0]
    assert Recommendation.objects.get().wordings.get(language="en").text == texts[1]
    Import.objects.filter(pk=one.pk).update(confirmed_at=hours[4])
    assert worked(one, hours[4]).written_at == hours[4]
    assert Recommendation.objects.get().wordings.get(language="en").text == texts[0]


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(cast: Cast) -> None:
    one = worked(sent(cast, b"\x00\x01\x02", "list.csv"))
    assert one.refused
    assert (one.read_at, one.lease_until) == (None, None)
    assert waiting.work_on(one.key, clock=lambda: NOW) is None


def test_one_worker_at_a_time_and_the_next_once_it_died(cast: Cast) -> None:
    one = sent(cast, generic(CLINICS))
    assert Import.objects.all().take(one.key, now=NOW, until=NOW + waiting.LEASE)
    assert waiting.work_on(one.key, clock=lambda: NOW) is None
    later = NOW + waiting.LEASE + timedelta(seconds=1)
    assert worked(one, later).read_at == later


@pytest.mark.parametrize("ended", [2, 3])
def test_what_ends_every_worker_is_not_tried_for_ever(cast: Cast, ended: int) -> None:
    """Control: after two that were ended, the third reads it."""
    one = sent(cast, generic(CLINICS))
    Import.objects.filter(pk=one.pk).update(tries=ended, attempts=ended)
    worked(one)
    assert one.is_read == (ended == 2)
    assert ("divide it" in one.refused.lower()) == (ended == 3)


def test_a_worker_whose_lease_passed_to_another_changes_nothing_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was slow, not dead: neither its rows nor its faults are those of the one that reads now."""
    one, reads = sent(cast, generic(CLINICS)), waiting.read_edition

    def slow(*path: Any, **how: Any) -> Any:
        Import.objects.filter(pk=one.pk).update(attempts=7)
        return reads(*path, **how)

    monkeypatch.setattr(waiting, "read_edition", slow)
    assert (worked(one).is_read, one.rows.count()) == (False, 0)
    monkeypatch.setattr(waiting, "read_edition", lambda *path, **how: slow(None))
    Import.objects.filter(pk=one.pk).update(lease_until=None)
    assert (worked(one).refused, one.is_read) == ("", False)


def test_files_that_nobody_confirms_go_after_a_month(cast: Cast) -> None:
    kept = confirmed(worked(sent(cast, generic(PRISONS))))
    left, refused = worked(sent(cast, generic(CLINICS))), worked(sent(cast, b"Not a table"))
    names = [one.file.name for one in (kept, left, refused)]
    waiting.forget_old(NOW + timedelta(days=29))
    assert all(map(left.file.storage.exists, names))
    waiting.forget_old(NOW + timedelta(days=31))
    assert list(map(left.file.storage.exists, names)) == [True, False, False]
    assert (list(Import.objects.all()), StagedRow.objects.exclude(of=kept).exists()) == ([kept], False)


def test_one_that_is_left_while_it_is_read_is_gone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one = sent(cast, generic(CLINICS))
    monkeypatch.setattr(staging, "count", lambda same: Import.objects.get(pk=same.pk).delete())
    assert waiting.work_on(one.key, clock=lambda: NOW) is None
    assert not Import.objects.exists()
    assert not StagedRow.objects.exists()


def test_rows_of_a_reading_that_died_are_not_kept_twice(cast: Cast) -> None:
    one = sent(cast, generic(CLINICS))
    StagedRow.objects.create(of=one, place=0, line=2, standing="new", row={})
    assert standings(worked(one)) == ["new"]


def test_a_fault_while_writing_leaves_nothing_and_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one = worked(sent(cast, generic(CLINICS)))

    def broken_off(*given: Any, **more: Any) -> None:
        raise ValueError("disk")

    monkeypatch.setattr(importer, "_keep_what_it_brought", broken_off)
    confirmed(one)
    assert (one.written_at, one.confirmed_at) == (None, None)
    assert "Something went wrong on the server" in one.notes[0]
    assert not Case.objects.exists()
    assert "disk" in caplog.text


@pytest.mark.once
def test_a_row_is_the_same_after_it_waited(tmp_path: Any) -> None:
    sub_theme = Entry((("fr", "Eau"), ("ar", "الماء")), part_of=Entry((("fr", "Droits"),), listed_as="6.1"))
    row = Row(
        4, "7", mechanism="CESCR", cycle=3, year=2021, date=NOW.date(), texts={"fr": "Creuser."},
        themes=(sub_theme,), bodies=("Eau", "Santé"), problems=["x"], kind="context", sub_item="a",
        openings={"fr": "Le Comité recommande :"}, headings={"fr": "Eau"}, language="fr",
    )  # fmt: skip
    assert from_plain(as_plain(row)) == row
    assert from_plain(as_plain(Row(1, ""))) == Row(1, "")


def test_the_list_of_morocco_waits_whole(cast: Cast) -> None:
    one = confirmed(worked(sent(cast, morocco(WELL))))
    assert Recommendation.objects.get().worded("ar") == "حفر الآبار."
    assert one.source == "morocco"
