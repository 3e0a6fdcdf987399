import django.db.models.deletion
from django.db import migrations, models

from cases.searching import matching
from cases.searching.words import searchable

BATCH = 500


def install(apps, schema_editor):
    matching.install(schema_editor.connection, matching.OF_ANSWERS)


def uninstall(apps, schema_editor):
    matching.uninstall(schema_editor.connection, matching.OF_ANSWERS)


def fill(apps, schema_editor):
    """The index is there already, and follows; `manage.py reindex_search` says whether anything strayed."""
    versions = apps.get_model("cases", "Version").objects.order_by("pk")
    rows = apps.get_model("cases", "VersionText").objects
    last = 0
    while batch := list(versions.filter(pk__gt=last)[:BATCH]):
        revised = _revised(apps, [one.pk for one in batch])
        rows.bulk_create(
            rows.model(
                of_id=one.pk,
                words=searchable([one.full_text, one.short_text, *revised.get(one.pk, [])]),
            )
            for one in batch
        )
        last = batch[-1].pk


def _revised(apps, versions):
    translations = apps.get_model("cases", "Translation").objects.filter(revised_at__isnull=False)
    found = {}
    for one in translations.filter(source__in=versions).order_by("language", "number"):
        found.setdefault(one.source_id, []).extend([one.full_text, one.short_text])
    return found


class Migration(migrations.Migration):
    dependencies = [("cases", "0031_themes")]

    operations = [
        migrations.CreateModel(
            name="VersionText",
            fields=[
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="cases.version",
                    ),
                ),
                ("words", models.TextField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(install, uninstall),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
