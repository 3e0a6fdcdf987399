"""A notice may be about a row of another process than the case's, such as a report."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_those_of_cases(apps, schema_editor):
    """Backwards there is no column for what is about no case: such notices go."""
    apps.get_model("notifications", "Notice").objects.filter(case__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_sight_of_a_case"),
        ("notifications", "0002_events_of_any_process"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="row_id",
            field=models.PositiveBigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="notice",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="cases.case",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("row_id__isnull", False)),
                fields=("process", "event_id", "rule", "row_id", "recipient"),
                name="an_event_of_a_row_told_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("row_id__isnull", True)),
                    models.Q(("case__isnull", True), ("event_id__isnull", False), ("row_id__isnull", False)),
                    _connector="OR",
                ),
                name="notice_about_a_case_or_a_row",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_those_of_cases),
    ]
