"""Registers exports with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "exports"
    verbose_name = _("Exports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases.pages.settings.history import also_named
        from exports.settling_types import FIELDS

        also_named(FIELDS)
