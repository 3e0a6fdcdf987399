"""A narrative's Markdown becomes a few safe elements, whatever somebody types."""

from __future__ import annotations

import re
import time

import pytest

from cases.prose import parsed, to_html

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "style": "<style>p { display: none }</style>",
    "file image": "<img src='file:///etc/passwd'>",
    "markdown image": "![a](file:///etc/passwd) ![b](https://tracker.example/x.png)",
    "frame": "<iframe src='https://evil.example'></iframe>",
    "javascript link": "[press](javascript:alert(1)) <a href='javascript:alert(1)'>press</a>",
    "data link": "[press](data:text/html;base64,PHNjcmlwdD4=)",
    "handler": "<p onclick='alert(1)'>press</p>",
    "span of a million": "<table><tr><td colspan=1000000>x</td></tr></table>",
    "unclosed": "<b><table><tr><td>never closed <div",
    "svg": "<svg><use href='file:///etc/passwd'/></svg>",
    "comment": "<!-- hidden --><![CDATA[ x ]]>",
}
ALLOWED = {"p", "br", "bdi", "blockquote", "ul", "ol", "li", "h3", "h4", "h5", "h6"} | {
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_lets_no_hostile_fragment_through(text: str) -> None:
    html = to_html(f"Before.\n\n{text}\n\nAfter.")

    assert {tag.lower() for tag in re.findall(r"</?([a-zA-Z][^\s/>]*)", html)} <= ALLOWED
    assert not re.search(r"<[^>]*(href|src|on\w+|style|colspan)=", html)
    assert "<p>After.</p>" in html


def test_it_keeps_the_text_of_a_link_without_the_link() -> None:
    assert to_html("See [the Act](https://laws.example/act).") == "<p>See the Act.</p>"


def test_it_prints_without_emphasis_as_the_un_does() -> None:
    assert to_html("It is **very** *important*.") == "<p>It is very important.</p>"


def test_it_drops_what_turns_the_direction_of_text() -> None:
    assert to_html("a\u202egpj.exe\u202c b\u2066c\u2069\x00") == "<p>agpj.exe bc</p>"


def test_it_keeps_arabic_as_it_is() -> None:
    assert to_html("فُتحت 200 عيادة.") == "<p>فُتحت 200 عيادة.</p>"


@pytest.mark.parametrize(
    "symbol",
    [
        "A/HRC/52/7",
        "CEDAW/C/XYZ/CO/5-6",
        "A/HRC/WG.6/55/XYZ/1",
        "A/RES/68/268",
        "2022-07-12",
        "UPR-2024-112.17",
    ],
)
def test_it_isolates_symbols_and_days_in_digits(symbol: str) -> None:
    assert to_html(f"({symbol}، الفقرة 31)") == f'<p>(<bdi dir="ltr">{symbol}</bdi>، الفقرة 31)</p>'


@pytest.mark.parametrize("text", ["and/or", "24/7", "km/h", "2023–2026", "AC/DC", "1,140", "</p>"])
def test_it_leaves_other_texts_alone(text: str) -> None:
    assert "<bdi" not in to_html(f"So {text} it is.")


def test_it_lowers_headings_below_those_of_the_page() -> None:
    assert to_html("# Clinics", under=4) == "<h5>Clinics</h5>"


def test_it_never_goes_below_the_sixth_heading() -> None:
    assert to_html("###### Clinics", under=5) == "<h6>Clinics</h6>"


def test_it_makes_real_tables() -> None:
    html = to_html("| Year | Clinics |\n|---|---:|\n| 2024 | 200 |")

    assert '<th scope="col">Year</th>' in html
    assert "<td>200</td>" in html


def test_indented_text_is_a_paragraph_and_not_code() -> None:
    assert to_html("    The Act of 2024.") == "<p>The Act of 2024.</p>"


def test_it_cuts_a_text_into_its_outermost_blocks() -> None:
    text = "One.\n\n- a\n- b\n\n    still b\n\n> quoted\n\nTwo."

    assert [block.tag for block in parsed(text).blocks] == ["p", "ul", "blockquote", "p"]


def test_an_empty_text_has_no_blocks() -> None:
    assert parsed(" \n\n ").blocks == []


def test_it_stays_quick_on_deep_nesting() -> None:
    began = time.process_time()
    to_html(">" * 5_000 + " deep\n" + "[" * 5_000 + "*" * 5_000)
    assert time.process_time() - began < 5
