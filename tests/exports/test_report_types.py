"""Types of reports in the settings: changed, added, hidden, brought back; and what reads them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from cases.people.models import SettingsChange
from exports import settling_types as settling
from exports.counting import ALL, WITH_NOTES
from exports.kinds import KINDS, Kind, PlannedHeading
from exports.kinds.shape import ANSWERS, NOTHING
from exports.models import Report, ReportType
from exports.models.kind import kind_named, kinds
from exports.pages.list_of_reports import rows_of
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, report
from tests.exports.way import bring, take
from workflow.errors import Blocked, Conflict, NotAllowed, Refused

TYPES = "/settings/report-types/"
OWN = replace(KINDS["other"], code="regional", limit=5_000, counting=WITH_NOTES)
NAMES = {"en": "Regional report", "fr": "Rapport régional"}


@pytest.fixture
def how(cast: Cast) -> dict[str, Any]:
    return {"by": cast.coordinator, "now": NOW}


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    client.force_login(cast.coordinator)
    return client


def changed(how: dict[str, Any], code: str = "upr", **fields: Any) -> Kind:
    now = kind_named(code)
    assert now is not None
    settling.change_type(replace(now, **fields), {}, **how, seen=settling.version_of(code))
    found = kind_named(code)
    assert found is not None
    return found


def typed(browser: Client, address: str, **fields: Any) -> dict[str, Any]:
    """What the page sends where nothing is typed, with ``fields`` instead."""
    page = browser.get(address).context
    form, lines = page["form"], page["lines"]
    sent: dict[str, Any] = {"then": "change", "seen": page["seen"]}
    sent |= {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    sent |= {f"h-{name}": value for name, value in lines.management_form.initial.items() if value is not None}
    for line in lines:
        sent |= {line[name].html_name: line[name].value() or "" for name in line.fields}
    return sent | fields


# What reads them


def test_as_shipped_there_are_nine(cast: Cast) -> None:
    assert kinds() == KINDS
    assert kind_named("upr") is KINDS["upr"]
    assert kind_named("") is kind_named("none") is None


def test_a_changed_type_is_read_everywhere(cast: Cast, how: dict[str, Any]) -> None:
    kind = changed(how, limit=9_000, counting=ALL, annexes=("matrix",), notes_at="page")

    assert (kind.limit, kind.counting, kind.annexes, kind.notes_at) == (9_000, ALL, ("matrix",), "page")
    assert kind.label == KINDS["upr"].label
    shown = report(cast)
    assert shown.type == kind
    assert rows_of([shown], cast.editor, NOW.date())[0].limit == 9_000


def test_what_belongs_under_a_heading_is_said_as_shipped_until_somebody_writes(
    cast: Cast, how: dict[str, Any]
) -> None:
    first, *rest = KINDS["upr"].sections
    kind = changed(how, limit=9_000)
    assert str(kind.sections[0].guidance) == str(first.guidance)
    kind = changed(how, sections=(replace(first, guidance="Who sat at the table."), *rest))
    assert kind.sections[0].guidance == "Who sat at the table."
    assert kind.sections[1].guidance == KINDS["upr"].sections[1].guidance


def test_an_own_type_is_named_in_the_reader_s_language(cast: Cast, how: dict[str, Any]) -> None:
    settling.add_type(OWN, NAMES, **how)
    with override("fr"):
        assert str(kinds()["regional"].label) == "Rapport régional"
    with override("ar"):
        assert str(kinds()["regional"].label) == "Regional report"


def test_a_report_begins_with_the_headings_of_its_type(cast: Cast, how: dict[str, Any]) -> None:
    heading = PlannedHeading("context", 1, {"en": "Regional context"})
    settling.add_type(replace(OWN, sections=(heading, *OWN.sections)), NAMES, **how)
    shown = report(cast, kind="")

    take(shown, "assemble", cast.editor, kind="regional")

    assert [one.code for one in shown.headings.in_order()][:2] == ["context", "introduction"]


def test_an_edition_keeps_the_limit_and_the_rule_of_its_day(cast: Cast, how: dict[str, Any]) -> None:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "frozen")
    changed(how, limit=5, counting=ALL)

    again = Report.objects.get(pk=shown.pk)

    assert again.edition is not None
    assert (again.edition.limit, again.edition.counting) == (10_700, "without-notes-and-annexes")
    assert again.type is not None
    assert (again.type.limit, again.type.counting) == (10_700, KINDS["upr"].counting)


def test_one_query_for_all_and_one_for_a_report(
    cast: Cast, how: dict[str, Any], django_assert_num_queries: Any
) -> None:
    settling.add_type(OWN, NAMES, **how)
    shown = report(cast, kind="regional")
    with django_assert_num_queries(1):
        kinds()
    with django_assert_num_queries(1):
        assert shown.type == shown.type


# What is done to them


@pytest.mark.parametrize(
    ("sections", "sentence"),
    [
        ((), "one heading at least"),
        ((PlannedHeading("a", 2, {"en": "A"}),), "directly below"),
        ((PlannedHeading("a", 1, {"en": "A"}), PlannedHeading("b", 3, {"en": "B"})), "directly below"),
        (
            (PlannedHeading("a", 1, {"en": "A"}, ANSWERS), PlannedHeading("b", 1, {"en": "B"}, ANSWERS)),
            "one heading only",
        ),
        ((PlannedHeading("a", 1, {"en": "Chapter"}, NOTHING),), "“Chapter” takes nothing but lower"),
        (
            (PlannedHeading("a", 1, {"en": "A"}, share=60), PlannedHeading("b", 1, {"en": "B"}, share=41)),
            "more than 100",
        ),
        (tuple(PlannedHeading(f"a{n}", 1, {"en": "A"}) for n in range(61)), "At most 60"),
    ],
)
def test_an_outline_that_cannot_be_is_refused(sections: tuple[PlannedHeading, ...], sentence: str) -> None:
    assert sentence in settling.why_not_so(sections)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_shipped_outline_can_be(kind: Kind) -> None:
    assert settling.why_not_so(kind.sections) == ""


def test_a_code_is_given_once(cast: Cast, how: dict[str, Any]) -> None:
    settling.add_type(OWN, NAMES, **how)
    for code in ("regional", "upr"):
        with pytest.raises(Refused, match="a type of this code already"):
            settling.add_type(replace(OWN, code=code), NAMES, **how)


def test_two_who_change_it_at_once_lose_nothing(cast: Cast, how: dict[str, Any]) -> None:
    changed(how, limit=9_000)
    with pytest.raises(Conflict, match="Somebody else changed this type"):
        settling.change_type(replace(KINDS["upr"], limit=8_000), {}, **how, seen=0)
    assert kinds()["upr"].limit == 9_000


def test_what_does_not_differ_is_not_written(cast: Cast, how: dict[str, Any]) -> None:
    assert not settling.change_type(KINDS["upr"], {}, **how, seen=0)
    assert not ReportType.objects.exists()


def test_back_to_what_is_shipped_with_the_history_kept(cast: Cast, how: dict[str, Any]) -> None:
    changed(how, limit=9_000)

    settling.ship_again("upr", **how, seen=1)

    assert kinds() == KINDS
    acts = SettingsChange.objects.filter(about="report-type").order_by("pk")
    assert [one.act for one in acts] == ["changed", "shipped again"]
    assert acts[1].details["changes"] == [["limit", "9000", "10700"]]


def test_a_hidden_type_is_not_chosen_any_more_but_stays_with_its_report(
    cast: Cast, how: dict[str, Any]
) -> None:
    has_it, other = report(cast), report(cast, reference="other", kind="")
    settling.hide("upr", **how, seen=0)

    assert Report.objects.get(pk=has_it.pk).type is not None
    with pytest.raises(Blocked, match="no such type"):
        take(other, "assemble", cast.editor)
    settling.show("upr", **how, seen=1)
    assert take(other, "assemble", cast.editor).kind == "upr"


def test_only_an_own_type_that_no_report_has_is_removed(cast: Cast, how: dict[str, Any]) -> None:
    settling.add_type(OWN, NAMES, **how)
    changed(how, limit=9_000)
    shown = report(cast, kind="regional")
    with pytest.raises(Refused, match="A report has this type"):
        settling.remove("regional", **how, seen=1)
    with pytest.raises(Refused, match="shipped is not removed"):
        settling.remove("upr", **how, seen=1)
    Report.objects.filter(pk=shown.pk).update(kind="other")
    settling.remove("regional", **how, seen=1)
    assert "regional" not in kinds()


def test_only_who_settles_changes_them(cast: Cast) -> None:
    for who in (cast.editor, cast.validator, cast.focal_point):
        how: dict[str, Any] = {"by": who, "now": NOW}
        with pytest.raises(NotAllowed):
            settling.add_type(OWN, NAMES, **how)
        for act in (settling.hide, settling.show, settling.ship_again, settling.remove):
            with pytest.raises(NotAllowed):
                act("upr", **how, seen=0)


# The pages


def test_the_list_says_what_each_is(
    cast: Cast, browser: Client, how: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    settling.add_type(OWN, NAMES, **how)
    settling.hide("mid-term", **how, seen=0)
    report(cast)
    with django_assert_max_num_queries(9):
        page = browser.get(TYPES).content.decode()
    for said in (
        "Regional report",
        "5,000 words",
        "hidden",
        "changed here",
        "type of report hidden: Mid-term",
    ):
        assert said in page


def test_a_type_is_changed_on_its_page(cast: Cast, browser: Client) -> None:
    address = f"{TYPES}of/periodic/"
    sent = typed(browser, address, limit="20000", name_en="Report to a committee")
    sent |= {"h-6-title_en": "Data", "h-6-place": "2", "h-6-share": "5", "h-1-share": "40", "h-1-place": "3"}

    assert browser.post(address, sent).status_code == 302

    kind = kinds()["periodic"]
    assert (kind.limit, str(kind.label)) == (20_000, "Report to a committee")
    codes = [one.code for one in kind.sections]
    assert codes[0] == "preparation"
    assert "own-1" in codes
    assert kind.sections[codes.index("follow-up")].share == 40


def test_looking_first_writes_nothing(cast: Cast, browser: Client) -> None:
    address = f"{TYPES}of/upr/"
    sent = typed(browser, address, then="look") | {"h-0-title_en": "How we asked"}

    page = browser.post(address, sent)

    assert page.status_code == 200
    assert "How we asked" in [line.heading.titles["en"] for line in page.context["preview"]]
    assert not ReportType.objects.exists()


def test_what_cannot_be_is_said_and_what_was_typed_stays(cast: Cast, browser: Client) -> None:
    address = f"{TYPES}of/upr/"
    sent = typed(browser, address) | {"h-0-level": "2", "h-0-title_en": "How we asked"}

    page = browser.post(address, sent)

    assert page.status_code == 409
    assert "stands directly below one of the level above" in page.content.decode()
    assert "How we asked" in page.content.decode()


def test_a_wrong_number_keeps_the_page(cast: Cast, browser: Client) -> None:
    sent = typed(browser, f"{TYPES}of/upr/", limit="none")
    assert browser.post(f"{TYPES}of/upr/", sent).status_code == 422


def test_a_type_is_added_from_another(cast: Cast, browser: Client) -> None:
    address = f"{TYPES}new/?from=mid-term"
    sent = typed(browser, address, code="regional", name_en="Regional report")

    assert browser.post(address, sent)["Location"] == f"{TYPES}of/regional/"

    kind = kinds()["regional"]
    assert [one.code for one in kind.sections] == ["methodology", "progress", "next-steps"]


def test_its_buttons_hide_bring_back_and_remove(cast: Cast, browser: Client, how: dict[str, Any]) -> None:
    settling.add_type(OWN, NAMES, **how)
    address = f"{TYPES}of/regional/"
    for then, seen in (("hide", 1), ("show", 2), ("remove", 3)):
        assert browser.post(address, {"then": then, "seen": seen}).status_code == 302
    assert browser.get(address).status_code == 404
    browser.post(f"{TYPES}of/upr/", {"then": "hide", "seen": 0})
    browser.post(f"{TYPES}of/upr/", {"then": "shipped", "seen": 1})
    assert kinds() == KINDS
    assert browser.post(f"{TYPES}of/upr/", {"then": "remove", "seen": 0}).status_code == 409
    assert browser.post(f"{TYPES}of/upr/", {"then": "nothing"}).status_code == 404


def test_the_page_of_one_takes_the_same_queries(
    cast: Cast, browser: Client, how: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    changed(how, limit=9_000)
    with django_assert_max_num_queries(12):
        browser.get(f"{TYPES}of/upr/")
