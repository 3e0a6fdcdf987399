"""How the process of the case is walked: who tries, how a case comes to each state, what steps are given."""

from __future__ import annotations

from random import Random
from typing import Any

from cases import actions
from cases.models import Answer, Case, Decision, Extension, PaperText, Round, SignaturePaper
from cases.people.models import Reorganisation, Succession
from cases.people.roles import take_role
from cases.signing.codes import digest_of, signed_of
from cases.states import WITH_DEPARTMENT
from tests.cast import DUE, LATER, NOW, draft, received
from tests.workflow.walking.walk import Walk
from tests.workflow.walking.world import World
from workflow import engine, history
from workflow.undoing import undo

# fmt: off
PEOPLE = {
    "focal point":            (("focal point", "own"),),
    "alternate":              (("alternate", "own"),),
    "head":                   (("head", "own"),),
    "head who drafted":       (("head", "own"),),
    "head and validator":     (("head", "own"), ("validator", "")),
    "focal point elsewhere":  (("focal point", "other"),),
    "alternate elsewhere":    (("alternate", "other"),),
    "head elsewhere":         (("head", "other"),),
    "coordinator":            (("coordinator", ""),),
    "coordinator not named":  (("coordinator", ""),),
    "validator":              (("validator", ""),),
    "validator for its theme":     (("validator", "own"),),
    "validator for another theme": (("validator", "other"),),
    "validator who drafted":  (("validator", ""), ("focal point", "own")),
    "escalation contact":     (("escalation contact", "own"),),
    "editor":                 (("editor", ""),),
    "observer":               (("observer", ""),),
    "superuser":              (),
    "stranger":               (),
    "who has left":           (("coordinator", ""), ("validator", ""), ("editor", ""), ("focal point", "own"),
                               ("head", "own")),
}
HEADS = ("head", "head who drafted", "head and validator")
# fmt: on


def station(world: World, state: str) -> Case:
    """A case at ``state``. Where it has a text, three people wrote at it, and edits to it are proposed."""
    case = about_its_theme(received(world), world)
    for act in PATHS[state]:
        act(case, world)
    if state in TOGETHER:
        _in_company(case, world)
    return case


def about_its_theme(case: Case, world: World) -> Case:
    """It has two themes, and one of the validators has one of them."""
    case.recommendation.themes.set([world.themes["own"], world.themes["third"]])
    return case


def given(world: World, step: str) -> dict[str, Any]:
    """Everything that the step needs."""
    return GIVEN[step](world) if step in GIVEN else {}


def without_head(world: World) -> None:
    """The focal point has lent it to a colleague elsewhere."""
    for name in HEADS:
        take_role(world[name], "head", world.own)
    case = Case.objects.earliest("pk")
    if case.state not in ("received", "closed"):
        loan = {"person": world["focal point elsewhere"], "last_day": DUE}
        engine.perform(case, "lend", by=world["focal point"], now=NOW, **loan)


def paused(world: World) -> None:
    Case.objects.filter(state__in=WITH_DEPARTMENT).update(paused_on=NOW.date())


NAMED = ("coordinator", "focal point", "head", "head who drafted", "validator", "editor")
"""Those who are named in the case where it is restricted."""


def restricted(world: World) -> None:
    case = _by_itself(world)
    act: dict[str, Any] = {"by": world["coordinator"], "now": NOW}
    engine.perform(case, "restrict", comment="A witness is named.", **act)
    for name in NAMED[1:]:
        engine.perform(case, "name_person", person=world[name], **act)


def independent(world: World) -> None:
    """The department is an independent body, and its case stands at its station since before it was."""
    _by_itself(world)
    world.own.independent = True
    world.own.save()


def _by_itself(world: World) -> Case:
    """The case, and nobody in its company: cases answered together are restricted together."""
    case, *others = Case.objects.order_by("pk")
    for mate in others:
        engine.perform(mate, "close", by=world["coordinator"], now=NOW, because="superseded", comment="Gone.")
    return case


