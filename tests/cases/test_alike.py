"""Which recommendations one text may answer."""

from __future__ import annotations

from cases.starting.alike import MOST, Asked, Nearness, shared_words, together, words_of

PRISON = (
    "Reduce overcrowding in prisons and improve the conditions of detention.",
    "Improve conditions of detention in all prisons and end their overcrowding.",
)
SCHOOL = (
    "Guarantee free schooling to girls in rural areas.",
    "Build schools for rural girls, free of charge.",
)
WATER = "Adopt a law on drinking water."


def asked(*texts: str, themes: tuple[int, ...] = (), within: int = 1, language: str = "en") -> list[Asked]:
    return [
        Asked(key, within, frozenset(themes), {language: words_of(text)}) for key, text in enumerate(texts)
    ]


def groups(texts: list[Asked]) -> list[list[int]]:
    return [[one.key for one in group] for group in together(texts, Nearness(texts))]


def test_texts_that_share_their_words_come_together() -> None:
    assert groups(asked(PRISON[0], SCHOOL[0], PRISON[1], SCHOOL[1], WATER)) == [[0, 2], [1, 3], [4]]


def test_a_theme_in_common_brings_nearer() -> None:
    texts = ("Publish the number of prisons.", WATER, "Visit every prison without notice.")
    with_theme = asked(*texts)
    with_theme = [Asked(one.key, 1, frozenset([7] if one.key != 1 else []), one.words) for one in with_theme]
    assert groups(with_theme) == [[0, 2], [1]]


def test_those_of_another_lead_or_round_never_do() -> None:
    first, second = asked(*PRISON)
    assert groups([first, Asked(1, 2, frozenset(), second.words)]) == [[0], [1]]


def test_it_is_the_same_in_french_and_in_arabic() -> None:
    french = asked("Réduire la surpopulation des prisons.", "Mettre fin à la surpopulation de chaque prison.",
                   "Adopter une loi sur l’eau potable.", language="fr")  # fmt: skip
    arabic = asked(
        "الحد من الاكتظاظ في السجون.", "إنهاء اكتظاظ السجون.", "اعتماد قانون الماء.", language="ar"
    )
    assert groups(french) == groups(arabic) == [[0, 1], [2]]


def test_what_every_text_of_the_mechanisms_says_counts_for_nothing() -> None:
    assert words_of("The Committee recommends that the State party take the necessary measures") == {}


def test_a_group_is_no_chapter() -> None:
    assert max(len(group) for group in groups(asked(*PRISON * MOST))) == MOST


def test_the_order_given_is_kept_and_the_outcome_is_the_same_each_time() -> None:
    texts = asked(*PRISON, *SCHOOL, WATER, *PRISON)
    assert groups(texts) == groups(texts) == [[0, 1, 5, 6], [2, 3], [4]]


def test_it_says_which_words_they_share() -> None:
    texts = asked(*PRISON, WATER)
    assert {"overcrowding", "detention"} <= set(shared_words(texts[:2], Nearness(texts), "en"))
