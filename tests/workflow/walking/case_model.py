"""The rules of a case in plain Python, written beside the code: what it should answer, and where a case stands.

It knows people by name and departments as "own" and "other"; nothing in it asks the database or the process.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

WINDOW = timedelta(minutes=10)
COORDINATOR, EDITOR = (("coordinator", ""),), (("editor", ""),)
VALIDATOR = (("validator", ""), ("validator", "own"))
"""For the nation, or for a theme of the case."""
OPEN = ("received", "assigned", "drafting", "sign-off", "validation", "agreement", "approved", "submitted")
UNDER_WAY = OPEN[1:-1]
WITH_DEPARTMENT = ("assigned", "drafting", "sign-off", "agreement")

# fmt: off
# ruff: noqa: E501
STEPS: dict[str, tuple[tuple[str, ...], str, Any, tuple[str, ...]]] = {
    # name                  from                                   to            who            needs
    "assign":               (("received", "assigned"),             "assigned",   COORDINATOR,   ("lead", "due_on")),
    "reassign":             (("assigned", "drafting", "sign-off"), "assigned",   COORDINATOR,   ("lead", "due_on", "comment")),
    "hand_back":            (("assigned", "drafting"),             "received",   "lead",        ("proposed", "comment")),
    "accept":               (("assigned",),                        "drafting",   "lead",        ()),
    "extend":               (("assigned", "drafting", "sign-off"), "",           COORDINATOR,   ("request",)),
    "succeed":              (UNDER_WAY,                            "",           COORDINATOR,   ("successor",)),
    "redate":               (WITH_DEPARTMENT,                      "",           COORDINATOR,   ("due_on", "comment")),
    "pause":                (WITH_DEPARTMENT,                      "",           COORDINATOR,   ("comment",)),
    "resume":               (WITH_DEPARTMENT,                      "",           COORDINATOR,   ()),
    "send_for_sign_off":    (("drafting",),                        "sign-off",   "focal point", ()),
    "sign_and_send":        (("drafting", "sign-off"),             "validation", "signer",      ()),
    "withdraw":             (("sign-off", "validation"),           "drafting",   "lead",        ()),
    "return_from_sign_off": (("sign-off",),                        "drafting",   "head",        ("comment",)),
    "return_to_department": (("validation",),                      "drafting",   VALIDATOR,     ("comment", "due_on")),
    "propose_edits":        (("validation",),                      "agreement",  VALIDATOR,     ()),
    "agree":                (("agreement",),                       "approved",   "signer",      ()),
    "disagree":             (("agreement",),                       "validation", "signer",      ("comment",)),
    "approve":              (("validation",),                      "approved",   VALIDATOR,     ()),
    "reopen":               (("approved",),                        "drafting",   COORDINATOR,   ("comment",)),
    "submit":               (("approved",),                        "submitted",  EDITOR,        ("edition",)),
    "enter_round":          (("received",),                        "",           COORDINATOR,   ("round",)),
    "open_round":           (("approved", "submitted"),            "assigned",   COORDINATOR,   ("round", "due_on")),
    "close":                (OPEN,                                 "closed",     COORDINATOR,   ("comment", "because")),
    "revive":               (("closed",),                          "received",   COORDINATOR,   ("comment",)),
    "decline":              (("assigned", "drafting"),             "received",   "lead",        ()),
    "release":              (("drafting", "sign-off"),             "approved",   "signer",      ()),
    "take_back":            (("approved",),                        "drafting",   "signer",      ()),
    "restrict":             ((*OPEN, "closed"),                    "",           COORDINATOR,   ("comment",)),
    "lift_restriction":     ((*OPEN, "closed"),                    "",           COORDINATOR,   ("comment",)),
    "name_person":          ((*OPEN, "closed"),                    "",           COORDINATOR,   ("person",)),
    "lend":                 (OPEN[1:],                              "",           "lender",      ("person", "last_day")),
    "end_loan":             (OPEN[1:],                              "",           "lender",      ("person",)),
    "unname_person":        ((*OPEN, "closed"),                    "",           COORDINATOR,   ("person",)),
}
# fmt: on
ENDS_A_PAUSE = ("resume", "assign", "reassign", "hand_back", "sign_and_send", "agree", "disagree", "close")
UNDONE = (
    "assign",
    "hand_back",
    "redate",
    "pause",
    "resume",
    "send_for_sign_off",
    "sign_and_send",
    "return_from_sign_off",
    "return_to_department",
    "approve",
    "enter_round",
    "open_round",
)  # fmt: skip
ROLES = {"lead": ("focal point", "alternate", "head"), "focal point": ("focal point", "alternate"),
         "head": ("head",), "lender": ("focal point", "head")}  # fmt: skip


@dataclass(eq=False)
class Text:
    author: str
    full: bool = True
    based_on: Text | None = None
    fate: str = "draft"
    """A draft; or of proposed edits: open, agreed or declined."""


@dataclass(eq=False)
class Answer:
    lead: str
    round: str
    texts: list[Text] = field(default_factory=list)
    comments: list[tuple[str, datetime]] = field(default_factory=list)
    sent: Text | None = None
    approved: Text | None = None

    def standing(self) -> Text | None:
        return next((text for text in reversed(self.texts) if text.fate in ("draft", "agreed")), None)

    def edits(self) -> Text | None:
        texts = reversed(self.texts)
        return next((text for text in texts if text.fate == "open" and text.based_on is self.sent), None)

    def drafted_by(self, person: str) -> bool:
        return any(text.author == person for text in self.texts if text.fate in ("draft", "agreed"))


@dataclass(eq=False)
class Taken:
    """One event: the columns as they were before it, and what it changed in the answer."""

    step: str
    by: str
    at: datetime
    before: dict[str, Any]
    after: dict[str, Any] = field(default_factory=dict)
    kept: Any = None
    stands: bool = True


class People:
    """Who holds what, as it changes."""

    def __init__(self, roles: dict[str, Any]) -> None:
        self.roles = {name: set(held) for name, held in roles.items()}
        self.roles["who has left"] = set()

    def hold(self, person: str, who: Any, lead: str | None) -> bool:
        if isinstance(who, tuple):
            return bool(self.roles[person] & set(who))
        if who == "lender" and self.hold(person, COORDINATOR, lead):
            return True
        if who == "signer":
            who = "head" if self.head_of(lead) else "focal point"
        return any((role, lead) in self.roles[person] for role in ROLES[who])

    def head_of(self, lead: str | None) -> bool:
        return any(("head", lead) in held for held in self.roles.values())

    def see(self, person: str, lead: str | None) -> bool:
        oversees = any(where == "" for _, where in self.roles[person]) or self.hold(person, VALIDATOR, lead)
        return oversees or self.hold(person, "lead", lead)


class CaseModel:
    """One case as it should stand. ``now`` holds its columns."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.now: dict[str, Any] = {
            "state": "received", "lead": None, "round": "2026", "answer": None, "proposed": None,
            "status": None, "returned": False, "restricted": False, "paused": False,
        }  # fmt: skip
        self.past: set[str] = set()
        self.named: set[str] = set()
        self.events: list[Taken] = []

    def verdict(self, step: str, person: str, given: dict[str, Any], *, stale: bool = False) -> str:
        """What the engine should answer: "yes", or the name of the error."""
        sources, _, who, needs = STEPS[step]
        if self.is_shut_to(person) or not self.people.hold(person, who, self.now["lead"]):
            return "NotAllowed"
        if stale:
            return "Conflict"
        if self.now["state"] not in sources:
            return "WrongState"
        if any(need not in given for need in needs) or not self._may(step, person, given):
            return "Blocked"
        return "yes"

    def is_shut_to(self, person: str) -> bool:
        return self.now["restricted"] and person not in self.named

    def is_seen_by(self, person: str) -> bool:
        return self.people.see(person, self.now["lead"]) and not self.is_shut_to(person)

    def take(self, step: str, person: str, given: dict[str, Any], at: datetime) -> None:
        taken = Taken(step, person, at, dict(self.now))
        _EFFECTS.get(step, lambda *_: None)(self, given, taken)
        self.now["state"] = STEPS[step][1] or self.now["state"]
        if step in ENDS_A_PAUSE:
            self.now["paused"] = False
        taken.after = dict(self.now)
        self.events.append(taken)

    def undo_verdict(self, person: str, at: datetime) -> str:
        if not self.events:
            return "Conflict"
        last = self.events[-1]
        if last.step not in UNDONE:
            return "WrongState"
        if (
            self.is_shut_to(person)
            or person != last.by
            or not self.people.hold(person, STEPS[last.step][2], last.before["lead"])
        ):
            return "NotAllowed"
        answer = self.now["answer"]
        read = last.step == "sign_and_send" and any(
            by != last.by and when > last.at for by, when in answer.comments
        )
        read = read or (last.step == "open_round" and bool(answer.comments))
        return "Blocked" if at - last.at >= WINDOW or read else "yes"

    def undo(self, person: str, at: datetime) -> None:
        last = self.events[-1]
        changed = {name for name in self.now if last.after[name] != last.before[name]}
        self.now |= {name: last.before[name] for name in changed}
        if last.step == "sign_and_send":
            self.now["answer"].sent = last.kept
        if last.step in ("enter_round", "open_round"):
            self.past.discard(last.before["round"])
        if last.step == "approve":
            self.now["answer"].approved = last.kept
        last.stands = False
        self.events.append(Taken("undo", person, at, {}, stands=False))

    def _may(self, step: str, person: str, given: dict[str, Any]) -> bool:
        rule = _RULES.get(step)
        return rule is None or rule(self, person, given)


