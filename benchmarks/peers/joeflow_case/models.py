from django.db import models
from joeflow import tasks
from joeflow.models import Workflow


class CaseWorkflow(Workflow):
    state = models.CharField(max_length=20, default="received")

    assign = tasks.UpdateView(fields=["state"])
    accept = tasks.UpdateView(fields=["state"])
    send_for_sign_off = tasks.UpdateView(fields=["state"])
    sign_and_send = tasks.UpdateView(fields=["state"])
    review = tasks.UpdateView(fields=["state"])
    archive = tasks.UpdateView(fields=["state"])

    edges = [
        (assign, accept),
        (accept, send_for_sign_off),
        (send_for_sign_off, sign_and_send),
        (sign_and_send, review),
        (review, sign_and_send),
        (review, archive),
    ]
