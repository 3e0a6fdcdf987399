"""What the editor of the sample words anew for a report, and what the leads of it answer.

One has agreed, one has not answered yet, one declined and proposed another text.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from cases.people.models import User
from cases.people.roles import holders
from config.demo.people import DATA
from exports.agreeing.answering import agree, decline
from exports.agreeing.asking import ask
from exports.agreeing.rewriting import rewrite
from exports.models import Passage, Report


def reword(report: Report, name: str, *, by: User, asked: datetime, answered: datetime) -> None:
    """The passages that ``data/reworded.json`` names for it; their leads are asked, and answer as it says."""
    rows: list[dict[str, Any]] = json.loads((DATA / "reworded.json").read_text("utf-8"))[name]
    for row in rows:
        passage = _telling(report, row["answers"])
        for language, text in row["texts"].items():
            rewrite(passage, language=language, text=text, by=by, now=asked, began_with=0)
        [agreement] = ask(report, by=by, now=asked, passage=passage.pk)
        head = holders(agreement.department_id, "sign_off").get()
        if row["reply"] == "agreed":
            agree([agreement], seen=[agreement.version], by=head, now=answered)
        elif row["reply"] == "declined":
            given = {"reason": row["reason"], "proposed": row["proposed"]}
            decline(agreement, seen=agreement.version, by=head, now=answered, **given)


def _telling(report: Report, key: str) -> Passage:
    """The passage that tells the answer to this recommendation."""
    return report.passages.standing().get(tells__answer__cases__recommendation__source_key=key)
