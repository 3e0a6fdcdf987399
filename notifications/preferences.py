"""Which mails a person may switch off, and what was chosen. What asks for something always comes by mail.

An optional rule (``Rule.optional``) belongs to one group; the bell shows what it tells all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from cases.people.models import User
from cases.telling import Rule
from notifications.models import Preference
from notifications.rules import all_rules
from notifications.rules.of_persons import MENTIONED
from notifications.rules.reminders import WEEK

Group, Choice = Preference.Group, Preference.Choice


def group_of(rule: Rule) -> Preference.Group | None:
    """None where its mails cannot be switched off."""
    if not rule.optional:
        return None
    return {MENTIONED: Group.MENTIONS, WEEK.code: Group.WEEK}.get(rule.code, Group.NEWS)


def rules_of(groups: Iterable[str]) -> set[str]:
    """The codes of all rules of these groups."""
    wanted = set(groups)
    return {rule.code for rule in all_rules() if group_of(rule) in wanted}


def switched_off(people: Collection[int]) -> set[tuple[int, str]]:
    """Of these people, by id, the codes of the rules that they want no mails of; one query."""
    chosen = Preference.objects.switched_off(people).values_list("person_id", "group")
    return {(person, code) for person, group in chosen for code in rules_of([group])}


def rules_switched_off(person: User) -> set[str]:
    return {code for _person, code in switched_off([person.pk])}


def choices_of(person: User) -> dict[str, str]:
    """The choice for each group; by mail where nothing was chosen."""
    kept = dict(Preference.objects.filter(person=person).values_list("group", "choice"))
    return {group: kept.get(group, Choice.MAIL) for group in Group.values}


@transaction.atomic
def choose(person: User, choices: Mapping[str, str]) -> None:
    """Keep these choices, by group; those of other groups stay."""
    for group, choice in choices.items():
        Preference.objects.update_or_create(person=person, group=group, defaults={"choice": choice})
