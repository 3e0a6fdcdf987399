"""Two texts that began with one: what each changed alone is in, and what both changed is asked."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.drafting.merging import Clash, merge

BASE = "One stands here. Two stands here. Three stands here.\n\nFour stands here."


def test_changes_of_different_sentences_are_both_taken() -> None:
    theirs = BASE.replace("One", "The first")
    mine = BASE.replace("Four", "The fourth")
    merged = merge(BASE, theirs, mine)
    assert not merged.clashes
    assert merged.text() == (
        "The first stands here. Two stands here. Three stands here.\n\nThe fourth stands here."
    )


def test_neighbours_do_not_clash() -> None:
    merged = merge(BASE, BASE.replace("Two", "Second"), BASE.replace("Three", "Third"))
    assert not merged.clashes
    assert "Second stands here. Third stands here." in merged.text()


def test_a_sentence_that_both_changed_is_asked() -> None:
    merged = merge(BASE, BASE.replace("Two", "Second"), BASE.replace("Two", "Number two"))
    (clash,) = merged.clashes
    assert (clash.base, clash.theirs, clash.mine) == (
        "Two stands here. ", "Second stands here. ", "Number two stands here. ",
    )  # fmt: skip
    for choice, said in (
        ("theirs", "One stands here. Second stands here. Three"),
        ("mine", "One stands here. Number two stands here. Three"),
        ("both", "One stands here. Second stands here. Number two stands here. Three"),
        ("nonsense", "One stands here. Number two stands here. Three"),
    ):
        assert merged.text({clash.key: choice}).startswith(said)


def test_the_same_change_by_both_is_no_clash() -> None:
    changed = BASE.replace("Two", "Second")
    assert merge(BASE, changed, changed).pieces.count(changed) == 0
    assert not merge(BASE, changed, changed).clashes
    assert merge(BASE, changed, changed).text() == changed


def test_what_one_took_out_and_the_other_left_is_out() -> None:
    merged = merge(BASE, BASE.replace("Two stands here. ", ""), f"{BASE} Five stands here.")
    assert merged.text() == "One stands here. Three stands here.\n\nFour stands here. Five stands here."


def test_what_both_put_at_one_place_is_asked() -> None:
    merged = merge("One.", "One. Theirs.", "One. Mine.")
    assert [(clash.theirs, clash.mine) for clash in merged.clashes] == [("Theirs.", "Mine.")]
    assert merged.text({merged.clashes[0].key: "both"}) == "One. Theirs. Mine."


def test_without_a_common_beginning_all_is_asked() -> None:
    merged = merge("", "Theirs.", "Mine.")
    assert merged.pieces == [Clash("", "Theirs.", "Mine.")]


def test_arabic_sentences_are_sentences() -> None:
    base = "افتتحت الحكومة مئتي عيادة. انخفض وقت الانتظار؟ نعم."
    merged = merge(base, base.replace("نعم", "لا"), base.replace("مئتي", "ثلاثمئة"))
    assert not merged.clashes
    assert merged.text() == "افتتحت الحكومة ثلاثمئة عيادة. انخفض وقت الانتظار؟ لا."


def test_a_text_of_very_many_sentences_is_not_compared_sentence_by_sentence() -> None:
    base = "a. " * 12_000
    assert len(merge(base, f"{base}b.", f"{base}c.").pieces) == 1


SENTENCES = st.lists(st.sampled_from(["One.", "Two?", "Three!", "Four.", "قال.", "\n\nFive."]), max_size=8)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SENTENCES, SENTENCES)
def test_where_only_one_changed_anything_it_is_that_text(begun: list[str], new: list[str]) -> None:
    base, changed = " ".join(begun).strip(), " ".join(new).strip()
    for merged in (merge(base, changed, base), merge(base, base, changed)):
        assert not merged.clashes
        assert merged.text().split() == changed.split()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SENTENCES, SENTENCES, SENTENCES)
def test_choosing_one_side_everywhere_loses_no_sentence_that_it_added(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    texts = [" ".join(one) for one in (base, theirs, mine)]
    merged = merge(*texts)
    for side, own in (("theirs", theirs), ("mine", mine)):
        text = merged.text({clash.key: side for clash in merged.clashes})
        added = [one.strip() for one in own if one not in base]
        assert all(one in text for one in added)
