"""A complaint to a national human rights institution: the whole process, in one file."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from workflow.models import Carried, Event, Remark
from workflow.process import Process, register
from workflow.roles import InUnit, National
from workflow.step import Act, Need, step


class Office(models.Model):
    """A regional office: what roles are held on."""

    name = models.CharField(max_length=80)

    class Meta:
        permissions = [("handle", "handle complaints"), ("decide", "decide on complaints")]


class OfficeUserPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Office, on_delete=models.CASCADE)


class OfficeGroupPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Office, on_delete=models.CASCADE)


OFFICER = InUnit(_("officer of the office"), ("handle",))
COMMISSIONER = National(_("commissioner"), ("decide",))

REASON = Need("reason", _("a reason"), _("Give a reason: the complainant will read it."))
ANSWER_BY = Need("answer_by", _("a date for the answer"), _("Say by when the authority should answer."))
FINDING = Need("finding", _("a finding"), _("Say what was found."))


def complainant_agrees(act: Act) -> str:
    """the complainant's consent"""
    return "" if act.case.consent else _("Ask the complainant first: the authority will learn the name.")


def did_not_inquire(act: Act) -> str:
    """by one who did not inquire"""
    inquired = act.case.events.filter(step="admit", by=act.by).exists()
    return _("You inquired into this complaint; another commissioner decides.") if inquired else ""


@register
class Complaint(Carried):
    process = Process(
        name="complaint",
        unit="office",
        initial="received",
        final=frozenset({"inadmissible", "closed"}),
        states={
            "received": _("received"),
            "inquiry": _("inquiry"),
            "asked": _("authority asked"),
            "decided": _("decided"),
            "closed": _("closed"),
            "inadmissible": _("inadmissible"),
        },
    )
    state = FSMField(default="received", protected=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    facts = models.TextField()
    consent = models.BooleanField(default=False)
    answer_by = models.DateField(null=True)
    finding = models.TextField(blank=True)

    @step(source=["received"], target="inquiry", role=OFFICER, label=_("Admit"))
    def admit(self, act: Act) -> None:
        """From here on the office inquires."""

    @step(source=["received"], target="inadmissible", role=OFFICER, label=_("Reject"), needs=[REASON])
    def reject(self, act: Act) -> None:
        """Outside the mandate, out of time, or before a court."""

    @step(source=["inquiry"], target="asked", role=OFFICER, label=_("Ask the authority"),
          needs=[ANSWER_BY], guards=[complainant_agrees])  # fmt: skip
    def ask(self, act: Act) -> None:
        self.answer_by = act.data["answer_by"]

    @step(source=["asked"], target="inquiry", role=OFFICER, label=_("Record the answer"), needs=[REASON])
    def record_answer(self, act: Act) -> None:
        """What the authority answered is the remark of the event."""
        self.answer_by = None

    @step(source=["inquiry", "asked"], target="decided", role=COMMISSIONER, label=_("Decide"),
          needs=[FINDING], guards=[did_not_inquire])  # fmt: skip
    def decide(self, act: Act) -> None:
        self.finding = act.data["finding"]

    @step(source=["decided"], target="closed", role=OFFICER, label=_("Close"), needs=[REASON])
    def close(self, act: Act) -> None:
        """The recommendation was followed, or the file goes to parliament."""


class ComplaintEvent(Event):
    case = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="events")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_event_per_version")]


class ComplaintRemark(Remark):
    event = models.OneToOneField(ComplaintEvent, on_delete=models.PROTECT, related_name="remark")
