"""Each rule of a request for a shorter text has a probe that fails when the rule is off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from exports.models import Passage, Shortening
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, report, theme
from tests.exports.way import bring
from workflow import engine
from workflow.errors import Blocked
from workflow.process import process_named

SHORT, AS_LONG = "Opened.", "Clinic 0 opened."


def _begun(cast: Cast) -> Shortening:
    answered(cast, asked(cast, theme("Health")), short=AS_LONG)
    passage = bring(cast, report(cast), "assembling").passages.get()
    said = {"department": cast.health, "had": 3, "wished": 2}
    return Shortening.objects.create(report=passage.report, passage=passage, **said)


def _asked(cast: Cast) -> Shortening:
    begun = _begun(cast)
    engine.perform(begun, "ask", by=cast.editor, now=NOW)
    return begun


def _refuses_to_ask(cast: Cast, begun: Shortening) -> None:
    with pytest.raises(Blocked):
        engine.perform(Shortening.objects.get(pk=begun.pk), "ask", by=cast.editor, now=NOW)


def _refuses(cast: Cast, asked: Shortening, text: str = SHORT) -> None:
    with pytest.raises(Blocked):
        again = Shortening.objects.get(pk=asked.pk)
        engine.perform(again, "shorten", by=cast.focal_point, now=NOW, comment=text)


def nobody_is_asked_about_what_others_read(cast: Cast) -> None:
    begun = _begun(cast)
    bring(cast, begun.report, "circulation")
    _refuses_to_ask(cast, begun)


def who_leads_nothing_in_it_is_not_asked(cast: Cast) -> None:
    begun = _begun(cast)
    Shortening.objects.filter(pk=begun.pk).update(department=cast.justice)
    _refuses_to_ask(cast, begun)


def nothing_is_sent_while_others_read_it(cast: Cast) -> None:
    asked = _asked(cast)
    bring(cast, asked.report, "circulation")
    _refuses(cast, asked)


def nothing_is_sent_for_what_was_taken_out(cast: Cast) -> None:
    asked = _asked(cast)
    Passage.objects.update(removed_at=NOW)
    _refuses(cast, asked)


def what_is_not_shorter_is_not_sent(cast: Cast) -> None:
    _refuses(cast, _asked(cast), AS_LONG)


# fmt: off
PROBES: dict[tuple[str, str], Callable[[Cast], None]] = {
    ("ask", "report_is_with_editor"):     nobody_is_asked_about_what_others_read,
    ("ask", "leads_the_passage"):         who_leads_nothing_in_it_is_not_asked,
    ("shorten", "report_is_with_editor"): nothing_is_sent_while_others_read_it,
    ("shorten", "leads_the_passage"):     nothing_is_sent_for_what_was_taken_out,
    ("shorten", "is_shorter"):            what_is_not_shorter_is_not_sent,
}
# fmt: on


def test_every_rule_has_a_probe() -> None:
    steps = process_named("shortening").steps.values()
    assert {(step.name, guard.__name__) for step in steps for guard in step.guards} == set(PROBES)


@pytest.mark.parametrize("rule", PROBES)
def test_it_holds(cast: Cast, rule: tuple[str, str]) -> None:
    PROBES[rule](cast)


@pytest.mark.parametrize("rule", PROBES)
def test_the_probe_fails_without_it(
    cast: Cast, rule: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    step, guard = rule
    steps = process_named("shortening").steps
    left = tuple(one for one in steps[step].guards if one.__name__ != guard)
    monkeypatch.setitem(steps, step, replace(steps[step], guards=left))
    with pytest.raises(pytest.fail.Exception):
        PROBES[rule](cast)
