"""The whole business in one table: the steps of a case, as the engine, pages, tests and README read them.

Each decorated method is one row; its body makes the step's own changes to the case. Who may take it and
what it needs stand in the decorator; the rules are in ``guards/``, the roles in ``people/roles.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from cases import asked_for, dates, undoing
from cases.facts import latest_draft, open_proposal, open_requests, standing_contributions
from cases.guards import answering, asking, company, sight, signing
from cases.people.roles import (
    COORDINATOR,
    EDITOR,
    FOCAL_POINT,
    HEAD,
    HEAD_OR_FOCAL_POINT,
    LEAD_DEPARTMENT,
    LEAD_OR_COORDINATOR,
    LENDER,
    VALIDATOR,
)
from cases.people.standing import present
from cases.states import (
    AGREEMENT,
    APPROVED,
    ASSIGNED,
    CLOSED,
    DRAFTING,
    RECEIVED,
    SIGN_OFF,
    SUBMITTED,
    VALIDATION,
    WITH_DEPARTMENT,
    State,
)
from workflow.facts import asks
from workflow.models import Carried
from workflow.process import Process
from workflow.step import Act, Need, step

if TYPE_CHECKING:
    from cases.models.case import Case


# fmt: off
LEAD     = Need("lead",       _("a lead"),           _("Choose the lead department."))
DUE      = Need("due_on",     _("a due date"),       _("Give a due date, or working days."), "working_days")
REASON   = Need("reason",     _("a reason"),         _("Give a reason: those concerned will read it."))
PROPOSED = Need("proposed",   _("a department proposed"), _("Propose the department that should answer."))
ROUND    = Need("round",      _("a round"),          _("Choose the round in which it is asked again."))
EDITION  = Need("edition",    _("the report's edition"), _("Only a submitted edition submits its cases."))
BECAUSE  = Need("because",    _("why it is closed"), _("Say why the case is closed."))
PERSON   = Need("person",     _("a person"),         _("Say who, by the e-mail with which they sign in."))
LAST_DAY = Need("last_day",   _("a last day"),       _("Say until which day."))
SUCCESSOR = Need("successor", _("the department that follows"), _("Only a reorganisation moves it."))
DECISION = Need("decision",   _("date and document of the decision"), _("Say when and by which document."))
POSITION = Need("position",   _("the position"),     _("Choose the position that was decided."))
INTO     = Need("into",       _("the answer that goes on"), _("Choose the answer that goes on."))
APART    = Need("apart",      _("an answer of its own"), _("It leaves the others with an answer of its own."))
PAPER    = Need("paper",      _("the signed paper"), _("Only a signed paper that is filed sends it."))
REQUEST  = Need("request",    _("a granted request for more time"), _("Only a grant moves the date."))
# fmt: on


class CaseFlow(Carried):
    """The process of a case. ``Case`` adds the columns that the steps change."""

    process = Process(
        name="case",
        unit="lead",
        initial=RECEIVED.value,
        final=frozenset({CLOSED.value}),
        states={state.value: state.label for state in State},
        topics="recommendation__themes",
        beside=("answer", "round", "lead"),
        gate=sight.is_named,
    )

    state = FSMField(_("state"), default=RECEIVED, choices=State.choices, protected=True, editable=False)

    class Meta:
        abstract = True

    @step(source=[RECEIVED, ASSIGNED], target=ASSIGNED, role=COORDINATOR, label=_("Assign"),
          needs=[LEAD, DUE], guards=[asking.lead_exists, asking.round_is_open, sight.answered_by_itself],
          undo=undoing.dating, awaited=[RECEIVED],
          follow={"contributors": "cases.contributions.with_assignment.ask"})  # fmt: skip
    @asks(open_requests, standing_contributions)
    def assign(self: Case, act: Act) -> None:
        """``answer`` in the data joins the case to others that are answered together."""
        asked_for.drop_request(self, act)
        self.lead = act.data["lead"]
        dates.ask(self, act)
        answer = act.data.get("answer") or self.own_answer(act)
        # What another department proposed stays with that one's draft.
        if answer.pk is None or answer.pk != self.answer_id:
            self.propose_nothing()
        asked_for.carry_contributions(self, act, act.data["lead"], answer)
        self.answer = answer

    @step(source=[ASSIGNED, DRAFTING, SIGN_OFF], target=ASSIGNED, role=COORDINATOR, label=_("Reassign"),
          needs=[LEAD, DUE, REASON], guards=[asking.lead_exists])  # fmt: skip
    @asks(open_requests, standing_contributions)
    def reassign(self: Case, act: Act) -> None:
        """The draft is kept, and goes to the new lead; that of an independent body stays with the body."""
        asked_for.drop_request(self, act)
        self.hand_answer_to(act.data["lead"], act)
        dates.set_due(self, act)
        self.returned = False

    @step(source=[ASSIGNED, DRAFTING], target=RECEIVED, role=LEAD_DEPARTMENT, label=_("Hand back"),
          needs=[REASON, PROPOSED], guards=[asking.is_not_invited, asking.proposed_exists],
          undo=undoing.proposal)  # fmt: skip
    @asks(open_requests, standing_contributions)
    def hand_back(self: Case, act: Act) -> None:
        """The answer stays with those who began it, unless the case comes back to them."""
        asked_for.drop_request(self, act)
        asked_for.drop_contributions(self, act)
        act.noted["proposal"] = self.propose_lead(act.data["proposed"], by=act.by)
        self.lead, self.due_on, self.paused_on, self.returned = None, None, None, False

    @step(source=[ASSIGNED, DRAFTING], target=RECEIVED, role=LEAD_DEPARTMENT, label=_("Decline"),
          guards=[asking.is_invited], undo=undoing.nothing_beside)  # fmt: skip
    @asks(open_requests, standing_contributions)
    def decline(self: Case, act: Act) -> None:
        """An independent body owes no answer, and no reason. What it wrote stays with it."""
        asked_for.drop_request(self, act)
        asked_for.drop_contributions(self, act)
        self.lead, self.due_on, self.paused_on, self.returned = None, None, None, False

    @step(source=[ASSIGNED], target=DRAFTING, role=LEAD_DEPARTMENT, label=_("Accept"))
    def accept(self: Case, act: Act) -> None:
        """The first edit counts as acceptance."""

    @step(source=[ASSIGNED], target=DRAFTING, role=LEAD_DEPARTMENT, label=_("Begin together"), needs=[INTO],
          guards=[company.begins_with_its_company, company.fits_what_it_begins_with],
          undo=undoing.beginning)  # fmt: skip
    @asks(standing_contributions)
    def begin(self: Case, act: Act) -> None:
        """Accepted, and answered from the first word on with those that begin with it (starting/)."""
        if act.data["into"].pk != self.answer_id:
            self.answer_with(act.data["into"], act)

    @step(source=[ASSIGNED, DRAFTING, SIGN_OFF], target=None, role=COORDINATOR, label=_("Extend"),
          needs=[REQUEST], guards=[asking.request_gives_the_date])  # fmt: skip
    def extend(self: Case, act: Act) -> None:
        """Taken by the grant of a request for more time, for all its cases (extensions/flow.py)."""
        request = act.data["request"]
        self.due_on = act.noted["due_on"] = request.granted_on
        if request.reckoned:
            act.noted["reckoned"] = request.reckoned

    @step(source=WITH_DEPARTMENT, target=None, role=COORDINATOR, label=_("Change the date"),
          needs=[DUE, REASON], undo=undoing.nothing_beside)  # fmt: skip
    def redate(self: Case, act: Act) -> None:
        """``calendar`` in the data names the calendar whose change moved it (calendar_changes.py)."""
        dates.change_due(self, act)

    @step(source=WITH_DEPARTMENT, target=None, role=COORDINATOR, label=_("Pause"), needs=[REASON],
          guards=[asking.is_not_paused], undo=undoing.nothing_beside)  # fmt: skip
    def pause(self: Case, act: Act) -> None:
        """Nobody is late or reminded meanwhile. A step that takes it from the department ends it too."""
        dates.pause(self, act)

    @step(source=WITH_DEPARTMENT, target=None, role=COORDINATOR, label=_("Resume"),
          guards=[asking.is_paused], undo=undoing.nothing_beside)  # fmt: skip
    def resume(self: Case, act: Act) -> None:
        """The due date moves by the working days that were paused."""
        dates.end_pause(self, act)

    @step(source=[ASSIGNED, DRAFTING, SIGN_OFF, VALIDATION, AGREEMENT, APPROVED], target=None,
          role=COORDINATOR, label=_("Move to the successor"), needs=[SUCCESSOR],
          guards=[asking.follows_the_lead])  # fmt: skip
    @asks(standing_contributions)
    def succeed(self: Case, act: Act) -> None:
        """Taken when the lead is merged or split (moving.py): draft, versions and due date are kept."""
        asked_for.carry_contributions(self, act, act.data["successor"], self.present_answer)
        self.lead = act.data["successor"]
        self.present_answer.pass_to(act.data["successor"])

    @step(source=[ASSIGNED, DRAFTING], target=None, role=LEAD_OR_COORDINATOR, label=_("Answer together"),
          needs=[INTO], guards=[company.is_theirs_to_group, company.is_in_the_open, company.neither_is_paused,
                                company.answers_fit, company.nobody_contributes_to_it],
          undo=undoing.joining)  # fmt: skip
    @asks(standing_contributions)
    def join(self: Case, act: Act) -> None:
        """Its own text is kept beside; the text of those that it joins goes on (grouping.py)."""
        self.answer_with(act.data["into"], act)

    @step(source=[ASSIGNED, DRAFTING], target=None, role=LEAD_OR_COORDINATOR, label=_("Answer apart"),
          needs=[APART], guards=[company.is_theirs_to_group, company.has_company, company.apart_is_new,
                  company.nobody_must_agree],
          undo=undoing.splitting)  # fmt: skip
    def split(self: Case, act: Act) -> None:
        """It goes on with the text so far, by itself. What was asked for the answer stays with the others."""
        self.answer = act.data["apart"]

    @step(source=[DRAFTING], target=SIGN_OFF, role=FOCAL_POINT, label=_("Send for sign-off"),
          guards=[answering.has_narrative, answering.has_proposal, answering.contributions_settled,
                  answering.comments_answered, answering.department_has_head],
          undo=undoing.nothing_beside, awaited=[ASSIGNED, DRAFTING])  # fmt: skip
    def send_for_sign_off(self: Case, act: Act) -> None:
        self.returned = False

    @step(source=[DRAFTING, SIGN_OFF], target=VALIDATION, role=HEAD_OR_FOCAL_POINT, label=_("Sign and send"),
          guards=[asking.is_not_invited, answering.has_narrative, answering.has_proposal,
                  answering.contributions_settled, answering.comments_answered,
                  answering.signer_did_not_draft],
          undo=undoing.sending, awaited=[SIGN_OFF])  # fmt: skip
    @asks(open_requests, latest_draft, standing_contributions)
    def sign_and_send(self: Case, act: Act) -> None:
        """What is sent leaves the department: the validator, and whoever follows the case, may read it."""
        self.leave_department(act)

    @step(source=[SIGN_OFF], target=VALIDATION, role=FOCAL_POINT, label=_("File as signed on paper"),
          needs=[PAPER], guards=[asking.is_not_invited, answering.has_narrative, answering.has_proposal,
                                 answering.contributions_settled, answering.comments_answered,
                                 signing.filer_is_another, signing.scan_is_kept,
                                 signing.text_is_the_one_printed, signing.signer_may_sign],
          undo=undoing.sending)  # fmt: skip
    @asks(open_requests, latest_draft, standing_contributions)
    def file_signature(self: Case, act: Act) -> None:
        """The head signed by hand the text that was printed (signing/papers.py): it is sent all the same."""
        act.noted["signer"] = act.data["paper"].paper.signer_id
        self.leave_department(act)

    @step(source=[DRAFTING, SIGN_OFF], target=APPROVED, role=HEAD_OR_FOCAL_POINT, label=_("Release"),
          guards=[asking.is_invited, answering.has_narrative, answering.contributions_settled,
                  answering.signer_did_not_draft],
          undo=undoing.releasing)  # fmt: skip
    @asks(open_requests, latest_draft, standing_contributions)
    def release(self: Case, act: Act) -> None:
        """The text of an independent body goes into the report as it is; nobody validates it."""
        asked_for.drop_request(self, act)
        self.returned, self.status = False, self.proposed_status or self.status
        answer = self.present_answer
        act.noted["sent"], act.noted["approved"] = answer.sent_id, answer.approved_id
        answer.release(act)

    @step(source=[APPROVED], target=DRAFTING, role=HEAD_OR_FOCAL_POINT, label=_("Take back to revise"),
          guards=[asking.is_invited])  # fmt: skip
    def take_back(self: Case, act: Act) -> None:
        """Only the independent body itself opens its text again."""

    @step(source=[SIGN_OFF, VALIDATION], target=DRAFTING, role=LEAD_DEPARTMENT, label=_("Withdraw"),
          guards=[answering.nobody_decided_yet])  # fmt: skip
    def withdraw(self: Case, act: Act) -> None:
        """Back to the drafter's desk."""

    @step(source=[SIGN_OFF], target=DRAFTING, role=HEAD, label=_("Return to the drafter"), needs=[REASON],
          undo=undoing.returning)  # fmt: skip
    def return_from_sign_off(self: Case, act: Act) -> None:
        act.noted.update(self.proposed())
        self.returned = True

    @step(source=[VALIDATION], target=DRAFTING, role=VALIDATOR, label=_("Return"),
          needs=[REASON, DUE], guards=[asking.is_not_invited],
          undo=undoing.dated_return)  # fmt: skip
    def return_to_department(self: Case, act: Act) -> None:
        act.noted.update(self.proposed())
        self.returned = True
        dates.set_due(self, act)

    @step(source=[VALIDATION], target=AGREEMENT, role=VALIDATOR, label=_("Propose edits"),
          guards=[asking.is_not_invited, answering.edits_are_proposed, answering.did_not_draft])  # fmt: skip
    def propose_edits(self: Case, act: Act) -> None:
        """A signature is never overridden: the signer agrees or not."""

    @step(source=[AGREEMENT], target=APPROVED, role=HEAD_OR_FOCAL_POINT, label=_("Agree"),
          guards=[answering.did_not_propose], awaited=[AGREEMENT])  # fmt: skip
    @asks(open_proposal)
    def agree(self: Case, act: Act) -> None:
        dates.end_pause(self, act)
        self.decide_status()
        self.present_answer.agree(act)

    @step(
        source=[AGREEMENT], target=VALIDATION, role=HEAD_OR_FOCAL_POINT, label=_("Disagree"), needs=[REASON]
    )
    @asks(open_proposal)
    def disagree(self: Case, act: Act) -> None:
        """What was signed stands, and goes back to the validator."""
        dates.end_pause(self, act)
        self.present_answer.disagree(act)

    @step(source=[VALIDATION], target=APPROVED, role=VALIDATOR, label=_("Approve"),
          guards=[asking.is_not_invited, answering.has_proposal, answering.did_not_draft],
          undo=undoing.approval, awaited=[VALIDATION])  # fmt: skip
    def approve(self: Case, act: Act) -> None:
        """Text and status are decided together; a position is only proposed: the government decides it."""
        self.decide_status()
        act.noted["approved"] = self.present_answer.approved_id
        self.present_answer.approve(act)

    @step(source=[APPROVED], target=DRAFTING, role=COORDINATOR, label=_("Reopen"), needs=[REASON],
          guards=[asking.is_not_invited, asking.round_is_open])  # fmt: skip
    def reopen(self: Case, act: Act) -> None:
        """The approved text stays on record until another is approved."""

    @step(source=[APPROVED], target=SUBMITTED, role=EDITOR, label=_("Submit"), needs=[EDITION])
    def submit(self: Case, act: Act) -> None:
        """Taken for all its cases when the report's edition is submitted."""

    @step(source=[APPROVED], target=None, role=COORDINATOR, label=_("Record the position"),
          needs=[DECISION, POSITION], guards=[asking.round_asks_position, asking.decision_fits],
          undo=undoing.recording)  # fmt: skip
    def record_position(self: Case, act: Act) -> None:
        """The department proposed; this is what the government decided (rounds/positions.py)."""
        act.noted["decided_before"] = self.recommendation.position_decided
        act.noted["position_before"] = self.recommendation.position
        position = act.data["position"]
        act.data["decision"].positions.create(case=self, position=position, proposed=self.proposed_position)
        self.recommendation.decide_position(position)

    @step(source=[RECEIVED], target=None, role=COORDINATOR, label=_("Put into a round"),
          needs=[ROUND], guards=[asking.round_is_another], undo=undoing.round_left)  # fmt: skip
    def enter_round(self: Case, act: Act) -> None:
        """The first round of a case that was only received; what was begun in another is kept there."""
        if self.answer_id is not None:
            self.keep_round(act)
        self.round, self.answer = act.data["round"], None
        self.propose_nothing()

    @step(source=[APPROVED, SUBMITTED], target=ASSIGNED, role=COORDINATOR, label=_("Open round"),
          needs=[ROUND, DUE], guards=[asking.round_is_another], undo=undoing.round_left)  # fmt: skip
    def open_round(self: Case, act: Act) -> None:
        """The lead, or who follows it, and company carry over; how the case stood before is kept."""
        self.keep_round(act)
        self.lead = present(self.lead)
        last, self.round = self.answer_id, act.data["round"]
        dates.ask(self, act)
        self.answer = self.answer_of_company(act.together, last) or self.new_answer(act)
        self.propose_nothing()

    @step(source=[state for state in State if state != CLOSED], target=CLOSED, role=COORDINATOR,
          label=_("Close"), needs=[REASON, BECAUSE], guards=[asking.closing_fits])  # fmt: skip
    @asks(open_requests, standing_contributions)
    def close(self: Case, act: Act) -> None:
        asked_for.drop_request(self, act)
        asked_for.drop_contributions(self, act)
        self.closed_because, self.paused_on = act.data["because"], None
        self.duplicate_of = act.data.get("duplicate_of")

    @step(source=list(State), target=None, role=COORDINATOR, label=_("Restrict"), needs=[REASON],
          guards=[sight.is_not_restricted, sight.all_of_the_answer])  # fmt: skip
    def restrict(self: Case, act: Act) -> None:
        """From now on the persons named see it, and nobody else; who restricts it is the first of them."""
        self.restricted = True
        self.end_loans()
        self.put_in_sight(act.by)

    @step(source=list(State), target=None, role=COORDINATOR, label=_("Lift the restriction"), needs=[REASON],
          guards=[sight.is_restricted, sight.all_of_the_answer])  # fmt: skip
    def lift_restriction(self: Case, act: Act) -> None:
        """It is seen by all whose roles show it again."""
        self.restricted = False
        self.forget_named()

    @step(source=list(State), target=None, role=COORDINATOR, label=_("Name a person"), needs=[PERSON],
          guards=[sight.is_restricted, sight.is_an_account])  # fmt: skip
    def name_person(self: Case, act: Act) -> None:
        """To be named gives no role: it opens what one's roles allow."""
        self.put_in_sight(act.data["person"])

    @step(source=list(State), target=None, role=COORDINATOR, label=_("Name no longer"), needs=[PERSON],
          guards=[sight.is_restricted, sight.a_coordinator_stays_named])  # fmt: skip
    def unname_person(self: Case, act: Act) -> None:
        self.forget_named(act.data["person"])

    @step(source=[ASSIGNED, DRAFTING, SIGN_OFF, VALIDATION, AGREEMENT, APPROVED, SUBMITTED], target=None,
          role=LENDER, label=_("Lend"), needs=[PERSON, LAST_DAY],
          guards=[sight.is_theirs_to_lend, sight.is_an_account, sight.is_an_outsider,
                  sight.ends_within_a_year])  # fmt: skip
    def lend(self: Case, act: Act) -> None:
        """One outsider reads it as the department does, and may comment. It ends by itself."""
        self.lend_to(act.data["person"], act.data["last_day"], by=act.by)

    @step(source=[ASSIGNED, DRAFTING, SIGN_OFF, VALIDATION, AGREEMENT, APPROVED, SUBMITTED], target=None,
          role=LENDER, label=_("End the loan"), needs=[PERSON], guards=[sight.is_lent],
          )  # fmt: skip
    def end_loan(self: Case, act: Act) -> None:
        self.end_loans(act.data["person"])

    @step(source=[CLOSED], target=RECEIVED, role=COORDINATOR, label=_("Revive"), needs=[REASON])
    def revive(self: Case, act: Act) -> None:
        self.closed_because, self.duplicate_of = "", None
        self.lead, self.due_on, self.returned = None, None, False
