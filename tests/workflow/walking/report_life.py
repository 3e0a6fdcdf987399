"""Random lives of a report, with objections to it: anybody tries anything, a model says what comes."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from exports.models import Adoption, Edition, Objection, Report
from exports.objecting import make_objection, settle
from tests.cast import NOW
from tests.workflow.walking import objection as of_objection
from tests.workflow.walking import report as of_report
from tests.workflow.walking.walk import world_of
from workflow import engine
from workflow.errors import Refused
from workflow.invariants import broken
from workflow.undoing import undo

PEOPLE = of_report.PEOPLE | of_objection.PEOPLE
WINDOW = timedelta(minutes=10)
OPEN_STATES = ("outline", "assembling")
EDITORS = {"editor", of_report.MAKER, of_objection.OBJECTOR}
VALIDATORS = {"validator", of_report.MAKER}
COORDINATORS = {"coordinator"}
DEPARTMENT = {"focal point", "alternate", "head", of_objection.OBJECTOR}
# fmt: off
STEPS: dict[str, tuple[tuple[str, ...], str, set[str], tuple[str, ...]]] = {
    "assemble":         (("outline",),          "assembling",  EDITORS,      ("kind", "round")),
    "revise":           (OPEN_STATES,           "",            EDITORS,      ()),
    "arrange":          (("assembling",),       "",            EDITORS,      ("change",)),
    "circulate":        (("assembling",),       "circulation", EDITORS,      ("reply_on",)),
    "review":           (("circulation",),      "review",      EDITORS,      ()),
    "return_to_editor": (("review",),           "assembling",  VALIDATORS,   ("comment",)),
    "freeze":           (("review",),           "frozen",      VALIDATORS,   ("comment",)),
    "adopt":            (("frozen",),           "adopted",     COORDINATORS, ("decision",)),
    "amend":            (("frozen", "adopted"), "assembling",  COORDINATORS, ("comment",)),
    "submit":           (("adopted",),          "submitted",   EDITORS,      ("submitted_on", "receipt")),
}
SETTLE: dict[str, tuple[str, set[str]]] = {
    "accept":   ("accepted",  EDITORS),
    "answer":   ("answered",  EDITORS),
    "withdraw": ("withdrawn", DEPARTMENT),
}
# fmt: on
UNDONE = ("arrange", "circulate", "review", "return_to_editor")
WRITING = ("assemble", "revise", "arrange", "circulate")


class ReportLife(RuleBasedStateMachine):
    """One report and its objections, in a transaction that is rolled back."""

    taken: Counter[tuple[str, str]] = Counter()
    refused: Counter[str] = Counter()
    taken_by_others = ()

    @initialize()
    def begin(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.world, self.now = world_of(PEOPLE), NOW
        self.report = of_report.station(self.world, "outline")
        self.state, self.editions = "outline", 0
        self.events: list[tuple[str, str, datetime, str]] = []
        self.in_force: list[tuple[str, str, datetime, str]] = []
        self.writers: set[str] = set()
        self.objections: list[tuple[Objection, str, str, int]] = []

    def teardown(self) -> None:
        if not hasattr(self, "report"):
            return
        found = broken()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        assert found == []

    @rule(
        step=st.sampled_from(sorted(STEPS)),
        person=st.sampled_from(sorted(PEOPLE)),
        lacks=st.integers(0, 5),
        stale=st.integers(0, 9),
    )
    def somebody_tries(self, step: str, person: str, lacks: int, stale: int) -> None:
        self._step(step, person, lacks, stale == 9)

    @rule(seed=st.integers(0, 2**32))
    def work_goes_on(self, seed: int) -> None:
        """What the model says is open, by somebody who may take it; at times something is forgotten."""
        chance = Random(seed)  # noqa: S311
        for _ in range(chance.randint(1, 5)):
            able = [
                (step, person)
                for step in STEPS
                for person in sorted(PEOPLE)
                if self._verdict(step, person, 9, False) == "yes"
            ]
            if able:
                self._step(*chance.choice(able), chance.choice([0, 9, 9, 9]), False)

    @rule(person=st.sampled_from(sorted(PEOPLE)))
    def somebody_objects(self, person: str) -> None:
        circulates = self.state == "circulation"
        been = any(step == "circulate" for step, *_ in self.events)
        expected = "yes" if person in DEPARTMENT and circulates else "Blocked"
        expected = expected if person in DEPARTMENT else "NotAllowed"
        expected = "Blocked" if expected == "yes" and not been else expected
        act = {"by": self.world[person], "now": self.now, "text": "Two hundred, not three."}
        said, made = self._said(lambda: make_objection(self._row(), department=self.world.own, **act))
        assert said == expected
        if said == "yes":
            self.objections.append((made, "open", person, len(self.events)))

    @rule(
        step=st.sampled_from(sorted(SETTLE)), person=st.sampled_from(sorted(PEOPLE)), which=st.integers(0, 9)
    )
    def somebody_settles(self, step: str, person: str, which: int) -> None:
        if not self.objections:
            return
        number = which % len(self.objections)
        made, standing, by, when = self.objections[number]
        expected = "yes" if standing == "open" else "WrongState"
        expected = "Blocked" if expected == "yes" and step != "withdraw" and person == by else expected
        expected = expected if person in SETTLE[step][1] else "NotAllowed"
        row = Objection.objects.get(pk=made.pk)
        act = {"by": self.world[person], "now": self.now, "seen": row.version, "comment": "So it is."}
        said, _ = self._said(lambda: settle(row, step, **act))
        assert said == expected
        if said == "yes":
            self.objections[number] = (made, SETTLE[step][0], by, when)
            assert Objection.objects.get(pk=made.pk).state == SETTLE[step][0]

    @rule(person=st.sampled_from(sorted(PEOPLE)), other=st.booleans())
    def somebody_undoes(self, person: str, other: bool) -> None:
        if self.events and not other:
            person = self._next_back()[1]
        row = self._row()
        said, _ = self._said(lambda: undo(row, by=self.world[person], now=self.now, seen=row.version))
        assert said == self._undo_verdict(person)
        if said == "yes":
            type(self).taken["", "undo"] += 1
            self.state = self._next_back()[3]
            self.events.append(("undo", person, self.now, self.state))
            self.in_force.pop()
        self._compare()

    @rule(minutes=st.integers(0, 12))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def _step(self, step: str, person: str, lacks: int, stale: bool) -> None:
        row, expected = self._row(), self._verdict(step, person, lacks, stale)
        act = {"by": self.world[person], "now": self.now, "seen": row.version + stale}
        said, _ = self._said(lambda: engine.perform(row, step, **act, **self._given(step, lacks)))
        assert said == expected, f"{step} by {person} from {self.state}"
        if said != "yes":
            type(self).refused[said] += 1
        else:
            type(self).taken[self.state, step] += 1
            self.events.append((step, person, self.now, self.state))
            self.in_force.append(self.events[-1])
            self.writers |= {person} if step in WRITING else set()
            self.editions += step == "freeze"
            self.state = STEPS[step][1] or self.state
        self._compare()

    def _verdict(self, step: str, person: str, lacks: int, stale: bool) -> str:
        sources, _, who, needs = STEPS[step]
        if person not in who:
            return "NotAllowed"
        if stale:
            return "Conflict"
        if self.state not in sources:
            return "WrongState"
        objected = step == "review" and any(standing == "open" for _, standing, _, _ in self.objections)
        own = step == "freeze" and person in self.writers
        return "Blocked" if lacks < len(needs) or objected or own else "yes"

    def _undo_verdict(self, person: str) -> str:
        if not self.events:
            return "Conflict"
        step, by, at, _ = self._next_back()
        if step not in UNDONE:
            return "WrongState"
        if person != by:
            return "NotAllowed"
        objected = any(when == len(self.events) for *_, when in self.objections)
        return "Blocked" if self.now - at >= WINDOW or (step == "circulate" and objected) else "yes"

    def _next_back(self) -> Any:
        """The last event; after undos the newest act on the outline, where that is the newest in force."""
        last = self.events[-1]
        newest = self.in_force[-1] if self.in_force else last
        return newest if last[0] == "undo" and newest[0] == "arrange" else last

    def _given(self, step: str, lacks: int) -> dict[str, Any]:
        everything = dict(of_report.given(self.world, step))
        if step == "adopt":
            everything = {"decision": Adoption(decided_on=NOW.date(), document="Decree 2.26.114")}
        for need in STEPS[step][3][lacks : lacks + 1]:
            del everything[need]
        return everything

    def _compare(self) -> None:
        row = self._row()
        assert (row.state, row.version) == (self.state, len(self.events))
        assert (row.edition is not None) == (self.state in ("frozen", "adopted", "submitted"))
        assert Edition.objects.filter(report=row).count() == self.editions

    def _row(self) -> Report:
        return Report.objects.get(pk=self.report.pk)

    def _said(self, act: Any) -> tuple[str, Any]:
        try:
            return "yes", act()
        except Refused as refused:
            return type(refused).__name__, None