def _complete(case: CaseModel) -> bool:
    text = case.now["answer"].standing()
    return bool(text and text.full and case.now["proposed"])


def _did_not_draft(case: CaseModel, person: str) -> bool:
    return not case.now["answer"].drafted_by(person)


def _sent_last(case: CaseModel, *_: Any) -> bool:
    standing = [taken for taken in case.events if taken.stands and STEPS[taken.step][1]]
    return bool(standing) and standing[-1].step in ("send_for_sign_off", "sign_and_send")


def _agrees(case: CaseModel, person: str, _: Any) -> bool:
    edits = case.now["answer"].edits()
    return edits is None or edits.author != person


def _closes(case: CaseModel, _: str, given: dict[str, Any]) -> bool:
    return given["because"] == "superseded" or (
        given["because"] == "implemented" and case.now["status"] == "implemented"
    )


def _a_coordinator_stays(case: CaseModel, _: str, given: dict[str, Any]) -> bool:
    left = case.named - {given["person"]}
    return given["person"] in case.named and any(case.people.hold(one, COORDINATOR, None) for one in left)


def _is_invited(*_: Any) -> bool:
    """No department of this world is an independent body."""
    return False


def _never(*_: Any) -> bool:
    """The day is over, and nothing was lent."""
    return False


_RULES: dict[str, Any] = {
    "lend": _never,
    "end_loan": _never,
    "decline": _is_invited,
    "release": _is_invited,
    "take_back": _is_invited,
    "pause": lambda case, *_: not case.now["paused"],
    "resume": lambda case, *_: case.now["paused"],
    "restrict": lambda case, *_: not case.now["restricted"],
    "lift_restriction": lambda case, *_: case.now["restricted"],
    "name_person": lambda case, _, given: case.now["restricted"] and given["person"] != "who has left",
    "unname_person": lambda case, person, given: (
        case.now["restricted"] and _a_coordinator_stays(case, person, given)
    ),
    "extend": lambda *_: False,
    "succeed": lambda *_: False,
    "send_for_sign_off": lambda case, *_: _complete(case) and case.people.head_of(case.now["lead"]),
    "sign_and_send": lambda case, person, _: (
        _complete(case) and (_did_not_draft(case, person) or not case.people.head_of(case.now["lead"]))
    ),
    "withdraw": _sent_last,
    "propose_edits": lambda case, person, _: (
        case.now["answer"].edits() is not None and _did_not_draft(case, person)
    ),
    "agree": _agrees,
    "approve": lambda case, person, _: bool(case.now["proposed"]) and _did_not_draft(case, person),
    "enter_round": lambda case, _, given: given["round"] not in {case.now["round"], *case.past},
    "open_round": lambda case, _, given: given["round"] not in {case.now["round"], *case.past},
    "close": _closes,
}


