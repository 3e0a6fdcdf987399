"""A paper for signature is made, and filed once it was signed: acts, each whole or not at all.

The head signs by hand; somebody else of the department, who drafted none of it, files the scan, and with it
the step ``file_signature`` is taken on each answer that was signed (docs/decisions/).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases import many
from cases.actions import sha256_of
from cases.facts import who_wrote
from cases.models import Case, PaperText, SignaturePaper
from cases.people.models import Department, User
from cases.people.roles import FOCAL_POINT, HEAD, LEAD_DEPARTMENT, grants_of
from cases.signing.codes import code_of, digest_of, signed_of
from cases.states import SIGN_OFF
from workflow.bulk import Row, open_bulk
from workflow.bulk_rows import Bulk
from workflow.errors import Blocked, NotAllowed, Refused, WrongState

MOST = 40
"""Texts on one paper: what a head signs at one sitting, and what is printed while somebody waits."""


@transaction.atomic
def make_paper(cases: Sequence[Case], *, signer: User, by: User, now: datetime) -> SignaturePaper:
    """Print these answers, one text for each, for ``signer``, the head of the department that leads them.

    Raises :class:`Refused` where there are none or too many, or of several departments;
    :class:`WrongState` where one is not for signature; :class:`NotAllowed` where ``by`` is not of the
    department, ``signer`` not its head, or either does not see all of it.
    """
    department = _department_of(cases)
    _may_be_printed(cases, department, signer, by)
    paper = SignaturePaper.objects.create(department=department, signer=signer, made_by=by, made_at=now)
    PaperText.objects.bulk_create(_texts(paper, cases))
    return paper


def file_paper(
    paper: SignaturePaper,
    signed: Sequence[PaperText],
    *,
    scan: UploadedFile,
    file_type: str,
    by: User,
    clock: Callable[[], datetime],
    form: UUID | None = None,
) -> Bulk:
    """Keep the scan, and send what was signed on it; the others stay where they are.

    What came of each is in the bulk: a text that was changed since it was printed is refused there.

    Raises :class:`Blocked` where it was filed before or nothing of it was signed, :class:`NotAllowed` for who
    is no focal point or alternate of the department, who drafted any of it, and who signed it.
    """
    now = clock()
    with transaction.atomic():
        held = SignaturePaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        _may_be_filed(held, signed, by)
        held.scan, held.file_type, held.sha256 = scan, file_type, sha256_of(scan)
        held.filed_by, held.filed_at = by, now
        held.bulk = open_bulk(Case.process, "file_signature", _rows(signed), by=by, now=now, form=form)
        held.save()
    return many.begin(held.bulk, clock)


def heads_of(department: Department) -> list[User]:
    """Who may be asked to sign for it."""
    return list(HEAD.holders(Department, department.pk).order_by("name", "pk"))


def _department_of(cases: Sequence[Case]) -> Department:
    leads = {case.lead for case in cases}
    if not cases:
        raise Refused(_("Choose the answers that are to be signed."))
    if len(cases) > MOST:
        raise Refused(_("At most %(most)s answers go on one paper: choose fewer.") % {"most": MOST})
    department = leads.pop() if len(leads) == 1 else None
    if department is None:
        raise Refused(_("Only answers of one department go on one paper."))
    return department


def _may_be_printed(cases: Sequence[Case], department: Department, signer: User, by: User) -> None:
    if not LEAD_DEPARTMENT.held(grants_of(by), department.pk):
        raise NotAllowed(_("Only the lead department prints its answers for signature."))
    if not HEAD.held(grants_of(signer), department.pk):
        raise NotAllowed(_("Choose who signs: the head of the department."))
    for person in (by, signer):
        seen = Case.objects.visible_to(person).filter(pk__in=[case.pk for case in cases]).count()
        if seen < len(cases):
            raise NotAllowed(_("A restricted case goes on a paper only with persons who may see it."))
    if any(case.state != SIGN_OFF or case.is_invited for case in cases):
        raise WrongState(_("Only what is for signature is printed: look at the list again."))


def _texts(paper: SignaturePaper, cases: Sequence[Case]) -> Iterator[PaperText]:
    """One for each answer, by the first of its cases."""
    answers: set[int | None] = set()
    for case in cases:
        version = case.present_answer.latest_draft()
        if case.answer_id in answers or version is None:
            continue
        answers.add(case.answer_id)
        printed = signed_of(case, version)
        digest = digest_of(printed)
        kept: dict[str, Any] = {"printed": printed, "digest": digest, "code": code_of(digest)}
        yield PaperText(paper=paper, place=len(answers), case=case, version=version, **kept)


def _may_be_filed(paper: SignaturePaper, signed: Sequence[PaperText], by: User) -> None:
    if paper.filed_at is not None:
        raise Blocked(_("This paper was filed already."))
    if not signed:
        raise Blocked(_("Tick what was signed; nothing was filed."))
    if not FOCAL_POINT.held(grants_of(by), paper.department_id):
        raise NotAllowed(_("The focal point or the alternate of the department files what was signed."))
    if by.pk == paper.signer_id:
        raise NotAllowed(_("Somebody else files what you signed; or sign it here, on the screen."))
    drafted = next((one for one in signed if _wrote(by, one)), None)
    if drafted is not None:
        sentence = _("You drafted %(case)s, which was signed; somebody else in your department files it.")
        raise NotAllowed(sentence % {"case": drafted.case})


def _wrote(by: User, text: PaperText) -> bool:
    return by.pk in set(who_wrote(text.version.answer_id))


def _rows(signed: Sequence[PaperText]) -> Iterator[Row]:
    for text in signed:
        yield Row(text.case.pk, text.case.version, {"paper": text})
