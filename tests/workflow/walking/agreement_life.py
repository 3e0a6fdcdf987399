"""Random lives of agreements to one passage, while its text changes and days pass."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from exports.models import Agreement
from tests.cast import NOW
from tests.workflow.walking import agreement as of_agreement
from tests.workflow.walking.agreement import WRITER
from tests.workflow.walking.walk import world_of
from workflow import engine
from workflow.errors import Refused
from workflow.invariants import broken

PEOPLE = of_agreement.PEOPLE
HEADS, EDITORS = {"head", WRITER}, {"editor", WRITER}
# fmt: off
STEPS: dict[str, tuple[tuple[str, ...], str, set[str]]] = {
    "ask":           (("new", "withdrawn"),   "asked",     EDITORS),
    "remind":        (("asked",),             "asked",     EDITORS),
    "agree":         (("asked", "declined"),  "agreed",    HEADS),
    "decline":       (("asked", "agreed"),    "declined",  HEADS),
    "take_proposal": (("new",),               "agreed",    EDITORS),
    "withdraw":      (("asked",),             "withdrawn", EDITORS),
}
# fmt: on
WORDS = ("Some words.", "Other words.")


class AgreementLife(RuleBasedStateMachine):
    """Agreements of one department, in a transaction that is rolled back."""

    taken: Counter[tuple[str, str]] = Counter()
    refused: Counter[str] = Counter()
    taken_by_others = ()

    @initialize()
    def begin(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.world, self.now = world_of(PEOPLE), NOW
        self.passage = of_agreement.passage_of(self.world)
        self.rows: list[Agreement] = []
        self.models: list[dict[str, object]] = []
        self.the_text_is_written_anew(words=0)

    def teardown(self) -> None:
        if not hasattr(self, "rows"):
            return
        found = broken()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        assert found == []

    @rule(words=st.integers(0, 1))
    def the_text_is_written_anew(self, words: int) -> None:
        """In turn one of two texts, so that an earlier one comes to stand again."""
        self.stands = WORDS[words]
        text = of_agreement.written(self.world, self.passage, self.stands)
        row = Agreement.objects.create(report=self.passage.report, text=text, department=self.world.own)
        self.rows.append(row)
        self.models.append({"state": "new", "words": self.stands, "told": None})

    @rule()
    def a_day_passes(self) -> None:
        self.now += timedelta(days=1)

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
        row, model = Agreement.objects.get(pk=self.rows[number].pk), self.models[number]
        expected, said = self._verdict(number, step, person, says, stale), "yes"
        act = {"seen": row.version + stale, "comment": "Not so." if says else " "}
        try:
            engine.perform(row, step, by=self.world[person], now=self.now, **act)
        except Refused as refused:
            said = type(refused).__name__
        assert said == expected, f"{step} by {person} from {model['state']}"
        if said == "yes":
            type(self).taken[str(model["state"]), step] += 1
            model["state"] = STEPS[step][1]
            model["told"] = self.now if step in ("ask", "remind") else model["told"]
        else:
            type(self).refused[said] += 1
        assert Agreement.objects.get(pk=row.pk).state == model["state"]

    def _verdict(self, number: int, step: str, person: str, says: bool, stale: bool) -> str:
        sources, _, who = STEPS[step]
        model = self.models[number]
        if person not in who:
            return "NotAllowed"
        if stale:
            return "Conflict"
        if model["state"] not in sources:
            return "WrongState"
        stands = model["words"] == self.stands
        own = step == "agree" and person == WRITER
        told = step == "remind" and model["told"] == self.now
        unsaid = step == "decline" and not says
        return "Blocked" if own or told or unsaid or stands == (step == "withdraw") else "yes"
