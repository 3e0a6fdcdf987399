"""Work by Word: what was written where none is taken is shown, with its case; nothing is passed over."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from tests.cases.offline.by_hand import box, edited, filled, taken_along
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.offline.sending import standings, text_of, upload
from tests.cast import Cast, drafted


def test_what_is_written_instead_of_a_choice_alone_is_shown(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, proposed="The Act was amended in 2025.")
    preview = upload(sign_in(cast.focal_point), file)
    assert standings(preview) == {"look": [case.answer_id]}
    assert '<blockquote dir="auto">The Act was amended in 2025.</blockquote>' in text_of(preview)


def test_what_is_written_into_the_locked_part_is_shown(cast: Cast, sign_in: SignIn) -> None:
    case, other = drafted(cast), drafted(cast)

    def edit(document: Any) -> None:
        written = document.add_paragraph("The Act was <b>amended</b>.")
        box(document, case.answer_id, "asked").find(qn("w:sdtContent")).append(written._p)

    preview = upload(sign_in(cast.focal_point), edited(taken_along(cast.focal_point), edit))
    assert standings(preview) == {"look": [case.answer_id], "same": [other.answer_id]}
    assert "The Act was &lt;b&gt;amended&lt;/b&gt;." in text_of(preview)


def test_what_is_written_below_a_box_is_shown_with_its_case(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)

    def edit(document: Any) -> None:
        Paragraph(box(document, case.answer_id, "full").getnext(), document).add_run("Below the box.")

    said = text_of(upload(sign_in(cast.focal_point), edited(taken_along(cast.focal_point), edit)))
    assert (
        f'href="/case/{case.reference}/"' in said.partition("not taken</h2>")[2].partition("Below the box")[0]
    )
