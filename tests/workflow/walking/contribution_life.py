"""Random lives of contributions, while their case is sent, comes back, and gets other texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from cases import actions
from cases.models import Case, Contribution
from tests.cast import DUE, NOW, draft
from tests.workflow.walking.contribution import PEOPLE, drafted_case, write_part
from tests.workflow.walking.walk import world_of
from workflow import engine
from workflow.errors import Refused
from workflow.invariants import broken

LEAD = {"focal point of the lead", "alternate of the lead", "head of the lead"}
MOVERS = LEAD | {"coordinator"}
COORDINATOR = {"coordinator"}
DELIVERERS = {"focal point", "alternate", "head"}
WITH_THEM, OPEN = ("asked", "drafting", "returned"), ("asked", "drafting", "returned", "delivered")
STANDING = (*OPEN, "accepted", "declined")
# fmt: off
STEPS: dict[str, tuple[tuple[str, ...], str, set[str], tuple[str, ...]]] = {
    "ask":                   (("new",),                    "asked",     MOVERS,     ("due_on",)),
    "begin":                 (("asked", "returned"),       "drafting",  DELIVERERS | {"contributor"}, ()),
    "ask_to_agree":          (STANDING,                    "asked",     LEAD,       ("due_on",)),
    "deliver":               (("asked", "drafting"),       "delivered", DELIVERERS, ()),
    "accept":                (("delivered",),              "accepted",  LEAD,       ()),
    "return_to_contributor": (("delivered", "accepted"),   "returned",  LEAD,       ("comment",)),
    "decline":               (WITH_THEM,                   "declined",  DELIVERERS, ("comment",)),
    "withdraw":              (OPEN,                        "withdrawn", MOVERS,     ()),
    "go_on_without":         (WITH_THEM,                   "withdrawn", LEAD,       ()),
    "lift":                  (STANDING,                    "withdrawn", COORDINATOR, ("comment",)),
    "carry_over":            (STANDING,                    "",          MOVERS, ("lead", "answer")),
    "lapse":                 (STANDING,                    "withdrawn", MOVERS,     ("because",)),
}
# fmt: on
SELDOM = ("lapse", "lift", "withdraw")
"""Steps that would keep a contribution from getting anywhere, were they as likely as the others."""


@dataclass
class Share:
    """The plain model of one contribution. ``put`` and ``agreed`` are numbers of the lead's texts."""

    must_agree: bool
    state: str = "new"
    late: bool = False
    put: int = 0
    agreed: int = 0
    written: bool = False

    def is_settled(self, text: int) -> bool:
        if self.state in ("new", "withdrawn"):
            return True
        return self.agreed == text if self.must_agree else self.state in ("accepted", "declined")


