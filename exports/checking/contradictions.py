"""Contradictions: the same recommendation at two statuses, the same thing with two figures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from cases.difference import sentences
from cases.figures import spans_in, value_of
from cases.in_a_row import in_a_row
from cases.searching.folding import fold, fold_with_places
from exports.checking.finding import Finding, Place, found
from exports.checking.known import COMMON_WORDS, SAYING
from exports.checking.reading import Block, Reading, place_of
from exports.content import Row
from exports.keeping import Kept, key_of

_YEAR = re.compile(r"(?<![\w/.-])(?:19|20)\d\d(?![\w/-])")
_FIGURE = re.compile(r"(?<![\w/.-])(?!(?:19|20)\d\d\b)\d")
"""What may be a figure: not a year, and not within a symbol. Quick; ``cases/figures.py`` says exactly."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_PER_CENT = re.compile(r"[ \u00a0]?(?:per ?cent|pour cent|في الم[ائ]ئة|بالم[ائ]ئة)")
_CITES = re.compile(
    r"(?:\b(?:articles?|art|nos?|n[°º]|paragraphs?|paragraphes?|paras?|chapters?|chapitres?|resolution|résolution"
    r"|decree|décret|act|law|loi|dahir|phase|annexe?)\.?|المادت?[ةي]ن?|الفقرة|رقم|الفصل|المرسوم|القانون)\s*$",
    re.IGNORECASE,
)
"""What stands before the number of a text or of its part, which is no figure."""
_CITING = 30
"""Characters before a number in which such a word is looked for."""
_ARTICLE = re.compile(r"^(?:[وفبك]?ال|[وف]?لل)(?=\w{3})")
_ENDING = re.compile(r"(?<=\w{4})(?:es|s|x|e|ed|ing|ees|ee)$")
FEW = 3
"""Words beside the figure that both sentences have at least: fewer say too little of what it is about."""
MOST_OF = 0.6
"""Share of the words of the longer sentence that the shorter one has: else it is about more."""
MOST_FIGURES = 20
"""Figures of one sentence; one with more is a table that lost its lines."""
MOST_COMPARED = 300
"""Sentences of one noun and year; beyond, a report says the same so often that no one would read the list."""


@dataclass(frozen=True)
class Said:
    """A figure as a sentence says it: what it is worth, of what, of which year.

    ``words`` are the others of the sentence, with the numbers that it cites; ``values`` all that its figures
    are worth.
    """

    value: str
    as_typed: str
    noun: str
    year: str
    words: frozenset[str]
    values: frozenset[str]
    sentence: str


Standing = tuple[Said, Block]
"""A figure, and the block that says it."""
_kept: Kept[tuple[Said, ...]] = Kept(15_000, len)
"""So many figures; a report of 1,500 answers says some thousands, and after an edit all but a few again."""


def statuses(read: Reading) -> Iterator[Finding]:
    by_reference = {row["reference"]: row for row in read.content["matrix"] if not row["is_closed"]}
    by_text: dict[str, list[Row]] = defaultdict(list)
    for row in by_reference.values():
        by_text[" ".join(_WORD.findall(fold(row["text"]["text"])))].append(row)
    for rows in by_text.values():
        place = Place(reference=rows[0]["reference"], identity=_references(rows))
        yield from _differing("statuses", rows, place)
    for section in read.content["sections"]:
        rows = [by_reference[one] for one in section["references"] if one in by_reference]
        yield from _differing("statuses-of-answer", rows, place_of(section))


def figures(read: Reading) -> Iterator[Finding]:
    """Two sentences of different paragraphs that say, of the same noun and year, nothing different but the
    figure: the words of one are all in the other."""
    alike: dict[tuple[str, str, bool], dict[tuple[str, frozenset[str]], Standing]] = defaultdict(dict)
    for block in read.blocks:
        for one in _figures_said(block):
            group = alike[one.noun, one.year, one.value.endswith("%")]
            group.setdefault((one.value, one.words), (one, block))
    told: set[tuple[int, int, str, str]] = set()
    for group in alike.values():
        for first, second in combinations(islice(group.values(), MOST_COMPARED), 2):
            key = (first[1].number, second[1].number, first[0].value, second[0].value)
            if key[0] != key[1] and _contradict(first[0], second[0]) and key not in told:
                told.add(key)
                yield _contradiction(first, second)


