"""Who sees what: each cell of that table in docs/permissions.md, asked of the rows themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cases import actions
from cases.models import Case, Comment, Evidence, Term, Version
from cases.people.models import User
from cases.people.roles import give_role
from cases.validating import give_themes
from tests.cast import NOW, Cast, drafted, person
from tests.workflow.walking.table import PAGE

_TEXT = PAGE.read_text().partition("## Who sees what")[2].partition("\n## ")[0]
_HEADER, _DASHES, *_ROWS = [line for line in _TEXT.splitlines() if line.startswith("|")]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


TABLE = {cells[0]: cells[1:] for cells in map(_cells, _ROWS)}
THINGS = _cells(_HEADER)[1:]


def lend(case: Case, cast: Cast) -> User:
    day = NOW.date() + timedelta(days=9)
    actions.take_step(case, "lend", by=cast.head, now=NOW, person=cast.stranger, last_day=day)
    return cast.stranger


def lent_before(case: Case, cast: Cast) -> User:
    lend(case, cast)
    case.permitted.update(last_day=NOW.date() - timedelta(days=1))
    return cast.stranger


def superuser(case: Case, cast: Cast) -> User:
    return User.objects.create_superuser("root@suivi.example", name="Root")


def who_has_left(case: Case, cast: Cast) -> User:
    User.objects.filter(pk=cast.head.pk).update(is_active=False)
    return User.objects.get(pk=cast.head.pk)


def restricted(name: str, *named: str) -> Callable[[Case, Cast], User]:
    def act(case: Case, cast: Cast) -> User:
        by = {"by": cast.coordinator, "now": NOW}
        actions.take_step(case, "restrict", comment="A witness.", **by)
        for one in named:
            actions.take_step(case, "name_person", person=getattr(cast, one), **by)
        return getattr(cast, name)

    return act


def another_coordinator(case: Case, cast: Cast) -> User:
    restricted("coordinator")(case, cast)
    return person("another", "coordinator")


def whoever(name: str) -> Callable[[Case, Cast], User]:
    return lambda case, cast: getattr(cast, name)


def for_theme(code: str) -> Callable[[Case, Cast], User]:
    """A stranger becomes validator for a theme, where the case is about health."""

    def act(case: Case, cast: Cast) -> User:
        about, other = (Term.objects.create(vocabulary="theme", code=one) for one in ("health", "justice"))
        case.recommendation.themes.add(about)
        give_themes(cast.stranger, [about if code == "health" else other])
        return cast.stranger

    return act


def escalation_contact(department: str) -> Callable[[Case, Cast], User]:
    """A stranger becomes the one of this department."""

    def act(case: Case, cast: Cast) -> User:
        give_role(cast.stranger, "escalation contact", getattr(cast, department))
        return cast.stranger

    return act


def after(first: Callable[[Case, Cast], User], then: Callable[[Case, Cast], User]) -> Any:
    return lambda case, cast: (first(case, cast), then(case, cast))[1]


WHO: dict[str, Callable[[Case, Cast], User]] = {
    "the department that answers": whoever("alternate"),
    "another department": whoever("justice_focal_point"),
    "coordinator": whoever("coordinator"),
    "validator": whoever("validator"),
    "validator for its theme": for_theme("health"),
    "validator for another theme": for_theme("justice"),
    "escalation contact of the department": escalation_contact("health"),
    "escalation contact of another department": escalation_contact("justice"),
    "editor": whoever("editor"),
    "observer": whoever("observer"),
    "an outsider to whom the case is lent": lend,
    "an outsider whose loan is over": lent_before,
    "a stranger": whoever("stranger"),
    "the superuser": superuser,
    "who has left": who_has_left,
    "restricted: the department, not named": restricted("alternate", "head"),
    "restricted: the department, named": restricted("alternate", "alternate"),
    "restricted: a validator, not named": restricted("validator", "head"),
    "restricted: a validator, named": restricted("validator", "validator"),
    "restricted: a validator for its theme, not named": after(
        for_theme("health"), restricted("stranger", "head")
    ),
    "restricted: a validator for its theme, named": after(
        for_theme("health"), restricted("stranger", "stranger")
    ),
    "restricted: the escalation contact, not named": after(
        escalation_contact("health"), restricted("stranger", "head")
    ),
    "restricted: the escalation contact, named": after(
        escalation_contact("health"), restricted("stranger", "stranger")
    ),
    "restricted: a coordinator, not named": another_coordinator,
    "restricted: a stranger, named": restricted("stranger", "stranger"),
}


def shown(user: User, case: Case) -> list[str]:
    """One answer for the case, and one for each of the three models."""
    answer = case.answer_id
    found = [user_sees(Case, user, pk=case.pk)]
    found += [user_sees(model, user, answer=answer) for model in (Version, Comment, Evidence)]
    return ["yes" if seen else "–" for seen in found]


def user_sees(model: Any, user: User, **which: Any) -> bool:
    return bool(model.objects.visible_to(user).filter(**which).exists())


def test_the_table_speaks_of_everybody() -> None:
    assert set(TABLE) == set(WHO)
    assert len(THINGS) == 6


@pytest.mark.parametrize("who", WHO)
def test_each_cell_is_what_the_rows_answer(who: str, cast: Cast) -> None:
    case = drafted(cast)
    actions.add_comment(case, text="Between us.", by=cast.focal_point, now=NOW)
    actions.add_evidence(case, title="Survey", by=cast.focal_point, now=NOW)
    user = WHO[who](case, cast)
    found = shown(user, case)
    version = case.answer.versions.get()
    version.released_at = NOW
    version.save()
    sent = shown(user, case)[1]
    case.answer.sent = case.answer.approved = version
    case.answer.save()
    Case.objects.filter(pk=case.pk).update(state="approved")

    assert [*found, sent, shown(user, case)[1]] == TABLE[who]
