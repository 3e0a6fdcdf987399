"""The checks: what each looks for, in whole sentences, with the rule behind it and where that comes from.

What the UN asks of the form of a document is in its editorial manual, and in the guidelines for reports to
treaty bodies (HRI/GEN/2/Rev.6) and to the Universal Periodic Review (Human Rights Council decision 17/119).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONG_PARAGRAPH = 250
"""Words of a paragraph; our advice, no rule of the UN. The rule below says the number."""
LONG_HEADING = 250
"""Characters of a heading, about three lines."""


class Group(models.TextChoices):
    COVERAGE = "coverage", _("Coverage")
    CONTRADICTIONS = "contradictions", _("Contradictions")
    FORM = "form", _("Form of a UN document")


@dataclass(frozen=True)
class Check:
    """``label`` names what was found, ``rule`` is the rule and its source, ``sentence`` one finding with its
    place and what to do. ``sums_up`` says all of them in one (``count``) where they hold up the freezing
    unless a reason is given; what other checks find is worth a look.
    """

    code: str
    group: Group
    label: StrOrPromise
    rule: StrOrPromise
    sentence: Any
    sums_up: Any = None

    @property
    def holds_up(self) -> bool:
        return self.sums_up is not None


_COVERAGE = (
    Check(
        "too-long",
        Group.COVERAGE,
        _("Words over the limit"),
        _("The UN sends back a report over its limit (treaty bodies: General Assembly resolution 68/268)."),
        ngettext_lazy(
            "The report is %(count)d word too long: shorten it.",
            "The report is %(count)d words too long: shorten it.",
            "count",
        ),
        ngettext_lazy("It is %(count)d word too long.", "It is %(count)d words too long.", "count"),
    ),
    Check(
        "no-text",
        Group.COVERAGE,
        _("No text"),
        _("A report without a text answers nothing."),
        _("The report has no text: take approved answers into it, or write an introduction."),
        _("It has no text."),
    ),
    Check(
        "missing",
        Group.COVERAGE,
        _("Recommendations without an answer"),
        _("Each recommendation is answered, or noted with reasons: nothing goes unanswered unseen."),
        _("%(reference)s is not answered. Lead: %(lead)s. It stands at “%(standing)s”."),
        ngettext_lazy(
            "%(count)d recommendation is not answered.",
            "%(count)d recommendations are not answered.",
            "count",
        ),
    ),
    Check(
        "noted",
        Group.COVERAGE,
        _("Noted recommendations whose reasons stand elsewhere"),
        _("What was noted needs no new answer where its reasons are on record."),
        _("%(reference)s was noted. Its reasons were approved in another round, and are not in this report."),
    ),
    Check(
        "twice",
        Group.COVERAGE,
        _("Recommendations answered twice"),
        _("One recommendation is answered in one place, so that two answers cannot differ."),
        _("%(reference)s is answered in paragraphs %(first)s and again in %(second)s: keep one of them."),
    ),
    Check(
        "heading-numbers",
        Group.COVERAGE,
        _("Headings that name other recommendations"),
        _("A heading names the numbers of the annex that its text answers."),
        _("“%(heading)s” stands over a text that answers %(numbers)s: let the heading say so."),
        ngettext_lazy(
            "%(count)d heading names other recommendations than its text answers.",
            "%(count)d headings name other recommendations than their text answers.",
            "count",
        ),
    ),
    Check(
        "annex-place",
        Group.COVERAGE,
        _("Rows of the annex that lead elsewhere"),
        _("The annex names the paragraphs that answer each recommendation."),
        _("Row %(number)s of the annex (%(reference)s) names paragraphs %(said)s, but %(stands)s answer it."),
        ngettext_lazy(
            "%(count)d row of the annex names the wrong paragraphs.",
            "%(count)d rows of the annex name the wrong paragraphs.",
            "count",
        ),
    ),
    Check(
        "restricted",
        Group.COVERAGE,
        _("Restricted cases"),
        _("A restricted case is in no report. Only who is named in it reads this line."),
        _("%(reference)s is restricted, so neither it nor its answer is printed."),
    ),
    Check(
        "closed",
        Group.COVERAGE,
        _("Closed cases with an approved answer"),
        _("A closed case waits for no answer, and the one that it had is not printed."),
        _("%(reference)s was closed after its answer was approved, which is not printed: is that meant?"),
    ),
    Check(
        "newer",
        Group.COVERAGE,
        _("Answers approved anew"),
        _("What is printed is the text that flowed in; a later approval changes nothing by itself."),
        _("The answer under “%(heading)s” was approved anew after it was taken in: take the new text."),
    ),
)

_CONTRADICTIONS = (
    Check(
        "statuses",
        Group.CONTRADICTIONS,
        _("Different statuses for the same recommendation"),
        _("What was asked in the same words, or is answered by one text, stands at one status."),
        _("%(references)s ask the same, but stand at %(statuses)s: see which holds."),
    ),
    Check(
        "statuses-of-answer",
        Group.CONTRADICTIONS,
        _("Different statuses under one answer"),
        _("What was asked in the same words, or is answered by one text, stands at one status."),
        _("One text answers %(references)s, but they stand at %(statuses)s: see which holds."),
    ),
    Check(
        "figures",
        Group.CONTRADICTIONS,
        _("Figures that contradict each other"),
        _("The same thing of the same year has one figure in the whole report."),
        _(
            "Paragraph %(number)s says %(figure)s, paragraph %(other)s says %(other_figure)s of what seems "
            "the same: see which holds."
        ),
    ),
)

_FORM = (
    Check(
        "masthead",
        Group.FORM,
        _("Title page"),
        _("A UN document names its body, date and original language; the UN gives its symbol."),
        _("The title page lacks: %(what)s. Add it."),
        _("Its title page lacks: %(what)s."),
    ),
    Check(
        "symbol",
        Group.FORM,
        _("Document symbol"),
        _("Each kind of UN document has its own form of symbol, by body and state."),
        _("The symbol %(symbol)s has not the form that it has for such a report (%(example)s): look at it."),
    ),
    Check(
        "numbering",
        Group.FORM,
        _("Paragraph numbers"),
        _("Paragraphs are numbered 1, 2, 3… through the whole document, without a gap."),
        _("After paragraph %(before)s comes %(number)s: the numbers have a gap."),
        _("Its paragraphs are not numbered through."),
    ),
    Check(
        "lone-heading",
        Group.FORM,
        _("Lone sub-headings"),
        _("A level has at least two headings, or none: what has an A. has a B. (UN editorial manual)."),
        _("“%(heading)s” is the only heading of its level there: take it out, or divide the text."),
        ngettext_lazy(
            "%(count)d sub-heading stands alone on its level.",
            "%(count)d sub-headings stand alone on their level.",
            "count",
        ),
    ),
    Check(
        "empty-heading",
        Group.FORM,
        _("Headings without text"),
        _("A heading has text under it."),
        _("There is no text under “%(heading)s”: write some, or take the heading out."),
    ),
    Check(
        "heading-stop",
        Group.FORM,
        _("Headings that end with a stop"),
        _("A heading ends without a full stop or colon (UN editorial manual)."),
        _("“%(heading)s” ends with “%(mark)s”: take it away."),
    ),
    Check(
        "long-heading",
        Group.FORM,
        _("Long headings"),
        _("A heading takes three lines at most."),
        ngettext_lazy(
            "“%(heading)s” has %(count)d character: shorten it.",
            "“%(heading)s” has %(count)d characters: shorten it.",
            "count",
        ),
    ),
    Check(
        "typed-mark",
        Group.FORM,
        _("Letters and numbers typed by hand"),
        _("Sub-paragraphs are (a) in English, a) in French and Spanish; the paper letters lists by itself."),
        _("Paragraph %(number)s types “%(mark)s” by hand: make a list of it, and the paper letters it."),
    ),
    Check(
        "page-cited",
        Group.FORM,
        _("UN documents cited by page"),
        _("UN documents are cited by paragraph, since their pages differ in each language."),
        _("Paragraph %(number)s cites “%(cited)s”: name the paragraph instead of the page."),
    ),
    Check(
        "emphasis",
        Group.FORM,
        _("Bold or italics for emphasis"),
        _("A UN document has no bold or italics for emphasis; what was typed so is printed plain."),
        _("“%(mark)s” was typed at “%(heading)s”: it is not printed, so see that all is clear without."),
    ),
    Check(
        "capitals",
        Group.FORM,
        _("Words in capitals"),
        _("Capitals are no emphasis in a UN document."),
        _("Paragraph %(number)s writes “%(words)s” in capitals: write it as other words."),
    ),
    Check(
        "abbreviation",
        Group.FORM,
        _("Abbreviations not explained"),
        _("An abbreviation is explained where it stands first; some the UN itself uses without."),
        _("“%(short)s” is not explained in paragraph %(number)s: write the name, then (%(short)s)."),
    ),
    Check(
        "long-paragraph",
        Group.FORM,
        _("Long paragraphs"),
        _("A paragraph is what others cite; above 250 words it is hard to find one's place in it."),
        ngettext_lazy(
            "Paragraph %(number)s has %(count)d word: divide it.",
            "Paragraph %(number)s has %(count)d words: divide it.",
            "count",
        ),
    ),
    Check(
        "spaces",
        Group.FORM,
        _("Double spaces"),
        _("One space stands between words; in Word, two would be printed."),
        ngettext_lazy(
            "Paragraph %(number)s has %(count)d double space: take one away.",
            "Paragraph %(number)s has %(count)d double spaces: take one of each away.",
            "count",
        ),
    ),
    Check(
        "quotes",
        Group.FORM,
        _("Quotation marks"),
        _("French texts quote with « », English ones with “ ”."),
        ngettext_lazy(
            "%(count)d quotation mark is not of the text's language, from paragraph %(number)s on.",
            "%(count)d quotation marks are not of the text's language, from paragraph %(number)s on.",
            "count",
        ),
    ),
    Check(
        "french-spaces",
        Group.FORM,
        _("Spaces before French punctuation"),
        _("In French a no-break space stands before : ; ? ! and inside « »; it is printed as it was typed."),
        ngettext_lazy(
            "%(count)d mark of punctuation has no no-break space, from paragraph %(number)s on.",
            "%(count)d marks of punctuation have no no-break space, from paragraph %(number)s on.",
            "count",
        ),
    ),
    Check(
        "note",
        Group.FORM,
        _("Notes"),
        _("Each reference has its note, and each note its reference."),
        _("“%(mark)s” in paragraph %(number)s refers to a note that is not there: write it, or take it out."),
    ),
    Check(
        "lost-note",
        Group.FORM,
        _("Notes without a reference"),
        _("Each reference has its note, and each note its reference."),
        _("Nothing in the text refers to note %(number)s: refer to it, or take it out."),
    ),
    Check(
        "link",
        Group.FORM,
        _("Addresses of web pages in the text"),
        _("An address stands in a note: on paper nobody can follow it, and it is counted as a word."),
        _("Paragraph %(number)s has the address “%(address)s”: put it into a note."),
    ),
    Check(
        "untranslated",
        Group.FORM,
        _("Answers that are not translated"),
        _("A report is in one language; an answer that is not translated is printed as it was written."),
        _("The text under “%(heading)s” is in %(spoken)s: have it translated, and the translation revised."),
    ),
    Check(
        "other-language",
        Group.FORM,
        _("Paragraphs in another language"),
        _("A passage in another language is marked as such, so that it is read out and hyphenated rightly."),
        _("Paragraph %(number)s seems to be in %(spoken)s: translate it, or quote it."),
    ),
)

CHECKS = {check.code: check for check in (*_COVERAGE, *_CONTRADICTIONS, *_FORM)}
