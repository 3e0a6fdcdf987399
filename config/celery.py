"""Celery: what wakes up to do the work that the database says is due.

On one machine the broker is a folder (kombu's filesystem transport) and beat runs inside the worker:
``celery -A config worker --beat --pool threads``. Beyond, BROKER_URL names Redis or RabbitMQ.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("suivi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
