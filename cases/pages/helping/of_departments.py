"""The guides of those who answer, in their department."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.pages.helping.guide import Guide, Part

AWAY = Part(
    _("If you go on leave"),
    _(
        "Open “My account”, give the first and the last day and who acts for you. Your roles come back by "
        "themselves; what is done for you names you both."
    ),
)

OF_DEPARTMENTS: tuple[Guide, ...] = (
    Guide(
        "focal-point",
        _("Focal point and alternate"),
        (
            Part(
                _("Begin with My work"),
                _(
                    "It shows what waits for your department: late, this week, later. The button on each "
                    "line leads to the next step. You get a mail when something is assigned to you."
                ),
            ),
            Part(
                _("Write the answer"),
                _(
                    "On the page of the case you see what the UN asks, the last answer and the comments "
                    "beside the text. Write the full text, and the short one that the report prints, and "
                    "propose a status. Only your department sees it until it is sent."
                ),
            ),
            Part(
                _("Write offline"),
                _("“Work by Word” gives you your answers as one file, to send back."),
            ),
            Part(
                _("Ask others for their part"),
                _(
                    "“Contributors” asks other departments for a part, each with a date. You accept it or "
                    "return it. Past its date you may go on without it; the text then says so."
                ),
            ),
            Part(
                _("Send it"),
                _(
                    "“Send for signature” gives it to your head; where there is no head you send it to the "
                    "validator yourself. For a few minutes “Undo” takes it back."
                ),
            ),
            Part(
                _("If it comes back"),
                _(
                    "It stands under My work as “Returned”, with the reasons and a new date. Change the text "
                    "and send it again; all earlier versions are kept."
                ),
            ),
            Part(
                _("If it is not yours, or the time is too short"),
                _(
                    "“Hand back” returns it with a reason and the department that you propose. “Ask for more "
                    "time” proposes a date; until it is decided nobody is reminded."
                ),
            ),
            Part(
                _("If you are late"),
                _(
                    "The case asks “What blocks this?”. Choose one of four answers, for several cases at "
                    "once; only the coordinator and your department read it. “Solved” ends it."
                ),
            ),
            AWAY,
        ),
        ("draft", "stand_in"),
    ),
    Guide(
        "contributor",
        _("Contributor"),
        (
            Part(
                _("What is asked of you"),
                _(
                    "Another department writes the answer and asks yours for a part, by a date. It stands "
                    "under My work as a contribution. You see what the UN asks and your own part; the rest "
                    "of the answer stays with its department."
                ),
            ),
            Part(
                _("Write your part"),
                _(
                    "Write it as you would say it, with figures, their source and the day they are of. Save "
                    "as often as you like. The focal point or head of your department delivers it."
                ),
            ),
            Part(
                _("If it comes back"),
                _("It stands under My work as returned, with the reason. Change it; it is delivered again."),
            ),
            Part(
                _("If you have nothing to say"),
                _("The focal point or head of your department declines it, with a reason."),
            ),
            Part(
                _("If you must agree"),
                _(
                    "A second lead reads the whole text that was put before it, and agrees or says why not. "
                    "If the text changes after that, you are asked again."
                ),
            ),
        ),
        ("contribute",),
    ),
    Guide(
        "head",
        _("Head of department"),
        (
            Part(
                _("What waits for your signature"),
                _(
                    "My work shows the answers of your department that wait for you. Open one with “Read and "
                    "sign”: the text stands beside what the UN asks. “Signature folder” holds them all, to "
                    "be signed at once, or printed and signed by hand."
                ),
            ),
            Part(
                _("Sign or return"),
                _(
                    "“Sign and send” gives it to the validator. “Return” gives it back to the drafter; say "
                    "what has to change. You cannot sign a text that you drafted yourself."
                ),
            ),
            Part(
                _("If a validator proposes edits"),
                _(
                    "The answer comes to you with the difference marked. Agree, and it is approved; or say "
                    "why not, and it goes back to the validator. Nothing is agreed by silence."
                ),
            ),
            Part(
                _("If the report says it in other words"),
                _(
                    "My work says when an editor rewrote paragraphs of a report that tell your answers. Both "
                    "texts stand beside each other; agree to all in one click, or decline one and say why."
                ),
            ),
            Part(
                _("If you signed too early"),
                _(
                    "“Undo” stands there for a few minutes. After that “Withdraw” takes the answer back, as "
                    "long as nobody has decided."
                ),
            ),
            Part(
                _("If a colleague leaves"),
                _(
                    "Under “My roles”, “Hand over work” gives all roles of a colleague to another one, for "
                    "some days or for good, with what is open."
                ),
            ),
            AWAY,
        ),
        ("sign_off",),
    ),
    Guide(
        "escalation-contact",
        _("Escalation contact"),
        (
            Part(
                _("Why you get a mail"),
                _(
                    "Answers of your department are late, and a coordinator asks you to see to it. The mail "
                    "lists them with their dates. You are reminded a few times; then they are on the agenda "
                    "of the meeting."
                ),
            ),
            Part(
                _("What you see"),
                _(
                    "The page of your department shows how its answers stand and how old they are; My work "
                    "leads there. Of each you see the steps and dates, and the text once it was sent for "
                    "validation. You write and sign nothing here."
                ),
            ),
        ),
        ("escalate",),
    ),
)
