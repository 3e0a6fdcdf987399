"""Random lives of objections, while their report goes on to review and comes back to circulate anew."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from exports.models import Objection, Report
from tests.cast import NOW
from tests.workflow.walking import objection as of_objection
from tests.workflow.walking import report as of_report
from tests.workflow.walking.objection import OBJECTOR
from tests.workflow.walking.walk import world_of
from workflow import engine
from workflow.errors import Refused
from workflow.invariants import broken

PEOPLE = of_report.PEOPLE | of_objection.PEOPLE
DEPARTMENT = {"focal point", "alternate", "head", OBJECTOR}
EDITORS = {"editor", of_report.MAKER, OBJECTOR}
# fmt: off
STEPS: dict[str, tuple[str, str, set[str], bool]] = {
    "make":     ("new",  "open",      DEPARTMENT, True),
    "accept":   ("open", "accepted",  EDITORS,    True),
    "answer":   ("open", "answered",  EDITORS,    True),
    "withdraw": ("open", "withdrawn", DEPARTMENT, False),
}
# fmt: on


class ObjectionLife(RuleBasedStateMachine):
    """Objections to one report, in a transaction that is rolled back."""

    taken: Counter[tuple[str, str]] = Counter()
    refused: Counter[str] = Counter()
    taken_by_others = ()

    @initialize()
    def begin(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.world = world_of(PEOPLE)
        self.report = of_report.station(self.world, "circulation")
        self.turn, self.circulates = 1, True
        self.rows: list[Objection] = []
        self.models: list[dict[str, object]] = []
        self.another_is_begun()

    def teardown(self) -> None:
        if not hasattr(self, "rows"):
            return
        found = broken()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        assert found == []

    @rule()
    def another_is_begun(self) -> None:
        report = Report.objects.get(pk=self.report.pk)
        self.rows.append(
            Objection.objects.create(report=report, circulation=report.circulation, department=self.world.own)
        )
        self.models.append({"state": "new", "by": "", "turn": self.turn})

    @rule()
    def the_report_goes_on_or_comes_back(self) -> None:
        if not self.circulates:
            steps = ((of_report.MAKER, "return_to_editor"), ("editor", "circulate"))
        else:
            steps = (("editor", "review"),)
        for person, step in steps:
            report = Report.objects.get(pk=self.report.pk)
            given = of_report.given(self.world, step)
            expected = self.circulates and any(one["state"] == "open" for one in self.models)
            try:
                engine.perform(report, step, by=self.world[person], now=NOW, **given)
            except Refused:
                assert expected
                return
            assert not expected
        self.circulates = not self.circulates
        self.turn += self.circulates

    @rule(
        step=st.sampled_from(sorted(STEPS)),
        person=st.sampled_from(sorted(PEOPLE)),
        which=st.integers(0, 9),
        says=st.integers(0, 5),
        stale=st.integers(0, 9),
    )
    def somebody_tries(self, step: str, person: str, which: int, says: int, stale: int) -> None:
        self._step(which % len(self.rows), step, person, says > 0, stale == 9)

    @rule(step=st.sampled_from(sorted(STEPS)), place=st.integers(0, 9))
    def the_newest_goes_on(self, step: str, place: int) -> None:
        people = sorted(STEPS[step][2])
        self._step(len(self.rows) - 1, step, people[place % len(people)], True, False)

    def _step(self, number: int, step: str, person: str, says: bool, stale: bool) -> None:
        row, model = Objection.objects.get(pk=self.rows[number].pk), self.models[number]
        expected, said = self._verdict(number, step, person, says, stale), "yes"
        text = "Two hundred, not three." if says else " "
        try:
            engine.perform(row, step, by=self.world[person], now=NOW, seen=row.version + stale, comment=text)
        except Refused as refused:
            said = type(refused).__name__
        assert said == expected, f"{step} by {person} from {model['state']}"
        if said == "yes":
            type(self).taken[str(model["state"]), step] += 1
            model["state"] = STEPS[step][1]
            model["by"] = person if step == "make" else model["by"]
        else:
            type(self).refused[said] += 1
        assert Objection.objects.get(pk=row.pk).state == model["state"]

    def _verdict(self, number: int, step: str, person: str, says: bool, stale: bool) -> str:
        source, _, who, needs = STEPS[step]
        model = self.models[number]
        if person not in who:
            return "NotAllowed"
        if stale:
            return "Conflict"
        if model["state"] != source:
            return "WrongState"
        present = self.circulates and model["turn"] == self.turn
        own = step in ("accept", "answer") and model["by"] == person
        return "Blocked" if needs > says or own or (step == "make" and not present) else "yes"
