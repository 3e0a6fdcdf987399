"""Two people save one draft: both changes stand in the fields, and what both changed is chosen."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from cases.contributions import contributing
from cases.models import Case, WorkingCopy
from tests.cases.pages.conftest import SignIn
from tests.cast import LATER, NOW, SHORT, Cast, draft, drafted

BEGAN = "Clinics opened. Waiting times fell. Nurses were trained."
THEIRS = "Clinics opened. Waiting times halved. Nurses were trained."


def save(client: Client, case: Case, text: str, where: str = "draft/", **typed: Any) -> Any:
    given = {"full_text": text, "short_text": SHORT, "started_from": 1, "copy": 0}
    return client.post(f"/case/{case.reference}/{where}", given | typed)


def page_of(client: Client, case: Case) -> str:
    return client.get(f"/case/{case.reference}/").content.decode()


def typed_in(page: str) -> str:
    found = re.search(r'name="full_text".*?>\n(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return found[1]


def stale(cast: Cast) -> Case:
    case = drafted(cast, full_text=BEGAN)
    draft(case, by=cast.alternate, full_text=THEIRS)
    return case


def test_changes_of_different_sentences_stand_in_the_fields_together(cast: Cast, sign_in: SignIn) -> None:
    case, client = stale(cast), sign_in(cast.focal_point)

    response = save(client, case, BEGAN.replace("Nurses", "Two hundred nurses"))

    page, together = response.content.decode(), THEIRS.replace("Nurses", "Two hundred nurses")
    assert response.status_code == 409
    assert "You changed different sentences: both changes stand in the fields." in page
    assert typed_in(page) == together
    save(client, case, together, started_from=2, copy=1)
    assert case.answer.latest_draft().full_text == together
    assert not WorkingCopy.objects.exists()


def test_what_both_changed_is_shown_side_by_side_and_chosen_without_a_script(
    cast: Cast, sign_in: SignIn
) -> None:
    case, client = stale(cast), sign_in(cast.focal_point)
    mine = BEGAN.replace("fell", "fell by a third")
    page = save(client, case, mine).content.decode()
    assert "Both of you changed one passage: choose." in page
    assert typed_in(page) == mine
    for choice, said in (
        ("theirs", "halved."),
        ("mine", "third."),
        ("both", "halved. Waiting times fell by"),
    ):
        WorkingCopy.objects.all().delete()
        page = save(client, case, mine).content.decode()
        key = re.search(r'name="choice-(\w+)"', page)
        assert key is not None
        chosen = {f"choice-{key[1]}": choice, "merged_from": 1, "started_from": 2, "copy": 1}

        response = save(client, case, typed_in(page), "draft/merge/", **chosen)

        assert response.url == f"/case/{case.reference}/#draft"
        page = page_of(client, case)
        assert said in typed_in(page)
        assert "choice-" not in page
    assert case.answer.versions.count() == 2


def test_who_comes_back_finds_both_texts(cast: Cast, sign_in: SignIn) -> None:
    case, client = stale(cast), sign_in(cast.focal_point)
    mine = BEGAN.replace("fell", "fell by a third")
    save(client, case, mine)

    page = page_of(client, case)

    assert "Both of you changed one passage: choose." in page
    assert typed_in(page) == mine
    assert 'name="merged_from" value="1"' in page
    assert 'name="started_from" value="2"' in page


def test_a_third_text_meanwhile_is_put_together_again(cast: Cast, sign_in: SignIn) -> None:
    case, client = stale(cast), sign_in(cast.focal_point)
    mine = BEGAN.replace("Nurses", "Two hundred nurses")
    save(client, case, mine)
    draft(case, by=cast.alternate, full_text=THEIRS.replace("Clinics", "Three clinics"))

    page = page_of(client, case)

    assert typed_in(page) == "Three clinics opened. Waiting times halved. Two hundred nurses were trained."
    assert 'name="started_from" value="3"' in page


def test_two_who_write_one_part_are_shown_both(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.justice_focal_point)
    part = contributing.ask(case, cast.justice, by=cast.focal_point, now=NOW, due_on=LATER)
    act = {"by": cast.justice_focal_point, "now": NOW}
    contributing.save_part(part, text=BEGAN, started_from=0, **act)
    part.refresh_from_db()
    contributing.save_part(part, text=THEIRS, started_from=1, **act)
    address = f"/case/{case.reference}/contribution/{part.pk}/part/"
    mine = BEGAN.replace("fell", "fell by a third")

    page = client.post(address, {"text": mine, "started_from": 1, "copy": 0}).content.decode()

    key = re.search(r'name="choice-(\w+)"', page)
    assert key is not None
    chosen = {f"choice-{key[1]}": "theirs", "merged_from": 1, "started_from": 2, "copy": 1, "text": mine}
    client.post(f"{address}merge/", chosen)
    assert WorkingCopy.objects.get().typed == {"text": THEIRS}
