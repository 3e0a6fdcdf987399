"""Registers notifications with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases.pages.settings.history import also_named
        from notifications.policy_settling import labels

        also_named(labels())
