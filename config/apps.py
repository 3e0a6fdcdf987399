"""Registers the wiring: its commands, its checks, its demo."""

from django.apps import AppConfig
from django.core.checks import register


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config.checks import check_policies

        register(check_policies, "config")
