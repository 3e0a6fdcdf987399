"""Does the main job once with the sample data: assigned, drafted, signed, validated, reminded, reported.

The acts are those of the pages, by the people who would take them, at moments of the last two months.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

from django.utils import timezone

from cases import actions
from cases.models import Case, ImplementationStatus, LeadProposal, Round
from cases.people.models import Department, User
from cases.people.reorganising import Plan, digest, reorganise
from cases.people.roles import holders, national_holders_of
from cases.rounds import plans, rounds
from config.demo.contributions import contribute, told
from config.demo.people import DATA
from config.demo.positions import Positions
from config.demo.texts import answers

Say = Callable[[str], None]
STILL_UNDER_WAY = {25: "sign-off", 26: "validation", 27: "validation"}
"""Answers of the sample that are not yet approved, by their place, and how far they have come."""
RETURNED_ONCE, EDITED_ONCE = 3, 5
EDIT = "The figures given are those of the latest national statistics."
LEFT_TO_ASSIGN = 5
RENAMED, RENAMED_DAYS_AGO = "MEW", 15
NEW_NAMES = {
    "en": "Ministry of Ecological Transition and Water",
    "fr": "Ministère de la transition écologique et de l’eau",
    "ar": "وزارة الانتقال الإيكولوجي والمياه",
}
LATE_DAYS = (2, 19, 5, 1)
"""Whoever is late by ten working days can be escalated."""
WEEK, FORMERLY = (0, 1, 2, 3, 4), (0, 3)
"""Days of the week on which the story tells people what is due, Monday being 0."""
OPENED_DAYS_AGO, SUBMITTED_IN = 60, 70
LENGTHS = {
    "drafting": 30, "signature": 5, "validation": 10, "assembling": 5, "circulation": 10, "review": 3,
    "translation": 5, "adoption": 5, "submission": 2,
}  # fmt: skip
"""The plan of the sample: so many days until the submission, so many working days for each stage."""


@dataclass(frozen=True)
class Moments:
    """The moments of the story, counted back from now."""

    now: datetime

    def ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def day(self, days_ahead: int) -> date:
        return (self.now + timedelta(days=days_ahead)).date()


class Story:
    """Plays the sample's answers through the process. ``say`` is told of each part as it begins."""

    def __init__(self, now: datetime, say: Say) -> None:
        self.at = Moments(now)
        self.say = say
        self.texts = answers()
        self.cases = {case.recommendation.source_key: case for case in _all_cases()}
        self.departments = {one.code: one for one in Department.objects.all()}
        self.coordinator = national_holders_of("coordinate").get()
        self._validators = list(national_holders_of("validate").order_by("email"))
        self._in_departments = User.objects.exclude(pk__in=[one.pk for one in self._validators])
        self.validators = cycle(self._validators)
        self.positions = Positions(self)

    def moments(self) -> list[datetime]:
        """Mornings since the round was opened, and now: what was missed is made up for.

        Of the last two weeks every working day, before them Mondays and Thursdays.
        """
        told = (
            day
            for day in range(OPENED_DAYS_AGO, 0, -1)
            if self.at.day(-day).weekday() in (WEEK if day <= 14 else FORMERLY)
        )
        mornings = (self.at.ago(day).replace(hour=9, minute=30, second=0, microsecond=0) for day in told)
        return [*mornings, self.at.now]

    def assign(self) -> None:
        """Every answer to its lead; of the rest, the first executive body named; a few are left."""
        Round.objects.open().update(opened_on=self.at.day(-OPENED_DAYS_AGO), due_on=self.at.day(30))
        answered = [*self.texts["approved"], *self.texts["drafting"], *self.texts["returned"]]
        self.say(f"Assigning {len(self.cases) - LEFT_TO_ASSIGN} recommendations to departments")
        for place, answer in enumerate(answered):
            self._assign(self._cases_of(answer), self.departments[answer["lead"]], self._due(place))
        rest = [case for case in self.cases.values() if case.state == "received"]
        late = cycle([-days for days in LATE_DAYS] + [4, 9, 16, 23, 30, 37, 44])
        self.positions.open_over([case for case in rest if case.recommendation.mechanism == "UPR"])
        for case in rest[:-LEFT_TO_ASSIGN]:
            self._assign([case], _first_named(case), self.at.day(next(late)))

    def plan(self) -> None:
        """The day of submission, and how long each stage may take until then."""
        submission_on, report = self.at.day(SUBMITTED_IN), present_round()
        plans.make(
            report,
            submission_on=submission_on,
            lengths=LENGTHS,
            seen="",
            by=self.coordinator,
            now=self.at.ago(50),
        )

    def draft(self) -> None:
        """Focal points write, attach evidence, and propose a status."""
        for part in ("approved", "returned", "drafting"):
            for answer in self.texts[part]:
                self._write(self._case_of(answer), answer, self.at.ago(40))
        self.say("Departments have drafted their narratives")
        self._comment(self._in_departments, self.at.ago(35))

    def contribute(self) -> None:
        """Other departments give their part: to answers that were sent since, and to some under way."""
        for row in told():
            contribute(self._case_of(self.texts[row["part"]][row["place"]]), row, now=self.at.now)
        self.say("Other departments contributed to six answers, or were asked to")

    def sign_and_validate(self) -> None:
        """Heads sign, validators decide: nobody on what he drafted himself."""
        for place, answer in enumerate(self.texts["approved"]):
            self._carry(place, answer)
        for answer in self.texts["returned"]:
            self.sign(self._case_of(answer), self.at.ago(12))
            self._return(self._case_of(answer), answer["reasons"], self.at.ago(8))
        self._comment(self._validators, self.at.ago(7))
        self.say("Validators have approved what was ready, and returned two answers with reasons")

    def approve_anew(self, key: str, figures: Iterable[tuple[str, str]]) -> None:
        """A department has newer figures: its answer is opened again, and approved with them."""
        case = self.cases[key]
        self.step(case, "reopen", self.coordinator, self.at.ago(4), comment="The figures of October are in.")
        answer = dict(next(one for one in self.texts["approved"] if key in one["answers"]))
        for old, new in figures:
            answer |= {name: answer[name].replace(old, new) for name in ("full", "short")}
        self._write(case, answer, self.at.ago(4))
        self.sign(case, self.at.ago(3))
        self.step(case, "approve", next(self.validators), self.at.ago(2))

    def rename(self) -> None:
        """A ministry gets another name; what happened before goes on naming it as it was called."""
        at = self.at.ago(RENAMED_DAYS_AGO)
        renamed = Department.objects.with_names().get(code=RENAMED)
        self.say(f"{renamed} is renamed")
        plan = Plan("rename", timezone.localdate(at), [renamed], names=NEW_NAMES, remark="Decree No. 26-114")
        reorganise(plan, seen=digest(plan, today=plan.on), by=self.coordinator, now=at)

    def _carry(self, place: int, answer: dict[str, Any]) -> None:
        case = self._case_of(answer)
        if case.is_invited:
            self.step(case, "release", _signer(case), self.at.ago(30))
            return
        until = STILL_UNDER_WAY.get(place)
        if until == "sign-off":
            self.step(case, "send_for_sign_off", _focal_point(case), self.at.ago(6))
            return
        self.sign(case, self.at.ago(30 if until is None else 5))
        if place == RETURNED_ONCE:
            self._return(case, "Please add the year to which the figure belongs.", self.at.ago(28))
            self._write(case, {**answer, "full": f"{answer['full']}\n\n{EDIT}"}, self.at.ago(27))
            self.sign(case, self.at.ago(26))
        if until is None:
            self._decide(place, case)

    def _decide(self, place: int, case: Case) -> None:
        validator = next(self.validators)
        if place != EDITED_ONCE:
            on = self.at.ago(25 - place // 2)  # two a day, over three weeks
            self.step(case, "approve", validator, on, comment="Clear and complete.")
            return
        sent = case.present_answer.sent
        actions.propose_edits(
            case,
            full_text=f"{sent.full_text}\n\n{EDIT}" if sent else EDIT,
            short_text=sent.short_text if sent else EDIT,
            by=validator,
            now=self.at.ago(21),
            comment="One sentence more, so that the reader knows the source.",
        )
        self.step(case, "agree", _signer(case), self.at.ago(20))

    def sign(self, case: Case, now: datetime) -> None:
        if holders(case.lead_id, "sign_off").exists():
            self.step(case, "send_for_sign_off", _focal_point(case), now)
        self.step(case, "sign_and_send", _signer(case), now)

    def _return(self, case: Case, reasons: str, now: datetime) -> None:
        validator = next(self.validators)
        self.step(case, "return_to_department", validator, now, comment=reasons, due_on=self.at.day(7))

    def _write(self, case: Case, answer: dict[str, Any], now: datetime) -> None:
        case.refresh_from_db()
        draft = case.present_answer.latest_draft()
        actions.save_draft(
            case,
            full_text=answer["full"],
            short_text=answer["short"],
            status=ImplementationStatus.objects.get(code=answer["status"]),
            started_from=draft.number if draft else 0,
            by=_focal_point(case),
            now=now,
        )
        case.refresh_from_db()
        for item in answer["evidence"] if draft is None else ():
            details = {"source": item["source"], "figure": item["figure"]}
            as_of = date.fromisoformat(item["as_of"])
            actions.add_evidence(
                case, title=item["title"], by=_focal_point(case), now=now, as_of=as_of, **details
            )

    def _comment(self, by: Iterable[User], now: datetime) -> None:
        authors = {person.email: person for person in by}
        for comment in json.loads((DATA / "comments.json").read_text(encoding="utf-8")):
            case = self.cases[comment["key"]]
            case.refresh_from_db()
            if author := authors.get(comment["by"]):
                actions.add_comment(case, text=comment["text"], by=author, now=now)

    def _assign(self, cases: list[Case], lead: Department, due_on: date) -> None:
        act = {"lead": lead, "due_on": due_on, "by": self.coordinator, "now": self.at.ago(55)}
        if len(cases) > 1:
            actions.assign_together(cases, **act)
        else:
            actions.assign_each(cases, **act)

    def _due(self, place: int) -> date:
        drafting = len(self.texts["approved"])
        return self.at.day(-LATE_DAYS[0] if place == drafting else 14)

    def _cases_of(self, answer: dict[str, Any]) -> list[Case]:
        return [self.cases[key] for key in answer["answers"]]

    def _case_of(self, answer: dict[str, Any]) -> Case:
        case = self._cases_of(answer)[0]
        case.refresh_from_db()
        return case

    def step(self, case: Case, step: str, by: User, now: datetime, **more: Any) -> None:
        case.refresh_from_db()
        actions.take_step(case, step, by=by, now=now, **more)


def present_round() -> Round:
    """The round in which everything but the earlier report happens."""
    found = rounds.current()
    if found is None:
        raise LookupError("No round is open.")
    return found


def _all_cases() -> Iterable[Case]:
    return Case.objects.select_related("recommendation").order_by("recommendation__place")


def _first_named(case: Case) -> Department:
    named = LeadProposal.objects.filter(recommendation=case.recommendation, department__isnull=False)
    proposals = named.select_related("department").order_by("department__independent", "pk")
    first = proposals.first()
    if first is None or first.department is None:
        raise LookupError(f"{case} names no department.")
    return first.department


def _focal_point(case: Case) -> User:
    person: User = holders(case.lead_id, "draft").get()
    return person


def _signer(case: Case) -> User:
    head: User | None = holders(case.lead_id, "sign_off").first()
    return head or _focal_point(case)
