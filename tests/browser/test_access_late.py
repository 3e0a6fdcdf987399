"""The pages about what is late, with all that they can show: what blocks it, escalations, the agenda."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from cases.models import Case
from notifications.escalating import escalate
from notifications.models import Chase
from tests.browser.usable import WAYS, problems_of
from tests.cases.test_blocking import say
from tests.cast import NOW, Cast, assigned
from tests.notifications.long_late import BEYOND, director, late

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def pages(cast: Cast) -> dict[str, list[str]]:
    director(cast)
    cases = [late(cast, due_on=BEYOND) for _number in range(3)]
    sent, silent, blocked = cases
    for case in [*cases, late(cast, assigned(cast, cast.justice), due_on=BEYOND)]:
        case.recommendation.wordings.create(language="fr", text="Ouvrir des dispensaires ruraux.")
        case.recommendation.wordings.create(language="ar", text="افتحوا عيادات في الأرياف.")
    say(cast, blocked, what="data", note="The statistics office.", now=NOW - timedelta(hours=1))
    escalate(Case.objects.filter(pk=sent.pk), note="The report is due in June.", by=cast.coordinator, now=NOW)
    made = Chase.objects.get()
    asked = [f"/case/{silent.reference}/blocked/?answer=data", f"/case/{silent.reference}/"]
    shown = ["/escalations/", "/escalations/agenda/", "/departments/", "/desk/?late=on&blocks=data"]
    return {
        "focal_point": [*asked, f"/case/{blocked.reference}/", "/departments/health/"],
        "coordinator": [*shown, f"/remind/{made.key}/", f"/case/{blocked.reference}/", "/remind/"],
    }


@pytest.mark.parametrize("language", WAYS)
def test_they_can_be_used_by_everybody(
    language: str, pages: dict[str, list[str]], cast: Cast, chromium: Browser, settings: Any
) -> None:
    settings.LANGUAGE_CODE = language
    assert problems_of(pages, cast, chromium, language) == {}
