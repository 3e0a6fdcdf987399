"""Acts on an outline: passages and headings are moved, joined, taken out and in; each can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases import actions as on_cases
from cases.models import Case
from cases.people.roles import give_role
from exports import actions
from exports.models import Heading, HeadingTitle, Passage, PassageAnswer, PassageText, Report, ReportEvent
from exports.outline.laying import answers_waiting, waiting
from exports.outline.newer import newer_in
from exports.outline.writing import write
from tests.cast import NOW, Cast, draft
from tests.exports.scene import answered, asked, content_of, report, theme
from tests.exports.way import bring
from tests.tampering import lifted
from workflow import history, undoing
from workflow.errors import Blocked, NotAllowed, WrongState
from workflow.invariants import broken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _minutes(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


@pytest.fixture
def shown(cast: Cast) -> Report:
    """Health with recommendations 1, 2 and 3; Water with 4."""
    health, water = theme("Health"), theme("Water")
    for number in (1, 2, 3):
        answered(cast, asked(cast, health), short=f"Health text {number}.")
    answered(cast, asked(cast, water), short="Water text.")
    return bring(cast, report(cast), "assembling")


def arrange(shown: Report, cast: Cast, change: str, **given: Any) -> dict[str, Any]:
    event = actions.arrange(shown, change, by=cast.editor, now=NOW, **given)
    noted: dict[str, Any] = event.data.get("noted", {})
    return noted


def undo(shown: Report, cast: Cast) -> None:
    standing = Report.objects.get(pk=shown.pk)
    undoing.undo(standing, by=cast.editor, now=NOW, seen=standing.version)


def heading(name: str) -> Heading:
    found = Heading.objects.filter(theme__code=name, removed_at=None).first()
    return found or HeadingTitle.objects.get(language="en", text=name).of


def passages(name: str) -> list[int]:
    return list(heading(name).passages.standing().in_order().values_list("pk", flat=True))


def titles(shown: Report) -> list[str]:
    """The printed headings below those of the type, in order."""
    found = [section["title"]["text"] for section in content_of(Report.objects.get(pk=shown.pk))["sections"]]
    return found[1:]


def state_of(shown: Report) -> list[Any]:
    """Everything that an act may change."""
    headings = shown.headings.order_by("pk").values_list("pk", "parent", "place", "removed_at")
    stands = shown.passages.order_by("pk").values_list("pk", "heading", "place", "removed_at")
    told = PassageAnswer.objects.order_by("pk")
    tells = told.values_list("pk", "passage", "answer", "version", "place", "joined_from")
    wordings = HeadingTitle.objects.order_by("pk").values_list("of", "language", "text")
    grouping = Report.objects.values_list("grouping", flat=True).get(pk=shown.pk)
    return [list(headings), list(stands), list(tells), list(wordings), grouping]


def test_a_passage_goes_one_place_down(shown: Report, cast: Cast) -> None:
    first, second, third = passages("Health")
    arrange(shown, cast, "shift", passage=first, places=1)

    assert passages("Health") == [second, first, third]
    with pytest.raises(Blocked, match="at the end"):
        arrange(shown, cast, "shift", passage=second, places=-1)


def test_several_passages_go_to_another_heading_in_their_order(shown: Report, cast: Cast) -> None:
    first, _second, third = passages("Health")
    [water] = passages("Water")
    arrange(shown, cast, "move", passages=[third, first], to=heading("Water").pk, after=0)

    assert passages("Water") == [first, third, water]
    assert titles(shown)[:3] == ["Health", "Recommendation 2", "Water"]


def test_passages_are_joined_under_a_heading_that_the_system_writes(shown: Report, cast: Cast) -> None:
    first, _second, third = passages("Health")
    arrange(shown, cast, "join", passages=[third, first])

    assert titles(shown)[:3] == ["Health", "Recommendations 1, 3", "Recommendation 2"]
    content = content_of(Report.objects.get())
    joined = next(one for one in content["sections"] if one.get("passage") == first)
    assert [one["html"] for one in joined["paragraphs"]] == ["<p>Health text 1.</p>", "<p>Health text 3.</p>"]
    rows = {row["number"]: row["answered_in"] for row in content["matrix"]}
    assert (rows[1], rows[3], rows[2]) == ("1–2", "1–2", "3")


def test_what_was_joined_is_parted_again(shown: Report, cast: Cast) -> None:
    first, _second, third = passages("Health")
    arrange(shown, cast, "join", passages=[first, third])
    arrange(shown, cast, "part", passage=first)

    assert titles(shown)[:4] == ["Health", "Recommendation 1", "Recommendation 3", "Recommendation 2"]
    with pytest.raises(Blocked, match="one answer only"):
        arrange(shown, cast, "part", passage=first)


def test_what_is_taken_out_is_put_back(shown: Report, cast: Cast) -> None:
    first, second, third = passages("Health")
    arrange(shown, cast, "take-out", passages=[second])

    assert "Recommendation 2" not in titles(shown)
    assert waiting(shown) == [], "it waits to be put back, not to be taken in"
    arrange(shown, cast, "put-back", passage=second)
    assert passages("Health") == [first, second, third]


def test_a_heading_goes_with_what_stands_below_it_and_comes_back(shown: Report, cast: Cast) -> None:
    health = heading("Health").pk
    before = state_of(shown)
    arrange(shown, cast, "remove-heading", heading=health)

    assert titles(shown)[:2] == ["Water", "Recommendation 4"]
    arrange(shown, cast, "put-back", heading=health)
    assert state_of(shown) == before


def test_or_what_stands_below_it_moves_first(shown: Report, cast: Cast) -> None:
    arrange(shown, cast, "remove-heading", heading=heading("Health").pk, to=heading("Water").pk)

    assert len(passages("Water")) == 4


def test_headings_are_added_renamed_and_moved(shown: Report, cast: Cast) -> None:
    own = arrange(shown, cast, "add-heading", titles={"en": "Ours", "fr": "Le nôtre"})["heading"]
    titled = {"en": "Our own", "fr": "Le nôtre"}
    began = {"en": "Ours", "fr": "Le nôtre"}
    arrange(shown, cast, "rename-heading", heading=own, titles=titled, began_with=began)
    arrange(shown, cast, "move-heading", heading=heading("Health").pk, under=own)
    arrange(shown, cast, "shift-heading", heading=own, places=-1)

    assert heading("Health").parent_id == own
    assert str(Heading.objects.get(pk=own)) == "Our own"
    with pytest.raises(Blocked, match="below itself"):
        arrange(shown, cast, "move-heading", heading=own, under=heading("Health").pk)


def test_who_began_with_an_older_title_renames_nothing(shown: Report, cast: Cast) -> None:
    own = arrange(shown, cast, "add-heading", titles={"en": "Ours"})["heading"]
    arrange(shown, cast, "rename-heading", heading=own, titles={"en": "Hers"}, began_with={"en": "Ours"})

    with pytest.raises(Exception, match="Somebody else renamed"):
        arrange(shown, cast, "rename-heading", heading=own, titles={"en": "His"}, began_with={"en": "Ours"})
    assert str(Heading.objects.get(pk=own)) == "Hers"


def test_text_of_the_editors_own_stands_where_it_was_put(shown: Report, cast: Cast) -> None:
    first, second, third = passages("Health")
    text = PassageText(language="en", text="In between.", by=cast.editor, at=NOW)
    made = arrange(shown, cast, "add-text", heading=heading("Health").pk, after=first, text=text)["passage"]

    assert passages("Health") == [first, made, second, third]


def test_approved_answers_are_taken_in_to_their_theme_or_where_one_chooses(shown: Report, cast: Cast) -> None:
    for name in ("Health", "Water"):
        answered(cast, asked(cast, heading(name).theme), short="Later.")
    later = [one.answer.pk for one in waiting(shown)]
    assert answers_waiting(shown) == set(later)

    arrange(shown, cast, "take-in", answers=later[:1])
    arrange(shown, cast, "take-in", answers=None, to=heading("Health").pk)

    assert (len(passages("Health")), len(passages("Water"))) == (5, 1)
    assert answers_waiting(shown) == set()
    with pytest.raises(Blocked, match="nothing to take in"):
        arrange(shown, cast, "take-in", answers=later)


def approve_anew(cast: Cast, passage: int, text: str) -> None:
    case = Case.objects.get(answer=PassageAnswer.objects.get(passage=passage).answer_id)
    on_cases.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="New figures.")
    draft(case, by=cast.focal_point, short_text=text)
    on_cases.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    on_cases.take_step(Case.objects.get(pk=case.pk), "approve", by=cast.validator, now=NOW)


def test_a_text_that_was_approved_anew_is_taken_with_one_act(shown: Report, cast: Cast) -> None:
    first = passages("Health")[0]
    approve_anew(cast, first, "Newer text.")
    assert list(newer_in(shown)) == [first]

    arrange(shown, cast, "renew", passages=[first])

    assert newer_in(shown) == {}
    content = content_of(Report.objects.get())
    assert "Newer text." in str(next(one for one in content["sections"] if one.get("passage") == first))


def test_a_restricted_case_is_neither_newer_nor_waiting(shown: Report, cast: Cast) -> None:
    first = passages("Health")[0]
    approve_anew(cast, first, "Newer text.")
    answered(cast, asked(cast), short="Later.")
    Case.objects.update(restricted=True)

    assert newer_in(shown) == {}
    assert answers_waiting(shown) == set()


def test_passages_are_put_in_order(shown: Report, cast: Cast) -> None:
    first, second, third = passages("Health")
    [water] = passages("Water")
    arrange(shown, cast, "move", passages=[water], to=heading("Health").pk, after=0)
    arrange(shown, cast, "shift", passage=first, places=1)
    arrange(shown, cast, "order", heading=heading("Health").pk, order="number")

    assert passages("Health") == [first, second, third, water]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("paragraph", ["Recommendation 1", "Recommendation 2", "Recommendation 3", "Recommendation 4"]),
        ("theme", ["Recommendation 1", "Recommendation 2", "Recommendation 3", "Water", "Recommendation 4"]),
    ],
)
def test_the_answers_are_grouped_anew(shown: Report, cast: Cast, by: str, expected: list[str]) -> None:
    before = titles(shown)
    arrange(shown, cast, "regroup", grouping=by)
    assert titles(shown) == expected

    arrange(shown, cast, "regroup", grouping="section")
    assert titles(shown) == before


def _with_something_newer(shown: Report, cast: Cast) -> None:
    approve_anew(cast, passages("Health")[0], "Newer text.")
    answered(cast, asked(cast, theme("Rights")), short="Later.")


UNDONE: dict[str, Callable[[], dict[str, Any]]] = {
    "add-heading": lambda: {"titles": {"en": "Ours"}},
    "rename-heading": lambda: {
        "heading": heading("Health").pk,
        "titles": {"en": "Well-being"},
        "began_with": {},
    },
    "shift-heading": lambda: {"heading": heading("Health").pk, "places": 1},
    "move-heading": lambda: {"heading": heading("Health").pk, "under": heading("Water").pk},
    "remove-heading": lambda: {"heading": heading("Health").pk},
    "shift": lambda: {"passage": passages("Health")[0], "places": 1},
    "move": lambda: {"passages": passages("Health")[:2], "to": heading("Water").pk, "after": 0},
    "join": lambda: {"passages": passages("Health")},
    "take-out": lambda: {"passages": passages("Health")},
    "take-in": lambda: {"answers": None},
    "renew": lambda: {"passages": None},
    "order": lambda: {"heading": heading("Health").pk, "order": "theme"},
    "regroup": lambda: {"grouping": "paragraph"},
}


@pytest.mark.parametrize("change", [name for name in UNDONE if name != "move-heading"])
def test_an_act_is_undone(shown: Report, cast: Cast, change: str) -> None:
    _with_something_newer(shown, cast)
    before = state_of(shown)
    arrange(shown, cast, change, **UNDONE[change]())

    undo(shown, cast)

    assert state_of(shown) == before


def test_acts_are_undone_one_after_another_the_newest_first(shown: Report, cast: Cast) -> None:
    stood = [state_of(shown)]
    for change in ("shift", "join", "regroup"):
        arrange(shown, cast, change, **UNDONE[change]())
        stood.append(state_of(shown))
    undo(shown, cast)
    arrange(shown, cast, "take-out", **UNDONE["take-out"]())

    for before in (stood[2], stood[1], stood[0]):
        undo(shown, cast)
        assert state_of(shown) == before
    with pytest.raises(WrongState, match="not one that can be undone"):
        undo(shown, cast)
    assert broken() == []


def test_texts_are_undone_one_after_another(shown: Report, cast: Cast) -> None:
    passage = Passage.objects.get(pk=passages("Health")[0])
    for number, text in enumerate(("First.", "Second.", "Third.")):
        write(passage, language="en", text=text, by=cast.editor, now=NOW, began_with=number)
    printed = []
    for _time in range(3):
        undo(shown, cast)
        newest = passage.texts.order_by("-number")[0]
        printed.append("answered" if newest.as_answered else newest.text)

    assert printed == ["Second.", "First.", "answered"]
    assert broken() == []


def test_an_undo_of_another_act_than_the_newest_in_force_is_found(shown: Report, cast: Cast) -> None:
    first = passages("Health")[0]
    arrange(shown, cast, "shift", passage=first, places=1)
    arrange(shown, cast, "shift", passage=first, places=1)
    undo(shown, cast)
    with lifted():
        event = ReportEvent.objects.get(step="undo")
        event.data["undoes"] -= 1
        event.own_hash = history.event_hash("report", event)
        event.save()
        Report.objects.update(head=event.own_hash)

    (found,) = broken()
    assert "the undo of the newest one in force" in found


def test_what_another_editor_did_before_is_not_undone(shown: Report, cast: Cast) -> None:
    give_role(cast.coordinator, "editor")
    first = passages("Health")[0]
    actions.arrange(shown, "shift", by=cast.coordinator, now=NOW, passage=first, places=1)
    arrange(shown, cast, "take-out", passages=[first])
    undo(shown, cast)

    with pytest.raises(NotAllowed, match="Only the person who took the step"):
        undo(shown, cast)


def test_what_was_done_before_a_revision_is_not_undone(shown: Report, cast: Cast) -> None:
    first = passages("Health")[0]
    arrange(shown, cast, "shift", passage=first, places=1)
    actions.take_report_step(shown, "revise", by=cast.editor, now=NOW, title="Another title")
    arrange(shown, cast, "take-out", passages=[first])
    undo(shown, cast)

    with pytest.raises(WrongState, match="not one that can be undone"):
        undo(shown, cast)


def test_two_editors_arrange_at_once_and_lose_nothing(shown: Report, cast: Cast) -> None:
    hers, his = Report.objects.get(), Report.objects.get()
    first, second, third = passages("Health")
    arrange(hers, cast, "shift", passage=third, places=-1)
    arrange(his, cast, "move", passages=[first], to=heading("Water").pk)

    assert passages("Health") == [third, second]
    assert passages("Water")[-1] == first


def test_what_somebody_took_out_meanwhile_is_not_moved(shown: Report, cast: Cast) -> None:
    first = passages("Health")[0]
    arrange(shown, cast, "take-out", passages=[first])

    with pytest.raises(Blocked, match="was taken out of the report"):
        arrange(shown, cast, "move", passages=[first], to=heading("Water").pk)


def test_what_others_read_is_not_arranged(shown: Report, cast: Cast) -> None:
    bring(cast, shown, "circulation")

    with pytest.raises(WrongState):
        arrange(shown, cast, "take-out", passages=passages("Health"))


@pytest.mark.parametrize("who", ["coordinator", "validator", "stranger"])
def test_only_an_editor_arranges(shown: Report, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.arrange(shown, "take-out", by=getattr(cast, who), now=NOW, passages=passages("Health"))
