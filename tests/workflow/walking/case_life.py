"""Random lives of cases: anybody tries anything at any time, and the model says what should come of it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from cases import actions
from cases.models import Case, Extension, Round
from cases.people.roles import give_role, take_role
from tests.cast import DUE, NOW, received, status
from tests.workflow.walking.case import HEADS, PEOPLE, about_its_theme
from tests.workflow.walking.case_model import STEPS, CaseModel, People, Text
from tests.workflow.walking.walk import world_of
from workflow import engine
from workflow.errors import Refused
from workflow.invariants import broken
from workflow.undoing import undo

CASES = st.integers(0, 1)
SEEDS = st.integers(0, 2**32)
SELDOM = (
    "lend", "end_loan",
    "close", "enter_round", "hand_back", "reassign", "withdraw", "restrict", "unname_person",
)  # fmt: skip
"""Steps that would keep a case from getting anywhere, were they as likely as the others."""
WATCHED = ("coordinator", "coordinator not named", "alternate", "head elsewhere", "validator for its theme",
           "validator for another theme")  # fmt: skip
"""Of one of them, in turn, it is asked after every act whether he sees the case."""
ANYBODY = st.sampled_from(sorted(PEOPLE))
TO_BE_NAMED = ("coordinator", "coordinator not named", "focal point", "head", "validator",
               "head and validator", "editor")  # fmt: skip
DATA = st.fixed_dictionaries(
    {
        "lead": st.sampled_from(["own", "own", "other"]),
        "round": st.sampled_from(["2026", "2027", "2028", "2029"]),
        "because": st.sampled_from(["superseded", "implemented", "duplicate"]),
        "due_on": st.just(DUE),
        "comment": st.just("A reason."),
        "proposed": st.just("other"),
        "edition": st.just("a hash"),
        "request": st.just("asked"),
        "person": st.sampled_from([*TO_BE_NAMED, "who has left"]),
        "successor": st.just("other"),
        "last_day": st.just(NOW.date() - timedelta(days=1)),
    }
)


class CaseLife(RuleBasedStateMachine):
    """Two cases, in a transaction that is rolled back. ``taken`` counts the edges over all lives."""

    taken: Counter[tuple[str, str]] = Counter()
    refused: Counter[str] = Counter()
    taken_by_others = ("extend", "succeed", "begin", "join", "split", "decline", "release", "take_back",
                        "lend", "end_loan", "record_position", "file_signature")  # fmt: skip
    """Steps that something else takes: the grant of a request, a reorganisation, an independent body."""
    looks = 0
    steers = False
    """In a long run: likely things are by half those edges that were never taken yet."""

    @initialize(seed=SEEDS, data=DATA)
    def begin(self, seed: int, data: Any) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.world, self.people, self.now = world_of(PEOPLE), People(PEOPLE), NOW
        for year in ("2027", "2028", "2029"):
            Round.objects.create(code=year, title=year, language="en", opened_on=DUE)
        self.rows = [about_its_theme(received(self.world), self.world) for _ in range(2)]
        self.models = [CaseModel(self.people), CaseModel(self.people)]
        self.work_goes_on(0, seed, data)
        self.work_goes_on(1, seed + 1, data)

    def teardown(self) -> None:
        if not hasattr(self, "models"):
            return
        found = broken()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        assert found == []

    @rule(number=CASES, step=st.sampled_from(sorted(STEPS)), person=ANYBODY, data=DATA)
    def somebody_tries(self, number: int, step: str, person: str, data: Any) -> None:
        self._step(number, step, person, self._brought(step, data))

    @rule(number=CASES, step=st.sampled_from(sorted(STEPS)), data=DATA, lacks=st.integers(0, 2))
    def something_is_forgotten(self, number: int, step: str, data: Any, lacks: int) -> None:
        given = self._brought(step, data)
        for need in STEPS[step][3][lacks : lacks + 1]:
            del given[need]
        self._step(number, step, self._allowed(number, step, "stranger"), given)

    @rule(number=CASES, step=st.sampled_from(sorted(STEPS)), data=DATA)
    def an_old_page_is_used(self, number: int, step: str, data: Any) -> None:
        self._step(
            number, step, self._allowed(number, step, "stranger"), self._brought(step, data), stale=True
        )

    @rule(number=CASES, seed=SEEDS, data=DATA)
    def work_goes_on(self, number: int, seed: int, data: Any) -> None:
        chance = Random(seed)  # noqa: S311
        for _ in range(chance.randint(2, 16)):
            self._likely(number, chance, data)

    @rule(number=CASES, person=ANYBODY, full=st.sampled_from([True, True, True, False]),
          proposed=st.sampled_from(["in-progress", "implemented", None]))  # fmt: skip
    def somebody_drafts(self, number: int, person: str, full: bool, proposed: str | None) -> None:
        self._draft(number, person, full, proposed)

    @rule(number=CASES, proposed=st.sampled_from(["in-progress", "implemented"]))
    def the_department_drafts(self, number: int, proposed: str) -> None:
        model = self.models[number]
        own = (
            ("focal point", "alternate", "head") if model.now["lead"] == "own" else ("focal point elsewhere",)
        )
        writers = [name for name in own if not model.is_shut_to(name)]
        self._draft(number, next(iter(writers), own[0]), True, proposed)

    @rule(number=CASES, person=st.sampled_from(["validator", "head and validator", "validator who drafted"]))
    def edits_are_proposed(self, number: int, person: str) -> None:
        model, answer = self.models[number], self.models[number].now["answer"]
        writes = answer and answer.sent and not model.is_shut_to(person)
        edits = Text(person, based_on=answer.sent, fate="open") if writes else None
        if edits:
            answer.texts.append(edits)
        expected = model.verdict("propose_edits", person, {})
        text = f"Text {self.now} {len(model.events)} {edits and len(answer.texts)}"
        said = self._said(
            lambda: actions.propose_edits(
                self._row(number), full_text=text, short_text="Edited.", by=self.world[person], now=self.now
            )
        )
        if said != "yes" and edits:
            answer.texts.remove(edits)
        self._settle(number, "propose_edits", person, {}, expected, said)

    @rule(number=CASES, person=ANYBODY)
    def somebody_comments(self, number: int, person: str) -> None:
        model = self.models[number]
        works = self.people.roles[person] - {("observer", "")}
        expected = "yes" if model.is_seen_by(person) and works else "NotAllowed"
        expected = expected if model.now["answer"] else "WrongState"
        said = self._said(
            lambda: actions.add_comment(self._row(number), text="So?", by=self.world[person], now=self.now)
        )
        assert said == expected
        if said == "yes":
            model.now["answer"].comments.append((person, self.now))

    @rule(number=CASES, person=ANYBODY)
    def somebody_undoes(self, number: int, person: str) -> None:
        self._undo(number, person)

    @rule(number=CASES)
    def who_took_the_last_step_undoes(self, number: int) -> None:
        events = self.models[number].events
        self._undo(number, events[-1].by if events else "coordinator")

    @rule(minutes=st.integers(0, 12))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def the_heads_leave_or_come(self) -> None:
        here = self.people.head_of("own")
        for name in HEADS:
            (take_role if here else give_role)(self.world[name], "head", self.world.own)
            (self.people.roles[name].discard if here else self.people.roles[name].add)(("head", "own"))

    # What the rules have in common

    def _likely(self, number: int, chance: Random, data: Any) -> None:
        """What would come next: a text where there is none, else a step that the model says is open."""
        model = self.models[number]
        new = {name for name in STEPS if self.steers and (model.now["state"], name) not in self.taken}
        steps = [name for name in STEPS if name in new or name not in SELDOM or chance.random() < 0.15]
        data = data | {"because": "superseded", "person": chance.choice(TO_BE_NAMED)}
        brought = {name: self._brought(name, data) for name in steps}
        able = {
            name: [person for person in PEOPLE if model.verdict(name, person, brought[name]) == "yes"]
            for name in steps
        }
        able = {name: people for name, people in able.items() if people}
        if new & set(able) and chance.random() < 0.5:
            able = {name: able[name] for name in STEPS if name in new & set(able)}
        if chance.random() < 0.1:
            self.who_took_the_last_step_undoes(number)
        elif model.now["state"] == "drafting" and not able:
            self.the_department_drafts(number, "in-progress")
        elif model.now["state"] == "validation" and chance.random() < 0.3:
            self.edits_are_proposed(number, "head and validator")
        elif able:
            step = chance.choice(sorted(able))
            self._step(number, step, chance.choice(able[step]), brought[step])

    def _allowed(self, number: int, step: str, otherwise: str) -> str:
        lead, who = self.models[number].now["lead"], STEPS[step][2]
        return next((name for name in PEOPLE if self.people.hold(name, who, lead)), otherwise)

    def _step(
        self, number: int, step: str, person: str, given: dict[str, Any], *, stale: bool = False
    ) -> None:
        model, row = self.models[number], self._row(number)
        expected = model.verdict(step, person, given, stale=stale)
        real = {name: self._real(name, value, row) for name, value in given.items()}
        attempt = {"by": self.world[person], "now": self.now, "seen": row.version + stale}
        said = self._said(lambda: engine.perform(row, step, **attempt, **real))
        self._settle(number, step, person, given, expected, said)

    def _settle(self, number: int, step: str, person: str, given: Any, expected: str, said: str) -> None:
        model = self.models[number]
        assert said == expected, f"{step} by {person} from {model.now['state']}"
        if said == "yes":
            type(self).taken[model.now["state"], step] += 1
            model.take(step, person, given, self.now)
        else:
            type(self).refused[said] += 1
        self._compare(number)

    def _draft(self, number: int, person: str, full: bool, proposed: str | None) -> None:
        model, row = self.models[number], self._row(number)
        may = self.people.hold(person, "lead", model.now["lead"]) and not model.is_shut_to(person)
        writable = model.now["state"] in ("assigned", "drafting")
        latest = row.answer.latest_draft() if row.answer else None
        said = self._said(
            lambda: actions.save_draft(
                row, full_text=f"Text {len(latest.full_text) if latest else 0} {self.now}" if full else " ",
                short_text=f"{latest and latest.number}", status=status(proposed) if proposed else None,
                started_from=latest.number if latest else 0, by=self.world[person], now=self.now,
            )
        )  # fmt: skip
        assert said == ("NotAllowed" if not may else "yes" if writable else "WrongState")
        if said == "yes":
            if model.now["state"] == "assigned":
                type(self).taken["assigned", "accept"] += 1
                model.take("accept", person, {}, self.now)
            model.now["proposed"] = proposed
            model.now["answer"].texts.append(Text(person, full=full))
        self._compare(number)

    def _undo(self, number: int, person: str) -> None:
        model, row = self.models[number], self._row(number)
        expected = model.undo_verdict(person, self.now)
        said = self._said(lambda: undo(row, by=self.world[person], now=self.now, seen=row.version))
        assert said == expected, f"undo by {person}"
        if said == "yes":
            type(self).taken["", "undo"] += 1
            model.undo(person, self.now)
        self._compare(number)

    def _compare(self, number: int) -> None:
        row, model = self._row(number), self.models[number]
        answer = model.now["answer"]
        lead = {"own": self.world.own.pk, "other": self.world.other.pk}.get(model.now["lead"])
        self.looks += 1
        name = WATCHED[self.looks % len(WATCHED)]
        seen = Case.objects.visible_to(self.world[name]).filter(pk=row.pk).exists()
        assert seen == model.is_seen_by(name), name
        real = (row.state, row.lead_id, row.returned, row.version, row.round.code, bool(row.paused_on))
        assert real == (
            model.now["state"],
            lead,
            model.now["returned"],
            len(model.events),
            model.now["round"],
            model.now["paused"],
        )
        codes = tuple(one.code if one else None for one in (row.proposed_status, row.status))
        assert codes == (model.now["proposed"], model.now["status"])
        if answer:
            pointers = bool(row.answer.sent_id), bool(row.answer.approved_id)
            assert pointers == (answer.sent is not None, answer.approved is not None)

    def _row(self, number: int) -> Case:
        related = ("round", "answer", "status", "proposed_status")
        return Case.objects.select_related(*related).get(pk=self.rows[number].pk)

    def _brought(self, step: str, data: dict[str, Any]) -> dict[str, Any]:
        return {need: data[need] for need in STEPS[step][3]}

    def _real(self, name: str, value: Any, row: Case) -> Any:
        if name == "request":
            return Extension(pk=1, answer=row.answer, lead=row.lead)
        if name == "person":
            return self.world[value]
        if name in ("lead", "proposed", "successor"):
            return getattr(self.world, value)
        return Round.objects.get(code=value) if name == "round" else value

    def _said(self, act: Any) -> str:
        try:
            act()
        except Refused as refused:
            return type(refused).__name__
        return "yes"
