"""How a case stood in a round that it left: for rounds left before, as the event of leaving says."""

from typing import Any

from django.db import migrations, models


def read_from_events(apps: Any, _schema_editor: Any) -> None:
    event, past = apps.get_model("cases", "CaseEvent"), apps.get_model("cases", "CaseRound")
    moves = event.objects.filter(step__in=("open_round", "enter_round")).order_by("number")
    for case, source, data in moves.values_list("case", "source", "data").iterator():
        past.objects.filter(case=case, round=data["before"].get("round_id")).update(state=source)


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_plan")]

    operations = [
        migrations.AddField(
            model_name="caseround",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("assigned", "assigned"),
                    ("drafting", "drafting"),
                    ("sign-off", "sign-off"),
                    ("validation", "validation"),
                    ("agreement", "agreement"),
                    ("approved", "approved"),
                    ("submitted", "submitted"),
                    ("closed", "closed"),
                ],
                default="received",
                max_length=50,
                verbose_name="state",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(read_from_events, migrations.RunPython.noop),
    ]
