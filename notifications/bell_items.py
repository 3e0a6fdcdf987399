"""What the bell says of each notice: the line of the mail, why the person is told, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.models import Mention
from cases.telling import Line
from notifications.entries import Entry
from notifications.models import Notice
from notifications.rules import rule_of
from notifications.rules.of_persons import MENTIONED
from notifications.why import sentence
from notifications.writing import case_line, cases_for_lines, contribution_line
from workflow.process import process_named

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Item(Entry):
    """One notice as its person reads it; ``done``: why there is nothing to do about it any more."""

    line: Line
    done: StrOrPromise = ""


def items_of(notices: Sequence[Notice], now: datetime) -> list[Item]:
    """An item for each notice of one person, in their order; a fixed number of queries."""
    prefetch_related_objects(notices, "contribution__department__wordings")
    lines, done = _Lines(notices, now), _done(notices)
    return [
        Item(one, rule_of(one.rule), lines.why(one), lines.of(one), done.get(one.pk, "")) for one in notices
    ]


def _done(notices: Sequence[Notice]) -> Mapping[int, StrOrPromise]:
    """Those that would not be mailed any more, each with the reason; two queries."""
    told = Notice.objects.filter(pk__in=[one.pk for one in notices]).about_cases()
    over = dict.fromkeys(told.no_longer_due().values_list("pk", flat=True), Notice.Reason.NOT_DUE.label)
    return over | dict.fromkeys(told.settled().values_list("pk", flat=True), Notice.Reason.SETTLED.label)


class _Lines:
    """The rows that some notices are about, read at once."""

    def __init__(self, notices: Sequence[Notice], now: datetime) -> None:
        self.now = now
        self.cases = cases_for_lines(one.case_id for one in notices if one.case_id)
        self.rows = dict(_rows_of(notices))
        called = [one.event_id for one in notices if one.rule == MENTIONED]
        self.mentions = Mention.objects.select_related("comment__author").in_bulk(called)

    def of(self, notice: Notice) -> Line:
        if notice.row_id is not None:
            line: Line = self.rows[notice.process, notice.row_id].line()
            return line
        if notice.case_id is None:
            return _of_the_week()
        line = case_line(self.cases[notice.case_id], self.now)
        if notice.contribution is not None:
            return contribution_line(line, rule_of(notice.rule), notice.contribution, self.now)
        mention = self.mentions.get(notice.event_id or 0) if notice.rule == MENTIONED else None
        talk = mention and (mention.comment.answers_id or mention.comment_id)
        return replace(line, path=f"{line.path}#comment-{talk}") if talk else line

    def why(self, notice: Notice) -> str:
        rule = rule_of(notice.rule)
        if notice.about_on is not None:
            return sentence(rule, notice.step, notice.reckoned)
        mention = self.mentions.get(notice.event_id or 0) if notice.rule == MENTIONED else None
        return str(rule.why) % {"who": mention.comment.author} if mention else str(rule.why)


def _of_the_week() -> Line:
    return Line(
        reference="",
        words=_("All that waits for you stands in My work."),
        language=get_language() or "",
        department="",
        due="",
        path=reverse("my-work"),
    )


def _rows_of(notices: Sequence[Notice]) -> Iterator[tuple[tuple[str, int], Any]]:
    """By process and id, the rows that are no cases; a query for each process, and what their lines read."""
    named = sorted({(one.process, one.row_id) for one in notices if one.row_id is not None})
    for process, of_process in groupby(named, lambda one: one[0]):
        model: Any = process_named(process).model
        rows = model._base_manager.in_bulk([pk for _process, pk in of_process])
        prefetch_related_objects(list(rows.values()), *model.line_reads)
        yield from (((process, pk), row) for pk, row in rows.items())
