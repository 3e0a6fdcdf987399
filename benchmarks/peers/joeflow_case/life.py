"""What joeflow's view does with a human task, without the HTTP: check, change the workflow, go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import transaction
from joeflow.models import Task

from benchmarks.peers.joeflow_case.models import CaseWorkflow

# fmt: off
STEPS = (
    ("assign",            "assigned",   "accept"),
    ("accept",            "drafting",   "send_for_sign_off"),
    ("send_for_sign_off", "sign-off",   "sign_and_send"),
    ("sign_and_send",     "validation", "review"),
    ("review",            "drafting",   "sign_and_send"),
    ("sign_and_send",     "validation", "review"),
    ("review",            "approved",   "archive"),
)
# fmt: on


class Life:
    def __init__(self, people: list[Any]) -> None:
        self.people = people

    def steps(self) -> Iterator[Callable[[], None]]:
        workflow = CaseWorkflow.objects.create()
        workflow.task_set.create(name="assign", type="human", workflow=workflow)
        for (name, state, then), by in zip(STEPS, self.people, strict=True):
            task = Task.objects.get(_workflow=workflow.pk, name=name, completed=None)
            yield partial(_take, task.pk, name, state, then, by)
        assert CaseWorkflow.objects.get(pk=workflow.pk).state == "approved"


@transaction.atomic
def _take(task_id: int, name: str, state: str, then: str, by: Any) -> None:
    assert by.groups.filter(permissions__codename="change_user").exists()
    task = Task.objects.get(pk=task_id, name=name, completed=None)
    workflow = task.workflow
    workflow.state = state
    workflow.save()
    task.finish(by)
    task.start_next_tasks([getattr(CaseWorkflow, then)])
