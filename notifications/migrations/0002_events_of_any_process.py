"""A notice names its event as its outbox row does, by process and id: other processes than the case's tell too."""

from django.db import migrations, models


def name_the_process(apps, schema_editor):
    apps.get_model("notifications", "Notice").objects.filter(event_id__isnull=False).update(process="case")


def keep_those_of_cases(apps, schema_editor):
    """Backwards there is no column for an event of another process: notices of such events go."""
    apps.get_model("notifications", "Notice").objects.exclude(process__in=("", "case")).delete()


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("cases", "0003_extension")]
    operations = [
        migrations.RemoveConstraint("notice", "an_event_told_once"),
        migrations.RemoveConstraint("notice", "notice_of_an_event_or_a_date"),
        migrations.RenameField("notice", "event", "event_id"),
        migrations.AlterField(
            "notice",
            "event_id",
            models.PositiveBigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            "notice",
            "process",
            models.CharField(blank=True, default="", editable=False, max_length=40),
            preserve_default=False,
        ),
        migrations.AlterField(
            "notice",
            "reason",
            models.CharField(
                blank=True,
                choices=[
                    ("no-right", "no longer sees the case"),
                    ("left", "is no longer active"),
                    ("not-due", "no longer due"),
                    ("settled", "settled meanwhile"),
                ],
                max_length=10,
                verbose_name="why cancelled",
            ),
        ),
        migrations.RunPython(name_the_process, keep_those_of_cases),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(
                condition=models.Q(("event_id__isnull", False)),
                fields=("process", "event_id", "rule", "case", "recipient"),
                name="an_event_told_once",
            ),
        ),
        migrations.AddConstraint(
            "notice",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("about_on__isnull", True),
                        ("event_id__isnull", False),
                        models.Q(("process", ""), _negated=True),
                    ),
                    models.Q(("about_on__isnull", False), ("event_id__isnull", True), ("process", "")),
                    _connector="OR",
                ),
                name="notice_of_an_event_or_a_date",
            ),
        ),
    ]
