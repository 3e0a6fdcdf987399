"""The pages of a reorganisation: filled in, previewed, confirmed; and the list of departments."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from cases.models import Case
from cases.people.models import Department, Reorganisation
from cases.people.roles import holders
from tests.cases import stations
from tests.cases.pages.conftest import SignIn
from tests.cases.reorganised import TODAY, done, merger, named, renaming
from tests.cast import NOW, Cast, assigned, drafted, person
from workflow import engine

URL = "/settings/departments/reorganise/"
MERGE: dict[str, Any] = {
    "kind": "merge", "before": ["health", "justice"], "on": TODAY.isoformat(), "remark": "Decree 12.",
    "to0-name_en": "Ministry of Wellbeing", "to0-code": "wellbeing",
}  # fmt: skip
SPLIT: dict[str, Any] = {
    "kind": "split", "before": "health", "on": TODAY.isoformat(),
    "to0-name_en": "Care", "to0-code": "care", "to1-existing": "justice",
}  # fmt: skip


def sent_from(page: str) -> dict[str, list[str]]:
    """What the browser sends from a preview as it is shown: hidden fields and ticked boxes."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        names = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if names["type"] == "hidden" or (names["type"] == "checkbox" and " checked" in tag):
            found.setdefault(names["name"], []).append(names["value"])
    return found


def previewed(client: Client, form: dict[str, Any]) -> tuple[str, dict[str, list[str]]]:
    page = client.post(URL, form | {"then": "preview"}).content.decode()
    return page, sent_from(page)


def test_two_ministries_are_merged_as_the_preview_shows(cast: Cast, sign_in: SignIn) -> None:
    case, done_before = drafted(cast), stations.submitted(cast)
    client = sign_in(cast.coordinator)
    page, form = previewed(client, MERGE)
    assert "1 case moves" in page
    assert case.reference in page
    assert "1 submitted case</li>" in page
    assert "0 closed cases</li>" in page
    assert not Reorganisation.objects.exists()
    answer = client.post(URL, form | {"then": "confirm"}, follow=True).content.decode()
    assert "What was open is with Ministry of Wellbeing now" in answer
    case.refresh_from_db()
    done_before.refresh_from_db()
    assert (case.lead, done_before.lead) == (named("wellbeing"), cast.health)
    assert case.events.get(step="succeed").remark.text == "Decree 12."
    assert set(holders(named("wellbeing").pk, "sign_off")) == {cast.head}


