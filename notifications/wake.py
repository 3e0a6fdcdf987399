"""Wakes the worker after an act. Only a convenience: the worker's own beat finds what is due."""

from __future__ import annotations

import logging

from django.db import transaction

from notifications import tasks

log = logging.getLogger(__name__)

IMPATIENT = {
    "connect_timeout": 1,
    "transport_options": {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 1},
}
"""Somebody is waiting for the page: where the broker is away, that costs a second at most."""


def poke() -> None:
    """Once the present transaction is committed, ask the worker to tell what is due. Never fails."""
    transaction.on_commit(_send_task, robust=True)


def _send_task() -> None:
    try:
        with tasks.tell.app.connection_for_write(**IMPATIENT) as broker:
            tasks.tell.apply_async(connection=broker, retry=False)
    except Exception as error:  # the broker may fail in its own ways; the act was done all the same
        log.warning("The worker could not be woken; it will find the work by itself. %s", error)
