"""The page of one case: where it stands, what is asked, the answer, its evidence, what happened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.contributions.contributing import contributed_before, due_before
from cases.difference import difference
from cases.drafting.figure_sources import figures_of
from cases.models import Case, Evidence, Version
from cases.models.context import context_of
from cases.models.decision import last_decided
from cases.pages.answer_languages import answer_languages
from cases.pages.answers import beside_draft
from cases.pages.asked import lines_of, may_ask, open_request, requests_of
from cases.pages.blocks_shown import blocking_of
from cases.pages.brought_in import brought_in
from cases.pages.contributed import contributed_to
from cases.pages.contributed import lines_of as lines_of_contributions
from cases.pages.copies import Kept, kept_of
from cases.pages.figures_shown import FigureForm, shown_figures
from cases.pages.forms import CommentForm, DraftForm, EvidenceForm, ReplyForm
from cases.pages.just_done import to_undo
from cases.pages.narrative import Narrative, latest_draft, may_write, narrative_of, of_last_round
from cases.pages.opened import case_for, person
from cases.pages.openings import openings_for, sending_step
from cases.pages.revised import revisions_of
from cases.pages.stages import stages_of
from cases.pages.talks import Talks, may_comment, talks_of
from cases.pages.told import events_of, last_return, timeline
from cases.pages.two_texts import TwoTexts, two_texts
from cases.pages.words import words_of
from cases.people.languages import own_name
from cases.people.models import User
from cases.people.roles import COORDINATOR, HEAD, LEAD_DEPARTMENT, VALIDATOR, grants_of
from cases.policy import signed_in
from cases.prose import to_html
from cases.states import ASSIGNED, CLOSED, DRAFTING, WITH_DRAFTERS
from cases.templatetags.suivi import direction
from workflow.grants import Grants


@signed_in
@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    return case_page(request, case_for(person(request), reference))


@signed_in
@require_safe
def version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One version of the answer, against the one before it that this person may see."""
    case = case_for(person(request), reference)
    seen = Version.objects.visible_to(person(request)).filter(answer=case.answer_id).select_related("author")
    shown = get_object_or_404(seen, number=number)
    before = seen.filter(number__lt=number).order_by("-number").first()
    context = {
        "case": case,
        "version": shown,
        "before": before,
        "full_difference": difference(before.full_text, shown.full_text) if before else shown.full_text,
        "short_difference": difference(before.short_text, shown.short_text) if before else shown.short_text,
    }
    return render(request, "cases/version.html", context)


def case_page(
    request: HttpRequest, case: Case, *, status: int = 200, reply_form: ReplyForm | None = None, **more: Any
) -> HttpResponse:
    """The whole page; ``more`` is what a refusal shows again: bound forms, the sentence, two texts.

    ``reply_form`` is shown in the talk where it was typed.
    """
    user: User = person(request)
    grants = grants_of(user)
    work = _work(case, user, grants)
    beside = _beside(case, user, grants, work["narrative"])
    if reply_form is not None:
        beside["talks"] = beside["talks"].replying(reply_form)
    context = _facts(case, user) | work | beside | more
    if context["draft_form"] is None:
        context |= _marked(work["narrative"], context["talks"])
    context["earlier_answer"] = beside_draft(request, user) if work["draft_form"] else None
    context["contributes"] = bool(context["contributions"]) and context["narrative"].only_contributes
    return render(request, "cases/case.html", context, status=status)


def _marked(narrative: Narrative, talks: Talks) -> dict[str, Any]:
    """The text that is read, with its passages marked; a validator's proposed edits stand before it."""
    if narrative.shown is None:
        return {}
    texts = narrative.proposed_difference or (
        to_html(narrative.shown.full_text),
        to_html(narrative.shown.short_text, name="short"),
    )
    text, marked = talks.marked_in(*texts)
    return {"answer_text": text, "talks": marked}


def _facts(case: Case, user: User) -> dict[str, Any]:
    recommendation = case.recommendation
    return {
        "case": case,
        "recommendation": recommendation,
        "closing": _closing(case, user),
        "stages": stages_of(case),
        "decided": last_decided(case) if recommendation.position_decided else None,
        "is_late": case.is_late(timezone.now()),
        "texts": [{"name": own_name(one.language), "wording": one} for one in recommendation.wordings.all()],
        "said_before": context_of(recommendation),
        "revisions": revisions_of(recommendation),
        "terms": [terms for terms in _terms(recommendation) if terms["all"]],
    }


def _closing(case: Case, user: User) -> dict[str, Any] | None:
    """Why the case is closed, and the case that it repeats where this person may see it."""
    if case.state != CLOSED:
        return None
    original = Case.objects.visible_to(user).filter(pk=case.duplicate_of_id or 0)
    return {
        "because": case.get_closed_because_display(),
        "original": original.select_related("recommendation").first(),
    }


def _terms(recommendation: Any) -> list[dict[str, Any]]:
    found = {
        _("Themes"): recommendation.themes,
        _("Affected persons"): recommendation.affected_persons,
        _("SDG targets"): recommendation.sdg_targets,
    }
    return [{"label": label, "all": list(terms.all())} for label, terms in found.items()]


