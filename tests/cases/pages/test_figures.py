"""Figures and their sources on the page of a case and in the review."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Case, Evidence, FigureSource
from tests.cases.pages.conftest import SignIn
from tests.cases.test_figure_sources import SAID, give, own
from tests.cast import NOW, Cast, draft, drafted


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def page_of(client: Client, case: Case) -> str:
    return text_of(client.get(f"/case/{case.reference}/"))


def marks(page: str) -> dict[str, str]:
    found = re.findall(r'name="figure" value="(\w+)"[^>]*><bdi>([^<]+)</bdi>', page)
    return {figure: mark for mark, figure in found}


def send(client: Client, case: Case, **typed: Any) -> Any:
    return client.post(f"/case/{case.reference}/figures/", {"number": 1} | typed)


def test_figures_without_a_source_are_counted_and_come_first(cast: Cast, sign_in: SignIn) -> None:
    case = own(cast)
    give(case, cast.focal_point, "41,200")
    page = page_of(sign_in(cast.focal_point), case)
    assert "3 figures without a source" in page
    assert page.index("<bdi>33 %</bdi></label>") < page.index("<bdi>41,200</bdi></label>")
    assert "Health statistics 2025" in page
    assert "Statistics Office" in page


def test_ticked_figures_are_given_a_source_without_a_script(cast: Cast, sign_in: SignIn) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    ticked = marks(page_of(client, case))
    typed = {"source": "Table 4", "institution": "Ministry of Health", "as_of": "2024-12-31"}
    answer = client.post(
        f"/case/{case.reference}/figures/",
        {"number": 1, "figure": [ticked["33 %"], ticked["41,200"]]} | typed,
        follow=True,
    )
    page = text_of(answer)
    assert "2 figures have this source." in page
    assert page.count("Table 4") == 2
    assert "more than a year ago" in page
    assert "2 figures without a source" in page
    answer = send(client, case, figure=ticked["33 %"], then="off")
    assert answer.status_code == 302
    assert "3 figures without a source" in page_of(client, case)


def test_a_piece_of_evidence_is_a_source(cast: Cast, sign_in: SignIn) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    details = {"institution": "Statistics Office", "as_of": NOW.date()}
    proof = actions.add_evidence(case, title="Survey 2026", by=cast.focal_point, now=NOW, **details)
    page = page_of(client, case)
    assert f'<option value="{proof.pk}">Survey 2026</option>' in page
    send(client, case, figure=marks(page)["33 %"], evidence=str(proof.pk))
    page = page_of(client, case)
    assert page.count("Survey 2026") > 2
    assert FigureSource.objects.get().evidence == proof


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"source": "A table"}, "Choose the figures first."),
        ({"tick": "33 %"}, "Say where the figures come from"),
        ({"tick": "33 %", "as_of": "2025-01-01"}, "Say where the figure comes from"),
        ({"tick": "33 %", "source": "A table", "as_of": "2026-12-31"}, "This day is still to come"),
        ({"tick": "33 %", "source": "A table", "as_of": "soon"}, "Enter a valid date."),
        ({"tick": "33 %", "evidence": "999"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    cast: Cast, sign_in: SignIn, typed: dict[str, str], said: str
) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    actions.add_evidence(case, title="Survey", by=cast.focal_point, now=NOW)
    given = dict(typed)
    if tick := given.pop("tick", ""):
        given["figure"] = marks(page_of(client, case))[tick]
    answer = send(client, case, **given)
    page = text_of(answer)
    assert answer.status_code == 422
    assert said in page
    for value in (given.get("source"), given.get("as_of")):
        assert value is None or f'value="{value}"' in page
    assert "figure" not in given or f'value="{given["figure"]}" checked' in page
    assert not FigureSource.objects.exists()


def test_a_text_saved_meanwhile_is_looked_at_first(cast: Cast, sign_in: SignIn) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    mark = marks(page_of(client, case))["33 %"]
    draft(case, by=cast.alternate, full_text="Other.")
    answer = send(client, case, figure=mark, source="A table")
    assert answer.status_code == 409
    assert "Another text was saved meanwhile" in text_of(answer)
    assert 'value="A table"' in text_of(answer)
    assert 'name="number" value="2"' in text_of(answer)


@pytest.mark.parametrize("name", ["coordinator", "validator", "observer", "justice_focal_point"])
def test_only_who_drafts_gives_sources(cast: Cast, sign_in: SignIn, name: str) -> None:
    case = own(cast)
    mark = marks(page_of(sign_in(cast.focal_point), case))["33 %"]
    client = sign_in(getattr(cast, name))
    assert send(client, case, figure=mark, source="A table").status_code in (403, 404)
    assert not FigureSource.objects.exists()


def test_nobody_outside_reads_them_before_the_answer_is_sent(cast: Cast, sign_in: SignIn) -> None:
    case = own(cast)
    give(case, cast.focal_point, "33 %")
    for who in (cast.coordinator, cast.validator, cast.observer):
        assert SAID.source not in page_of(sign_in(who), case)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    assert SAID.source in page_of(sign_in(cast.observer), case)
    assert "name=figure" not in page_of(sign_in(cast.observer), case)


def test_the_review_shows_them_and_the_machine_looks(cast: Cast, sign_in: SignIn) -> None:
    case = own(cast)
    old = SAID.__class__(source="Old table", as_of=NOW.date().replace(year=2024))
    give(case, cast.focal_point, "33 %", said=old)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    page = text_of(sign_in(cast.validator).get(f"/case/{case.reference}/review/"))
    assert "Figures without a source:" in page
    assert "A figure whose as-of date is more than a year ago:" in page
    assert "Old table" in page


def test_with_every_source_nothing_is_to_do(cast: Cast, sign_in: SignIn) -> None:
    case = own(cast)
    give(case, cast.focal_point, "212", "33 %", "41,200")
    assert "all with a source" in page_of(sign_in(cast.focal_point), case)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    page = text_of(sign_in(cast.validator).get(f"/case/{case.reference}/review/"))
    assert "No figure stands without a source." in page


def test_a_text_of_nothing_but_figures_shows_the_first(cast: Cast, sign_in: SignIn) -> None:
    numbers = " ".join(f"There are {number} of them." for number in range(1000, 1100))
    page = page_of(sign_in(cast.focal_point), drafted(cast, full_text=numbers, short_text="None."))
    assert "100 figures without a source" in page
    assert page.count('name="figure" value=') == 60
    assert "40 more are not shown here" in page


@pytest.mark.parametrize("where", ["", "review/"])
def test_more_figures_ask_no_more(cast: Cast, sign_in: SignIn, where: str) -> None:
    few, many = own(cast), own(cast)
    proof = actions.add_evidence(many, title="Survey", by=cast.focal_point, now=NOW)
    actions.add_evidence(few, title="Survey", by=cast.focal_point, now=NOW)
    give(few, cast.focal_point, "33 %")
    for wanted in ("33 %", "212", "41,200"):
        give(many, cast.focal_point, wanted, said=SAID.__class__(evidence=proof))
    who = cast.focal_point
    if where:
        who = cast.validator
        for case in (few, many):
            actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    client = sign_in(who)
    asked = [queries(client, f"/case/{case.reference}/{where}") for case in (few, many)]
    assert asked[0] == asked[1]


def test_evidence_names_its_institution_and_where_it_is_published(cast: Cast, sign_in: SignIn) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    typed = {"title": "Survey", "institution": "Statistics Office", "link": "https://stat.example/2025"}
    client.post(f"/case/{case.reference}/evidence/", typed)
    page = page_of(client, case)
    assert "Statistics Office" in page
    assert 'href="https://stat.example/2025" rel="noopener noreferrer nofollow"' in page
    for wrong in ("javascript:alert(1)", "ftp://stat.example/", "no link"):
        assert client.post(f"/case/{case.reference}/evidence/", typed | {"link": wrong}).status_code == 422
    assert Evidence.objects.count() == 1


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
