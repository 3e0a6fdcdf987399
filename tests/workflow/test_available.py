"""``available``: which steps stand open for a person, and why the others do not."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.flow import CaseFlow
from cases.models import Case
from cases.people.roles import grants_of
from tests.cast import NOW, Cast, assigned, drafted
from workflow import may


def openings(case: object, user: object) -> dict[str, str]:
    return {one.step.name: str(one.refusal) for one in may.available(case, user, now=NOW)}


def test_it_names_every_step_that_leaves_the_state(cast: Cast) -> None:
    found = openings(assigned(cast), cast.coordinator)
    assert list(found) == [step.name for step in CaseFlow.process.leaving("assigned")]
    assert found["assign"] == ""
    assert found["accept"] == "“Accept” is for the lead department."


def test_it_says_what_is_missing(cast: Cast) -> None:
    found = openings(drafted(cast, full_text=" "), cast.focal_point)
    assert found["send_for_sign_off"] == "Write the narrative first."


def test_it_agrees_with_perform_on_the_role(cast: Cast) -> None:
    found = openings(drafted(cast), cast.focal_point)
    assert found["sign_and_send"] == "“Sign and send” is for the head, or focal point where there is none."


def test_grants_that_were_read_before_are_not_read_again(cast: Cast) -> None:
    case, grants = assigned(cast), grants_of(cast.focal_point)
    taken = []
    for known in (None, grants):
        with CaptureQueriesContext(connection) as queries:
            may.available(Case.objects.get(pk=case.pk), cast.focal_point, now=NOW, grants=known)
        taken.append(len(queries))
    assert taken[1] == taken[0] - 1
