"""Which texts say the same thing, in French, Arabic and English; and in which groups they stand."""

from __future__ import annotations

import time

import pytest

from cases.alike.clusters import MOST, clusters, proposed
from cases.alike.levels import PERHAPS, SURE
from cases.alike.near import near_pairs, said
from cases.alike.weighing import Said, Weighing

OTHERS = (
    "Publish the budget of each ministry every year.",
    "Build wells in the villages of the south.",
    "Train judges on the law of evidence.",
    "Open a shelter in every region.",
    "Adopt a plan against floods.",
)


def near(one: str, other: str, language: str = "en", others: tuple[str, ...] = OTHERS) -> bool:
    texts = (one, other, *others)
    pairs = near_pairs([said(key, {language: (text, "")}) for key, text in enumerate(texts)])
    return (0, 1) in pairs


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Ratify the treaty on disappearances.", "144.3 RATIFY the Treaty – on disappearances"),
        ("fr", "Ratifier la convention sur l’éducation.", "ratifier la Convention sur l'education ;"),
        ("ar", "المصادقة على الاتفاقيّة المتعلقة بالأطفال", "المصادقة على الإتفاقية المتعلقـة بالاطفال."),
        ("en", "End prison overcrowding.", "End prison overcrowding, by alternatives to detention."),
        ("fr", "Réduire la surpopulation carcérale", "Réduire sans délai la surpopulation carcérale du pays"),
    ],
)  # fmt: skip
def test_the_same_however_it_is_written(language: str, one: str, other: str) -> None:
    assert near(one, other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Protect better the rights of children.", "Protect better the rights of migrants."),
        ("fr", "Protéger les droits des enfants", "Protéger les droits des personnes handicapées"),
        ("ar", "حماية حقوق الأطفال", "حماية حقوق النساء"),
        ("en", "Ratify the treaty on torture.", "Ratify the treaty on disappearances."),
        ("en", "Train the police.", "Abolish the death penalty."),
    ],
)
def test_one_thing_in_place_of_another_is_not_the_same(language: str, one: str, other: str) -> None:
    assert not near(one, other, language)


def test_the_opening_says_whom_a_sub_item_is_about() -> None:
    item = "(a) Guarantee access to free schooling."
    for_girls = said(0, {"en": (item, "Take measures for girls:")})
    for_migrants = said(1, {"en": (item, "Take measures for migrants:")})
    assert near_pairs([for_girls, for_migrants]) == {}
    assert near_pairs([for_girls, for_girls]) == {(0, 1): 1.0}


def test_texts_of_different_languages_are_compared_by_what_they_are_about() -> None:
    texts = [said(key, {"en": (text, "")}) for key, text in enumerate(OTHERS)]
    english = said(5, {"en": ("Sign and ratify the OP-CAT.", "")})
    french = said(6, {"fr": ("Ratifier le Protocole facultatif à la Convention contre la torture", "")})
    other = said(7, {"fr": ("Ratifier la Convention sur les disparitions forcées", "")})
    found = near_pairs([*texts, english, french, other])
    assert found.keys() == {(5, 6)}
    assert PERHAPS <= found[5, 6] < 1
    assert near_pairs([said(0, {"en": ("Ratify", "")}), said(1, {"fr": ("Ratify", "")})]) == {}


def test_other_words_for_one_thing_are_perhaps_the_same() -> None:
    pair = ("Abolish the death penalty in law.", "Repeal capital punishment.")
    texts = [said(key, {"en": (text, "")}) for key, text in enumerate((*pair, *OTHERS))]
    assert near_pairs(texts).keys() == {(0, 1)}


def test_two_items_of_one_paragraph_are_rather_two() -> None:
    text = "Train judges on the law on {}."

    def both(*paragraphs: str) -> list[Said]:
        return [
            said(at, {"en": (text.format(what), "")}, mechanism="CEDAW", year=2022, paragraph=paragraphs[at])
            for at, what in enumerate(("violence", "violence in the family"))
        ]

    items, paragraphs = both("24(a)", "24(b)"), both("24", "25")
    weighing = Weighing([*items, *paragraphs])
    assert weighing.likely(*paragraphs) > SURE
    assert weighing.likely(*items) < SURE


def test_reports_to_two_committees_are_two() -> None:
    text = "Give data on the police in the next periodic report{}."
    texts = [
        said(key, {"en": (text.format(more), "")}, mechanism=mechanism)
        for key, (mechanism, more) in enumerate([("CAT", ""), ("CAT", " please"), ("CEDAW", " please")])
    ]
    weighing = Weighing(texts)
    assert weighing.likely(texts[0], texts[1]) > weighing.likely(texts[0], texts[2])


def test_an_empty_text_is_like_nothing() -> None:
    assert near_pairs([said(key, {"en": ("…", "")}) for key in range(2)]) == {}


def test_in_a_group_each_is_near_to_each() -> None:
    chain = {(0, 1): 0.9, (1, 2): 0.8}
    assert clusters(chain) == [[0, 1]]
    assert clusters(chain | {(0, 2): 0.7}) == [[0, 1, 2]]


def test_what_is_perhaps_the_same_waits_for_what_surely_is() -> None:
    near_ones = {(0, 1): 0.9, (0, 2): 0.5, (1, 2): 0.4, (3, 4): 0.5}
    assert proposed(near_ones) == [[0, 1], [3, 4]]
    assert proposed(near_ones, together=[frozenset({0, 1})]) == [[0, 1, 2], [3, 4]]
    assert proposed(near_ones, {(0, 1)}) == [[0, 2], [3, 4]]


def test_in_a_group_that_is_perhaps_the_same_two_pairs_in_three_are_near() -> None:
    near_ones = {(0, 1): 0.6, (0, 2): 0.6, (1, 2): 0.6, (0, 3): 0.5, (1, 3): 0.5}
    assert proposed(near_ones) == [[0, 1, 2, 3]]
    del near_ones[1, 3]
    assert proposed(near_ones) == [[0, 1, 2]]


def test_what_was_refused_is_in_no_group() -> None:
    near_ones = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.7}
    assert clusters(near_ones, {(0, 1)}) == [[1, 2]]


def test_a_group_can_be_read() -> None:
    near_ones = {(one, other): 1.0 for other in range(30) for one in range(other)}
    assert [len(group) for group in clusters(near_ones)] == [MOST, MOST, 30 - 2 * MOST]


@pytest.mark.once
def test_five_thousand_texts_take_seconds() -> None:
    words = [f"{first}{second}word" for first in "abcdefghijklmnopqrst" for second in "abcdefghijklmnopqrst"]
    texts = [
        said(key, {"en": (" ".join(words[(key * step + step * step) % 400] for step in range(1, 26)), "")})
        for key in range(5000)
    ]
    began = time.process_time()
    near_pairs(texts)
    assert time.process_time() - began < 60
