"""Random lives of cases that share answers, with all that is asked of others meanwhile, by every step.

No model foretells them: after each act it is asked what must hold whatever happened. A refused act changed
nothing; who lacks the role, or comes from another state, is refused; an undone act left no trace; cases of
one answer stand at one place; no promise is broken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from django.db import models, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from cases import actions, grouping
from cases.contributions import contributing
from cases.extensions import extending
from cases.models import Answer, Case, CaseRound, Contribution, Extension, Recommendation, Round, Version
from cases.people.models import Department, Reorganisation
from cases.starting import beginning
from tests.cast import DUE, LATER, NOW, department, draft, received
from tests.workflow.walking import case as of_case
from tests.workflow.walking.walk import world_of
from workflow import may
from workflow.errors import NotAllowed, Refused, WrongState
from workflow.invariants import broken
from workflow.process import process_named
from workflow.undoing import undo, undoable_steps

PROCESS = process_named("case")
SEEDS = st.integers(0, 2**32)
VARIANTS = sorted(set(of_case.WALK.variants) - {"the case is paused"})
"""All but what a step of the life brings about, with its event."""
PARTS = ("begin", "deliver", "accept", "return_to_contributor", "decline", "withdraw", "go_on_without",
         "ask_to_agree", "lift")  # fmt: skip
SELDOM = ("close", "restrict", "hand_back", "decline", "extend", "reassign", "enter_round")
LIKELY = ("coordinator", "focal point", "head", "focal point elsewhere", "head elsewhere")
REQUESTS = ("grant", "refuse", "withdraw")
OF_HISTORY = ("version", "head")
# fmt: off
KEPT: dict[type[models.Model], tuple[str, ...]] = {
    Case:           tuple(one.attname for one in Case._meta.concrete_fields if one.name not in OF_HISTORY),
    Answer:         ("id", "round_id", "lead_id", "sent_id", "approved_id"),
    Version:        ("id", "answer_id", "full_text", "released_at", "agreed_at", "declined_at"),
    CaseRound:      ("id", "case_id", "round_id", "answer_id", "state"),
    Recommendation: ("id", "position"),
}
# fmt: on
"""What an act writes, and its undo puts back."""


class CompanyLife(RuleBasedStateMachine):
    """Three cases, the first two of them answered together where they may, in a transaction rolled back."""

    taken: Counter[tuple[str, str]] = Counter()
    tried: Counter[tuple[str, str]] = Counter()
    acts: Counter[str] = Counter()
    check_after_each = False

    @initialize(seed=SEEDS, state=st.sampled_from(list(PROCESS.states)), variant=st.sampled_from(VARIANTS))
    def begin(self, seed: int, state: str, variant: str) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.world, self.now, self.count = world_of(of_case.PEOPLE), NOW, 0
        of_case.station(self.world, state)
        of_case.WALK.variants[variant](self.world)
        self.followed = department("followed", "Ministry of Old")
        Department.objects.filter(pk=self.followed.pk).update(valid_until=NOW.date() - timedelta(days=1))
        by = {"by": self.world["coordinator"], "at": NOW}
        merged = Reorganisation.objects.create(kind="merge", on=NOW.date(), **by)
        merged.successions.create(predecessor=self.followed, successor=self.world.own)
        mate = of_case.about_its_theme(received(self.world), self.world)
        actions.take_step(mate, "assign", by=self.world["coordinator"], now=NOW, lead=self.world.own,
                          due_on=DUE)  # fmt: skip
        self.others_are_asked(seed)
        self.work_goes_on(seed)

    def teardown(self) -> None:
        if not hasattr(self, "count"):
            return
        found = broken()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        assert found == [], found

    @rule(seed=SEEDS)
    def work_goes_on(self, seed: int) -> None:
        """Steps that leave the state of a case, by who holds their role; at times they are taken back."""
        chance = Random(seed)  # noqa: S311
        for _ in range(chance.randint(6, 12)):
            row = self._any(chance, Case)
            step = self._next_step(row.state, chance)
            able = may.who_may([row], step)[row.pk]
            people = [user for user in self.world.people.values() if user.pk in able]
            if people:
                self._step(row, step, chance.choice(people), chance)

    @rule(seed=SEEDS)
    def anybody_tries_anything(self, seed: int) -> None:
        chance = Random(seed)  # noqa: S311
        row = self._any(chance, Case)
        step, person = chance.choice(sorted(PROCESS.steps)), chance.choice(sorted(self.world.people))
        self._step(row, step, self.world[person], chance)

    @rule(seed=SEEDS)
    def somebody_writes(self, seed: int) -> None:
        chance = Random(seed)  # noqa: S311
        row = self._any(chance, Case)
        name = chance.choice(["focal point", "alternate", "head who drafted", "focal point elsewhere"])
        text = f"Text {self._next()}."
        if row.answer is None:
            return
        self._tried("draft", lambda: draft(row, by=self.world[name], full_text=text))

    @rule(seed=SEEDS)
    def others_are_asked(self, seed: int) -> None:
        """For a part, or to agree; and they work on it."""
        chance = Random(seed)  # noqa: S311
        row, by = self._any(chance, Case), self._likely(chance)
        asked = {"due_on": chance.choice([DUE, NOW.date() - timedelta(days=1)]),
                 "must_agree": chance.random() < 0.3}  # fmt: skip
        self._tried("ask", lambda: contributing.ask(row, self.world.other, by=by, now=self.now, **asked))
        for _ in range(chance.randint(0, 4)):
            self._a_part_goes_on(chance)

    @rule(seed=SEEDS)
    def more_time_is_asked_for(self, seed: int) -> None:
        chance = Random(seed)  # noqa: S311
        row, by = self._any(chance, Case), self._likely(chance)
        act = {"by": by, "now": self.now, "comment": "The survey is late."}
        self._tried("more time", lambda: extending.ask_for_more_time(row, wanted_on=LATER, **act))
        for request in Extension.objects.filter(state="asked", answer=row.answer_id):
            step, by = chance.choice(REQUESTS), self._likely(chance)
            more = {"granted_on": LATER} if step == "grant" else {"comment": "So it is."}
            act = {"by": by, "now": self.now, "seen": request.version, **more}
            state = row.state
            if self._tried(f"{step} it", lambda: extending.take_request_step(request, step, **act)):  # noqa: B023
                type(self).taken[state, "extend"] += step == "grant"

    @rule(minutes=st.integers(0, 12))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    # What the rules have in common

    def _next_step(self, state: str, chance: Random) -> str:
        """At times the one that was tried there least; a case is seldom closed, or shut to most."""
        steps = [
            one.name for one in PROCESS.leaving(state) if one.name not in SELDOM or chance.random() < 0.2
        ]
        steps = steps or [one.name for one in PROCESS.leaving(state)]
        chosen = chance.choice(steps)
        if chance.random() < 0.5:
            chosen = min(steps, key=lambda step: self.tried[state, step])
        type(self).tried[state, chosen] += 1
        return chosen

    def _a_part_goes_on(self, chance: Random) -> None:
        if not Contribution.objects.exists():
            return
        row, by = self._any(chance, Contribution), self._likely(chance)
        text = row.parts.order_by("-number").first()
        said = {"text": f"Part {self._next()}.", "started_from": text.number if text else 0}
        self._tried("part", lambda: contributing.save_part(row, by=by, now=self.now, **said))
        row.refresh_from_db()
        step = chance.choice(PARTS)
        more = {"due_on": DUE} if step == "ask_to_agree" else {}
        act = {"by": by, "now": self.now, "comment": "So it is.", "seen": row.version, **more}
        done = self._tried(step, lambda: contributing.take_contribution_step(row, step, **act))
        if done and chance.random() < 0.3:
            row.refresh_from_db()
            back = {"by": by, "now": self.now, "seen": row.version}
            self._tried("part taken back", lambda: contributing.take_back(row, **back))

    def _step(self, row: Case, step: str, by: Any, chance: Random) -> None:
        state, before, moving = row.state, self._stands(), len(row.answered_together())
        version = row.version
        self.now += timedelta(seconds=1)  # an undo knows what its act released by the moment
        act, one = self._act(row, step, by, chance)
        opening = {one.step.name: str(one.refusal) for one in may.available(row, by, now=self.now)}
        held = PROCESS.steps[step].role.held_for(PROCESS.grants(by), row)
        refused = self._refusal(step, act)
        if not held or (row.restricted and not row.names(by)):
            assert isinstance(refused, NotAllowed) or (one and refused), f"{step} by {by} from {state}"
        elif state not in PROCESS.steps[step].sources:
            assert isinstance(refused, WrongState) or (one and refused), f"{step} from {state}"
        elif opening[step] and moving == 1 and not one:
            said = refused and str(refused.sentence)
            assert said == opening[step], f"{step} by {by}"
        if refused is not None:
            return
        type(self).taken[state, step] += 1
        if chance.random() < 0.4:
            self._take_back(row, version, step, by, before)

    def _take_back(self, row: Case, version: int, step: str, by: Any, before: dict[str, Any]) -> None:
        last = Case.objects.get(pk=row.pk)
        if last.version == version:
            return  # another case of the two moved
        shut = self._refusal("undo", lambda: undo(last, by=by, now=self.now, seen=last.version))
        if step not in undoable_steps(PROCESS):
            assert isinstance(shut, WrongState | NotAllowed), step
        if shut is None:
            now = self._stands()
            left = {key: (values, now.get(key)) for key, values in before.items() if now.get(key) != values}
            assert left == {}, f"{step} was undone: {left}"

    def _act(self, row: Case, step: str, by: Any, chance: Random) -> tuple[Callable[[], Any], bool]:
        """What takes the step, and whether another case than this one may be the one that moves."""
        act = {"by": by, "now": self.now}
        if step == "join":
            mate = self._any(chance, Case)
            return (lambda: grouping.join(row, mate, text_of=chance.choice([row, mate]), **act)), True
        if step == "split":
            return (lambda: grouping.split([row], **act)), True
        if step == "begin":
            mate = self._any(chance, Case)
            return (lambda: beginning.begin([row, mate], text=None, **act)), True
        return (lambda: self._take(row, step, chance, **act)), False

    def _take(self, row: Case, step: str, chance: Random, **act: Any) -> None:
        if step == "succeed":
            self._led_by_who_is_followed(row)
        actions.take_step(row, step, **act, **self._given(row, step, chance))

    def _led_by_who_is_followed(self, row: Case) -> None:
        """As if its lead of today had followed another, which led it until now."""
        for rows in (Case.objects.filter(answer=row.answer_id), Answer.objects.filter(pk=row.answer_id),
                     Contribution.objects.filter(answer=row.answer_id),
                     Extension.objects.filter(answer=row.answer_id)):  # fmt: skip
            rows.filter(lead=self.world.own).update(lead=self.followed)

    def _given(self, row: Case, step: str, chance: Random) -> dict[str, Any]:
        given = dict(of_case.given(self.world, step)) if step != "succeed" else {"successor": self.world.own}
        if "round" in given:
            code = f"round {self._next()}"
            given["round"] = Round.objects.create(
                code=code,
                title=code,
                opened_on=DUE,
                language="en",
                kind=chance.choice(["update", "positions"]),
            )
        if step == "record_position":
            given["decision"].round = row.round
            given["decision"].save()
        if step in ("assign", "reassign"):
            given["lead"] = chance.choice([self.world.own, self.world.own, self.world.other])
        if step == "extend":
            del given["request"]  # only a grant gives one
        if "person" in given:
            given["person"] = self._anybody(chance)
        return given

    def _refusal(self, name: str, act: Callable[[], Any]) -> Refused | None:
        """What refused it; then nothing was changed."""
        before = self._stands()
        try:
            with transaction.atomic():
                act()
        except Refused as refused:
            assert self._stands() == before, name
            return refused
        type(self).acts[name] += 1
        self._companies_stand_together()
        found = broken() if self.check_after_each else []
        assert found == [], f"after {name}: {found}"
        return None

    def _tried(self, name: str, act: Callable[[], Any]) -> bool:
        return self._refusal(name, act) is None

    def _companies_stand_together(self) -> None:
        for answer in Answer.objects.all():
            places = {(one.state, one.lead_id, one.round_id, one.restricted)
                      for one in Case.objects.answered_by(answer.pk)}  # fmt: skip
            assert len(places) <= 1, places

    def _stands(self) -> dict[str, Any]:
        """By table and id, the columns that count."""
        return {
            f"{model.__name__} {row['id']}": row
            for model, columns in KEPT.items()
            for row in model._base_manager.values(*columns)
        }

    def _any(self, chance: Random, model: type[Any]) -> Any:
        return chance.choice(list(model.objects.order_by("pk")))

    def _anybody(self, chance: Random) -> Any:
        return self.world[chance.choice(sorted(self.world.people))]

    def _likely(self, chance: Random) -> Any:
        """One of those who mostly have to do with what is asked of others."""
        return self.world[chance.choice(LIKELY)] if chance.random() < 0.8 else self._anybody(chance)

    def _next(self) -> int:
        self.count += 1
        return self.count
