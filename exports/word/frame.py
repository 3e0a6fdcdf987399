"""What stands round the text on its pages: size and margins, running head and foot, the draft's mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.word.markup import Markup
from cases.word.pieces import Paragraph, Run
from cases.word.writing import runs_of, symbol
from cases.word.xml import element, plain, root
from exports.content import Content

UPRIGHT, ACROSS = (11_906, 16_838), (16_838, 11_906)
"""A4, in twentieths of a point."""
TEXT_WIDTH = {False: 9_640, True: 14_000}
_EDGES = {"header": 709, "footer": 709, "gutter": 0}
_WORDS_IN_HEAD = 12


@dataclass(frozen=True)
class Frame:
    """The running head and foot of one content; ``is_draft``: each page says so."""

    content: Content
    markup: Markup
    is_draft: bool

    @property
    def language(self) -> str:
        return self.content["language"]

    @property
    def rtl(self) -> bool:
        return self.content["direction"] == "rtl"

    def head(self, *, landscape: bool) -> bytes:
        """``word/header….xml``."""
        mast = self.content["masthead"]
        title = runs_of(Truncator(mast["title"]).words(_WORDS_IN_HEAD), self.language, rtl=self.rtl)
        mark = symbol(mast["symbol"], self.language) if mast["symbol"] else None
        end = [mark] if mark else runs_of(mast["state"], self.language, rtl=self.rtl)
        line = Paragraph("Header", [*title, Run("\t", self.language, rtl=self.rtl), *end], rtl=self.rtl)
        return root("w:hdr", self._tabbed(line, landscape), self._watermark())

    def first_head(self) -> bytes:
        """That of the first page, which has the masthead instead."""
        return root("w:hdr", self.markup.paragraph(Paragraph("Empty", [], rtl=self.rtl)), self._watermark())

    def foot(self) -> bytes:
        """``word/footer1.xml``: Page 1 of 2, as fields."""
        return root("w:ftr", self.markup.paragraph(Paragraph("Footer", list(self._pages()), rtl=self.rtl)))

    def section(self, *, landscape: bool, is_first: bool, notes_at: str) -> str:
        """``w:sectPr`` of a part. The parts are named in ``package.py``."""
        width, height = ACROSS if landscape else UPRIGHT
        side = (width - TEXT_WIDTH[landscape]) // 2
        return element(
            "w:sectPr",
            element("w:headerReference", type="default", r__id="rIdHeadAcross" if landscape else "rIdHead"),
            element("w:headerReference", type="first", r__id="rIdFirstHead") if is_first else "",
            element("w:footerReference", type="default", r__id="rIdFoot"),
            element("w:footerReference", type="first", r__id="rIdFoot") if is_first else "",
            element("w:endnotePr", element("w:pos", val="sectEnd"), element("w:numFmt", val="decimal"))
            if notes_at == "end" else "",
            element("w:type", val="nextPage"),
            element("w:pgSz", w=width, h=height, orient="landscape" if landscape else None),
            element("w:pgMar", top=1_588, right=side, bottom=1_361, left=side, **_EDGES),
            element("w:cols", space=708),
            element("w:titlePg") if is_first else "",
            element("w:bidi") if self.rtl else "",
        )  # fmt: skip

    def _tabbed(self, line: Paragraph, landscape: bool) -> str:
        tabs = element("w:tabs", element("w:tab", val="right", pos=TEXT_WIDTH[landscape]))
        written = self.markup.paragraph(line)
        style = element("w:pStyle", val="Header")
        return written.replace(style, style + tabs, 1)

    def _pages(self) -> Iterator[Run]:
        if self.is_draft:
            yield from runs_of(_("Draft"), self.language, rtl=self.rtl, style="Draft")
            yield from runs_of(" · ", self.language, rtl=self.rtl)
        said = _("Page %(page)s of %(pages)s") % {"page": "\x01", "pages": "\x02"}
        fields = {"\x01": "PAGE", "\x02": "NUMPAGES"}
        for piece in _cut(said, fields):
            if piece in fields:
                yield Run("1", self.language, rtl=self.rtl, field=fields[piece])
            else:
                yield from runs_of(piece, self.language, rtl=self.rtl)

    def _watermark(self) -> str:
        """The word across the page, behind the text, as Word itself draws one."""
        if not self.is_draft:
            return ""
        shape = plain(
            "v:shape",
            plain("v:fill", opacity=".5"),
            plain(
                "v:textpath",
                style="font-family:'Times New Roman';font-size:1pt",
                string=_("Draft"),
                on="t",
                fitshape="t",
            ),
            id="SuiviDraft",
            type="#_x0000_t136",
            alt="",
            style="position:absolute;margin-left:0;margin-top:0;width:420pt;height:168pt;rotation:315;z-index:-251658752;"
            "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
            "mso-position-vertical:center;mso-position-vertical-relative:margin",
            fillcolor="#d9d9d9",
            stroked="f",
        )
        return element(
            "w:p",
            element("w:pPr", element("w:pStyle", val="Empty")),
            element("w:r", element("w:pict", _WORD_ART + shape)),
        )


_WORD_ART = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
    'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
)
"""What Word calls plain text as a picture."""


def _cut(said: str, at: dict[str, str]) -> list[str]:
    pieces = [""]
    for letter in said:
        if letter in at:
            pieces += [letter, ""]
        else:
            pieces[-1] += letter
    return [piece for piece in pieces if piece]
