"""What Viewflow's views do with a task, without the HTTP: take it, check, start, change the process, execute.

Taking a task and doing it are two requests there; here they are one transaction, which is quicker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import transaction
from viewflow.workflow.models import Process, Task

from benchmarks.peers.viewflow_case.flows import CaseFlow

# fmt: off
STEPS = (
    ("assign",            "assigned"),
    ("accept",            "drafting"),
    ("send_for_sign_off", "sign-off"),
    ("sign_and_send",     "validation"),
    ("review",            "drafting"),
    ("sign_and_send",     "validation"),
    ("review",            "approved"),
)
# fmt: on


class Life:
    def __init__(self, people: list[Any]) -> None:
        self.people = people

    def steps(self) -> Iterator[Callable[[], None]]:
        process = CaseFlow.start.run()
        for (name, state), by in zip(STEPS, self.people, strict=True):
            task = Task.objects.get(process=process.pk, flow_task=getattr(CaseFlow, name), status="NEW")
            yield partial(_take, task.pk, state, by)
        assert Process.objects.get(pk=process.pk).data["state"] == "approved"


def _take(task_id: int, state: str, by: Any) -> None:
    for kept in ("_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        by.__dict__.pop(kept, None)  # each step asks for the role, as each request does
    with transaction.atomic():
        task = Task.objects.select_related("process").get(pk=task_id)
        with CaseFlow.lock(task.process_id):
            activation = task.flow_task.activation_class(task)
            assert activation.assign.has_perm(by)
            activation.assign(by)
            activation.start(None)
            activation.process.data = {"state": state}
            activation.process.save()
            activation.execute()
