"""What a report says as it stands now, in each of its languages, and what that lacks."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from cases.models import Case
from exports.agreeing.standing import Rewritten, rewritten_in
from exports.chapters import put_together
from exports.checking.facts import Facts, facts_of, reasons_of
from exports.checking.report import findings_again, holding_up
from exports.content import Content, hash_of, hash_of_all
from exports.gaps import gaps
from exports.languages import lacking_in, title_page_lacks
from exports.told import Numbered, in_annex_order
from workflow.step import Act

if TYPE_CHECKING:
    from exports.models.report import Report


class ReportText:
    """A part of :class:`exports.models.Report`; what is printed is read once for an instance."""

    @property
    def _report(self) -> Report:
        return cast("Report", self)

    @cached_property
    def text(self) -> Content:
        """As it would be printed now, the same for whoever reads it: of all cases but the restricted ones."""
        return put_together(self._report, self._rows, self._report.language)

    def text_in(self, language: str) -> Content:
        """The same in one of its languages."""
        if language == self._report.language:
            return self.text
        if language not in self._texts:
            self._texts[language] = put_together(self._report, self._rows, language)
        return self._texts[language]

    @cached_property
    def _rows(self) -> list[Numbered]:
        asked = self._report.of_its_body(Case.objects.unrestricted())
        return in_annex_order(asked, self._report.round_id)

    @cached_property
    def _texts(self) -> dict[str, Content]:
        return {}

    @cached_property
    def text_hash(self) -> str:
        """Of all that is frozen with it: its text in every language in which it is printed."""
        return hash_of_all(self.text_in(language) for language in self._report.printed_in)

    def gaps(self) -> list[str]:
        """What it lacks, a sentence each; nothing is asked of it before it has a type."""
        if self._report.type is None:
            return []
        facts = Facts(reasons=reasons_of(self._report))
        found = gaps(holding_up(self.text, self._report.type, facts))
        return [*found, *self.gaps_in_languages()]

    def gaps_in_languages(self) -> list[str]:
        """What is not translated into the languages in which it is printed, a sentence each."""
        texts = [self.text_in(language) for language in self._report.printed_in]
        return [one for text in texts for one in (*title_page_lacks(self._report, text), *lacking_in(text))]

    def rewritten(self) -> list[Rewritten]:
        """The passages that print the editor's words, and who of their leads has agreed."""
        edition = self._report.edition
        return rewritten_in(self._report.agreements.all(), edition.content if edition else self.text)

    def not_agreed(self) -> list[Rewritten]:
        """Those to which not all leads have agreed."""
        return [one for one in self.rewritten() if not one.is_agreed]

    def set_aside_in_text(self, act: Act) -> list[int]:
        """The ids of the findings in the present text that were set aside, as the person may know them."""
        if self._report.type is None:
            return []
        facts = facts_of(self._report, self.text, reader=act.by, now=act.at)
        found = findings_again(self.text, self._report.type, facts, sha256=hash_of(self.text))
        aside = self._report.set_aside.by_key()
        return [aside[one.key].pk for one in found if one.key in aside and not one.check.holds_up]
