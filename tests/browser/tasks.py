"""The tasks of a working day, each with the most steps and pages that it may take; docs/steps.md tells them.

A step is a click or a choice in a list, counted from the page that one stands on: the home page after signing
in, or the page that a mail links to. A page is one that is loaded on the way, without the one begun from.
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
from tests.cases.importing.files import PRISONS, workbook
from tests.cast import (
    DUE,
    FULL,
    LATER,
    NOW,
    SHORT,
    Cast,
    approved,
    assigned,
    department,
    drafted,
    received,
    sent,
)
from tests.exports import scene as papers

DEPARTMENTS, CASES, WAITING = 25, 200, 30


@dataclass(frozen=True)
class Task:
    """``known`` is what the best tool known takes; ``scene`` is played before, and handed to ``does``."""

    says: str
    by: str
    known: str
    most: int
    pages: int
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


def _list_of_200(cast: Cast) -> bytes:
    """As a workbook in our layout."""
    return workbook(
        *(
            {**PRISONS, "key": str(number), "paragraph": f"120.{number}", "text_en": f"Open court {number}."}
            for number in range(CASES)
        )
    )


def import_many(hand: Mouse, content: bytes) -> None:
    hand.starts("/import/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    hand.page.locator("input[type=file]").set_input_files(
        {"name": "list.xlsx", "mimeType": kind, "buffer": content}
    )
    hand.press("Show what it does")
    hand.sees("Nothing is imported yet.")
    hand.press("Confirm", exact=True)
    hand.sees("New: 200.")
    assert Case.objects.count() == CASES


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
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, **reasons)
    latest = case.answer.latest_draft().number
    texts = {"full_text": FULL.replace("two hundred", "three hundred"), "short_text": SHORT}
    status = case.proposed_status
    actions.save_draft(case, **texts, status=status, started_from=latest, by=cast.focal_point, now=NOW)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    return case


def compare_and_decide(hand: Mouse, case: Case) -> None:
    hand.starts(f"/case/{case.reference}/review/")
    hand.page.locator("ins", has_text="three").first.wait_for()
    hand.press("Approve")
    hand.sees("pproved")


def _thirty(cast: Cast) -> list[Case]:
    return [sent(cast) for _number in range(WAITING)]


def approve_thirty(hand: Mouse, _cases: Any) -> None:
    hand.starts()
    hand.follow("Review UPR")
    for place in range(1, WAITING):
        hand.press(f"Approve and next ({place} of {WAITING})")
    hand.press("Approve", exact=True)
    hand.sees("Approved by you")


def _unchanged(cast: Cast) -> None:
    """Approved, reopened, and sent again as they were."""
    for _number in range(WAITING):
        case = approved(cast)
        actions.take_step(
            case, "reopen", by=cast.coordinator, now=NOW, comment="The minister asks.", due_on=DUE
        )
        actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)


def approve_unchanged(hand: Mouse, _nothing: Any) -> None:
    hand.starts()
    hand.follow("All that waits for review")
    hand.press(f"Approve all {WAITING} unchanged")
    hand.press(f"Approve these {WAITING}")
    hand.sees("Approve: 30 cases")


def return_with_comments(hand: Mouse, case: Case) -> None:
    hand.starts(f"/case/{case.reference}/review/")
    hand.follow("Return", exact=True)
    hand.write(hand.page.get_by_label("Reason").first, "Which clinics?")
    hand.press("Return", exact=True)
    hand.sees("eturned")


def hand_over(hand: Mouse, _nothing: Any) -> None:
    hand.starts()
    hand.follow("Going on leave?")
    hand.date(hand.page.get_by_label("First day"), NOW.date().isoformat())
    hand.date(hand.page.get_by_label("Last day"), LATER.isoformat())
    hand.press("Hand over for these days")
    hand.sees("End it")


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
        hand.follow("PDF national-report-2026")


def _report_with_paper(cast: Cast) -> str:
    report = papers.report(cast)
    made = papers.made(report)
    made.file.storage.save(made.file.name, ContentFile(b"%PDF-1.7"))
    return f"/desk/reports/{report.reference}/"


def see_one_page(hand: Mouse, _nothing: Any) -> None:
    hand.starts()
    hand.follow("Overview", exact=True)
    hand.page.get_by_role("heading", name="Overview").first.wait_for()


def _nothing(_cast: Cast) -> None:
    return None


def _late(cast: Cast) -> None:
    """Twelve answers late in two departments, and one that is not."""
    for number in range(13):
        case = received(cast)
        lead = cast.justice if number % 2 else cast.health
        due_on = (NOW - timedelta(days=7)).date() if number else DUE
        past = {"by": cast.coordinator, "now": NOW - timedelta(days=30)}
        actions.take_step(case, "assign", lead=lead, due_on=due_on, **past)


def chase(hand: Mouse, _nothing: Any) -> None:
    hand.starts("/departments/")
    hand.follow("Remind 2 late departments")
    hand.press("Send")
    hand.sees("reminded")


def assemble(hand: Mouse, _report: Any) -> None:
    hand.starts()
    hand.follow("National report 2026")
    hand.follow("Assemble")
    hand.press("Assemble")
    hand.sees("words")
    hand.sees(SHORT)


def _report_with_answers(cast: Cast) -> None:
    """Nothing of it is assembled yet; an answer of its round is approved."""
    papers.report(cast)
    approved(cast)


# fmt: off
TASKS = {
    "import":   Task("import 200 recommendations", "coordinator", "2 submits", 2, 2,
                     _list_of_200, import_many),
    "assign":   Task("assign 200 to 25 ministries", "coordinator", "150", 27, 2,
                     _themes_with_leads, assign_many),
    "due":      Task("see what is due this week", "focal_point", "2", 0, 0, _due_this_week, see_what_is_due),
    "draft":    Task("draft with history and comments in view", "focal_point", "5", 1, 1,
                     assigned, draft_in_view),
    "submit":   Task("submit", "focal_point", "3", 1, 1, drafted, submit),
    "compare":  Task("compare two versions and decide", "validator", "7", 1, 1,
                     _sent_again, compare_and_decide),
    "approve":  Task("approve 30", "validator", "60", 31, 31, _thirty, approve_thirty),
    "again":    Task("approve 30 unchanged ones", "validator", "60", 3, 3, _unchanged, approve_unchanged),
    "return":   Task("return with comments", "validator", "4", 2, 1, sent, return_with_comments),
    "time":     Task("ask for more time", "focal_point", "an e-mail", 2, 2, drafted, ask_for_more_time),
    "assemble": Task("assemble the report, watch the count", "editor", "about 240 pastes", 3, 3,
                     _report_with_answers, assemble),
    "paper":    Task("export the PDF", "editor", "2", 1, 0, _report_with_paper, take_the_paper),
    "minister": Task("a minister sees one page", "observer", "3", 1, 1, _nothing, see_one_page),
    "chase":    Task("chase late ministries", "coordinator", "25 mails", 2, 2, _late, chase),
    "leave":    Task("hand over before leave", "focal_point", "an app each", 2, 2, _nothing, hand_over),
}
# fmt: on
