"""The file that a department writes in: a Word document with a box for each text of each answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.offline.asked import Asked, scale_of
from cases.offline.controls import Controls, hint
from cases.offline.marks import FULL, LOCKED, PROPOSED, SHORT, Mark
from cases.offline.styles import OUTSIDE, styles
from cases.offline.texts import Texts, is_rtl
from cases.people.day_words import day_in_words
from cases.word import archive, parts
from cases.word.archive import OFFICE, WORD
from cases.word.lists import Lists
from cases.word.markup import Markup
from cases.word.pieces import Paragraph, Run
from cases.word.writing import runs_of, symbol
from cases.word.xml import element, root

TITLE = gettext_lazy("Answers to write")
WITHIN_DEPARTMENT = gettext_lazy("These are drafts of your department: keep the file within the department.")
INTRODUCTION = (
    gettext_lazy(
        "Write in the boxes under each case, also in Word without a network, and send this file back "
        "under My work, “Work by Word”. You see what it changes before anything is saved."
    ),
    gettext_lazy(
        "Headings, lists, tables and notes are kept; bold, colours and pictures are not. What the UN "
        "asks is locked. An empty box changes nothing."
    ),
    WITHIN_DEPARTMENT,
)
LABELS = {
    LOCKED: gettext_lazy("What is asked (locked)"),
    FULL: gettext_lazy("Full text"),
    SHORT: gettext_lazy("Short text"),
    "status": gettext_lazy("Proposed implementation status"),
    "position": gettext_lazy("Proposed position"),
}


def own_lines() -> set[str]:
    """The lines that we write into every file, in the language that is active."""
    return {str(one) for one in (TITLE, *INTRODUCTION, *LABELS.values())}


def empty_box() -> str:
    """What stands in a box for a text where there is none yet."""
    return _("[Write here]")


def no_choice() -> str:
    """What stands in the box for the proposal where nothing is proposed yet."""
    return _("[Choose one]")


def write(answers: Sequence[Asked], to: IO[bytes], *, language: str) -> None:
    """Write the file, in ``language``, which is active; the texts stay in those of their rounds.

    One query for each kind of proposal. The same answers make the same bytes on the same day.
    """
    _Document(answers, language).save(to)


def as_they_stand(answers: Sequence[Asked]) -> str:
    """How many answers, of which day, and by when the first is due."""
    count, today = len(answers), day_in_words(timezone.localdate())
    said = ngettext("%(count)d answer, as of %(day)s.", "%(count)d answers, as of %(day)s.", count)
    sentences = [said % {"count": count, "day": today}]
    due = [one.cases[0].due_on for one in answers if one.cases[0].due_on]
    if due:
        sentences.append(_("The first is due on %(day)s.") % {"day": day_in_words(min(due))})
    return " ".join(sentences)


class _Document:
    def __init__(self, answers: Sequence[Asked], language: str) -> None:
        self.answers, self.language, self.rtl = answers, language, is_rtl(language)
        self.lists, self.markup = Lists(), Markup(language)
        self.controls = Controls(self.markup)
        self.texts = Texts(self.lists, self.markup)
        kinds = {one.answer.round.asks_position for one in answers}
        self.proposals = {asks_position: scale_of(asks_position).names for asks_position in kinds}

    def save(self, to: IO[bytes]) -> None:
        archive.save(to, self._parts())

    def _parts(self) -> Iterator[tuple[str, bytes]]:
        body = "".join(self._body())
        yield "[Content_Types].xml", archive.types(_TYPES)
        yield "_rels/.rels", archive.relationships(_TOP)
        yield "word/document.xml", root("w:document", element("w:body", body))
        yield "word/_rels/document.xml.rels", archive.relationships(_PARTS)
        yield "word/styles.xml", styles(self.language)
        yield "word/numbering.xml", self.lists.xml()
        yield "word/settings.xml", parts.settings("page")
        yield "word/fontTable.xml", parts.fonts()
        yield "word/footnotes.xml", parts.notes(self.texts.notes, self.markup)

    def _body(self) -> Iterator[str]:
        yield self._line("Title", str(TITLE))
        yield self._line("Facts", as_they_stand(self.answers))
        for said in INTRODUCTION:
            yield self._line("Facts", str(said))
        for one in self.answers:
            yield from self._answer(one)
        yield self._page()

    def _answer(self, one: Asked) -> Iterator[str]:
        """Each mark is a bookmark too, from the line before its box to the line after."""
        key, (full, short) = one.answer.pk, one.texts
        locked = Mark(LOCKED, key, said=one.digest(self.language)).written()
        yield self.markup.paragraph(Paragraph("Heading1", list(self._references(one)), rtl=self.rtl))
        yield self._line("Facts", " · ".join(self._facts(one)))
        yield self._line("Heading2", str(LABELS[LOCKED]), lead=self.controls.begins(locked))
        yield self.controls.locked(
            locked, str(LABELS[LOCKED]), self._blank(self.rtl) + "".join(self._asked(one))
        )
        yield from self._text(one, FULL, full, lead=self.controls.ends(locked))
        yield from self._text(one, SHORT, short)
        yield self._proposal(one)

    def _references(self, one: Asked) -> Iterator[Run]:
        for place, reference in enumerate(one.references):
            if place:
                yield Run(", ", self.language, rtl=self.rtl)
            yield symbol(reference, self.language)

    def _facts(self, one: Asked) -> Iterator[str]:
        yield str(one.cases[0].lead)
        yield str(one.answer.round)
        if one.cases[0].due_on:
            yield _("Due %(day)s") % {"day": day_in_words(one.cases[0].due_on)}
        if len(one.cases) > 1:
            said = ngettext("One text for %(count)d case", "One text for %(count)d cases", len(one.cases))
            yield said % {"count": len(one.cases)}

    def _asked(self, one: Asked) -> Iterator[str]:
        """The letters of :meth:`Asked.digest`, in their order."""
        for case, said in one.locked(self.language):
            wording = case.recommendation.wording(self.language)
            spoken = wording.language if wording else self.language
            rtl = is_rtl(spoken)
            runs = [
                symbol(case.reference, spoken),
                Run(" ", spoken, rtl=rtl),
                *runs_of(said, spoken, rtl=rtl),
            ]
            yield self.markup.paragraph(Paragraph("Asked", runs, rtl=rtl))
        if question := one.answer.round.question.strip():
            spoken = one.answer.round.language
            yield self._line("Asked", question, spoken)

    def _text(self, one: Asked, part: str, markdown: str, *, lead: str = "") -> Iterator[str]:
        label, language = str(LABELS[part]), one.answer.round.language
        mark = Mark(part, one.answer.pk, one.number).written()
        yield self._line("Heading2", label, lead=lead + self.controls.begins(mark))
        blank = self._blank(is_rtl(language))
        if content := self.texts.written(markdown, language):
            yield self.controls.open(mark, label, blank + content)
        else:
            yield self.controls.empty(mark, label, blank + self._hint(language))
        yield self._line(OUTSIDE, "", lead=self.controls.ends(mark))

    def _proposal(self, one: Asked) -> str:
        asks_position = one.answer.round.asks_position
        label = str(LABELS["position" if asks_position else "status"])
        choices = self.proposals[asks_position]
        mark = Mark(PROPOSED, one.answer.pk, one.number, one.proposed).written()
        chosen = choices.get(one.proposed, "")
        shown = self._runs(chosen) if chosen else hint(Run(no_choice(), self.language, rtl=self.rtl))
        control = self.controls.choice(mark, label, shown, choices, is_made=bool(chosen))
        inner = (self._runs(f"{label}: "), self.controls.begins(mark), control, self.controls.ends(mark))
        return self.markup.paragraph(Paragraph("Facts", [], rtl=self.rtl), lead="".join(inner))

    def _hint(self, language: str) -> str:
        """In the language of the answer, in which it is to be written."""
        rtl = is_rtl(language)
        with translation.override(language):
            run = Run(empty_box(), language, rtl=rtl)
        return self.markup.paragraph(Paragraph("BodyText", [], rtl=rtl), lead=hint(run))

    def _blank(self, rtl: bool) -> str:
        """An empty line first in each box: else LibreOffice 7.4 multiplies Arabic words beside figures."""
        return self.markup.paragraph(Paragraph("Start", [], rtl=rtl))

    def _line(self, style: str, said: str, language: str = "", *, lead: str = "") -> str:
        spoken = language or self.language
        rtl = is_rtl(spoken)
        return self.markup.paragraph(Paragraph(style, runs_of(said, spoken, rtl=rtl), rtl=rtl), lead=lead)

    def _runs(self, said: str) -> str:
        runs = runs_of(said, self.language, rtl=self.rtl)
        return "".join(self.markup.run(run) for run in runs)

    def _page(self) -> str:
        """A4, upright."""
        return element(
            "w:sectPr",
            element("w:pgSz", w=11_906, h=16_838),
            element(
                "w:pgMar", top=1_361, right=1_133, bottom=1_361, left=1_133, header=709, footer=709, gutter=0
            ),
            element("w:bidi") if self.rtl else "",
        )


_OTHERS = ("styles", "numbering", "settings", "fontTable", "footnotes")
_TOP = (("rId1", f"{OFFICE}/relationships/officeDocument", "word/document.xml"),)
_PARTS = tuple((f"rId{name}", f"{OFFICE}/relationships/{name}", f"{name}.xml") for name in _OTHERS)
_TYPES = {
    "/word/document.xml": f"{WORD}.document.main+xml",
    **{f"/word/{name}.xml": f"{WORD}.{name}+xml" for name in _OTHERS},
}
