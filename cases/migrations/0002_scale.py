"""The national scale of implementation as shipped; a country changes it as data."""

from django.db import migrations

SCALE = [
    ("no-information", "No information", "Sans information", "لا معلومات"),
    ("not-started", "Not started", "Non commencée", "لم يبدأ التنفيذ"),
    ("in-progress", "In progress", "En cours", "قيد التنفيذ"),
    ("implemented", "Implemented", "Mise en œuvre", "منفذة"),
    ("continuous", "Continuous", "Continue", "تنفيذ مستمر"),
    ("not-implemented", "Not implemented", "Non mise en œuvre", "غير منفذة"),
    ("not-applicable", "Not applicable", "Sans objet", "لا تنطبق"),
]


def ship(apps, schema_editor):
    status_model = apps.get_model("cases", "ImplementationStatus")
    name_model = apps.get_model("cases", "StatusName")
    for place, (code, *names) in enumerate(SCALE, start=1):
        status, made = status_model.objects.get_or_create(code=code, defaults={"place": place})
        if made:
            name_model.objects.bulk_create(
                name_model(of=status, language=language, text=name)
                for language, name in zip(("en", "fr", "ar"), names, strict=True)
            )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
