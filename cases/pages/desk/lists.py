"""What the filters and forms of the Desk offer, read once for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cases.models import Round, Term
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, grants_of
from cases.searching.words import Sought, searchable

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Lists:
    """``dissolved`` are departments that led cases which are done: one looks for those, and assigns nothing
    to them. ``terms`` are the themes, the groups of persons and the SDG targets. ``coordinates``: whether
    the reader is a coordinator, who also knows what departments say that blocks their answers.
    """

    departments: list[Department]
    terms: list[Term]
    dissolved: list[Department]
    today: date
    rounds: list[Round] = field(default_factory=list)
    coordinates: bool = False

    @property
    def sunday(self) -> date:
        """The last day of this week."""
        return self.today + timedelta(days=6 - self.today.weekday())

    def leads(self) -> Choices:
        return [(one.code, str(one)) for one in self.departments]

    def all_departments(self) -> Choices:
        gone = ((one.code, _("%(name)s (dissolved)") % {"name": one}) for one in self.dissolved)
        return [*self.leads(), *gone]

    def all_rounds(self) -> Choices:
        return [(one.code, str(one)) for one in self.rounds]

    def terms_in_order(self, vocabulary: str) -> Choices:
        """Each term of a list, then its parts, set in."""
        of_list = [term for term in self.terms if term.vocabulary == vocabulary]
        known = {term.pk for term in of_list}
        parts: dict[int | None, list[Term]] = {}
        for term in of_list:
            parts.setdefault(term.parent_id if term.parent_id in known else None, []).append(term)
        return [
            row
            for whole in parts.get(None, [])
            for row in (
                (str(whole.pk), str(whole)),
                *((str(part.pk), f"– {part}") for part in parts.get(whole.pk, [])),
            )
        ]

    def named(self, terms: Iterable[Sought]) -> list[int]:
        """The ids of the departments in whose names, of any language, all these words are found."""
        sought, found = list(terms), []
        for one in (*self.departments, *self.dissolved):
            words = searchable(wording.text for wording in one.wordings.all()).split()
            if all(term.finds(words) for term in sought):
                found.append(one.pk)
        return found


def lists_for(user: User, today: date) -> Lists:
    """As :func:`lists_of`, to narrow down by what this person may know."""
    return replace(lists_of(today), coordinates=COORDINATOR.held(grants_of(user), None))


def lists_of(today: date) -> Lists:
    """Departments that exist today, the terms, each by name in the reader's language, and the rounds."""
    known = sorted(Department.objects.with_names(), key=_by_name)
    standing = [one for one in known if one.stands_on(today)]
    ended = [one for one in known if one.valid_until is not None and one.valid_until < today]
    kinds = (Term.Vocabulary.THEME, Term.Vocabulary.AFFECTED_PERSONS, Term.Vocabulary.SDG_TARGET)
    terms = Term.objects.in_use().filter(vocabulary__in=kinds).prefetch_related("wordings")
    rounds = list(Round.objects.newest_first())
    return Lists(standing, sorted(terms, key=_by_name), ended, today, rounds)


def _by_name(named: Department | Term) -> str:
    return str(named).casefold()
