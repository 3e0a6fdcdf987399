"""What measures a page finds what is wrong with one, so that its silence says something."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.measuring import measured
from tests.browser.usable import RULES, violations
from tests.cast import SHORT

pytestmark = [pytest.mark.browser, pytest.mark.once]

PAGE = """<!doctype html><html lang="fr"><style>
:focus-visible {{ outline: 3px solid red }} button, input {{ min-width: 24px; min-height: 24px }} {style}
</style>{first}<header class="site-head"><div class="wide">{head}</div></header>
<main id="main" tabindex="-1">{body}</main></html>"""
BRAND, HELP = '<a class="brand" href="/">Suivi</a>', '<a class="help-link" href="/help/">Aide</a>'
SKIP = '<a class="skip" href="#main">Aller au contenu</a>'
OVER = '<i style="position: fixed; inset: 0">Devant</i>'
GOOD = f'<p>Texte avec <a href="/">un lien</a>. <button>Envoyer</button> <span lang="en">{SHORT}</span></p>'
STYLE = "a { display: inline-block; padding: 5px } p a { display: inline; padding: 0 }"
# fmt: off
WRONG = {
    "help stands elsewhere": {"head": f"{HELP} {BRAND}"},
    "nothing leads past the head": {"first": ""},
    "it is dragged": {"body": '<div draggable="true">Ici</div>'},
    "it is called otherwise": {"body": '<button aria-label="Partir">Envoyer</button>'},
    "its language is not said": {"body": f"<p>{SHORT}</p>"},
    "with text spaced it is wider": {"body": f'<p style="inline-size: max-content">{"x" * 135}</p>'},
    "at 200 % it is wider": {"body": '<div style="inline-size: 700px">Large</div>'},
    "at 200 % no focus is seen": {"body": GOOD, "style": "button:focus { outline: none }"},
    "at 200 % what has the focus is covered": {"body": f"{GOOD}{OVER}"},
    "at 320 px it is wider": {"body": '<div style="inline-size: 400px">Large</div>'},
    "at 320 px text runs out": {"body": '<b style="display: block; inline-size: 1rem">Beaucoup</b>'},
    "at 320 px a target of": {"body": '<ul><li><a href="/" style="padding: 0">Lien</a></li></ul>'},
}
# fmt: on


def found_on(
    browser: Browser, *, first: str = SKIP, head: str = f"{BRAND} {HELP}", body: str = GOOD, style: str = ""
) -> list[str]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_content(PAGE.format(first=first, head=head, body=body, style=STYLE + style))
    found = list(measured(page))
    page.close()
    return found


def test_a_good_page_is_left_in_peace(chromium: Browser) -> None:
    assert found_on(chromium) == []


@pytest.mark.parametrize("said", WRONG)
def test_it_finds(said: str, chromium: Browser) -> None:
    assert any(one.startswith(said) for one in found_on(chromium, **WRONG[said]))


def test_axe_finds_a_picture_without_words(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content('<!doctype html><html lang="fr"><main><img src="data:,"></main></html>')
    found = [one["id"] for one in violations(page, runOnly={"type": "tag", "values": RULES})]
    page.close()
    assert "image-alt" in found
