"""People from a file: each is new, changed, the same or needs a look; sent again, it changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.importing.people import CHANGED, LOOK, MOST, NEW, SAME, bring_in, compare, digest, read_people
from cases.importing.rows import BadFile
from cases.people.held_roles import HeldRole, held_roles
from cases.people.models import Invitation, SettingsChange, User
from cases.people.roles import give_role
from tests.cast import NOW, Cast
from workflow.errors import Conflict

HEADER = "email,name,language,role,department\n"
NEWCOMER = "new@suivi.example,New Person,en,head,justice\n"


def read(folder: Path, text: str, *, header: str = HEADER):
    path = folder / "people.csv"
    path.write_text(header + text, encoding="utf-8")
    return read_people(path)


def done(rows, cast: Cast, by: User | None = None):
    by = by or cast.coordinator
    return bring_in(rows, seen=digest(compare(rows, by=by)), inviting_new=True, by=by, now=NOW)


def test_somebody_new_gets_account_role_and_invitation(cast: Cast, tmp_path: Path) -> None:
    done(read(tmp_path, NEWCOMER), cast)
    made = User.objects.get(email="new@suivi.example")
    assert held_roles([made.pk]) == {made.pk: [HeldRole("head", cast.justice.pk)]}
    assert Invitation.objects.get().person == made


def test_sent_again_it_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    done(read(tmp_path, NEWCOMER), cast)
    noted = SettingsChange.objects.count()
    (again,) = done(read(tmp_path, NEWCOMER), cast)
    assert again.standing == SAME
    assert (SettingsChange.objects.count(), Invitation.objects.count()) == (noted, 1)


def test_several_lines_give_several_roles_by_name_or_code(cast: Cast, tmp_path: Path) -> None:
    lines = NEWCOMER + "NEW@suivi.example,New Person,,Focal point,Ministry of Health\n"
    (plan,) = done(read(tmp_path, lines), cast)
    assert (plan.standing, len(plan.roles)) == (NEW, 2)


def test_an_address_is_the_same_whatever_its_case(cast: Cast, tmp_path: Path) -> None:
    User.objects.filter(pk=cast.head.pk).update(email="Head@Suivi.Example")
    (plan,) = done(read(tmp_path, "HEAD@suivi.example,Dr Head,,,\n"), cast)
    assert (plan.person, plan.standing) == (cast.head, CHANGED)


def test_a_name_is_corrected_and_nothing_is_taken(cast: Cast, tmp_path: Path) -> None:
    (plan,) = done(read(tmp_path, "head@suivi.example,Dr Head,,,\n"), cast)
    assert plan.standing == CHANGED
    assert User.objects.get(pk=cast.head.pk).name == "Dr Head"
    assert held_roles([cast.head.pk])[cast.head.pk] == [HeldRole("head", cast.health.pk)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("no-address,Name,,,", "is no e-mail address"),
        (",Name,,,", "is no e-mail address"),
        ("new@suivi.example,,,,", "needs a name"),
        ("new@suivi.example,Name,xx,,", "none that the pages speak"),
        ("new@suivi.example,Name,,king,", "is no role that is known"),
        ("new@suivi.example,Name,,head,nowhere", "is no department that is known"),
        ("new@suivi.example,Name,,head,", "name it"),
        ("new@suivi.example,Name,,observer,health", "leave the department empty"),
        ("new@suivi.example,Name,,,health", "no role in it"),
        ("new@suivi.example,Name,,coordinator,", "Only an administrator"),
        ("coordinator@suivi.example,Coordinator,,validator,", "to himself"),
        ("root@suivi.example,Root,,observer,", "the account of an administrator"),
        ("observer@suivi.example,Observer,,editor,", "switched off"),
        ("new@suivi.example,Na\x07me,,,", "control character"),
        ("new@suivi.example,Name,,head,health,more", "cells where the header has"),
    ],
)
def test_what_cannot_be_done_is_left_out_with_its_reason(
    line: str, why: str, cast: Cast, tmp_path: Path
) -> None:
    User.objects.create_superuser("root@suivi.example", name="Root")
    User.objects.filter(pk=cast.observer.pk).update(is_active=False)
    plans = done(read(tmp_path, f"{line}\n{NEWCOMER.replace('new@', 'other@')}"), cast)
    assert [plan.standing for plan in plans] == [LOOK, NEW]
    assert any(why in problem for problem in plans[0].problems), plans[0].problems
    assert not User.objects.filter(email="new@suivi.example").exists()


def test_two_lines_that_name_one_person_differently_need_a_look(cast: Cast, tmp_path: Path) -> None:
    (plan,) = compare(read(tmp_path, NEWCOMER + "new@suivi.example,Another,,,\n"), by=cast.coordinator)
    assert plan.standing == LOOK


def test_what_is_no_list_of_people_is_refused_with_a_sentence(tmp_path: Path, db: None) -> None:
    with pytest.raises(BadFile, match="lacks these columns: email"):
        read(tmp_path, "Somebody\n", header="name\n")
    with pytest.raises(BadFile, match="no line below it"):
        (tmp_path / "people.exe").write_bytes(b"MZ")
        read_people(tmp_path / "people.exe")
    with pytest.raises(BadFile, match="is damaged"):
        (tmp_path / "people.xlsx").write_bytes(b"PK\x03\x04 no zip")
        read_people(tmp_path / "people.xlsx")
    with pytest.raises(BadFile, match="more than"):
        read(tmp_path, "".join(f"p{one}@suivi.example,P,,,\n" for one in range(MOST + 1)))


def test_what_changed_since_the_preview_stops_all_of_it(cast: Cast, tmp_path: Path) -> None:
    rows = read(tmp_path, "stranger@suivi.example,Stranger,,head,justice\n" + NEWCOMER)
    seen = digest(compare(rows, by=cast.coordinator))
    give_role(cast.stranger, "head", cast.justice)
    with pytest.raises(Conflict):
        bring_in(rows, seen=seen, inviting_new=True, by=cast.coordinator, now=NOW)
    assert not User.objects.filter(email="new@suivi.example").exists()
