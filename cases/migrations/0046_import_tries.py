"""Tries of an import, and whose a concern or an observation is that stood before that was kept.

It is known where its source was imported once only; of others it stays unknown, and they stand when an import
is taken back.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import Count

BATCH = 500


def fill(apps: Any, schema_editor: Any) -> None:
    brought, context = apps.get_model("cases", "BroughtContext"), apps.get_model("cases", "Context")
    written = apps.get_model("cases", "Import").objects.filter(written_at__isnull=False)
    once = written.values_list("source").annotate(times=Count("pk")).filter(times=1).order_by()
    for source, _times in once:
        one = written.get(source=source)
        if one.undone_at is not None:
            continue
        unknown = context.objects.filter(source=source, brought_by=None).values_list("pk", flat=True)
        rows = [brought(by=one, context_id=pk, is_new=True) for pk in unknown]
        brought.objects.bulk_create(rows, batch_size=BATCH)


def leave(apps: Any, schema_editor: Any) -> None:
    """Whose they are stays known; the table goes with the migration that made it."""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0045_states_by_their_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(fill, leave),
    ]
