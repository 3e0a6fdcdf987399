"""Hostile fragments in every field that people write, through every page, mail and paper."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.conf import settings

from cases import actions
from cases.models import Case, Round, Term
from cases.prose import to_html
from exports.chapters import gather
from exports.models import Report
from exports.paper import html_of
from notifications.models import Mail
from tests.cast import DUE, NOW, Cast, draft, received
from tests.exports import scene
from tests.notifications import post
from tests.security.stage import PEOPLE, browser_of

HOSTILE = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>"
    '<style>*{background:url("file:///etc/passwd")}</style><link rel=attachment href="file:///etc/passwd">'
    '<iframe src="http://evil.example/"></iframe><a href="javascript:alert(1)">x</a>'
    "[x](javascript:alert(1)) ![x](file:///etc/passwd) {{ 7|add:7 }} {% debug %} %(by)s {by} </textarea>"
)
ALLOWED_SCRIPTS = re.compile(r"/static/[\w./-]+\.js$|/admin/jsi18n/$")


OWN_STYLES = {
    style
    for template in (settings.BASE_DIR / "notifications/templates/notifications").glob("mail*.html")
    for style in re.findall(r'style="([^"{]*)"', template.read_text())
}


class Reader(HTMLParser):
    """Gathers what a browser or WeasyPrint would run or fetch."""

    def __init__(self, page: str, styles: Collection[str] = ()) -> None:
        """``styles`` are those that our own template of a mail has in its elements."""
        super().__init__()
        self.found: list[str] = []
        self.styles = styles
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_icon = tag == "svg" and given.get("focusable") == "false"  # our own; HOSTILE has none such
        if not is_icon and tag in ("svg", "iframe", "style", "object", "embed", "base", "audio", "video"):
            self.found.append(tag)
        if tag == "script" and not ALLOWED_SCRIPTS.search(given.get("src", "")):
            self.found.append(tag)
        if tag == "img" and not given.get("src", "").startswith("/static/"):
            self.found.append(tag)
        for name, value in given.items():
            fetched = re.match(r"\s*(javascript|data|file|vbscript):", value, re.IGNORECASE)
            styled = name == "style" and value not in self.styles
            if name.startswith("on") or styled or fetched:
                self.found.append(f"{tag} {name}")


@pytest.fixture
def poisoned(cast: Cast) -> Case:
    """A case in which everybody has written something hostile; it is with the validators."""
    everybody = [value for value in vars(cast).values() if type(value).__name__ == "User"]
    for user in everybody:
        user.name = f"{HOSTILE[:190]}"
        user.save()
    for department in (cast.health, cast.justice):
        department.wordings.update(text=HOSTILE)
    Round.objects.update(title=HOSTILE[:200])
    theme = Term.objects.create(vocabulary=Term.Vocabulary.THEME, code="hostile")
    theme.wordings.create(language="en", text=HOSTILE)
    case = received(cast, text=HOSTILE, symbol=HOSTILE[:60], paragraph="<b>1</b>")
    case.recommendation.themes.add(theme)
    case.recommendation.lead_proposals.create(named=HOSTILE[:255])
    actions.take_step(
        case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE, comment=HOSTILE
    )
    draft(case, by=cast.focal_point, full_text=HOSTILE, short_text=HOSTILE)
    draft(case, by=cast.focal_point, full_text=HOSTILE * 2, short_text=f"A new sentence. {HOSTILE}")
    actions.add_comment(case, text=HOSTILE, by=cast.head, now=NOW)
    for _more in range(2):
        actions.add_evidence(
            case,
            title=HOSTILE[:255],
            source=HOSTILE[:255],
            figure=HOSTILE[:255],
            by=cast.focal_point,
            now=NOW,
        )
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW, comment=HOSTILE)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def report(cast: Cast, poisoned: Case) -> Report:
    fields = ("title", "body", "symbol", "distribution")
    shown = scene.report(cast, introduction=HOSTILE, **dict.fromkeys(fields, HOSTILE[:60]))
    actions.take_step(poisoned, "approve", by=cast.validator, now=NOW)
    return shown


def test_the_reader_finds_what_it_looks_for() -> None:
    assert set(Reader(HOSTILE).found) >= {"script", "img", "img onerror", "svg", "style", "iframe", "a href"}


@pytest.mark.once
@pytest.mark.parametrize("person", [one for one in PEOPLE if one not in ("anonymous", "inactive")])
def test_pages_show_them_as_text(person: str, cast: Cast, poisoned: Case) -> None:
    browser, case = browser_of(cast, person), f"/case/{poisoned.reference}/"
    rows = ("review/", "review/?against=before", "version/1/", "version/2/", "step/close/", "step/withdraw/")
    desk = (
        "/desk/",
        "/desk/leads/",
        "/desk/said-twice/",
        "/departments/",
        "/my-work/",
        "/admin/cases/case/",
        "/admin/people/user/",
    )
    for address in (case, *(f"{case}{row}" for row in rows), *desk):
        page = browser.get(address, follow=True).content.decode()
        icons = {"svg"} if address.startswith("/admin/") else set()  # Django's own
        assert set(Reader(page).found) <= icons, address
        assert "{{ 7|add:7 }}" in page or HOSTILE[:20] not in page


def test_what_is_refused_comes_back_as_text(cast: Cast, poisoned: Case) -> None:
    address = f"/case/{poisoned.reference}"
    typed = {"text": "", "full_text": HOSTILE, "short_text": HOSTILE, "reason": HOSTILE, "title": HOSTILE}
    for person in ("focal_point", "validator", "coordinator", "stranger", "anonymous"):
        browser = browser_of(cast, person)
        for row in ("draft/", "comment/", "evidence/", "step/close/", "review/", "step/reassign/"):
            page = browser.post(f"{address}/{row}", typed | {"decision": "return"}).content.decode()
            assert Reader(page).found == [], (person, row)


@pytest.mark.parametrize("name", ["search", "standing", "lead", "theme", "page", "against", "next"])
def test_words_of_the_address_come_back_as_text(name: str, cast: Cast, poisoned: Case) -> None:
    for address in ("/desk/", f"/case/{poisoned.reference}/review/", "/my-work/", "/account/password/reset/"):
        page = browser_of(cast, "validator").get(address, {name: HOSTILE}).content.decode()
        assert Reader(page).found == [], address


def test_mails_carry_them_as_text(cast: Cast, poisoned: Case) -> None:
    post.mails(NOW + timedelta(hours=1))

    mails = list(Mail.objects.all())
    assert any("&lt;script&gt;" in mail.html for mail in mails)
    for mail in mails:
        assert Reader(mail.html, OWN_STYLES).found == []
        assert "\n" not in mail.subject
        page = browser_of(cast, "coordinator").get(f"/mail/{mail.key}/").content.decode()
        assert Reader(page).found == []


def test_paper_and_its_page_print_them_as_text(cast: Cast, report: Report) -> None:
    paper = html_of(gather(report, Case.objects.all()))
    styled = paper.replace('href="suivi:report.css"', "")

    assert Reader(styled).found == []
    assert "&lt;script&gt;" in paper
    for address in (
        "/desk/reports/",
        f"/desk/reports/{report.reference}/",
        f"/desk/reports/{report.reference}/edit/",
    ):
        assert Reader(browser_of(cast, "editor").get(address).content.decode()).found == []


@pytest.mark.parametrize(
    "text",
    [
        "<h2 onclick=x>a</h2>",
        "| a |\n|-|\n| <td colspan=1000000> |",
        "<table><td rowspan=9999999>",
        "- <ol start=99999999999999999999>",
        "99999999999. a",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<!-- --><![CDATA[<script>alert(1)</script>]]>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "[a]: javascript:alert(1)\n\n[a]",
        "<https://evil.example>",
        "<javascript:alert(1)>",
    ],
)
def test_narratives_are_made_of_few_elements_and_no_spans(text: str) -> None:
    html = str(to_html(text))

    assert Reader(html).found == []
    assert "span" not in html.replace("&lt;td colspan", "").replace("&lt;td rowspan", "").replace(
        "rowspan=", ""
    )
    assert "<a" not in html