def _work(case: Case, user: User, grants: Grants) -> dict[str, Any]:
    narrative = narrative_of(case, user, grants)
    writes = may_write(case, grants)
    kept = _kept(case, user, grants, narrative)
    return {
        "narrative": narrative,
        "kept": kept,
        "openings": openings_for(case, user, grants, timezone.now()),
        "both": (both := _both(kept, narrative) if writes else None),
        "draft_form": draft_form(case, narrative, kept=kept, both=both) if writes else None,
        "words": words_of(case) if writes else None,
        "answer_languages": answer_languages(case, narrative),
        "last_round": of_last_round(case, user, grants),
        "brought_in": brought_in(case.state, narrative, user, timezone.now()),
        "together": _together(case, user),
        "on_desk": bool(grants.national) or VALIDATOR.held_for_any(grants),
        "only_signs": writes and HEAD.held(grants, case.lead_id),
        "sending": case.process.steps.get(sending_step(case, grants)) if writes else None,
    }


def _together(case: Case, user: User) -> list[Case]:
    """The other cases that the same text answers."""
    if case.answer_id is None:
        return []
    of_answer = Case.objects.visible_to(user).filter(answer=case.answer_id).exclude(pk=case.pk)
    return list(of_answer.select_related("recommendation").order_by("recommendation__place"))


def _kept(case: Case, user: User, grants: Grants, narrative: Narrative) -> Kept | None:
    """What the person typed and did not save yet, also where the answer went on without it."""
    if case.answer is None or not LEAD_DEPARTMENT.held(grants, case.lead_id):
        return None
    latest = latest_draft(narrative.versions)
    return kept_of(case.answer, user, timezone.now(), latest=latest.number if latest else 0)


def _both(kept: Kept | None, narrative: Narrative) -> TwoTexts | None:
    """The two texts, where somebody saved another one since this person began to type."""
    latest = latest_draft(narrative.versions)
    if kept is None or kept.mine is None or latest is None or not kept.is_behind:
        return None
    began = kept.mine.started_from
    return two_texts(narrative.versions, began=began, theirs=latest.number, mine=kept.mine.typed)


def draft_form(
    case: Case,
    narrative: Narrative,
    data: Any = None,
    *,
    kept: Kept | None = None,
    both: TwoTexts | None = None,
) -> DraftForm:
    """The editor, filled with the latest draft, with what the person typed since, or with what was sent."""
    latest = latest_draft(narrative.versions)
    initial = {
        "full_text": latest.full_text if latest else "",
        "short_text": latest.short_text if latest else "",
        "status": case.proposed_status_id,
        "position": case.proposed_position,
        "started_from": latest.number if latest else 0,
    }
    if kept is not None and kept.mine is not None:
        initial |= kept.mine.typed | {"started_from": kept.mine.started_from}
    if both is not None:
        initial |= both.initial()
    asked_in = case.present_answer.round
    form = DraftForm(data, initial=initial, asked_in=asked_in)
    return form.in_language(asked_in.language, direction(asked_in.language))


def _beside(case: Case, user: User, grants: Grants, narrative: Narrative) -> dict[str, Any]:
    evidence = Evidence.objects.visible_to(user).filter(answer=case.answer_id).order_by("at", "pk")
    events, requests = events_of(case), requests_of(case, user)
    lines = timeline(case, events, grants)
    contributions, moves = contributed_to(case, user, grants, timezone.now(), text=narrative.shown)
    blocked, said = blocking_of(case, user, grants, timezone.now())
    beside = [*lines_of(requests), *lines_of_contributions(moves, grants), *said]
    asks = case.state in (ASSIGNED, DRAFTING) and _may_ask_others(case, grants)
    former = contributed_before(case) if asks else []
    adds = case.state in WITH_DRAFTERS and LEAD_DEPARTMENT.held(grants, case.lead_id)
    shown, proofs = narrative.shown, list(evidence.select_related("added_by"))
    gives = may_write(case, grants) and shown is not None
    given = shown.figure_sources.with_evidence() if shown is not None else ()
    return {
        "evidence": proofs,
        "figures": shown_figures(figures_of(shown, given, proofs), timezone.localdate()) if shown else None,
        "figure_form": FigureForm(proofs=proofs, number=shown.number) if gives and shown else None,
        "evidence_form": EvidenceForm() if adds else None,
        "talks": talks_of(case, user, grants, text=narrative.proposal or narrative.shown),
        "comment_form": CommentForm() if case.answer_id and may_comment(case, grants) else None,
        "timeline": sorted([*lines, *beside], key=lambda line: line.at),
        "asked": open_request(case, requests, user, grants, timezone.now()),
        "blocked": blocked,
        "may_ask": may_ask(case, requests, grants),
        "to_undo": to_undo(case, events, user, grants, timezone.now()),
        "contributions": contributions,
        "asks": asks,
        "former": former,
        "former_due": due_before(case, timezone.localdate()) if former else None,
        "came_back": last_return(lines) if case.returned else None,
    }


def _may_ask_others(case: Case, grants: Grants) -> bool:
    return LEAD_DEPARTMENT.held(grants, case.lead_id) or COORDINATOR.held(grants, None)
