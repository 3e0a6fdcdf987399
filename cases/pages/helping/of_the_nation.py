"""The guides of those whose role is for the whole nation, and of who sets Suivi up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.pages.helping.guide import Guide, Part

OF_THE_NATION: tuple[Guide, ...] = (
    Guide(
        "coordinator",
        _("Coordinator"),
        (
            Part(
                _("Assign"),
                _(
                    "The Desk shows all cases. Filter them, tick them and assign them with a due date; "
                    "“Leads by theme group” assigns many at once by their themes, with proposals. Nobody is "
                    "told before the minutes for Undo are over."
                ),
            ),
            Part(
                _("Open a round"),
                _(
                    "Under “Rounds” you ask for answers: positions, a plan, an update or a report. "
                    "“Plan to submission” counts back from the day of submission."
                ),
            ),
            Part(
                _("See who is late"),
                _(
                    "“Overview” leads to “Departments”: how many cases stand where, how late, what blocks "
                    "them, and a button to remind."
                ),
            ),
            Part(
                _("If an answer stays late"),
                _(
                    "“Escalations” shows what is long late, and the mails; Send tells the escalation "
                    "contacts."
                ),
            ),
            Part(
                _("See what leaves tomorrow"),
                _(
                    "“Mail” shows what could not be delivered, and leads to the mails of the next working "
                    "day. Until they leave you can change them."
                ),
            ),
            Part(
                _("Decide on more time"),
                _("Requests stand in My work. You grant the date, another one, or refuse with a reason."),
            ),
            Part(
                _("If a ministry is merged, split or renamed"),
                _(
                    "“Reorganise” under Settings, Departments moves all that is open in one act, after "
                    "a preview. Old names stay in history."
                ),
            ),
            Part(
                _("If somebody joins or leaves"),
                _(
                    "Settings, People: invite, give roles, switch off. See what is open before you switch "
                    "somebody off, and hand it over."
                ),
            ),
            Part(
                _("If themes overlap or are named badly"),
                _(
                    "Settings, Themes: rename one, propose its lead, join two after a preview. Imports still "
                    "know the old name."
                ),
            ),
            Part(
                _("Your country's own words"),
                _(
                    "Settings, Wording and Look: names, words for where a case stands, a colour and a mark. "
                    "The last change can be put back."
                ),
            ),
            Part(
                _("What you do not see"),
                _(
                    "Until it is sent, the text of a department is its own: you see where it stands and when "
                    "it is due. Independent bodies are invited, never assigned, and nobody chases them."
                ),
            ),
        ),
        ("coordinate",),
    ),
    Guide(
        "validator",
        _("Validator"),
        (
            Part(
                _("Open what waits"),
                _(
                    "My work lists the answers that wait for a decision. “Review” opens on the difference: "
                    "against what you last saw, what was approved, or the last round."
                ),
            ),
            Part(
                _("Decide on text and status together"),
                _(
                    "Approve, and the next one opens. Return it with reasons and a new due date. Or propose "
                    "edits: the department that signed agrees or says why not."
                ),
            ),
            Part(
                _("If you wrote a part of it"),
                _(
                    "Whoever drafted a text, or a part of it, does not decide on it; another validator does. "
                    "The page says so."
                ),
            ),
            Part(
                _("If you approved too early"),
                _(
                    "“Undo” stands there for a few minutes. Later a coordinator reopens the answer, with a "
                    "reason. Approved texts stay on record word by word."
                ),
            ),
            Part(
                _("Validator for themes"),
                _("You decide on, and see, the recommendations that have one of your themes."),
            ),
        ),
        ("validate",),
    ),
    Guide(
        "editor",
        _("Editor of the report"),
        (
            Part(
                _("Open a report"),
                _(
                    "Under “Reports” you open one for a round and choose its type; the type says how many "
                    "words it may have. What is approved in the round stands in it at once."
                ),
            ),
            Part(
                _("Assemble and circulate"),
                _(
                    "Write title page and introduction, and watch the words. “Circulate” shows it to the "
                    "departments concerned until a reply date; you settle each objection with an answer."
                ),
            ),
            Part(
                _("Say it in other words"),
                _(
                    "“Edit for the report” prints your words instead of the approved ones; both are kept. "
                    "Then ask the leads to agree, all in one click: until they have, it is not frozen."
                ),
            ),
            Part(
                _("Freeze, adopt, submit"),
                _(
                    "A validator freezes it as an edition that never changes. The coordinator records the "
                    "decision of the government. You record the submission: its cases are then submitted."
                ),
            ),
            Part(
                _("If it has too many words"),
                _(
                    "The report says by how many. Departments change their short texts: a coordinator "
                    "reopens the answer. Freezing above the limit asks for a reason."
                ),
            ),
            Part(
                _("If something changes after it was frozen"),
                _(
                    "The coordinator amends it, with a reason, and it becomes the next edition. The former "
                    "one stays as it was."
                ),
            ),
        ),
        ("edit_report",),
    ),
    Guide(
        "observer",
        _("Observer"),
        (
            Part(
                _("What you see"),
                _(
                    "The Desk shows every case, where it stands and when it is due. You read an answer once "
                    "its department has sent it; drafts stay with the department. Restricted cases show to "
                    "the persons named in them alone."
                ),
            ),
            Part(
                _("Find something"),
                _(
                    "Filter the Desk by mechanism, department, theme or standing; a reference or a symbol is "
                    "found as it is written. “Overview” shows how far the round and each department is; "
                    "“Reports” what was submitted."
                ),
            ),
            Part(_("What you change"), _("Nothing: nothing waits for you, and nothing you open changes.")),
        ),
        ("observe",),
    ),
    Guide(
        "administrator",
        _("Administrator"),
        (
            Part(
                _("Set the site up"),
                _(
                    "Settings: departments with their names, people with their roles, calendars, the "
                    "state's own words and its look. You hold no role for that, and see no case."
                ),
            ),
            Part(
                _("Bring people in"),
                _(
                    "Settings, People: invite one person, or send a list as a file and see first what it "
                    "does. An invitation works once, for a week; send it again or take it back on the "
                    "page of the person."
                ),
            ),
            Part(
                _("What only you do"),
                _(
                    "Give and take the role of coordinator, change the address of somebody who has signed "
                    "in, and switch off another administrator. Nobody gives a role to himself."
                ),
            ),
            Part(
                _("If somebody cannot sign in"),
                _(
                    "Is the account active, and the address right? Who forgot the password asks for another "
                    "one on the page where one signs in. Too many attempts: wait five minutes."
                ),
            ),
            Part(
                _("If no mail arrives"),
                _("A coordinator sees under “Mail” what could not be delivered, and tries it again."),
            ),
        ),
    ),
    Guide(
        "translator",
        _("Translator"),
        (
            Part(
                _("What waits"),
                _(
                    "My work says how many answers are to be translated into each language; the link "
                    "leads to them. You see an answer once its department has sent it."
                ),
            ),
            Part(
                _("What holds nothing up"),
                _(
                    "Only the working language of a round passes the steps. Others stand beside it: a "
                    "case goes on whether a translation is there or not. If the answer changes, its "
                    "translation is out of date until you look at it again."
                ),
            ),
            Part(
                _("The words of the pages"),
                _(
                    "They are in files of their own, one for each language, which whoever runs Suivi puts in "
                    "place. References and dates stay as they are."
                ),
            ),
            Part(
                _("Names"),
                _(
                    "Departments and themes have a name in each language. Where one is missing, the reader "
                    "sees the next language that has one."
                ),
            ),
        ),
        ("translate",),
    ),
)
