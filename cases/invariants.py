"""What must always be true of cases: see ``workflow/invariants.py``."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from cases import dates
from cases.extensions.flow import GRANTED
from cases.models import (
    AlikeCase,
    Case,
    CaseEvent,
    CaseRound,
    Contribution,
    DecidedPosition,
    Decision,
    Evidence,
    Extension,
    Import,
    KnownAs,
    Part,
    Plan,
    Recommendation,
    SaidTwice,
    Term,
    TermUserPermission,
)
from cases.models.access import named
from cases.overview import asked
from cases.people.models import Department, Site
from cases.people.roles import COORDINATOR
from cases.rounds.planning import CODES
from cases.rounds.rounds import UNDER_WAY
from cases.searching import index
from cases.states import AGREEMENT, APPROVED, CLOSED, RECEIVED, SIGN_OFF, SUBMITTED, VALIDATION
from cases.uploads import is_kept
from workflow.invariants import invariant
from workflow.undoing import in_force

PAST_DRAFTING = (SIGN_OFF, VALIDATION, AGREEMENT, APPROVED, SUBMITTED)


@invariant("Who drafted an answer never approved it.")
def four_eyes() -> Iterator[str]:
    decided = Case.objects.filter(state__in=(APPROVED, SUBMITTED)).select_related("answer", "recommendation")
    for case in decided.prefetch_related("events").iterator(chunk_size=500):
        approval = _approval(case)
        if approval is None or case.answer is None:
            continue
        own, earlier = case.answer.versions.filter(at__lt=approval.at), case.answer.earlier_texts()
        parts = Part.objects.filter(contribution__answer=case.answer, delivered_at__lt=approval.at)
        wrote = [texts.filter(kind="draft", author=approval.by_id) for texts in (own, earlier)]
        if any(texts.exists() for texts in (*wrote, parts.filter(author=approval.by_id))):
            yield f"{case.reference}, event {approval.number}."


@invariant("A request for more time is open only while its cases are with those who asked.")
def open_requests() -> Iterator[str]:
    for request in Extension.objects.open().select_related("answer").iterator():
        if not request.cases_with_drafters():
            yield f"Request {request.pk}."


@invariant("A date moves by a grant, to the date granted, and by each grant.")
def grants_move_dates() -> Iterator[str]:
    granted = dict(Extension.objects.filter(state=GRANTED).values_list("pk", "granted_on"))
    moved = set()
    for event in CaseEvent.objects.filter(step="extend").select_related("case__recommendation").iterator():
        request = event.data["given"]["request"]
        moved.add(request)
        if event.data["noted"]["due_on"] != str(granted.get(request)):
            yield f"{event.case.reference}, event {event.number}."
    yield from (f"Request {pk}." for pk in sorted(granted.keys() - moved))


@invariant("No answer is past its drafters with a contribution that is not settled.")
def settled_contributions() -> Iterator[str]:
    gone = Case.objects.filter(state__in=PAST_DRAFTING)
    open_still = Contribution.objects.open().filter(answer__in=gone.values("answer"))
    yield from (
        f"Contribution {pk}." for pk in open_still.filter(must_agree=False).values_list("pk", flat=True)
    )
    sent = gone.exclude(state=SIGN_OFF)
    must = Contribution.objects.standing().filter(must_agree=True, answer__in=sent.values("answer"))
    against = must.exclude(agreed=F("answer__sent"), agreed__isnull=False)
    yield from (f"Contribution {pk}: no agreement." for pk in against.values_list("pk", flat=True))


@invariant("A contribution is open only while the lead that asked for it drafts.")
def open_contributions() -> Iterator[str]:
    for contribution in Contribution.objects.open().iterator():
        if not contribution.is_drafted() and not contribution.agreed_id:
            yield f"Contribution {contribution.pk}."


@invariant("A part that was delivered stands, and none was released that was not delivered.")
def delivered_parts() -> Iterator[str]:
    delivered = Part.objects.filter(contribution=OuterRef("pk"), delivered_at__isnull=False)
    empty = Contribution.objects.merged().filter(~Exists(delivered), agreed__isnull=True)
    yield from (f"Contribution {pk}." for pk in empty.values_list("pk", flat=True))


@invariant("A restricted case names an active coordinator; one that is not restricted names nobody.")
def named_persons() -> Iterator[str]:
    coordinators = COORDINATOR.holders(Department, None).values("pk")
    watched = named().filter(user__in=coordinators).values("content_object_id")
    lost = Case.objects.filter(restricted=True).exclude(pk__in=watched)
    idle = Case.objects.filter(restricted=False, pk__in=named().values("content_object_id"))
    yield from (f"Case {pk}." for pk in (lost | idle).values_list("pk", flat=True))


@invariant("Cases that are answered together are restricted together.")
def restricted_together() -> Iterator[str]:
    under_way = Case.objects.filter(answer__isnull=False).exclude(state__in=(RECEIVED, CLOSED))
    shut = under_way.filter(restricted=True).values("answer")
    mixed = under_way.filter(restricted=False, answer__in=shut)
    yield from (f"Case {pk}." for pk in mixed.values_list("pk", flat=True))


@invariant("Validators for chosen terms are so for themes: no other term says whose a case is.")
def validators_hold_themes() -> Iterator[str]:
    held = TermUserPermission.objects.exclude(content_object__vocabulary=Term.Vocabulary.THEME)
    yield from (f"User {user}, term {term}." for user, term in held.values_list("user", "content_object"))


@invariant("Nothing has a theme that was joined to another.")
def joined_themes_are_left() -> Iterator[str]:
    joined = Term.objects.filter(merged_into__isnull=False)
    for use in (Recommendation.themes.through.objects.filter(term__in=joined),
                TermUserPermission.objects.filter(content_object__in=joined),
                Term.objects.filter(parent__in=joined, merged_into=None)):  # fmt: skip
        yield from (f"{use.model._meta.verbose_name} {pk}." for pk in use.values_list("pk", flat=True))


@invariant("The mark on the pages is the picture that was saved.")
def the_mark_is_kept() -> Iterator[str]:
    marked = Site.objects.exclude(mark_sha256="")
    yield from (f"{one.mark.name}." for one in marked if not is_kept(one.mark, one.mark_sha256))


@invariant("No case under way is led by a department that does not exist any more.")
def leads_exist() -> Iterator[str]:
    under_way = Case.objects.exclude(state__in=(SUBMITTED, CLOSED)).filter(lead__valid_until__isnull=False)
    today = timezone.localdate()
    for case in under_way.filter(lead__valid_until__lt=today).select_related("recommendation").iterator():
        yield f"{case.reference}."


@invariant("A case under way and its answer have the same lead.")
def one_lead() -> Iterator[str]:
    under_way = Case.objects.exclude(state__in=(RECEIVED, SUBMITTED, CLOSED)).exclude(lead=F("answer__lead"))
    yield from (f"{case.reference}." for case in under_way.select_related("recommendation").iterator())


@invariant("A case is paused since the day that its history says, and not without one.")
def pauses() -> Iterator[str]:
    paused = Case.objects.filter(paused_on__isnull=False).select_related("recommendation")
    for case in paused.prefetch_related("events").iterator(chunk_size=500):
        standing = in_force(sorted(case.events.all(), key=lambda event: event.number))
        last = next((event for event in reversed(standing) if event.step in dates.TELLING), None)
        if not any(event.step == "pause" for event in standing) or (last and last.step == "resume"):
            yield f"{case.reference}."


@invariant("A date that was counted in working days is the one that the case has.")
def counted_dates() -> Iterator[str]:
    owed = Case.objects.with_department().filter(events__data__noted__has_key="reckoned").distinct()
    for case in owed.select_related("recommendation").prefetch_related("events").iterator(chunk_size=500):
        changes = dates.changes_of(sorted(case.events.all(), key=lambda event: event.number))
        if dates.is_counted(changes) and changes[-1].after != case.due_on:
            yield f"{case.reference}, due on {case.due_on}."


@invariant("A file of evidence is the one that was uploaded.")
def evidence_files() -> Iterator[str]:
    for one in Evidence.objects.exclude(sha256="").iterator():
        if not is_kept(one.file, one.sha256):
            yield f"{one.file.name}."


@invariant("How a case stood is kept for each round that it left, and for no other.")
def past_rounds() -> Iterator[str]:
    moves = CaseEvent.objects.filter(step__in=("open_round", "enter_round")).values_list(
        "case", "number", "data"
    )
    undone = {
        (case, data["undoes"])
        for case, data in CaseEvent.objects.filter(step="undo").values_list("case", "data").iterator()
    }
    left = {
        (case, data["before"]["round_id"])
        for case, number, data in moves.iterator()
        if (case, number) not in undone and data["before"].get("answer_id") is not None
    }
    kept = set(CaseRound.objects.values_list("case", "round").iterator())
    yield from (f"Case {case}, round {of_round}." for case, of_round in sorted(left ^ kept))


@invariant("Cases of one answer under way stand at one place, with one lead, in one round.")
def companies() -> Iterator[str]:
    under_way = Case.objects.filter(state__in=UNDER_WAY)
    apart = (
        under_way.order_by()
        .values("answer")
        .annotate(states=Count("state", distinct=True), leads=Count("lead", distinct=True))
    )
    for row in apart.filter(Q(states__gt=1) | Q(leads__gt=1)):
        yield f"Answer {row['answer']}."
    strayed = under_way.exclude(lead=F("answer__lead"), round=F("answer__round"))
    yield from (f"Case {pk}." for pk in strayed.values_list("pk", flat=True))


@invariant("A plan says of each stage how long it takes.")
def plans_are_whole() -> Iterator[str]:
    planned = Plan.objects.annotate(number=Count("stages"))
    yield from (
        f"{code}." for code in planned.exclude(number=len(CODES)).values_list("round__code", flat=True)
    )


@invariant("A case is as old as the step by which its department was last asked.")
def cases_are_as_old_as_asked() -> Iterator[str]:
    yield from (f"Case {pk}." for pk in asked.strayed())


@invariant("A position that counts as decided is that of the last decision, with its date and document.")
def decided_positions() -> Iterator[str]:
    last = DecidedPosition.objects.filter(case__recommendation=OuterRef("pk")).order_by("-pk")
    decided = Recommendation.objects.annotate(recorded=Subquery(last.values("position")[:1]))
    for one in decided.filter(Q(position_decided=True) | Q(recorded__isnull=False)).iterator():
        if not one.position_decided or one.position != one.recorded:
            yield f"{one.reference}."
    for decision in Decision.objects.exclude(sha256="").iterator():
        if not is_kept(decision.file, decision.sha256):
            yield f"{decision.file.name}."


@invariant("Nobody answers in a round that is closed.")
def closed_rounds() -> Iterator[str]:
    for case in Case.objects.filter(state__in=UNDER_WAY, round__closed_on__isnull=False).iterator():
        yield f"Case {case.pk}."


@invariant("An import brought all that it says or nothing; what was taken back is gone; none came twice.")
def whole_imports() -> Iterator[str]:
    made = Count("brought", filter=Q(brought__is_new=True), distinct=True)
    revised = Count("brought", filter=Q(brought__is_new=False), distinct=True)
    traced = Import.objects.annotate(made=made, revised=revised).filter(Q(made__gt=0) | Q(revised__gt=0))
    for one in traced.filter(Q(written_at=None) | Q(made__gt=0, undone_at__isnull=False)):
        yield f"Import {one.pk}."
    for one in traced.filter(undone_at=None).exclude(made=F("new")):
        yield f"Import {one.pk}: {one.made} of {one.new}."
    own = Recommendation.objects.filter(source=OuterRef("source"), source_key=OuterRef("source_key"))
    twice = KnownAs.objects.filter(Exists(own))
    yield from (f"{known}." for known in twice)
    for sent in Import.objects.exclude(file=""):
        if not is_kept(sent.file, sent.sha256):
            yield f"{sent.file.name}."


@invariant("A case of a group of what is said twice waits while the group is proposed, and no longer.")
def groups_said_twice() -> Iterator[str]:
    proposed = Q(group__state=SaidTwice.State.PROPOSED)
    strayed = AlikeCase.objects.filter((Q(waiting=True) & ~proposed) | (Q(waiting=False) & proposed))
    yield from (f"Group {pk}." for pk in sorted(set(strayed.values_list("group", flat=True))))


@invariant("What is searched of a recommendation is what its texts say.")
def searched_texts() -> Iterator[str]:
    yield from (f"Recommendation {pk}." for pk in index.strayed(index.RECOMMENDATIONS))


@invariant("What is searched of an answer is what its versions and their revised translations say.")
def searched_answers() -> Iterator[str]:
    yield from (f"Version {pk}." for pk in index.strayed(index.ANSWERS))


def _approval(case: Case) -> CaseEvent | None:
    standing = in_force(sorted(case.events.all(), key=lambda event: event.number))
    found = next((event for event in reversed(standing) if event.step == "approve"), None)
    return found if isinstance(found, CaseEvent) else None
