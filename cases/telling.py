"""What any room brings that wants people told: rules (who hears of which step), and rows that mails name.

The rules are joined in ``settings.TOLD_BY``; notifications makes the mails of them and knows no room above.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cases.flow import CaseFlow
from workflow.roles import Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

QUESTIONS = _("Questions? Write to")


def any_row(row: Any) -> bool:
    """Whatever row it is."""
    return True


class When(Enum):
    """When a mail leaves: within working hours in any case (``notifications/hours.py``)."""

    AT_ONCE = "at once"
    """In a mail of its own, with all that the same rule says at the time."""
    NEAR_DATE = "near the date"
    """At once where the case is due soon, else in the morning."""
    MORNING = "in the morning"
    """In the one mail of the next working morning: there is something to do."""
    NEWS = "with the next mail"
    """There is nothing to do: on its own only on the first working day of a week."""


@dataclass(frozen=True)
class Rule:
    """``to`` is told when one of ``steps`` of ``process`` was taken; None: the person whom the step is about.

    All notices of one rule to one person share a mail.

    ``subject`` and ``opening`` know ``count``; ``subject`` also ``due``, the earliest due date in words.
    ``label`` is what the case page calls it, ``why`` the sentence why this person is told,
    ``contact`` what to write to the coordinator for. ``of`` says of which rows it tells. Mails of an
    ``optional`` rule can be switched off; the bell shows it all the same.
    """

    code: str
    steps: tuple[str, ...]
    to: Role | None
    label: StrOrPromise
    subject: StrOrPromise
    opening: StrOrPromise
    why: StrOrPromise
    contact: StrOrPromise = QUESTIONS
    process: str = CaseFlow.process.name
    of: Callable[[Any], bool] = any_row
    when: When = When.MORNING
    optional: bool = False


@dataclass(frozen=True)
class Line:
    """One row in a mail: what it is called, ``words`` in their ``language``, a date in words, its page."""

    reference: str
    words: str
    language: str
    department: str
    due: str
    path: str


class ToldOfItself:
    """A carried model whose events are about its own row, not about cases.

    Its manager has ``visible_to(user)``: who may not see the row any more is not told of it. ``line_reads``
    is what :meth:`line` reads of other rows, for lists.
    """

    line_reads: tuple[str, ...] = ()

    def line(self) -> Line:
        """The row in a mail, in the language that is active."""
        raise NotImplementedError