class ContributionLife(RuleBasedStateMachine):
    """Contributions of one department to one case, in a transaction that is rolled back."""

    taken: Counter[tuple[str, str]] = Counter()
    refused: Counter[str] = Counter()
    taken_by_others = ()
    steers = False
    """In a long run: likely things are by half those edges that were never taken yet."""

    @initialize()
    def begin(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.world = world_of(PEOPLE)
        self.case = drafted_case(self.world)
        self.drafted, self.text = True, 1
        self.rows: list[Contribution] = []
        self.shares: list[Share] = []
        self.another_is_begun(must_agree=False)

    def teardown(self) -> None:
        if not hasattr(self, "rows"):
            return
        found = broken()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        assert found == []

    @rule(must_agree=st.booleans())
    def another_is_begun(self, must_agree: bool) -> None:
        who = {"department": self.world.other, "lead": self.world.own}
        answer = self._case().answer
        self.rows.append(Contribution.objects.create(answer=answer, must_agree=must_agree, **who))
        self.shares.append(Share(must_agree))

    @rule()
    def the_lead_writes_on(self) -> None:
        if self.drafted:
            self.text += 1
            draft(self._case(), by=self.world["focal point of the lead"], full_text=f"Text {self.text}.")

    @rule(which=st.integers(0, 9))
    def a_part_is_written(self, which: int) -> None:
        write_part(self.world, self.rows[which % len(self.rows)])
        self.shares[which % len(self.rows)].written = True

    @rule()
    def the_case_is_sent_or_comes_back(self) -> None:
        person, step = (
            ("head of the lead", "sign_and_send") if self.drafted else ("head of the lead", "withdraw")
        )
        free = not self.drafted or all(share.is_settled(self.text) for share in self.shares)
        said = self._said(self._case(), step, person, {})
        assert said == ("yes" if free else "Blocked"), [vars(share) for share in self.shares]
        type(self).refused[said] += said != "yes"
        self.drafted = not self.drafted if said == "yes" else self.drafted

    @rule()
    def the_case_is_handed_back_and_comes_again(self) -> None:
        if not self.drafted:
            return
        lead, coordinator = self.world["head of the lead"], self.world["coordinator"]
        back = {"proposed": self.world.other, "comment": "Not ours."}
        actions.take_step(self._case(), "hand_back", by=lead, now=NOW, **back)
        again = {"lead": self.world.own, "due_on": DUE}
        actions.take_step(self._case(), "assign", by=coordinator, now=NOW, **again)
        actions.take_step(self._case(), "accept", by=lead, now=NOW)
        for share in self.shares:
            share.state = "withdrawn" if share.state in OPEN else share.state

    @rule(
        step=st.sampled_from(sorted(STEPS)),
        person=st.sampled_from(sorted(PEOPLE)),
        which=st.integers(0, 9),
        late=st.booleans(),
        forgotten=st.integers(0, 9),
        stale=st.integers(0, 9),
    )
    def somebody_tries(
        self, step: str, person: str, which: int, late: bool, forgotten: int, stale: int
    ) -> None:
        self._step(which % len(self.rows), step, person, late, forgotten, stale == 9)

    @rule(seed=st.integers(0, 2**32))
    def work_goes_on(self, seed: int) -> None:
        """Likely things happen for a while."""
        chance = Random(seed)  # noqa: S311
        for _ in range(chance.randint(4, 16)):
            self._likely(chance)

    def _likely(self, chance: Random) -> None:
        if chance.random() < 0.2:
            self.the_lead_writes_on()
        if chance.random() < 0.1:
            self.the_case_is_sent_or_comes_back()
        state = self.shares[-1].state
        steps = sorted(step for step, row in STEPS.items() if state in row[0])
        often = [step for step in steps if step not in SELDOM or chance.random() < 0.1]
        if self.steers and chance.random() < 0.5:
            often = [step for step in steps if (state, step) not in self.taken] or often
        if not often:
            self.another_is_begun(must_agree=chance.random() < 0.5)
            self.a_part_is_written(len(self.rows) - 1)
            return
        step = chance.choice(often)
        person = chance.choice(sorted(STEPS[step][2]))
        self._step(len(self.rows) - 1, step, person, chance.random() < 0.5, 9, False)

    def _step(self, number: int, step: str, person: str, late: bool, forgotten: int, stale: bool) -> None:
        row, share = Contribution.objects.get(pk=self.rows[number].pk), self.shares[number]
        day = NOW.date() + timedelta(days=-1 if late else 1)
        everything = {"due_on": day, "comment": "A reason.", "because": "close",
                      "lead": self.world.own, "answer": row.answer}  # fmt: skip
        given = {need: everything[need] for need in STEPS[step][3]}
        for need in STEPS[step][3][forgotten : forgotten + 1]:
            del given[need]
        expected = self._verdict(share, step, person, given, stale)
        said = self._said(row, step, person, given, row.version + stale)
        assert said == expected, f"{step} by {person} of {share}"
        self._settle(share, step, late, said)
        assert Contribution.objects.get(pk=row.pk).state == share.state

    def _verdict(self, share: Share, step: str, person: str, given: Any, stale: bool) -> str:
        sources, _, who, needs = STEPS[step]
        if person not in who:
            return "NotAllowed"
        if stale:
            return "Conflict"
        if share.state not in sources:
            return "WrongState"
        return "Blocked" if len(given) < len(needs) or self._rules(share)[step] else "yes"

    def _rules(self, share: Share) -> dict[str, bool]:
        """What blocks a step that person and state would allow."""
        asked_already = any(other.state in OPEN for other in self.shares)
        known = share.put == self.text and share.state != "declined"
        return dict.fromkeys(STEPS, False) | {
            "ask": asked_already or not self.drafted,
            "ask_to_agree": not share.must_agree or not self.drafted or known,
            "deliver": share.put != self.text if share.put else not share.written,
            "return_to_contributor": not self.drafted or bool(share.agreed),
            "withdraw": share.must_agree,
            "go_on_without": share.must_agree or not share.late,
            "lift": not share.must_agree,
        }

    def _settle(self, share: Share, step: str, late: bool, said: str) -> None:
        if said != "yes":
            type(self).refused[said] += 1
            return
        type(self).taken[share.state, step] += 1
        share.state = STEPS[step][1] or share.state
        share.late = late if step in ("ask", "ask_to_agree") else share.late
        share.put = self.text if step == "ask_to_agree" else share.put
        share.agreed = {"deliver": share.put, "decline": 0}.get(step, share.agreed)

    def _said(self, row: Any, step: str, person: str, given: Any, seen: int | None = None) -> str:
        try:
            engine.perform(row, step, by=self.world[person], now=NOW, seen=seen, **given)
        except Refused as refused:
            return type(refused).__name__
        return "yes"

    def _case(self) -> Case:
        return Case.objects.select_related("answer").get(pk=self.case.pk)