def asks_positions(world: World) -> None:
    """One is proposed where there is a text."""
    Round.objects.filter(pk=world.round.pk).update(kind="positions")
    Case.objects.filter(answer__isnull=False).update(proposed_position="noted")


def _by(person: str, step: str) -> Any:
    def take(case: Case, world: World) -> None:
        engine.perform(case, step, by=world[person], now=NOW, **given(world, step))

    return take


def _drafted(case: Case, world: World) -> None:
    for name in ("focal point", "head who drafted", "validator who drafted"):
        draft(case, by=world[name], full_text=f"As the {name} says.")


def _edits(case: Case, world: World) -> None:
    """The version that stands beside the text which was sent, before anybody says that it is put forward."""
    case.answer.refresh_from_db()
    case.answer.versions.create(
        number=9, kind="proposal", based_on=case.answer.sent, author=world["head and validator"], at=NOW,
        full_text="As the validator says.", short_text="Edited.", language="en",
    )  # fmt: skip


def _another_round(world: World) -> dict[str, Any]:
    again, _ = Round.objects.get_or_create(code="2027", defaults={"title": "2027", "opened_on": DUE})
    return {"round": again, "due_on": DUE}


def _in_company(case: Case, world: World) -> Case:
    """Another case that the same answer answers; both may be taken apart, or joined with others."""
    mate = about_its_theme(received(world), world)
    take = {"by": world["coordinator"], "now": NOW}
    engine.perform(mate, "assign", **take, lead=world.own, due_on=DUE, answer=case.answer)
    if case.state == "drafting":
        engine.perform(mate, "accept", by=world["focal point"], now=NOW)
        Case.objects.filter(pk=mate.pk).update(proposed_status=case.proposed_status_id)
    return mate


def _another_answer(world: World) -> dict[str, Any]:
    """That of a case which stands where the case of this world stands."""
    case = Case.objects.filter(lead=world.own).order_by("pk").first()
    answer = Answer.objects.create(round=world.round, lead=world.own)
    if case is not None and case.state in TOGETHER:
        _in_company(Case(answer=answer, state=case.state), world)
    return {"into": answer}


def _own_answer(world: World) -> dict[str, Any]:
    """Begun by itself; with others, see tests/cases/test_beginning.py."""
    case = Case.objects.filter(lead=world.own, answer__isnull=False).order_by("pk").first()
    return {"into": case.answer if case else Answer.objects.create(round=world.round, lead=world.own)}


def _decided(world: World) -> dict[str, Any]:
    decision = Decision.objects.create(
        round=world.round, decided_on=NOW.date(), document="Council of Government, item 4",
        recorded_by=world["coordinator"], recorded_at=NOW,
    )  # fmt: skip
    return {"decision": decision, "position": "supported"}


def _signed_paper(world: World) -> dict[str, Any]:
    """The text of this world's case as it stands, signed by the head on a paper that was filed."""
    case = Case.objects.filter(lead=world.own, answer__versions__isnull=False).order_by("pk").first()
    version = case and case.present_answer.latest_draft()
    if case is None or version is None:
        return {}
    paper = SignaturePaper(pk=1, department=world.own, signer=world["head"], filed_at=NOW)
    return {
        "paper": PaperText(pk=1, paper=paper, version=version, digest=digest_of(signed_of(case, version)))
    }


def _granted(world: World) -> dict[str, Any]:
    """A grant for the case that this world is about."""
    case = Case.objects.filter(lead=world.own).order_by("pk").first()
    answer = case and case.answer
    return {"request": Extension(pk=1, answer=answer, lead=world.own, granted_on=LATER)}


def _followed(world: World) -> dict[str, Any]:
    """The other department takes over from the own one."""
    done, _ = Reorganisation.objects.get_or_create(
        kind="merge", on=NOW.date(), by=world["coordinator"], at=NOW
    )
    Succession.objects.get_or_create(
        predecessor=world.own, successor=world.other, defaults={"reorganisation": done}
    )
    return {"successor": world.other}


