"""The page of a case: who may see it, and what of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Case, Context, Round, Term
from tests.cases.marks import seen
from tests.cases.pages.conftest import SignIn
from tests.cases.stations import AT, for_signature, in_agreement
from tests.cast import DUE, FULL, NOW, Cast, approved, assigned, draft, drafted, received, sent


def page_of(client, case: Case) -> str:
    return client.get(f"/case/{case.reference}/").content.decode()


def test_a_stranger_gets_404(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)

    for person in (cast.stranger, cast.justice_focal_point):
        assert sign_in(person).get(f"/case/{case.reference}/").status_code == 404


@pytest.mark.parametrize("station", AT)
def test_it_opens_in_every_state_for_whoever_may_see_it(station: str, cast: Cast, sign_in: SignIn) -> None:
    case = AT[station](cast)
    people = [cast.coordinator, cast.validator, cast.observer, cast.editor]
    people += [cast.focal_point, cast.head] if case.lead_id else []

    for person in people:
        assert sign_in(person).get(f"/case/{case.reference}/").status_code == 200


def test_it_shows_the_text_in_every_language_with_its_own_direction(cast: Cast, sign_in: SignIn) -> None:
    case = received(cast)
    case.recommendation.wordings.create(language="ar", text="افتحوا عيادات في القرى.")
    theme = Term.objects.create(vocabulary=Term.Vocabulary.THEME, code="health")
    theme.wordings.create(language="en", text="Right to health")
    case.recommendation.themes.add(theme)

    page = page_of(sign_in(cast.coordinator), case)

    assert '<p lang="ar" dir="rtl">افتحوا عيادات في القرى.</p>' in page
    assert '<p lang="en" dir="ltr">Open clinics in rural areas.</p>' in page
    assert "Right to health" in page
    assert f'<bdi dir="ltr" class="ref">{case.reference}</bdi>' in page


def test_a_draft_is_seen_by_its_department_only(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    actions.add_comment(case, text="Is this figure right?", by=cast.alternate, now=NOW)

    inside, outside = page_of(sign_in(cast.head), case), page_of(sign_in(cast.coordinator), case)

    assert FULL in inside
    assert "Is this figure right?" in inside
    assert FULL not in outside
    assert "Is this figure right?" not in outside
    assert "In progress" not in outside
    assert "stay within it until it sends them" in outside


def test_reasons_within_the_department_stay_within_it(cast: Cast, sign_in: SignIn) -> None:
    case = for_signature(cast)
    actions.take_step(case, "return_from_sign_off", by=cast.head, now=NOW, comment="Too long, and vague.")

    assert "Too long, and vague." in page_of(sign_in(cast.focal_point), case)
    outside = page_of(sign_in(cast.coordinator), case)
    assert "Too long, and vague." not in outside
    assert "Returned to the drafter by <bdi>Head</bdi>" in outside


def test_what_was_sent_may_be_read(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    assert FULL in page_of(sign_in(cast.coordinator), case)


def test_a_new_draft_after_a_return_stays_within_the_department(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)
    given = {"comment": "Say how many.", "due_on": cast.round.due_on}
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, **given)
    draft(case, by=cast.focal_point, full_text="Nobody has sent this yet.")

    outside = page_of(sign_in(cast.validator), case)

    assert "Nobody has sent this yet." not in outside
    assert FULL in outside
    assert "Say how many." in page_of(sign_in(cast.focal_point), case)


def test_it_tells_what_happened_in_sentences(cast: Cast, sign_in: SignIn) -> None:
    page = page_of(sign_in(cast.observer), approved(cast))

    name = '<bdi lang="en" dir="ltr">Ministry of Health</bdi>'
    assert f"Assigned to {name} by <bdi>Coordinator</bdi>" in page
    assert '<time datetime="2026-03-02">2 March 2026</time>' in page
    assert page.index("Assigned to") < page.index("Signed and sent") < page.index("Approved by")


def test_it_offers_one_button_first_and_says_why_others_are_not_open(cast: Cast, sign_in: SignIn) -> None:
    drafting = drafted(cast)

    page = page_of(sign_in(cast.head), drafting)
    by_drafter = page_of(sign_in(cast.focal_point), drafting)

    assert 'name="then" value="sign_and_send"' in page
    assert 'name="then" value="send_for_sign_off"' in by_drafter
    assert "Not open now" not in by_drafter


def test_a_coordinator_is_not_urged_to_assign_what_is_assigned(cast: Cast, sign_in: SignIn) -> None:
    def assign_button(case: Case) -> str:
        return f'<a class="button " href="/case/{case.reference}/step/assign/">'

    client, waiting, given = sign_in(cast.coordinator), received(cast), assigned(cast)
    assert assign_button(waiting) in page_of(client, waiting)
    assert assign_button(given) not in page_of(client, given)


def test_it_names_the_reason_of_a_closed_step(cast: Cast, sign_in: SignIn) -> None:
    page = page_of(sign_in(cast.focal_point), empty := assigned(cast))
    assert 'value="accept"' in page
    actions.take_step(empty, "accept", by=cast.focal_point, now=NOW)

    page = page_of(sign_in(cast.focal_point), empty)

    assert "Not open now" in page
    assert "Write the narrative first." in page


def test_the_signer_reads_the_proposed_edits_as_a_difference(cast: Cast, sign_in: SignIn) -> None:
    page = page_of(sign_in(cast.head), in_agreement(cast))

    assert "The validator proposes these edits." in page
    assert "<del>" in page
    assert "<ins>" in page


def test_a_version_is_shown_against_the_one_before(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    draft(case, by=cast.focal_point, full_text=FULL.replace("two hundred", "three hundred"))

    page = sign_in(cast.head).get(f"/case/{case.reference}/version/2/").content.decode()

    assert "<del>two</del><ins>three</ins>" in seen(page)
    assert sign_in(cast.coordinator).get(f"/case/{case.reference}/version/2/").status_code == 404


def test_a_long_history_costs_no_more_queries(cast: Cast, sign_in: SignIn, django_assert_num_queries) -> None:
    case, client = sent(cast), sign_in(cast.validator)
    actions.add_comment(case, text="Attempt 0", by=cast.focal_point, now=NOW)
    with CaptureQueriesContext(connection) as first:
        page_of(client, case)
    for number in range(6):
        given = {"comment": f"Once more, {number}.", "due_on": cast.round.due_on}
        actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, **given)
        draft(case, by=cast.focal_point, full_text=f"{FULL} Attempt {number}.")
        actions.add_comment(case, text=f"Attempt {number}", by=cast.focal_point, now=NOW)
        actions.add_evidence(case, title=f"Source {number}", by=cast.focal_point, now=NOW)
        actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)

    with django_assert_num_queries(len(first)):
        assert "Attempt 5" in page_of(client, case)


def test_it_shows_how_the_text_read_before_an_import_revised_it(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    asked = case.recommendation
    with CaptureQueriesContext(connection) as never:
        assert "How it read before" not in page_of(sign_in(cast.focal_point), case)
    for text in ("Open clinics in <b>rural</b> areas.", "Open a clinic in rural areas."):
        asked.former_texts.create(language="en", text=text, until=NOW)

    with CaptureQueriesContext(connection) as twice:
        page = page_of(sign_in(cast.focal_point), case)

    assert "How it read before an import revised it on" in page
    assert "<del>a clinic</del><ins>clinics</ins>" in seen(page)
    assert "&lt;b&gt;" in page
    assert len(twice) == len(never)


def test_it_names_the_cases_that_the_same_text_answers(cast: Cast, sign_in: SignIn) -> None:
    cases = [received(cast), received(cast)]
    actions.assign_together(cases, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)

    page = page_of(sign_in(cast.focal_point), cases[0])

    assert "The same text answers:" in page
    assert f'href="/case/{cases[1].reference}/"' in page


def test_the_answer_of_the_last_round_is_at_hand(cast: Cast, sign_in: SignIn) -> None:
    case = approved(cast)
    another = Round.objects.create(code="2027", title="Mid-term report", opened_on=NOW.date())
    actions.take_step(case, "open_round", by=cast.coordinator, now=NOW, round=another, due_on=DUE)

    page = page_of(sign_in(cast.focal_point), case)

    assert "The answer of the last round" in page
    assert FULL in page


def test_an_opening_stands_above_the_sub_item_and_the_concern_before_it_below(
    cast: Cast, sign_in: SignIn
) -> None:
    case = received(cast, "Open clinics.")
    about = case.recommendation
    about.symbol, about.paragraph = "CEDAW/C/XYZ/CO/5", "45(a)"
    about.save(update_fields=["symbol", "paragraph"])
    about.wordings.update(opening="The Committee recommends that the State party:", heading="Rural women")
    for key, number in (("41", 41), ("44", 44), ("46", 46)):
        near = {"mechanism": "CEDAW", "symbol": about.symbol, "year": 2022, "paragraph": key}
        concern = Context.objects.create(source="uhri", source_key=key, number=number, **near)
        concern.wordings.create(language="en", text=f"Villages\nIt is concerned ({key}).")

    page = " ".join(sign_in(cast.coordinator).get(f"/case/{case.reference}/").content.decode().split())

    assert (
        '<p class="un-heading">Rural women</p>'
        '<p class="un-opening">The Committee recommends that the State party:</p><p>Open clinics.</p>'
    ) in page
    assert '<p lang="en" dir="ltr">Villages</p>' in page
    assert '<p lang="en" dir="ltr">It is concerned (44).</p>' in page
    assert "(paragraph 44)" in page
    assert "(41)" not in page
    assert "(46)" not in page
