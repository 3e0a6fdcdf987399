from itertools import groupby

from django.db import migrations
from django.db.models import Max, OuterRef, Subquery

ASKING = ("assign", "open_round")
BATCH = 5000


def fill(apps, schema_editor):
    """From the events, batch by batch, each in a transaction of its own: stopped, it goes on from the start.

    An asking step that was undone counts for nothing; the few cases that have an undo are read event by event.
    """
    cases, events = apps.get_model("cases", "Case").objects, apps.get_model("cases", "CaseEvent").objects
    asked = events.filter(case=OuterRef("pk"), step__in=ASKING).order_by("-number").values("at")[:1]
    last = cases.aggregate(last=Max("pk"))["last"] or 0
    for first in range(0, last + 1, BATCH):
        of_batch = {"pk__gte": first, "pk__lt": first + BATCH}
        cases.filter(**of_batch).update(asked_at=Subquery(asked))
        undone = events.filter(step="undo", case__gte=first, case__lt=first + BATCH).values("case")
        rows = events.filter(case__in=undone, step__in=(*ASKING, "undo")).order_by("case", "number")
        for case, of_case in groupby(rows, key=lambda event: event.case_id):
            cases.filter(pk=case).update(asked_at=_standing(list(of_case)))


def _standing(events):
    taken_back = {event.data["undoes"] for event in events if event.step == "undo"}
    at = [one.at for one in events if one.step in ASKING and one.number not in taken_back]
    return at[-1] if at else None


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0033_asked_at")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
