"""Registers the engine with Django, and its checks of every process."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import class_prepared, post_migrate
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = _("Workflow")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from workflow.append_only import protect_after_migrate
        from workflow.checks import check_processes, check_states, check_triggers
        from workflow.history_models import listen_no_more

        register(check_processes, "workflow")
        register(check_triggers, Tags.database)
        register(check_states, Tags.database)
        class_prepared.connect(listen_no_more, dispatch_uid="workflow.history_models")
        post_migrate.connect(protect_after_migrate, dispatch_uid="workflow.append_only")