def _assign(case: CaseModel, given: dict[str, Any], _: Taken) -> None:
    now, begun = case.now, case.now["answer"]
    now["lead"] = given["lead"]
    if begun is None or (begun.lead, begun.round) != (now["lead"], now["round"]):
        now["answer"], now["proposed"] = Answer(now["lead"], now["round"]), None


def _reassign(case: CaseModel, given: dict[str, Any], _: Taken) -> None:
    case.now |= {"lead": given["lead"], "returned": False}
    case.now["answer"].lead = given["lead"]


def _send(case: CaseModel, given: dict[str, Any], taken: Taken) -> None:
    answer = case.now["answer"]
    case.now["returned"] = False
    taken.kept, answer.sent = answer.sent, answer.standing()


def _decide(case: CaseModel, fate: str) -> None:
    answer, edits = case.now["answer"], case.now["answer"].edits()
    if edits:
        edits.fate = fate
        answer.approved = edits if fate == "agreed" else answer.approved


def _agree(case: CaseModel, *_: Any) -> None:
    case.now["status"] = case.now["proposed"]
    _decide(case, "agreed")


def _approve(case: CaseModel, given: dict[str, Any], taken: Taken) -> None:
    answer = case.now["answer"]
    case.now["status"] = case.now["proposed"]
    taken.kept, answer.approved = answer.approved, answer.sent


