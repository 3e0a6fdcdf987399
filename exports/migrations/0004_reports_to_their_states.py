"""Each report to its state: one of which a PDF was submitted is submitted, any other begins its way.

Each submitted PDF becomes an edition with its submission. History keeps one event of such a report, in the name
of who recorded the submission, of version 0 of the process: its steps were none of today's.
"""

from django.db import migrations

from exports.content import hash_of, words_in
from workflow.history import event_hash
from workflow.migrating import MIGRATE


def bring_to_their_states(apps, schema_editor):
    Report = apps.get_model("exports", "Report")
    Rendering = apps.get_model("exports", "Rendering")
    # The number of changes of the title page is not that of events, of which there are none yet.
    Report.objects.update(version=0)
    submitted = Rendering.objects.filter(submitted_on__isnull=False).select_related("report")
    for rendering in submitted.order_by("report_id", "submitted_at", "pk"):
        _take_for_submitted(apps, rendering)


def _take_for_submitted(apps, rendering):
    by_id = rendering.submitted_by_id or rendering.requested_by_id
    if by_id is None:
        raise RuntimeError(
            f"Nobody is on record for the submission of the PDF {rendering.key}, so history could not name who "
            "did it. Set its submitted_by first; nothing was changed."
        )
    at = rendering.submitted_at or rendering.finished_at or rendering.requested_at
    edition = _edition_of(apps, rendering, at)
    _submission_of(apps, rendering, edition, by_id, at)
    rendering.edition = edition
    rendering.save(update_fields=["edition"])
    report = apps.get_model("exports", "Report").objects.get(pk=rendering.report_id)
    report.kind, report.edition = "upr", edition
    if report.version == 0:
        event = _event_of(apps, report, by_id, at)
        report.version, report.head, report.__dict__["state"] = 1, event.own_hash, event.target
    report.save()


def _edition_of(apps, rendering, at):
    Edition = apps.get_model("exports", "Edition")
    return Edition.objects.create(
        report_id=rendering.report_id,
        number=Edition.objects.filter(report_id=rendering.report_id).count() + 1,
        content=rendering.content,
        sha256=hash_of(rendering.content),
        words=words_in(rendering.content) if rendering.content.get("sections") else 0,
        frozen_at=at,
    )


def _submission_of(apps, rendering, edition, by_id, at):
    """The cases that were submitted with this PDF: their events name its hash."""
    events = apps.get_model("cases", "CaseEvent").objects.filter(
        step="submit", data__given__edition=rendering.sha256
    )
    apps.get_model("exports", "Submission").objects.create(
        edition=edition,
        submitted_on=rendering.submitted_on,
        receipt=rendering.receipt,
        references=sorted(events.values_list("case__recommendation__reference", flat=True)),
        by_id=by_id,
        at=at,
    )


def _event_of(apps, report, by_id, at):
    event = apps.get_model("exports", "ReportEvent")(
        case_id=report.pk,
        number=1,
        step=MIGRATE,
        source="outline",
        target="submitted",
        by_id=by_id,
        at=at,
        process_version=0,
    )
    event.own_hash = event_hash("report", event)
    event.save(force_insert=True)
    apps.get_model("workflow", "Outbox").objects.create(
        process="report", event_id=event.pk, not_before=at, state="done"
    )
    return event


def bring_back(apps, schema_editor):
    """A submission goes back to a finished PDF of its edition; one without such a PDF had no place before."""
    Rendering = apps.get_model("exports", "Rendering")
    for submission in apps.get_model("exports", "Submission").objects.all():
        made = (
            Rendering.objects.filter(edition_id=submission.edition_id, state="done").order_by("-pk").first()
        )
        if made is not None:
            made.content = made.content or submission.edition.content
            made.submitted_on, made.receipt = submission.submitted_on, submission.receipt
            made.submitted_by_id, made.submitted_at = submission.by_id, submission.at
            made.save()
    apps.get_model("workflow", "Outbox").objects.filter(process__in=("report", "objection")).delete()


class Migration(migrations.Migration):
    dependencies = [("exports", "0003_the_way_of_a_report"), ("workflow", "0001_initial")]

    operations = [migrations.RunPython(bring_to_their_states, bring_back)]