def _figures_said(block: Block) -> tuple[Said, ...]:
    if block.tag == "table" or not _FIGURE.search(block.text):
        return ()
    return _kept.get(key_of(block.text), lambda: figures_said(block.text))


def figures_said(text: str) -> tuple[Said, ...]:
    """What the sentences of a text say in figures."""
    return tuple(one for sentence in sentences(text) for one in _said_in(sentence))


def _said_in(sentence: str) -> Iterator[Said]:
    spans = list(spans_in(sentence)) if _FIGURE.search(sentence) else []
    if not 0 < len(spans) <= MOST_FIGURES:
        return
    telling = _telling(sentence)
    cited = [span for span in spans if _CITES.search(sentence[max(0, span[0] - _CITING) : span[0]])]
    words = frozenset([word for _at, word in telling] + [f"#{sentence[slice(*span)]}" for span in cited])
    years = [(match.start(), match.group()) for match in _YEAR.finditer(sentence)]
    spans = [span for span in spans if span not in cited]
    values = [_value(sentence, begins, ends) for begins, ends in spans]
    for place, (begins, ends) in enumerate(spans):
        following = spans[place + 1][0] if place + 1 < len(spans) else len(sentence)
        noun, year = _noun(telling, begins, ends, following), _year(years, ends, following)
        if noun and year is not None:
            as_typed = sentence[begins:ends].strip()
            yield Said(values[place], as_typed, noun, year, words, frozenset(values), sentence)


def _value(sentence: str, begins: int, ends: int) -> str:
    """What it is worth; 42 per cent is 42%."""
    return value_of(sentence[begins:ends]) + ("%" if _PER_CENT.match(sentence, ends) else "")


def _telling(sentence: str) -> list[tuple[int, str]]:
    """The words that say what a sentence is about, folded, each with its place."""
    folded, places = fold_with_places(sentence)
    words = ((places[match.start()], _stem(match.group())) for match in _WORD.finditer(folded))
    return [(at, word) for at, word in words if word not in _SILENT]


def _noun(words: Sequence[tuple[int, str]], begins: int, ends: int, following: int) -> str:
    """The first telling word after the figure, before the next one; else the last before it."""
    after = next((word for at, word in words if ends <= at < following), "")
    return after or next((word for at, word in reversed(words) if at < begins), "")


def _year(years: Sequence[tuple[int, str]], ends: int, following: int) -> str | None:
    """The only year of the sentence, or the first after the figure; None where it is not clear."""
    if len({year for _at, year in years}) <= 1:
        return years[0][1] if years else ""
    return next((year for at, year in years if ends <= at < following), None)


def _stem(word: str) -> str:
    return _ENDING.sub("", _ARTICLE.sub("", word))


_SILENT = frozenset(_stem(word) for words in (*COMMON_WORDS.values(), SAYING) for word in words)


def _contradict(first: Said, second: Said) -> bool:
    if first.value in second.values or second.value in first.values:
        return False
    beside, beside_other = first.values - {first.value}, second.values - {second.value}
    if not (beside <= beside_other or beside_other <= beside):
        return False
    smaller, larger = sorted((first.words, second.words), key=len)
    return len(smaller) >= FEW and smaller <= larger and len(smaller) >= MOST_OF * len(larger)


def _contradiction(first: Standing, second: Standing) -> Finding:
    (one, before), (other, block) = first, second
    return found(
        "figures",
        block.place,
        text=f"{one.sentence}\0{other.sentence}",
        excerpt=other.sentence.strip(),
        language=block.language,
        number=block.number,
        figure=other.as_typed,
        other=before.number,
        other_figure=one.as_typed,
    )


def _differing(code: str, rows: Sequence[Row], place: Place) -> Iterator[Finding]:
    stands = dict.fromkeys(row["status"]["text"] for row in rows if row["status"]["text"])
    if len(stands) > 1:
        yield found(
            code,
            place,
            text=" ".join(f"{row['reference']}={row['status']['text']}" for row in rows),
            excerpt=rows[0]["text"]["text"],
            language=rows[0]["text"]["language"],
            references=in_a_row(row["reference"] for row in rows),
            statuses=in_a_row(f"“{one}”" for one in stands),
        )


def _references(rows: Sequence[Row]) -> str:
    return " ".join(row["reference"] for row in rows)
