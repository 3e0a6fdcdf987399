"""What is kept of texts: made once, never out of date, never too much of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from cases import actions, prose
from cases.models import Case
from exports import actions as actions_of
from exports import content, prose_kept
from exports.checking import contradictions
from exports.content import hash_of, words_in
from exports.keeping import Kept, key_of
from exports.models import Report
from tests.cast import NOW, Cast, draft
from tests.exports.rewritten import say
from tests.exports.scene import answered, asked, report, theme
from tests.exports.way import bring

ADDRESS = "/desk/reports/national-report-2026/"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    for kept in (prose_kept._parsed, prose_kept._html, content._counted, contradictions._kept):
        kept.clear()


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The texts that were turned into HTML."""
    seen: list[str] = []
    real = prose.parsed

    def noted(text: str, **how: Any) -> prose.Prose:
        seen.append(text)
        return real(text, **how)

    monkeypatch.setattr(prose, "parsed", noted)
    return seen


class TestKept:
    @pytest.mark.once
    def test_it_makes_a_thing_once(self) -> None:
        made: list[str] = []
        kept: Kept[int] = Kept(10, lambda _one: 1)
        for _time in range(3):
            assert kept.get(key_of("a"), lambda: made.append("a") or 7) == 7
        assert made == ["a"]

    @pytest.mark.once
    def test_it_lets_go_what_was_used_least_recently(self) -> None:
        kept: Kept[str] = Kept(10, len)
        for text in ("aaaa", "bbbb", "aaaa", "cccc"):
            kept.get(key_of(text), lambda text=text: text)
        assert len(kept) == 2
        assert kept.get(key_of("aaaa"), lambda: "made anew") == "aaaa"
        assert kept.get(key_of("bbbb"), lambda: "made anew") == "made anew"

    @pytest.mark.once
    def test_it_keeps_nothing_that_is_longer_than_all_of_it(self) -> None:
        kept: Kept[str] = Kept(10, len)
        assert kept.get(key_of("long"), lambda: "x" * 11) == "x" * 11
        assert len(kept) == 0

    @pytest.mark.once
    def test_no_two_things_have_one_key(self) -> None:
        keys = [
            key_of("a", "b"),
            key_of("ab"),
            key_of("a", 1),
            key_of("a", "1"),
            key_of("a"),
            key_of("a", None),
        ]
        assert len(set(keys)) == len(keys)


class TestTheTextOfAReport:
    def test_only_what_was_written_anew_is_turned_into_html(self, cast: Cast, rendered: list[str]) -> None:
        shown = assembling(cast, 3)
        before = hash_of(shown.text)
        assert sorted(rendered) == [*(f"Clinic {number} opened." for number in range(3)), "The full text."]
        rendered.clear()
        assert hash_of(again(shown).text) == before
        assert rendered == []
        say(cast, shown.passages.first(), "Clinics opened everywhere.")
        assert "<p>Clinics opened everywhere.</p>" in html_of(again(shown))
        assert rendered == ["Clinics opened everywhere."]

    def test_what_is_kept_says_what_was_made_anew(self, cast: Cast) -> None:
        """With notes, lists and tables, whose numbers are those of the report."""
        text = "One.[^1] Two.[^2]\n\n- a\n- b\n\n| x |\n|---|\n| y |\n\n[^1]: First.\n\n[^2]: Second."
        about = theme("Health")
        for _number in range(2):
            answered(cast, asked(cast, about), short=text, full=text)
        shown = bring(cast, report(cast), "assembling")
        once = shown.text
        assert again(shown).text == once
        assert [note["number"] for note in once["notes"]] == [1, 2, 3, 4]

    def test_its_words_follow_a_changed_answer(self, cast: Cast) -> None:
        shown = report(cast)
        case = asked(cast)
        answered(cast, case, short="One two three.")
        before = words_in(shown.text)
        actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="A mistake.")
        draft(Case.objects.get(pk=case.pk), by=cast.focal_point, short_text="One two three four five.")
        fresh = Case.objects.get(pk=case.pk)
        actions.take_step(fresh, "sign_and_send", by=cast.head, now=NOW)
        actions.take_step(Case.objects.get(pk=case.pk), "approve", by=cast.validator, now=NOW)
        assert words_in(again(shown).text) == before + 2

    def test_the_back_links_of_its_notes_are_in_the_language_of_the_paper(self, cast: Cast) -> None:
        text = "One.[^1]\n\n[^1]: First."
        for language, word in (("en", "Back to the text"), ("fr", "Retour"), ("en", "Back to the text")):
            with override(language):
                assert word in prose_kept.to_html(text, under=4, name="UPR-1")

    def test_a_restricted_answer_stays_out_though_its_text_is_kept(self, cast: Cast) -> None:
        shown = assembling(cast, 2)
        assert "Clinic 1 opened." in html_of(shown)
        Case.objects.filter(answer__approved__short_text="Clinic 1 opened.").update(restricted=True)
        assert "Clinic 1 opened." not in html_of(again(shown))
        assert "Clinic 0 opened." in html_of(again(shown))


class TestItsPages:
    def test_words_and_checks_are_those_of_the_changed_text_at_once(self, client: Client, cast: Cast) -> None:
        shown = assembling(cast, 2)
        client.force_login(cast.editor)
        assert "Double spaces" not in page(client, "checks/")
        before = words_on(client)
        say(cast, shown.passages.first(), "Two  hundred clinics opened in the far north.")
        assert "Double spaces" in page(client, "checks/")
        assert words_on(client) != before

    def test_figures_contradict_each_other_until_one_is_mended(self, client: Client, cast: Cast) -> None:
        """What a sentence says in figures is kept; the paragraph it stands in is that of now."""
        shown = assembling(cast, 2)
        first, second = shown.passages.in_order()
        client.force_login(cast.editor)
        say(cast, first, "In the far north 120 rural clinics opened for pregnant women in 2025.")
        say(cast, second, "In the far north 140 rural clinics opened for pregnant women in 2025.")
        assert "Paragraph 2 says 140, paragraph 1 says 120" in page(client, "checks/")
        actions_of.arrange(again(shown), "shift", by=cast.editor, now=NOW, passage=first.pk, places=1)
        assert "Paragraph 2 says 120, paragraph 1 says 140" in page(client, "checks/")
        say(cast, first, "In the far north 140 rural clinics opened for pregnant women in 2025.")
        assert "what seems the same" not in page(client, "checks/")

    def test_another_report_has_its_own(self, client: Client, cast: Cast) -> None:
        """Both print the same answers; what an editor writes in one stands in that one alone."""
        shown = assembling(cast, 1)
        other = bring(cast, report(cast, reference="another"), "assembling")
        say(cast, shown.passages.first(), "Only here.")
        client.force_login(cast.editor)
        assert "Only here." in page(client)
        assert "Only here." not in client.get("/desk/reports/another/").content.decode()
        assert "Clinic 0 opened." in html_of(again(other))


def assembling(cast: Cast, answers: int) -> Report:
    about = theme("Health")
    for number in range(answers):
        answered(cast, asked(cast, about), short=f"Clinic {number} opened.")
    return bring(cast, report(cast), "assembling")


def again(shown: Report) -> Report:
    return Report.objects.get(pk=shown.pk)


def html_of(shown: Report) -> str:
    return "".join(one["html"] for part in shown.text["sections"] for one in part["paragraphs"])


def page(desk: Client, at: str = "") -> str:
    return str(desk.get(f"{ADDRESS}{at}").content.decode())


def words_on(desk: Client) -> int:
    return int(desk.get(f"{ADDRESS}words/").context["budget"].words)
