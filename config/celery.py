"""Celery: what wakes up to do the work that the database says is due.

On one machine the broker is a folder (kombu's filesystem transport) and beat runs inside the worker:
``celery -A config worker --beat --pool threads``. Beyond, BROKER_URL names Redis or RabbitMQ.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("suivi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_to_start(**kwargs: Any) -> None:
    """The worker starts where the site would. Celery logs what its signals raise, but exits on an exit."""
    from workflow.append_only import refuse_without_triggers
    from workflow.migrating import refuse_unknown_states

    try:
        refuse_without_triggers()
        refuse_unknown_states()
    except ImproperlyConfigured as refusal:
        raise SystemExit(str(refusal)) from refusal
