"""A mail as a whole: its parts, one for each language of the person, as subject, plain text and HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator

from cases.people.models import Department, User
from cases.people.roles import COORDINATOR
from cases.people.speaking import languages_of_mail
from cases.telling import QUESTIONS
from notifications.writing.sections import Section

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST, BETWEEN = 255, " / "
"""Of a subject: its characters, and what stands between those of two languages."""
PLACEHOLDER = "[unsubscribe]"
"""What stands in a kept mail where the mail that is sent has a link of power (``unsubscribing.py``)."""
RULE = "\n" + "_" * 60 + "\n\n"
"""What stands between the texts of two languages."""


class Foot(Enum):
    """What the foot of a mail says of switching it off."""

    NONE = "nothing"
    """Of a letter: it is sent once."""
    KEPT = "where mails are chosen"
    OPTIONAL = "where all that it tells is switched off"


@dataclass(frozen=True)
class Part:
    """What a mail says in one language; ``contact`` is what to write to the coordinator for."""

    subject: StrOrPromise
    sections: Sequence[Section]
    contact: StrOrPromise = QUESTIONS
    foot: Foot = Foot.NONE


@dataclass(frozen=True)
class Letter:
    """A mail as written, before it is put into an envelope: ``key`` is that of the mail that it becomes.

    ``language`` names all its languages, with commas between.
    """

    key: str
    language: str
    subject: str
    text: str
    html: str


def letter(recipient: User, say: Callable[[], Part], *, key: str) -> Letter:
    """``say`` is asked once in each language of the recipient, which is active then."""
    languages = languages_of_mail(recipient)
    coordinators = COORDINATOR.holders(Department, None).exclude(pk=recipient.pk)
    beside = {"recipient": recipient, "coordinator": coordinators.order_by("pk").first()}
    subjects, openings, texts, bodies = [], [], [], []
    for language in languages:
        with translation.override(language):
            words = _words(say(), language) | beside
            subjects.append(words["subject"])
            openings.append(str(words["part"].sections[0].opening))
            texts.append(render_to_string("notifications/mail.txt", words))
            bodies.append(render_to_string("notifications/mail_part.html", words))
    with translation.override(languages[0]):
        whole = {"subject": _joined(subjects), "opening": openings[0], "bodies": bodies}
        html = render_to_string("notifications/mail.html", _in_language(languages[0]) | whole)
    return Letter(key, ",".join(languages), _joined(subjects), RULE.join(texts), html)


def parts_of(language: str, text: str) -> list[tuple[str, str]]:
    """The text of a mail by language; in one piece, of none, where its parts cannot be told apart."""
    text = text.replace(PLACEHOLDER, chosen_at())
    languages, texts = language.split(","), text.split(RULE)
    return list(zip(languages, texts, strict=True)) if len(languages) == len(texts) else [("", text)]


def chosen_at() -> str:
    """Where a person chooses which mails come."""
    return f"{settings.BASE_URL}/account/mails/"


def _words(part: Part, language: str) -> dict[str, Any]:
    subject = " ".join(str(part.subject).split())
    foot = {"choices": chosen_at()} if part.foot is not Foot.NONE else {}
    if part.foot is Foot.OPTIONAL:
        foot["unsubscribe"] = PLACEHOLDER
    return {"part": part, "subject": subject, **_in_language(language), **foot}


def _in_language(language: str) -> dict[str, Any]:
    return {"language": language, "right_to_left": translation.get_language_bidi()}


def _joined(subjects: Sequence[str]) -> str:
    """Each language has an equal share of what there is room for."""
    room = (LONGEST - len(BETWEEN) * (len(subjects) - 1)) // len(subjects)
    if len(BETWEEN.join(subjects)) <= LONGEST:
        room = LONGEST
    return BETWEEN.join(Truncator(one).chars(room, truncate="…") for one in subjects)
