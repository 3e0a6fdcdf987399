"""The answers of the sample in French and Arabic: written by one, read against the original by another.

Translators of the delegation do most of it. A department that works in the language writes its own.
"""

from __future__ import annotations

from cases.models import Case
from cases.models.translation import source_of
from cases.people.models import User
from cases.people.roles import holders, national_holders_of
from cases.translations.translating import mark_revised, save_translation
from config.demo.story import EDITED_ONCE, RETURNED_ONCE, Moments, Say, Story
from config.demo.texts import TRANSLATED_INTO, answers_in

BY_THEMSELVES = {("HJC", "ar"), ("MOH", "fr")}
"""Departments that translate their answers themselves, and into which language."""
ADDED = {
    "fr": "Les chiffres indiqués sont ceux des statistiques nationales les plus récentes.",
    "ar": "والأرقام الواردة هي أرقام أحدث الإحصاءات الوطنية.",
}
"""The sentence that the story adds to two answers (``story.EDIT``)."""


class Translating:
    """Translates what is approved, at moments of the last days."""

    def __init__(self, story: Story) -> None:
        self.at: Moments = story.at
        self.say: Say = story.say
        self.approved = story.texts["approved"]
        self.cases = story.cases
        self.translators = {one.email.partition("@")[0]: one for one in national_holders_of("translate")}

    def translate(self) -> None:
        """Every approved answer into both languages."""
        for language in TRANSLATED_INTO:
            texts = answers_in(language)
            for place, answer in enumerate(self.approved):
                case = self.cases[answer["answers"][0]]
                case.refresh_from_db()
                if case.state == "approved":
                    added = ADDED[language] if place in (RETURNED_ONCE, EDITED_ONCE) else ""
                    self._translate(case, language, texts[answer["answers"][0]], added)
        self.say("Approved answers are translated into French and Arabic")

    def _translate(self, case: Case, language: str, text: dict[str, str], added: str) -> None:
        answer, (writer, reader) = case.present_answer, self._who(case, language)
        source = source_of(answer)
        if source is None:
            raise LookupError(f"{case} has no text to be translated.")
        made = save_translation(
            answer,
            language=language,
            full_text=f"{text['full']}\n\n{added}" if added else text["full"],
            short_text=text["short"],
            made_from=source.number,
            started_from=0,
            by=writer,
            now=self.at.ago(12),
        )
        mark_revised(answer, language=language, seen=made.number, by=reader, now=self.at.ago(11))

    def _who(self, case: Case, language: str) -> tuple[User, User]:
        """Who writes, and who reads it again."""
        if case.lead and (case.lead.code, language) in BY_THEMSELVES:
            return holders(case.lead_id, "draft").get(), holders(case.lead_id, "sign_off").get()
        return self.translators["translator"], self.translators["reviser"]
