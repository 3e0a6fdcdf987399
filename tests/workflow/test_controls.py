"""Each guard of the engine has a probe that fails when the guard is off; else the tests would show nothing.

A probe holds as the engine is, and is shown not to hold once its guard alone is switched off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from cases.people import handing_over
from tests.workflow import probes, switched_off
from tests.workflow.walking.case import PEOPLE
from tests.workflow.walking.walk import world_of
from tests.workflow.walking.world import World

Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Guard:
    """``probe`` is run in a world; ``off`` switches the guard off."""

    probe: Callable[[World, Patch], None]
    off: Callable[[Patch], None]


GUARDS = {
    "compare and set": Guard(
        probes.who_moved_after_the_row_was_held_is_not_overwritten, switched_off.compare_and_set_off
    ),
    "row lock": Guard(probes.the_row_is_locked, switched_off.row_lock_off),
    "unique constraint": Guard(probes.no_number_is_given_twice, switched_off.unique_constraint_off),
    "version check": Guard(probes.an_old_page_is_refused, switched_off.version_check_off),
    "role check": Guard(probes.a_stranger_is_refused, switched_off.role_check_off),
    "themes, step": Guard(probes.a_validator_for_another_theme_decides_nothing, switched_off.topics_off),
    "themes, sight": Guard(
        probes.a_validator_for_another_theme_finds_nothing, switched_off.sight_of_all_themes
    ),
    "themes, company": Guard(probes.what_moves_along_is_asked_about_too, switched_off.company_off),
    "four eyes, approving": Guard(
        probes.who_drafted_does_not_approve, switched_off.guard_off("approve", "did_not_draft")
    ),
    "four eyes, signing": Guard(
        probes.who_drafted_does_not_sign, switched_off.guard_off("sign_and_send", "signer_did_not_draft")
    ),
    "four eyes, proposing": Guard(
        probes.who_drafted_proposes_no_edits, switched_off.guard_off("propose_edits", "did_not_draft")
    ),
    "four eyes, agreeing": Guard(
        probes.who_proposed_does_not_agree, switched_off.guard_off("agree", "did_not_propose")
    ),
    "comments of a review": Guard(
        probes.what_a_review_asks_is_answered_first,
        switched_off.guard_off("sign_and_send", "comments_answered"),
    ),
    "signed on paper, which text": Guard(
        probes.what_was_changed_since_it_was_printed_is_not_signed,
        switched_off.guard_off("file_signature", "text_is_the_one_printed"),
    ),
    "signed on paper, by whom filed": Guard(
        probes.who_drafted_files_no_signature, switched_off.guard_off("file_signature", "filer_is_another")
    ),
    "signed on paper, by whom": Guard(
        probes.a_head_who_drafted_does_not_sign_on_paper,
        switched_off.guard_off("file_signature", "signer_may_sign"),
    ),
    "signed on paper, the scan": Guard(
        probes.a_paper_without_its_scan_signs_nothing,
        switched_off.guard_off("file_signature", "scan_is_kept"),
    ),
    "a lead that exists": Guard(
        probes.a_dissolved_department_leads_nothing, switched_off.guard_off("assign", "lead_exists")
    ),
    "a successor on record": Guard(
        probes.a_case_moves_only_to_who_follows_its_lead,
        switched_off.guard_off("succeed", "follows_the_lead"),
    ),
    "the preview as it was seen": Guard(
        probes.what_changed_since_the_preview_stops_a_reorganisation, switched_off.digest_off
    ),
    "roles taken": Guard(
        probes.a_handed_over_role_is_taken_from_the_one,
        lambda patch: patch.setattr(handing_over, "take", lambda held: None),
    ),
    "whose work": Guard(
        probes.nobody_hands_over_the_work_of_others,
        lambda patch: patch.setattr(handing_over, "may_hand_over", lambda *anybody: True),
    ),
    "four eyes, invariant": Guard(
        probes.an_approval_of_ones_own_is_found, switched_off.four_eyes_invariant_off
    ),
    "independent, its own": Guard(
        probes.nobody_decides_on_an_independent_text, switched_off.guard_off("approve", "is_not_invited")
    ),
    "independent, alone": Guard(
        probes.nobody_but_an_independent_body_releases, switched_off.guard_off("release", "is_invited")
    ),
    "four eyes, joined": Guard(
        probes.who_wrote_what_was_joined_does_not_sign, switched_off.earlier_texts_off
    ),
    "grouping, whose": Guard(
        probes.the_coordinator_does_not_group_what_is_drafted,
        switched_off.guard_off("split", "is_theirs_to_group"),
    ),
    "grouping, which": Guard(
        probes.cases_at_two_places_are_not_joined, switched_off.guard_off("join", "answers_fit")
    ),
    "grouping, the last": Guard(
        probes.the_last_one_does_not_leave, switched_off.guard_off("split", "has_company")
    ),
    "grouping, new": Guard(
        probes.nobody_is_taken_apart_into_the_answer_of_others,
        switched_off.guard_off("split", "apart_is_new"),
    ),
    "round closed": Guard(
        probes.nothing_begins_in_a_closed_round, switched_off.guard_off("reopen", "round_is_open")
    ),
    "grouping, restricted": Guard(
        probes.a_restricted_case_is_not_joined, switched_off.guard_off("join", "answers_fit")
    ),
    "grouping, paused": Guard(
        probes.a_paused_case_is_not_joined, switched_off.guard_off("join", "neither_is_paused")
    ),
    "grouping, contributions": Guard(
        probes.a_text_to_which_others_contribute_goes_on,
        switched_off.guard_off("join", "nobody_contributes_to_it"),
    ),
    "beginning, all": Guard(
        probes.nobody_is_left_behind_by_a_beginning,
        switched_off.guard_off("begin", "begins_with_its_company"),
    ),
    "beginning, restricted": Guard(
        probes.a_restricted_case_begins_by_itself, switched_off.guard_off("begin", "fits_what_it_begins_with")
    ),
    "position, where": Guard(
        probes.a_position_is_decided_where_positions_are_asked,
        switched_off.guard_off("record_position", "round_asks_position"),
    ),
    "position, by which": Guard(
        probes.a_decision_of_another_round_decides_nothing,
        switched_off.guard_off("record_position", "decision_fits"),
    ),
    "round another": Guard(
        probes.nobody_enters_the_round_in_which_he_is,
        switched_off.guard_off("enter_round", "round_is_another"),
    ),
    "paused, again": Guard(
        probes.a_paused_case_is_not_paused_again, switched_off.guard_off("pause", "is_not_paused")
    ),
    "paused, resumed": Guard(
        probes.only_a_paused_case_is_resumed, switched_off.guard_off("resume", "is_paused")
    ),
    "lent, by whom": Guard(
        probes.a_loan_is_the_departments_to_give, switched_off.guard_off("lend", "is_theirs_to_lend")
    ),
    "lent, until when": Guard(probes.a_loan_ends, switched_off.guard_off("lend", "ends_within_a_year")),
    "lent, ended by whom": Guard(
        probes.a_loan_is_not_anybodys_to_end, switched_off.guard_off("end_loan", "is_lent")
    ),
    "restricted, gate": Guard(probes.who_is_not_named_takes_no_step, switched_off.gate_off),
    "restricted, sight": Guard(probes.who_is_not_named_finds_nothing, switched_off.sight_of_all),
    "restricted, a coordinator": Guard(
        probes.a_coordinator_stays, switched_off.guard_off("unname_person", "a_coordinator_stays_named")
    ),
    "restricted, alone": Guard(
        probes.a_restricted_case_is_joined_to_no_other, switched_off.guard_off("assign", "answered_by_itself")
    ),
    "restricted, together": Guard(
        probes.cases_of_one_answer_are_restricted_together,
        switched_off.guard_off("restrict", "all_of_the_answer"),
    ),
    "triggers": Guard(probes.an_event_is_not_changed, switched_off.triggers_off),
    "chain hash": Guard(probes.a_changed_event_is_found, switched_off.chain_hash_off),
    "outbox row cancelled": Guard(probes.what_was_undone_is_told_to_nobody, switched_off.outbox_cancel_off),
    "told, not undone": Guard(probes.what_was_told_is_not_undone, switched_off.outbox_cancel_off),
    "lease of a bulk": Guard(probes.who_lost_the_lease_does_no_more, switched_off.lease_off),
    "one transaction": Guard(probes.what_failed_half_way_leaves_nothing, switched_off.transaction_off),
}


@pytest.fixture(params=GUARDS)
def guard(request: pytest.FixtureRequest, settings: Any) -> Guard:
    if request.param == "row lock" and not connection.features.has_select_for_update:
        pytest.skip("SQLite locks the whole database")
    settings.WORKFLOW_UNDO_SECONDS = 600
    return GUARDS[request.param]


@pytest.mark.django_db
def test_it_holds(guard: Guard, monkeypatch: Patch) -> None:
    guard.probe(world_of(PEOPLE), monkeypatch)


@pytest.mark.django_db
def test_the_probe_fails_without_it(guard: Guard, monkeypatch: Patch) -> None:
    world = world_of(PEOPLE)
    guard.off(monkeypatch)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        guard.probe(world, monkeypatch)
