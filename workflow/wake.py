"""Wakes a worker after an act. Only a convenience: the worker's own beat finds what is due."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.db import transaction

log = logging.getLogger(__name__)

IMPATIENT = {
    "connect_timeout": 1,
    "transport_options": {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 1},
}
"""Somebody is waiting for the page: where the broker is away, that costs a second at most."""


def poke(task: Any, *given: str) -> None:
    """Once the present transaction is committed, ask a worker to run ``task``. Never fails."""
    transaction.on_commit(partial(_send, task, given), robust=True)


def _send(task: Any, given: tuple[str, ...]) -> None:
    try:
        with task.app.connection_for_write(**IMPATIENT) as broker:
            task.apply_async(args=given, connection=broker, retry=False)
    except Exception as error:  # the broker may fail in its own ways; the act was done all the same
        log.warning("The worker could not be woken; it will find the work by itself. %s", error)
