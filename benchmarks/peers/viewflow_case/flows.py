from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process

MAY = "auth.change_user"


class CaseFlow(flow.Flow):
    process_class = Process

    start = flow.StartHandle(this.begin).Next(this.assign)
    assign = flow.View(None).Permission(MAY).Next(this.accept)
    accept = flow.View(None).Permission(MAY).Next(this.send_for_sign_off)
    send_for_sign_off = flow.View(None).Permission(MAY).Next(this.sign_and_send)
    sign_and_send = flow.View(None).Permission(MAY).Next(this.review)
    review = flow.View(None).Permission(MAY).Next(this.decided)
    decided = flow.If(this.is_returned).Then(this.sign_and_send).Else(this.archive)
    archive = flow.View(None).Permission(MAY).Next(this.end)
    end = flow.End()

    def begin(self, activation):
        return activation.process

    def is_returned(self, activation):
        return activation.process.data["state"] == "drafting"
