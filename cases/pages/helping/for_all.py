"""What help tells everybody: where a case may stand, and what happens if."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.pages.helping.guide import Part
from cases.standings import RETURNED_WORD
from cases.standings import STANDINGS as OF_STATES
from cases.states import APPROVED, ASSIGNED, DRAFTING, SIGN_OFF, VALIDATION

STANDINGS: tuple[Part, ...] = (
    Part(OF_STATES[ASSIGNED], _("Assigned to a department, which has not begun.")),
    Part(OF_STATES[DRAFTING], _("Somebody there writes; only the department reads it.")),
    Part(OF_STATES[SIGN_OFF], _("The head of the department reads it, or agrees to edits.")),
    Part(OF_STATES[VALIDATION], _("Signed and sent; it waits for a decision.")),
    Part(RETURNED_WORD, _("It came back with reasons, and is being drafted again.")),
    Part(
        OF_STATES[APPROVED],
        _("Text and status are decided. In the report it becomes “Submitted”, with a date."),
    ),
)

WHAT_IF: tuple[Part, ...] = (
    Part(
        _("If you are signed out while you write"),
        _(
            "Your text is kept in this browser: sign in, open the page again, and take it back. "
            "Where no scripts run, it is shown to you, to copy."
        ),
    ),
    Part(
        _("If somebody else saved the same text"),
        _("Nothing is overwritten: you see both texts and decide."),
    ),
    Part(
        _("If the bell shows a number"),
        _(
            "So many notices are new to you: the same that mails tell, and sooner. It goes quiet once you "
            "have looked at them, or at the page of the case; a button there does it too."
        ),
    ),
    Part(
        _("If a page says that nothing is there"),
        _("It may be a case that you may not see, or that went to another department. Nothing was lost."),
    ),
    Part(
        _("If something breaks"),
        _("The page says what became of your text. Go back, copy it, and try again after a few minutes."),
    ),
)