def _enter_round(case: CaseModel, given: dict[str, Any], _: Taken) -> None:
    if case.now["answer"]:
        case.past.add(case.now["round"])
    case.now |= {"round": given["round"], "answer": None, "proposed": None}


def _open_round(case: CaseModel, given: dict[str, Any], _: Taken) -> None:
    case.past.add(case.now["round"])
    fresh = Answer(case.now["lead"], given["round"])
    case.now |= {"round": given["round"], "answer": fresh, "proposed": None}


def _restrict(case: CaseModel, given: dict[str, Any], taken: Taken) -> None:
    case.now["restricted"], case.named = True, {taken.by}


def _lift(case: CaseModel, *_: Any) -> None:
    case.now["restricted"], case.named = False, set()


_HOMELESS = {"lead": None, "returned": False}
_EFFECTS: dict[str, Any] = {
    "pause": lambda case, *_: case.now.update(paused=True),
    "assign": _assign,
    "reassign": _reassign,
    "hand_back": lambda case, *_: case.now.update(_HOMELESS),
    "send_for_sign_off": lambda case, *_: case.now.update(returned=False),
    "sign_and_send": _send,
    "return_from_sign_off": lambda case, *_: case.now.update(returned=True),
    "return_to_department": lambda case, *_: case.now.update(returned=True),
    "agree": _agree,
    "disagree": lambda case, *_: _decide(case, "declined"),
    "approve": _approve,
    "enter_round": _enter_round,
    "open_round": _open_round,
    "revive": lambda case, *_: case.now.update(_HOMELESS),
    "restrict": _restrict,
    "lift_restriction": _lift,
    "name_person": lambda case, given, _: case.named.add(given["person"]),
    "unname_person": lambda case, given, _: case.named.discard(given["person"]),
}
