"""Carries one complaint from receipt to decision, with the engine alone: ``python docs/example/run.py``.

Installed are ``workflow``, the example and what they stand on; the database is in memory.
"""

import sys
from datetime import date
from pathlib import Path

import django
from django.conf import settings

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

settings.configure(
    SECRET_KEY="an example",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "guardian",
        "workflow",
        "complaints",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    ANONYMOUS_USER_NAME=None,
    SILENCED_SYSTEM_CHECKS=["guardian.W001"],
    USE_TZ=True,
)
django.setup()

from complaints.models import Complaint, Office  # noqa: E402 - Django must be set up first
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from guardian.shortcuts import assign_perm  # noqa: E402

from workflow.bulk import open_bulk  # noqa: E402
from workflow.bulk_work import work_on  # noqa: E402
from workflow.engine import perform  # noqa: E402
from workflow.errors import Refused  # noqa: E402
from workflow.may import available  # noqa: E402

call_command("migrate", run_syncdb=True, skip_checks=False, verbosity=0)
call_command("check", databases=["default"], fail_level="WARNING")

office = Office.objects.create(name="Northern office")
officer, commissioner = (User.objects.create_user(name) for name in ("officer", "commissioner"))
assign_perm("handle", officer, office)
assign_perm("handle", commissioner, office)
assign_perm("complaints.decide", commissioner)
complaint = Complaint.objects.create(office=office, facts="Held for nine days without seeing a judge.")


def take(step: str, by: User, **given: object) -> None:
    """Try a step, and say what came of it."""
    try:
        event = perform(complaint, step, by=by, now=timezone.now(), **given)
    except Refused as refused:
        print(f"{by} may not {step}: {refused.sentence}")
    else:
        print(f"{by}, {step}: from {event.source} to {event.target}")


take("decide", by=officer, finding="A violation.")
take("decide", by=commissioner, finding="A violation.")
take("reject", by=officer)
take("admit", by=officer)
take("ask", by=officer, answer_by=date(2030, 1, 31))
Complaint.objects.update(consent=True)
take("ask", by=officer, answer_by=date(2030, 1, 31))
take("record_answer", by=officer, comment="The register of detention was not kept.")
print("open to the commissioner:", *[
    opening.step.name for opening in available(complaint, commissioner, now=timezone.now()) if opening.is_open
])  # fmt: skip
take("decide", by=commissioner, finding="A violation of the right to be brought before a judge.")
take("close", by=officer, comment="The register is kept now.")
take("admit", by=officer)

complaint = Complaint.objects.create(office=office, facts="A pension that was never paid.")
take("admit", by=commissioner)
take("decide", by=commissioner, finding="No violation.")

for facts in ("Beaten in custody.", "No lawyer for three days.", "A school closed without a hearing."):
    Complaint.objects.create(office=office, facts=facts)
many = open_bulk(Complaint.process, "admit", Complaint.objects.iterator(), by=officer, now=timezone.now())
work_on(many.key, clock=timezone.now)
print(f"officer, admit, {many.size} complaints:", many.counts())
for item in many.items.exclude(state="done"):
    print(f"complaint {item.row_id}: {item.sentence}")

call_command("verify_history")
call_command("check_invariants")
call_command("migrate_process", "complaint")
call_command("show_process", "complaint")