def test_a_tick_taken_away_takes_the_role(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    _page, form = previewed(client, MERGE)
    form["role"].remove(f"{cast.head.pk}:sign_off:0")
    client.post(URL, form | {"then": "confirm"})
    assert not holders(named("wellbeing").pk, "sign_off").exists()


def test_a_restricted_case_is_moved_by_a_coordinator_who_is_named(cast: Cast, sign_in: SignIn) -> None:
    case, other = drafted(cast), person("other-coordinator", "coordinator")
    engine.perform(case, "restrict", by=cast.coordinator, now=NOW, comment="It names a child.")
    page, form = previewed(sign_in(other), MERGE)
    assert case.reference not in page
    assert "you are not named in it" in page
    refused = sign_in(other).post(URL, form | {"then": "confirm"})
    assert refused.status_code == 422
    assert "the persons named in the case" in refused.content.decode()
    assert not Reorganisation.objects.exists()
    assert sign_in(cast.coordinator).post(URL, form | {"then": "confirm"}).status_code == 302


def test_in_a_split_each_case_goes_where_it_is_sent(cast: Cast, sign_in: SignIn) -> None:
    one, other = drafted(cast), assigned(cast)
    client = sign_in(cast.coordinator)
    page, form = previewed(client, SPLIT)
    assert f'name="goes-answer-{other.answer_id}"' in page
    client.post(URL, form | {f"goes-answer-{other.answer_id}": "1", "then": "confirm"})
    leads = [Case.objects.get(pk=case.pk).lead.code for case in (one, other)]
    assert leads == ["care", "justice"]


def test_what_changed_meanwhile_is_shown_again_with_the_choices(cast: Cast, sign_in: SignIn) -> None:
    one = drafted(cast)
    client = sign_in(cast.coordinator)
    _page, form = previewed(client, SPLIT)
    assigned(cast)
    answer = client.post(URL, form | {f"goes-answer-{one.answer_id}": "1", "then": "confirm"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "so nothing was done" in page
    assert "2 cases move" in page
    assert '<option value="1" selected>Ministry of Justice</option>' in page
    assert client.post(URL, sent_from(page) | {"then": "confirm"}).status_code == 302


def test_what_cannot_be_done_says_why_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    for changed, sentence in (
        ({"on": "2026-03-03"}, "This day is to come"),
        ({"to0-code": "justice"}, "is taken; choose another"),
        ({"to0-code": ""}, "Give the new department a code."),
        ({"to0-time_zone": "Mars"}, "There is no time zone of this name."),
        ({"before": []}, "Choose a department."),
        ({"to0-existing": "health"}, "cannot follow itself"),
    ):
        answer = client.post(URL, MERGE | changed | {"then": "preview"})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert "Ministry of Wellbeing" in answer.content.decode()
    assert not Reorganisation.objects.exists()


def test_one_goes_back_from_the_preview_to_the_form(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    _page, form = previewed(client, MERGE)
    page = client.post(URL, form | {"then": "change"}).content.decode()
    assert 'value="Ministry of Wellbeing"' in page
    assert "Decree 12." in page
    assert page.count(" checked") == 2


def test_a_ministry_is_renamed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    rename = {"kind": "rename", "before": "health", "on": TODAY.isoformat(), "name_en": "Ministry of Care"}
    page, form = previewed(client, rename)
    assert "Ministry of Health" in page
    answer = client.post(URL, form | {"then": "confirm"}, follow=True).content.decode()
    assert "Renamed." in answer
    assert "Ministry of Health</span>, before" in answer
    assert str(Department.objects.get(code="health")) == "Ministry of Care"


def test_a_dissolved_department_is_offered_nowhere(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    done(merger(cast, predecessors=[cast.health], successors=[cast.justice]), cast)
    client = sign_in(cast.coordinator)
    for address in (f"/case/{case.reference}/step/reassign/", "/desk/leads/", f"{URL}?kind=split"):
        assert "Ministry of Health" not in client.get(address).content.decode()


def test_the_desk_finds_what_a_dissolved_department_answered(cast: Cast, sign_in: SignIn) -> None:
    case, other = stations.submitted(cast), drafted(cast)
    done(merger(cast), cast)
    page = sign_in(cast.coordinator).get("/desk/?lead=health").content.decode()
    assert "Ministry of Health (dissolved)" in page
    assert case.reference in page
    assert other.reference not in page


def test_the_list_says_who_followed_whom(cast: Cast, sign_in: SignIn) -> None:
    done(merger(cast), cast)
    page = sign_in(cast.observer).get("/settings/departments/").content.decode()
    assert "followed by" in page
    assert "dissolved" in page
    assert "Reorganise</a>" not in page
    assert "Merger, from" in page


def test_the_choice_and_the_empty_forms(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    assert "What happens?" in client.get(URL).content.decode()
    for kind in ("merge", "split", "rename"):
        assert "Show what it changes" in client.get(f"{URL}?kind={kind}").content.decode()


def test_the_pages_cost_a_fixed_number_of_queries(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(cast.coordinator)
    for _ in range(3):
        drafted(cast)
    with django_assert_max_num_queries(55):
        client.post(URL, SPLIT | {"then": "preview"})
    for _ in range(6):
        drafted(cast)
    with django_assert_max_num_queries(55):
        client.post(URL, SPLIT | {"then": "preview"})
    done(renaming(cast), cast)
    with django_assert_max_num_queries(16):
        client.get("/settings/departments/")
