"""Random lives of requests for shorter texts, while their passages are taken out and put back."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from exports.models import Passage, Shortening
from tests.cast import NOW
from tests.workflow.walking import report as of_report
from tests.workflow.walking import shortening as of_shortening
from tests.workflow.walking.walk import world_of
from workflow import engine
from workflow.errors import Refused
from workflow.invariants import broken

PEOPLE = of_report.PEOPLE | of_shortening.PEOPLE
DEPARTMENT, EDITORS = {"focal point", "alternate", "head"}, {"editor", of_report.MAKER}
# fmt: off
STEPS: dict[str, tuple[str, str, set[str]]] = {
    "ask":      ("new",   "asked",     EDITORS),
    "shorten":  ("asked", "shortened", DEPARTMENT),
    "decline":  ("asked", "declined",  DEPARTMENT),
    "withdraw": ("asked", "withdrawn", EDITORS),
}
# fmt: on
TEXTS = (" ", of_shortening.SHORT, "As many words as before.")


class ShorteningLife(RuleBasedStateMachine):
    """Requests of one report, each of a passage of its own, in a transaction that is rolled back."""

    taken: Counter[tuple[str, str]] = Counter()
    refused: Counter[str] = Counter()
    taken_by_others = ()

    @initialize()
    def begin(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.world = world_of(PEOPLE)
        self.passage = of_shortening.told_passage(self.world)
        self.rows: list[Shortening] = []
        self.states: list[str] = []
        self.stands = True
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
        told, first = self.passage, self.passage.tells.get()
        if self.rows:
            told = Passage.objects.create(report=told.report, heading=told.heading, place=1)
            told.tells.create(answer=first.answer, version=first.version)
            Passage.objects.filter(pk=told.pk).update(removed_at=None if self.stands else NOW)
        self.rows.append(of_shortening.begun(self.world, told))
        self.states.append("new")

    @rule()
    def the_passages_are_taken_out_or_put_back(self) -> None:
        self.stands = not self.stands
        Passage.objects.update(removed_at=None if self.stands else NOW)

    @rule(
        step=st.sampled_from(sorted(STEPS)),
        person=st.sampled_from(sorted(PEOPLE)),
        which=st.integers(0, 9),
        text=st.sampled_from(TEXTS),
        stale=st.integers(0, 9),
    )
    def somebody_tries(self, step: str, person: str, which: int, text: str, stale: int) -> None:
        self._step(which % len(self.rows), step, person, text, stale == 9)

    @rule(step=st.sampled_from(sorted(STEPS)), place=st.integers(0, 9))
    def the_newest_goes_on(self, step: str, place: int) -> None:
        people = sorted(STEPS[step][2])
        self._step(len(self.rows) - 1, step, people[place % len(people)], of_shortening.SHORT, False)

    def _step(self, number: int, step: str, person: str, text: str, stale: bool) -> None:
        row, state = Shortening.objects.get(pk=self.rows[number].pk), self.states[number]
        expected, said = self._verdict(state, step, person, text, stale), "yes"
        try:
            engine.perform(row, step, by=self.world[person], now=NOW, seen=row.version + stale, comment=text)
        except Refused as refused:
            said = type(refused).__name__
        assert said == expected, f"{step} by {person} from {state}"
        if said == "yes":
            type(self).taken[state, step] += 1
            self.states[number] = STEPS[step][1]
        else:
            type(self).refused[said] += 1
        assert Shortening.objects.get(pk=row.pk).state == self.states[number]

    def _verdict(self, state: str, step: str, person: str, text: str, stale: bool) -> str:
        source, _, who = STEPS[step]
        if person not in who:
            return "NotAllowed"
        if stale:
            return "Conflict"
        if state != source:
            return "WrongState"
        lacks = step in ("shorten", "decline") and not text.strip()
        as_long = step == "shorten" and text == TEXTS[2]
        gone = step in ("ask", "shorten") and not self.stands
        return "Blocked" if lacks or as_long or gone else "yes"
