"""A PDF is no longer what is submitted; and what must hold of a report at each state."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exports", "0004_reports_to_their_states")]

    operations = [
        migrations.RemoveConstraint(
            model_name="rendering",
            name="only_a_file_is_submitted",
        ),
        migrations.RemoveField(
            model_name="rendering",
            name="receipt",
        ),
        migrations.RemoveField(
            model_name="rendering",
            name="submitted_at",
        ),
        migrations.RemoveField(
            model_name="rendering",
            name="submitted_by",
        ),
        migrations.RemoveField(
            model_name="rendering",
            name="submitted_on",
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["outline", "assembling", "circulation", "review", "frozen", "adopted", "submitted"],
                    )
                ),
                name="report_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "outline"), models.Q(("kind", ""), _negated=True), _connector="OR"
                ),
                name="report_has_its_type",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("edition__isnull", False), ("state__in", ("frozen", "adopted", "submitted"))),
                    models.Q(
                        models.Q(("state__in", ("frozen", "adopted", "submitted")), _negated=True),
                        ("edition__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="report_frozen_has_its_edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "circulation"), _negated=True),
                    models.Q(("circulation__isnull", False), ("reply_on__isnull", False)),
                    _connector="OR",
                ),
                name="report_circulates_a_text",
            ),
        ),
    ]