TOGETHER = ("assigned", "drafting")
"""States in which cases are joined and taken apart."""

# fmt: off
PATHS: dict[str, list[Any]] = {}
PATHS["received"]   = []
PATHS["assigned"]   = [_by("coordinator", "assign")]
PATHS["drafting"]   = [*PATHS["assigned"], _drafted]
PATHS["sign-off"]   = [*PATHS["drafting"], _by("focal point", "send_for_sign_off")]
PATHS["validation"] = [*PATHS["sign-off"], _by("head", "sign_and_send"), _edits]
PATHS["agreement"]  = [*PATHS["validation"], _by("head and validator", "propose_edits")]
PATHS["approved"]   = [*PATHS["validation"], _by("validator", "approve")]
PATHS["submitted"]  = [*PATHS["approved"], _by("editor", "submit")]
PATHS["closed"]     = [*PATHS["drafting"], _by("coordinator", "close")]

REASON = {"comment": "A reason."}
GIVEN = {
    "assign":               lambda world: {"lead": world.own, "due_on": DUE},
    "reassign":             lambda world: {"lead": world.other, "due_on": DUE, **REASON},
    "hand_back":            lambda world: {"proposed": world.other, **REASON},
    "extend":               _granted,
    "join":                 _another_answer,
    "begin":                _own_answer,
    "split":                lambda world: {"apart": Answer.objects.create(round=world.round, lead=world.own)},
    "succeed":              _followed,
    "redate":               lambda world: {"due_on": LATER, **REASON},
    "pause":                lambda world: REASON,
    "return_from_sign_off": lambda world: REASON,
    "return_to_department": lambda world: {"due_on": DUE, **REASON},
    "disagree":             lambda world: REASON,
    "reopen":               lambda world: REASON,
    "submit":               lambda world: {"edition": "a hash"},
    "record_position":      _decided,
    "enter_round":          lambda world: {"round": _another_round(world)["round"]},
    "open_round":           _another_round,
    "close":                lambda world: {"because": "superseded", **REASON},
    "revive":               lambda world: REASON,
    "restrict":             lambda world: REASON,
    "lift_restriction":     lambda world: REASON,
    "name_person":          lambda world: {"person": world["head"]},
    "unname_person":        lambda world: {"person": world["head"]},
    "lend":                 lambda world: {"person": world["stranger"], "last_day": DUE},
    "file_signature":       _signed_paper,
    "end_loan":             lambda world: {"person": world["focal point elsewhere"]},
}
# fmt: on

WALK = Walk(
    people=PEOPLE,
    station=station,
    given=given,
    variants={
        "the department has a head": lambda world: None,
        "the department has no head": without_head,
        "the case is paused": paused,
        "the case is restricted": restricted,
        "an independent body is invited": independent,
        "the round asks for positions": asks_positions,
    },
)


# fmt: off
NEXT = {
    "received":   (("coordinator", "assign"),),
    "assigned":   (("alternate", "accept"), ("alternate", "hand_back"), ("coordinator", "assign")),
    "drafting":   (("alternate", "send_for_sign_off"), ("head", "sign_and_send"), ("alternate", "hand_back")),
    "sign-off":   (("head", "sign_and_send"), ("head", "return_from_sign_off"), ("alternate", "withdraw")),
    "validation": (("validator", "approve"), ("validator", "return_to_department")),
    "approved":   (("coordinator", "reopen"),),
}
# fmt: on


def a_likely_act(case: Case, world: World, chance: Random) -> None:
    """Somebody writes at a case where it stands, takes a step, or takes the last one back."""
    last = history.last_event(case)
    if last is not None and chance.random() < 0.2:
        undo(case, by=last.by, now=NOW, seen=case.version)
    elif case.state in ("assigned", "drafting") and chance.random() < 0.5:
        draft(case, by=world["focal point"], full_text=f"Text {chance.random()}.")
    else:
        person, step = chance.choice(NEXT[case.state])
        actions.take_step(case, step, by=world[person], now=NOW, **given(world, step))
    case.refresh_from_db()
