"""Earlier answers: search in what was approved, and one such text, to be read beside a draft and copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cases.models import Case, Translation, Version
from cases.pages.numbers import whole_number
from cases.pages.opened import case_for, person
from cases.people.languages import own_name
from cases.people.models import User
from cases.policy import signed_in
from cases.searching.answers import MOST, approved_texts, cases_of, found_by
from cases.searching.marking import Place, excerpt, standing
from cases.searching.words import Sought, terms_of

PER_PAGE = 20
WORDS = 45
NAMES = ("answer__lead__wordings", "answer__lead__former_names")
NOTHING = SafeString("")
LONGEST = 200
"""Characters of what is looked for."""
LOOKED_AT = 20_000
"""Characters of each text in which the passage to show is looked for."""


@dataclass(frozen=True)
class Text:
    """The approved text, or its revised translation, in one language."""

    language: str
    full_text: str
    short_text: str
    unofficial: bool = False
    """Whether the body that answers is independent, and others translated it."""

    @property
    def language_name(self) -> str:
        return own_name(self.language)


@dataclass(frozen=True)
class Found:
    """An approved answer: the cases that it answers, its texts, and the part of one that was looked for."""

    version: Version
    cases: list[Case]
    texts: list[Text] = field(default_factory=list)
    shown: SafeString = NOTHING
    shown_in: str = ""


@signed_in
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Search; from the draft of a case (``case``) each answer can be put beside it."""
    user, looked_for = person(request), request.GET.get("search", "")[:LONGEST].strip()
    reference = request.GET.get("case", "")
    terms = terms_of(looked_for)
    pks = found_by(terms, user)
    page = Paginator(pks[:MOST], PER_PAGE).get_page(request.GET.get("page", ""))
    context = {
        "case": case_for(user, reference) if reference else None,
        "search": looked_for,
        "page": page,
        "found": _found(list(page.object_list), terms, user),
        "is_capped": len(pks) > MOST,
        "most": MOST,
    }
    return render(request, "cases/answers.html", context)


@signed_in
@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One approved text, with its translations."""
    user, reference = person(request), request.GET.get("case", "")
    context = {
        "case": case_for(user, reference) if reference else None,
        "found": _the_one(pk, user),
        "search": request.GET.get("search", "")[:LONGEST].strip(),
    }
    return render(request, "cases/answer.html", context)


def beside_draft(request: HttpRequest, user: User) -> Found | None:
    """The earlier answer that the address asks for (``beside``); nothing where the person reads none such."""
    asked = whole_number(request.GET.get("beside", ""))
    return next(iter(_found([asked], (), user)), None) if asked is not None else None


def _the_one(pk: int, user: User) -> Found:
    get_object_or_404(approved_texts(user), pk=pk)
    return _found([pk], (), user)[0]


def _found(pks: Sequence[int], terms: Sequence[Sought], user: User) -> list[Found]:
    """In the order of ``pks``; as many queries for twenty as for one."""
    if not pks:
        return []
    read = approved_texts(user).filter(pk__in=pks).select_related("answer__round", "answer__lead", "author")
    versions = {one.pk: one for one in read.prefetch_related(*NAMES)}
    cases = cases_of({one.answer_id for one in versions.values()}, user)
    translations: dict[int, dict[str, Translation]] = {}
    for one in Translation.objects.revised().filter(source__in=versions).order_by("number"):
        translations.setdefault(one.source_id, {})[one.language] = one
    rows = [versions[pk] for pk in pks if pk in versions]
    return [
        _one(version, cases[version.answer_id], translations.get(version.pk, {}), terms) for version in rows
    ]


def _one(
    version: Version, cases: list[Case], translations: dict[str, Translation], terms: Sequence[Sought]
) -> Found:
    written: list[Any] = [version, *translations.values()]
    texts = [
        Text(one.language, one.full_text, one.short_text, _is_unofficial(one, version)) for one in written
    ]
    shown, shown_in = _excerpt(texts, terms)
    return Found(version, cases, texts, shown, shown_in)


def _is_unofficial(text: Version | Translation, version: Version) -> bool:
    return isinstance(text, Translation) and version.answer.lead.independent and not text.by_lead


def _excerpt(texts: Sequence[Text], terms: Sequence[Sought]) -> tuple[SafeString, str]:
    """From the text in which most of the words stand; of several such, that in the reader's language."""
    reader = (get_language() or "").split("-")[0]
    best: tuple[tuple[int, bool], str, list[Place], str] | None = None
    for text in texts:
        for said in (text.full_text, text.short_text):
            found, stand = standing(said[:LOOKED_AT], terms) if terms else ([], set())
            rank = (len(stand), text.language == reader)
            if said.strip() and (best is None or rank > best[0]):
                best = (rank, said, found, text.language)
    return (excerpt(best[1], best[2], WORDS), best[3]) if best else (SafeString(), "")
