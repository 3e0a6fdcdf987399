"""Random lives of requests for more time, while their case leaves the department and comes back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from cases.actions import take_step
from cases.models import Case, Extension
from tests.cast import DUE, NOW
from tests.workflow.walking import case as of_case
from tests.workflow.walking.extension import PEOPLE
from tests.workflow.walking.walk import world_of
from workflow import engine
from workflow.errors import Refused
from workflow.invariants import broken

LEAD = {"focal point", "alternate", "head", "coordinator who asked"}
COORDINATOR = {"coordinator", "coordinator who asked"}
# fmt: off
STEPS: dict[str, tuple[str, str, set[str], tuple[str, ...]]] = {
    "ask":      ("new",   "asked",     LEAD,               ("wanted_on", "comment")),
    "grant":    ("asked", "granted",   COORDINATOR,        ("granted_on",)),
    "refuse":   ("asked", "refused",   COORDINATOR,        ("comment",)),
    "withdraw": ("asked", "withdrawn", LEAD,               ()),
    "lapse":    ("asked", "withdrawn", LEAD | COORDINATOR, ("because",)),
}
# fmt: on


class ExtensionLife(RuleBasedStateMachine):
    """Requests about one case, in a transaction that is rolled back. ``due``: days after the first date."""

    taken: Counter[tuple[str, str]] = Counter()
    refused: Counter[str] = Counter()
    taken_by_others = ()

    @initialize()
    def begin(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.world = world_of(of_case.PEOPLE | PEOPLE)
        self.case = of_case.station(self.world, "drafting")
        self.with_drafters, self.due = True, 0
        self.states: list[str] = []
        self.askers: list[str] = []
        self.rows: list[Extension] = []
        self.another_request_is_begun()

    def teardown(self) -> None:
        if not hasattr(self, "rows"):
            return
        found = broken()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        assert found == []

    @rule()
    def another_request_is_begun(self) -> None:
        self.rows.append(Extension.objects.create(answer=self.case.answer, lead=self.world.own))
        self.states.append("new")
        self.askers.append("")

    @rule()
    def the_case_leaves_or_comes_back(self) -> None:
        person, step = ("head", "sign_and_send") if self.with_drafters else ("focal point", "withdraw")
        take_step(self.case, step, by=self.world[person], now=NOW)
        self.with_drafters = not self.with_drafters
        self.states = ["withdrawn" if state == "asked" else state for state in self.states]

    @rule(
        step=st.sampled_from(sorted(STEPS)),
        person=st.sampled_from(sorted(PEOPLE)),
        which=st.integers(0, 9),
        days=st.integers(0, 9),
        forgotten=st.integers(0, 9),
        stale=st.integers(0, 9),
    )
    def somebody_tries(
        self, step: str, person: str, which: int, days: int, forgotten: int, stale: int
    ) -> None:
        self._step(which % len(self.rows), step, person, days, forgotten, stale == 9)

    @rule(step=st.sampled_from(sorted(STEPS)), days=st.integers(1, 9))
    def the_newest_goes_on(self, step: str, days: int) -> None:
        number = len(self.rows) - 1
        people = sorted(STEPS[step][2] - {self.askers[number]})
        self._step(number, step, people[days % len(people)], self.due + days, 9, False)

    def _step(self, number: int, step: str, person: str, days: int, forgotten: int, stale: bool) -> None:
        row = Extension.objects.get(pk=self.rows[number].pk)
        day = DUE + timedelta(days=days)
        everything = {"wanted_on": day, "granted_on": day, "comment": "A reason.", "because": "close"}
        given = {need: everything[need] for need in STEPS[step][3]}
        for need in STEPS[step][3][forgotten : forgotten + 1]:
            del given[need]
        expected = self._verdict(number, step, person, given, days, stale)
        said = self._said(row, step, person, given, row.version + stale)
        assert said == expected, f"{step} by {person} from {self.states[number]}"
        self._settle(number, step, person, days, said)

    def _verdict(self, number: int, step: str, person: str, given: Any, days: int, stale: bool) -> str:
        source, _, who, needs = STEPS[step]
        if person not in who:
            return "NotAllowed"
        if stale:
            return "Conflict"
        if self.states[number] != source:
            return "WrongState"
        dated = self.with_drafters and days > self.due
        own = step in ("grant", "refuse") and self.askers[number] == person
        open_already = step == "ask" and "asked" in self.states
        if len(given) < len(needs) or own or open_already or (step in ("ask", "grant") and not dated):
            return "Blocked"
        return "yes"

    def _settle(self, number: int, step: str, person: str, days: int, said: str) -> None:
        if said == "yes":
            type(self).taken[self.states[number], step] += 1
            self.states[number] = STEPS[step][1]
            self.askers[number] = person if step == "ask" else self.askers[number]
            self.due = days if step == "grant" else self.due
        else:
            type(self).refused[said] += 1
        self.case = Case.objects.select_related("answer").get(pk=self.case.pk)
        assert self.case.due_on == DUE + timedelta(days=self.due)
        assert Extension.objects.get(pk=self.rows[number].pk).state == self.states[number]

    def _said(self, row: Extension, step: str, person: str, given: Any, seen: int) -> str:
        try:
            engine.perform(row, step, by=self.world[person], now=NOW, seen=seen, **given)
        except Refused as refused:
            return type(refused).__name__
        return "yes"
