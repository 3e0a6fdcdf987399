"""The report's process: its states and history, what circulates, objections, editions and what becomes of them."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import exports.models.edition


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_extension"),
        ("exports", "0002_restricted_cases"),
        ("people", "0002_delegation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Adoption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("document", models.CharField(max_length=200, verbose_name="document")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=exports.models.edition._path,
                        verbose_name="file",
                    ),
                ),
                ("file_type", models.CharField(blank=True, max_length=100)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "adoption",
                "verbose_name_plural": "adoptions",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Circulation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "circulated text",
                "verbose_name_plural": "circulated texts",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("words", models.PositiveIntegerField(verbose_name="words")),
                ("lacking", models.JSONField(default=list)),
                ("frozen_at", models.DateTimeField(verbose_name="frozen at")),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("head", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("new", "new"),
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("answered", "answered"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="new",
                        editable=False,
                        max_length=50,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("anchor", models.CharField(blank=True, max_length=20)),
                ("place", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "default_permissions": ("view",),
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="ObjectionEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("step", models.CharField(max_length=60, verbose_name="step")),
                ("source", models.CharField(max_length=50, verbose_name="from")),
                ("target", models.CharField(max_length=50, verbose_name="to")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("process_version", models.PositiveSmallIntegerField(default=1)),
                ("data", models.JSONField(blank=True, default=dict)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("own_hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "event of an objection",
                "verbose_name_plural": "events of objections",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ObjectionRemark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                ("salt", models.CharField(blank=True, editable=False, max_length=32)),
            ],
            options={
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ReportEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("step", models.CharField(max_length=60, verbose_name="step")),
                ("source", models.CharField(max_length=50, verbose_name="from")),
                ("target", models.CharField(max_length=50, verbose_name="to")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("process_version", models.PositiveSmallIntegerField(default=1)),
                ("data", models.JSONField(blank=True, default=dict)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("own_hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "event of a report",
                "verbose_name_plural": "events of reports",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ReportRemark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                ("salt", models.CharField(blank=True, editable=False, max_length=32)),
            ],
            options={
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("submitted_on", models.DateField(verbose_name="submitted on")),
                ("receipt", models.CharField(blank=True, max_length=200, verbose_name="receipt")),
                ("references", models.JSONField(default=list)),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
                "default_permissions": ("view",),
            },
        ),
        migrations.AddField(
            model_name="report",
            name="head",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="report",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("upr", "UPR national report"),
                    ("periodic", "Periodic report to a treaty body"),
                    ("initial", "Initial report to a treaty body"),
                    ("common-core", "Common core document"),
                    ("list-of-issues", "Replies to a list of issues"),
                    ("upr-addendum", "UPR addendum (positions)"),
                    ("other", "Other UN document"),
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="opened_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="reply_on",
            field=models.DateField(editable=False, null=True, verbose_name="reply by"),
        ),
        migrations.AddField(
            model_name="report",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("outline", "outline"),
                    ("assembling", "assembling"),
                    ("circulation", "circulation"),
                    ("review", "review"),
                    ("frozen", "frozen"),
                    ("adopted", "adopted"),
                    ("submitted", "submitted"),
                ],
                default="outline",
                editable=False,
                max_length=50,
                protected=True,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="adoption",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="circulation",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="circulation",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="circulations", to="exports.report"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="circulation",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="exports.circulation",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="frozen_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="exports.report"
            ),
        ),
        migrations.AddField(
            model_name="adoption",
            name="edition",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="adoption", to="exports.edition"
            ),
        ),
        migrations.AddField(
            model_name="rendering",
            name="edition",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renderings",
                to="exports.edition",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="edition",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="exports.edition",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="circulation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objections",
                to="exports.circulation",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.department"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="exports.report"
            ),
        ),
        migrations.AddField(
            model_name="objectionevent",
            name="acting_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="objectionevent",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="objectionevent",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="exports.objection"
            ),
        ),
        migrations.AddField(
            model_name="objectionremark",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remark",
                to="exports.objectionevent",
            ),
        ),
        migrations.AddField(
            model_name="reportevent",
            name="acting_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reportevent",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="reportevent",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="exports.report"
            ),
        ),
        migrations.AddField(
            model_name="reportremark",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="remark", to="exports.reportevent"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="edition",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="submission", to="exports.edition"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("report", "number"), name="one_edition_of_a_number"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gt", 0), models.Q(("sha256", ""), _negated=True)),
                name="edition_has_its_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", ""), ("sha256", "")),
                    models.Q(models.Q(("file", ""), _negated=True), models.Q(("sha256", ""), _negated=True)),
                    _connector="OR",
                ),
                name="adoption_file_has_a_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["new", "open", "accepted", "answered", "withdrawn"])),
                name="objection_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectionevent",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="one_event_per_objection_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportevent",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="one_event_per_report_version"
            ),
        ),
    ]
