"""The stage of these tests: cases at several stations, a report, a mail, and a browser for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases import actions
from cases.contributions import contributing
from cases.drafting import copies
from cases.drafting.figure_sources import Said, Sourced, figures_of, give_source
from cases.extensions.extending import ask_for_more_time
from cases.models import (
    AlikeCase,
    Case,
    Contribution,
    Extension,
    ImplementationStatus,
    Import,
    SaidTwice,
    SignaturePaper,
    StagedRow,
    Term,
    WorkingCopy,
)
from cases.people.models import User
from cases.rounds import plans
from cases.rounds.planning import DEFAULTS
from cases.signing.papers import make_paper
from cases.validating import give_themes
from exports import typed_places
from exports.actions import adopt
from exports.agreeing.asking import ask
from exports.agreeing.proposing import propose_text
from exports.models import (
    Agreement,
    Heading,
    Objection,
    Passage,
    ProposedText,
    Rendering,
    Report,
    Shortening,
)
from exports.objecting import make_objection
from notifications.feeds.links import make_link
from notifications.models import Mail, Webhook
from notifications.unsubscribing import link
from notifications.webhooks.signing import renew_secret
from tests.cast import LATER, NOW, Cast, approved, assigned, department, draft, drafted, gather, received
from tests.cast import person as make_person
from tests.exports import scene
from tests.exports.rewritten import say
from tests.exports.way import bring, take
from tests.workflow import many
from workflow.bulk_rows import Bulk

PEOPLE = (
    "anonymous", "inactive", "stranger", "superuser", "justice_focal_point", "focal_point", "alternate",
    "head", "coordinator", "validator", "editor", "observer", "theme_validator",
)  # fmt: skip
OUTSIDE = (
    "stranger", "superuser", "justice_focal_point", "coordinator", "validator", "editor", "observer",
    "theme_validator",
)  # fmt: skip
"""Everybody who is signed in, and not of the Ministry of Health."""
ON_BOTH = ("focal_point", "coordinator", "theme_validator")
"""Whose pages are opened on every database; the pages of the others ask the same of it."""
SUBMISSION = date(2026, 10, 30)
DRAFT, COMMENT, EVIDENCE, REMARK = "Zanzibar", "Quagga", "Xylophone", "Okapi"
TYPED = "Wombat"
"""What the people of the department and of Justice have typed, each for himself alone."""
SECRETS = (DRAFT, COMMENT, EVIDENCE, REMARK)
"""Words of a draft, its comments, its evidence and its remarks, none of which has left the department."""


@dataclass
class Stage:
    """``drafting`` holds the secrets of the Ministry of Health; ``sent`` is with the validators.

    The ministry is ``asked_about`` one rewritten passage; for the other, ``rewritten``, it makes a proposal.

    The ministry drafts ``sibling`` too, and has asked for more time for ``asked``, and Justice for its
    ``part`` of ``joined``.
    """

    cast: Cast
    browsers: dict[str, Client]
    received: Case
    drafting: Case
    sent: Case
    for_signature: Case
    asked: Case
    sibling: Case
    joined: Case
    part: Contribution
    request: Extension
    report: Report
    made: Rendering
    waiting: Rendering
    out: Report
    objection: Objection
    frozen: Report
    asked_about: Agreement
    rewritten: Passage
    proposal: ProposedText
    mail: Mail
    bulk: Bulk
    paper: SignaturePaper
    feed: str
    webhook: Webhook
    shorter: Shortening
    imported: Import
    twice: SaidTwice

    def address(self, route: str) -> str:
        """An address of the matrix with its names in braces filled in."""
        return "/" + route.format(**self._names)

    @cached_property
    def _names(self) -> dict[str, Any]:
        """Asked of the database once: a test opens hundreds of addresses."""
        return {
            "received": self.received.reference,
            "drafting": self.drafting.reference,
            "sent": self.sent.reference,
            "asked": self.asked.reference,
            "request": self.request.pk,
            "joined": self.joined.reference,
            "part": self.part.pk,
            "said": self.drafting.present_answer.comments.get().pk,
            "a_draft": self.drafting.present_answer.versions.latest("pk").pk,
            "secret_file": digest_of(self.drafting),
            "sent_file": digest_of(self.sent),
            "report": self.report.reference,
            "busy": self.waiting.report.reference,
            "made": self.made.key,
            "waiting": self.waiting.key,
            "out": self.out.reference,
            "o": self.objection.pk,
            "frozen": self.frozen.reference,
            "in_work": self.rewritten.report.reference,
            "agreement": self.asked_about.pk,
            "para": self.rewritten.pk,
            "p": self.proposal.pk,
            "mail": self.mail.key,
            "leaving": link(self.cast.focal_point, ["news"]).rstrip("/").rpartition("/")[2],
            "somebody": self.cast.stranger.pk,
            "theme": theme().pk,
            "bulk": self.bulk.key,
            "for_signature": self.for_signature.reference,
            "paper": self.paper.key,
            "feed": self.feed,
            "webhook": self.webhook.pk,
            "shorter": self.shorter.pk,
            "signed": self.paper.texts.get().pk,
            "imported": self.imported.key,
        }


def staged() -> Stage:
    cast = gather()
    drafting, sent = secret(cast), _sent_with_a_file(cast)
    for_signature = _for_signature(cast)
    asked = assigned(cast)
    request = ask_for_more_time(asked, wanted_on=LATER, by=cast.focal_point, now=NOW, comment="A survey.")
    joined = secret(cast)
    department("interior", "Ministry of the Interior")
    report = scene.report(cast)
    made = scene.made(report)
    made.file.storage.save(made.file.name, SimpleUploadedFile("made.pdf", b"%PDF-1.7"))
    plan = {"submission_on": SUBMISSION, "lengths": DEFAULTS, "seen": ""}
    plans.make(cast.round, **plan, by=cast.coordinator, now=NOW)
    out = bring(cast, scene.report(cast, reference="out", introduction="We begin."), "circulation")
    for case in (drafting, sent, asked, joined, for_signature):
        case.recommendation.themes.add(theme())
    part = contributing.ask(joined, cast.justice, by=cast.head, now=NOW, due_on=LATER)
    for person in (cast.focal_point, cast.alternate, cast.head):
        _type(copies.keep_draft, drafting, person, full_text=f"{TYPED} of {person}, not saved.")
    _type(copies.keep_part, part, cast.justice_focal_point, text=f"{TYPED} at Justice, not saved.")
    _type_title(report, cast.editor)
    frozen = _frozen(cast)
    asked_about, rewritten = _in_work(cast)
    return Stage(
        cast=cast,
        browsers={name: browser_of(cast, name) for name in PEOPLE},
        received=received(cast),
        drafting=drafting,
        sent=sent,
        for_signature=for_signature,
        asked=asked,
        sibling=secret(cast),
        joined=joined,
        part=part,
        request=request,
        report=report,
        made=made,
        waiting=Rendering.objects.create(report=scene.report(cast, reference="busy"), requested_at=NOW),
        out=out,
        objection=_objection(cast, out),
        frozen=frozen,
        asked_about=asked_about,
        rewritten=rewritten,
        proposal=propose_text(rewritten, department=cast.health, text="Ours.", by=cast.head, now=NOW),
        mail=_dead_mail(make_person("never-there")),
        bulk=many.assign(cast, [received(cast)]),
        paper=make_paper([for_signature], signer=cast.head, by=cast.focal_point, now=NOW),
        feed=make_link(cast.health, by=cast.focal_point, now=NOW).partition("/cal/")[2],
        webhook=_webhook(),
        shorter=_shorter(cast, sent),
        imported=_read_import(cast.coordinator),
        twice=_said_twice(for_signature, sent),
    )


def _read_import(by: User) -> Import:
    """Ready to confirm: one row is new, one needs a look."""
    about = {"file_name": "list.csv", "sha256": "0" * 64, "source": "generic", "layout": "generic"}
    one = Import.objects.create(**about, by=by, at=NOW, read_at=NOW, new=1, skipped=1)
    says = {"key": "1", "line": 2, "mechanism": "UPR", "year": 2024, "texts": {"en": "Train judges."}}
    rows = [{"standing": "new", "row": says}, {"standing": "look", "row": says, "reason": "It has no key."}]
    for place, row in enumerate(rows):
        StagedRow.objects.create(of=one, place=place, line=place + 2, key=str(place), **row)
    return one


def _type(keep: Callable[..., WorkingCopy], subject: Any, by: User, **typed: str) -> None:
    """Typed and dropped, and typed again; none of it saved."""
    act: dict[str, Any] = {"by": by, "now": NOW}
    dropped = keep(subject, typed=typed, started_from=0, seen=0, **act)
    copies.drop(dropped.answer or dropped.contribution, **act)
    keep(subject, typed=typed, started_from=0, seen=0, **act)


def _type_title(report: Report, by: User) -> None:
    """A heading of an outline: typed and dropped, and typed again."""
    place = typed_places.Place(report, "heading-new-0")
    typed = {"title_en": f"{TYPED} of {by}, not saved."}
    for _time in range(2):
        typed_places.drop(place, by=by, now=NOW)
        typed_places.keep(place, typed, started_from=0, seen=0, by=by, now=NOW)


def secret(cast: Cast) -> Case:
    """Drafted, returned by the head with a remark, drafted again: all of it within the department."""
    case = assigned(cast)
    draft(case, by=cast.focal_point, full_text=f"{DRAFT} in full: 12.", short_text=f"{DRAFT} in short.")
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    actions.take_step(
        case, "return_from_sign_off", by=cast.head, now=NOW, comment=f"{REMARK}: not like this."
    )
    actions.add_comment(case, text=f"{COMMENT}?", by=cast.head, now=NOW)
    add_file(case, cast, title=f"{EVIDENCE} survey", content=f"{EVIDENCE} was here".encode())
    said, act = Said(source=f"{EVIDENCE} table"), {"by": cast.focal_point, "now": NOW}
    give_source(case, [figure_of(case).mark], said, number=1, **act)  # type: ignore[arg-type]
    return Case.objects.get(pk=case.pk)


def figure_of(case: Case) -> Sourced:
    """The one figure of its text."""
    text = case.present_answer.versions.get()
    return figures_of(text, (), ())[0]


def add_file(
    case: Case, cast: Cast, *, title: str, content: bytes, name: str = "file.txt", kind: str = "text/plain"
) -> None:
    file = SimpleUploadedFile(name, content)
    actions.add_evidence(case, title=title, file=file, file_type=kind, by=cast.focal_point, now=NOW)


def digest_of(case: Case) -> str:
    return str(case.present_answer.evidence.get().sha256)[:20]


def theme() -> Term:
    """The one theme of this stage: that of every case but the received one."""
    return Term.objects.get_or_create(vocabulary="theme", code="Health")[0]


def each(names: Iterable[str], *, on_both: Iterable[str] = ON_BOTH) -> list[Any]:
    """These people as parameters of a test; those who are not in ``on_both`` run on one database."""
    kept = set(on_both)
    return [name if name in kept else pytest.param(name, marks=pytest.mark.once) for name in names]


def browser_of(cast: Cast, name: str) -> Client:
    """Whoever is inactive was switched off after signing in."""
    client = Client()
    if name == "superuser":
        client.force_login(User.objects.create_superuser("root@suivi.example", name="Root"))
    elif name == "inactive":
        left = User.objects.create_user("left@suivi.example", name="Left")
        left.groups.set(cast.coordinator.groups.all())
        client.force_login(left)
        User.objects.filter(pk=left.pk).update(is_active=False)
    elif name == "theme_validator":
        judge = make_person("theme-validator")
        give_themes(judge, [theme()])
        client.force_login(judge)
    elif name != "anonymous":
        client.force_login(getattr(cast, name))
    return client


def _sent_with_a_file(cast: Cast) -> Case:
    case = assigned(cast)
    draft(case, by=cast.focal_point)
    add_file(case, cast, title="Health survey", content=b"a table")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    return Case.objects.get(pk=case.pk)


def _for_signature(cast: Cast) -> Case:
    case = drafted(cast)
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    return Case.objects.get(pk=case.pk)


def _webhook() -> Webhook:
    made = Webhook(url="https://receiver.example/suivi", made_at=NOW)
    renew_secret(made)
    made.save()
    return made


def _said_twice(*cases: Case) -> SaidTwice:
    group = SaidTwice.objects.create(nearness=1, found_at=NOW)
    for case in cases:
        AlikeCase.objects.create(group=group, case=case)
    return group


def _shorter(cast: Cast, case: Case) -> Shortening:
    """Health is asked for a shorter text of its answer, in a report of its own."""
    report, answer = scene.report(cast, reference="shorter"), case.present_answer
    heading = Heading.objects.create(report=report, place=1)
    passage = Passage.objects.create(report=report, heading=heading, place=1)
    passage.tells.create(answer=answer, version=answer.versions.latest("number"))
    asked = {"department": cast.health, "had": 9, "wished": 5}
    return Shortening.objects.create(report=report, passage=passage, state="asked", **asked)


def _objection(cast: Cast, report: Report) -> Objection:
    said = {"text": "Two hundred, not three.", "by": cast.focal_point, "now": NOW}
    return make_objection(report, department=cast.health, **said)


def _frozen(cast: Cast) -> Report:
    """Frozen anew after the government had adopted a first edition, with its document."""
    report = bring(cast, scene.report(cast, reference="frozen", introduction="We begin."), "frozen")
    file = SimpleUploadedFile("decree.pdf", b"%PDF-1.7")
    decree = {"decided_on": NOW.date(), "document": "Decree", "file": file, "file_type": "application/pdf"}
    adopt(report, by=cast.coordinator, now=NOW, **decree)
    for step, by in (("amend", cast.coordinator), ("circulate", cast.editor), ("review", cast.editor)):
        take(report, step, by)
    return take(report, "freeze", cast.validator)


def _in_work(cast: Cast) -> tuple[Agreement, Passage]:
    """Of a report with two rewritten passages: what was asked about one the day before, and the other one."""
    approved(cast), approved(cast)
    report = bring(cast, scene.report(cast, reference="in-work"), "assembling")
    asked, other = report.passages.order_by("pk")
    say(cast, asked)
    (agreement,) = ask(report, by=cast.editor, now=NOW - timedelta(days=1))
    for text in ("Other words.", "Others again."):
        say(cast, other, text)
    return agreement, other


def _dead_mail(person: User) -> Mail:
    return Mail.objects.create(
        recipient=person,
        to=person.email,
        about="assigned",
        language="en",
        subject="To answer",
        text="One case.",
        made_at=NOW,
        next_try_at=NOW,
        state=Mail.State.DEAD,
        cause="other",
    )


def proposed(case: Case) -> str:
    """Let the department propose a telling status for its draft; the words that must not be seen."""
    status = ImplementationStatus.objects.exclude(code="in-progress").order_by("place").first()
    assert status is not None
    Case.objects.filter(pk=case.pk).update(proposed_status=status)
    return str(status)


def words_of(response: Any) -> str:
    """All that an answer says: its body and its headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return body.decode("utf-8", "replace") + headers
