"""The tasks of a working day, each with the most steps that it may take; docs/steps.md is made from them.

A step is a click or a choice in a list, counted from the page that one stands on: the home page after signing
in, or the page that a mail links to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from cases import actions
from cases.models import Case, Term
from tests.browser.hands import Mouse
from tests.cast import FULL, LATER, NOW, SHORT, Cast, assigned, department, drafted, received, sent
from tests.exports import scene as papers

DEPARTMENTS, CASES, WAITING = 25, 200, 30


@dataclass(frozen=True)
class Task:
    """``known`` is what the best tool known takes; ``scene`` is played before, and handed to ``does``."""

    says: str
    by: str
    known: str
    most: int
    scene: Callable[[Cast], Any]
    does: Callable[[Mouse, Any], None]


def _themes_with_leads(cast: Cast) -> list[str]:
    """200 cases of 25 themes; the leads are not known yet."""
    names = [f"Ministry {number:02}" for number in range(DEPARTMENTS)]
    for number, name in enumerate(names):
        department(f"m{number:02}", name)
        theme = Term.objects.create(vocabulary="theme", code=f"Theme {number:02}")
        for _case in range(CASES // DEPARTMENTS):
            received(cast).recommendation.themes.add(theme)
    return names


def assign_many(hand: Mouse, names: list[str]) -> None:
    hand.starts("/desk/")
    hand.follow("Leads by theme group")
    for number, name in enumerate(names):
        hand.choose(hand.page.get_by_label(f"Lead for: Theme {number:02}"), name)
    hand.press("Save", exact=True)
    hand.sees("200 cases")


def see_what_is_due(hand: Mouse, case: Case) -> None:
    hand.starts()
    hand.sees("due this week")
    hand.sees(case.reference)


def _due_this_week(cast: Cast) -> Case:
    case = received(cast)
    soon = NOW.date() + timedelta(days=2)
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=soon)
    return case


def draft_in_view(hand: Mouse, case: Case) -> None:
    hand.starts()
    hand.follow(hand.page.get_by_role("link", name=case.reference, exact=True))
    for heading in ("What is asked", "Comments", "What happened"):
        hand.page.get_by_role("heading", name=heading).first.wait_for()
    hand.write(hand.page.get_by_label("Full text"), FULL)


def submit(hand: Mouse, case: Case) -> None:
    hand.starts(f"/case/{case.reference}/")
    hand.write(hand.page.get_by_label("Short text"), SHORT)
    hand.press("Save and send for sign-off")
    hand.sees("For signature")


def _sent_again(cast: Cast) -> Case:
    """Returned once, and written anew: the review opens on what changed."""
    case = sent(cast)
    reasons = {"comment": "Say how many.", "due_on": LATER}
    actions.take_step(case, "return_from_validation", by=cast.validator, now=NOW, **reasons)
    latest = case.answer.latest_draft().number
    texts = {"full_text": FULL.replace("two hundred", "three hundred"), "short_text": SHORT}
    status = case.answer.latest_draft().status
    actions.save_draft(case, **texts, status=status, started_from=latest, by=cast.focal_point, now=NOW)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    return case


def compare_and_decide(hand: Mouse, case: Case) -> None:
    hand.starts(f"/case/{case.reference}/review/")
    hand.page.locator("ins", has_text="three").first.wait_for()
    hand.press("Approve")
    hand.sees("pproved")


def approve_thirty(hand: Mouse, _cases: Any) -> None:
    hand.starts()
    hand.follow("Review")
    for left in range(WAITING, 0, -1):
        hand.press("Approve")
        if left > 1:
            hand.sees(f"{left - 1}")
    hand.sees("pproved")


def return_with_comments(hand: Mouse, case: Case) -> None:
    hand.starts(f"/case/{case.reference}/review/")
    hand.follow("Return")
    hand.write(hand.page.get_by_label("Reason"), "Which clinics?")
    hand.press("Return")
    hand.sees("eturned")


def ask_for_more_time(hand: Mouse, case: Case) -> None:
    hand.starts(f"/case/{case.reference}/")
    hand.follow("Ask for more time")
    hand.write(hand.page.get_by_label("Reason"), "The survey ends in May.")
    hand.date(hand.page.get_by_label("Until when you need it"), LATER.isoformat())
    hand.press("Ask for more time")
    hand.sees("you asked for more time")


def take_the_paper(hand: Mouse, address: str) -> None:
    hand.starts(address)
    with hand.page.expect_download():
        hand.follow("Download the PDF")


def _report_with_paper(cast: Cast) -> str:
    report = papers.report(cast)
    made = papers.made(report)
    made.file.storage.save(made.file.name, ContentFile(b"%PDF-1.7"))
    return f"/desk/reports/{report.reference}/"


def see_one_page(hand: Mouse, _nothing: Any) -> None:
    hand.starts()
    hand.follow("Overview")
    hand.page.get_by_role("heading", level=1).first.wait_for()


def _nothing(_cast: Cast) -> None:
    return None


TASKS = {
    "assign": Task("assign 200 to 25 ministries", "coordinator", "150", 27, _themes_with_leads, assign_many),
    "due": Task("see what is due this week", "focal_point", "2", 0, _due_this_week, see_what_is_due),
    "draft": Task("draft with history and comments in view", "focal_point", "5", 1, assigned, draft_in_view),
    "submit": Task("submit", "focal_point", "3", 1, drafted, submit),
    "approve": Task(
        "approve 30", "validator", "60", 31, lambda cast: [sent(cast) for _ in range(WAITING)], approve_thirty
    ),
    "return": Task("return with comments", "validator", "4", 2, sent, return_with_comments),
    "time": Task("ask for more time", "focal_point", "e-mail", 2, drafted, ask_for_more_time),
    "paper": Task("export PDF or Word", "editor", "2", 1, _report_with_paper, take_the_paper),
}
