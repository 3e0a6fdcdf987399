"""The signature folder: many answers signed in one act, on the screen or on paper."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases import actions
from cases.models import Case, PaperText, Reading, SignaturePaper
from cases.signing.codes import code_of, digest_of, read_code
from tests.cases.marks import seen
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.test_review_of_signers import for_signature
from tests.cast import FULL, NOW, Cast, draft, drafted, sent

FOLDER = "/my-work/signature/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def page(client: Client, address: str = FOLDER) -> str:
    return seen(client.get(address).content.decode())


def choose(client: Client, act: str, *cases: Case, **more: Any) -> Any:
    shown = client.get(FOLDER).content.decode()
    hidden = {name: shown.split(f'name="{name}" value="')[1].split('"')[0] for name in ("seen", "shown")}
    return client.post(FOLDER, hidden | {"act": act, "case": [case.reference for case in cases], **more})


def printed(cast: Cast, sign_in: SignIn, *cases: Case) -> SignaturePaper:
    choose(sign_in(cast.focal_point), "print", *cases)
    return SignaturePaper.objects.get()


def file(
    client: Client, paper: SignaturePaper, *codes: str, content: bytes = PDF, name: str = "a.pdf"
) -> Any:
    scan = SimpleUploadedFile(name, content)
    return client.post(f"{FOLDER}{paper.key}/", {"signed": codes, "file": scan})


def codes_of(paper: SignaturePaper) -> list[str]:
    return list(paper.texts.order_by("place").values_list("code", flat=True))


def states() -> list[str]:
    return list(Case.objects.order_by("pk").values_list("state", flat=True))


class TestOnTheScreen:
    def test_each_answer_is_readable_at_once(self, cast: Cast, sign_in: SignIn) -> None:
        first, second = for_signature(cast), for_signature(cast)

        shown = page(sign_in(cast.head))

        assert "2 cases wait for a signature." in shown
        assert shown.count("The Health Act of 2024 opened two hundred rural clinics.") == 2
        assert first.reference in shown
        assert second.reference in shown
        assert "Drafted by <bdi>Focal Point</bdi>" in shown

    def test_nothing_is_ticked_until_one_selects_all(self, cast: Cast, sign_in: SignIn) -> None:
        for_signature(cast)
        client = sign_in(cast.head)

        assert " checked" not in page(client)
        assert page(client, f"{FOLDER}?ticked=all").count(" checked") == 1

    def test_those_ticked_are_signed_in_one_act_and_the_others_stay(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        first, second, _left = for_signature(cast), for_signature(cast), for_signature(cast)
        client = sign_in(cast.head)

        done = choose(client, "sign", first, second)

        assert states() == ["validation", "validation", "sign-off"]
        assert "2 signed." in client.get(done.url).content.decode()
        assert Reading.objects.filter(person=cast.head).count() == 3

    def test_what_moved_meanwhile_is_refused_row_by_row(self, cast: Cast, sign_in: SignIn) -> None:
        first, second, client = for_signature(cast), for_signature(cast), sign_in(cast.head)
        hidden = {"seen": f"{first.pk}:{first.version - 1},{second.pk}:{second.version}"}

        both = [first.reference, second.reference]
        done = client.post(FOLDER, hidden | {"act": "sign", "case": both})

        assert states() == ["sign-off", "validation"]
        assert "Somebody else changed this case after you opened it" in client.get(done.url).content.decode()

    def test_nothing_chosen_is_refused_with_a_sentence(self, cast: Cast, sign_in: SignIn) -> None:
        for_signature(cast)

        answer = choose(sign_in(cast.head), "sign")

        assert answer.status_code == 422
        assert "Tick the answers that you mean; nothing was done." in answer.content.decode()

    def test_who_does_not_sign_is_offered_no_signature(self, cast: Cast, sign_in: SignIn) -> None:
        case, client = for_signature(cast), sign_in(cast.alternate)
        assert 'value="sign"' not in page(client)

        choose(client, "sign", case)

        assert states() == ["sign-off"]

    def test_another_department_sees_nothing_of_it(self, cast: Cast, sign_in: SignIn) -> None:
        case = for_signature(cast)

        for other in (cast.justice_focal_point, cast.coordinator, cast.validator, cast.stranger):
            assert case.reference not in page(sign_in(other))

    def test_it_is_read_against_what_was_sent_before(self, cast: Cast, sign_in: SignIn) -> None:
        case = sent(cast)
        actions.take_step(case, "withdraw", by=cast.focal_point, now=NOW)
        draft(case, by=cast.focal_point, full_text=FULL.replace("two", "three"))
        actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)

        assert "<del>two</del><ins>three</ins> hundred" in page(sign_in(cast.head))

    def test_it_costs_as_much_for_many_as_for_one(
        self, cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
    ) -> None:
        client = sign_in(cast.head)
        for count in (1, 3):
            for _ in range(count):
                for_signature(cast)
            with django_assert_num_queries(23):
                client.get(FOLDER)


class TestOnPaper:
    def test_the_filed_paper_sends_exactly_what_was_signed(self, cast: Cast, sign_in: SignIn) -> None:
        first, second = for_signature(cast), for_signature(cast)
        paper = printed(cast, sign_in, first, second)
        client = sign_in(cast.alternate)

        done = file(client, paper, codes_of(paper)[0])

        paper.refresh_from_db()
        event = first.events.get(step="file_signature")
        assert states() == ["validation", "sign-off"]
        assert "1 filed, and sent." in client.get(done.url).content.decode()
        assert (event.by, event.data["noted"]["signer"]) == (cast.alternate, cast.head.pk)
        assert (paper.filed_by, paper.file_type) == (cast.alternate, "application/pdf")

    def test_history_says_who_signed_who_filed_and_shows_the_scan(self, cast: Cast, sign_in: SignIn) -> None:
        case = for_signature(cast)
        paper = printed(cast, sign_in, case)
        file(sign_in(cast.alternate), paper, *codes_of(paper))
        client = sign_in(cast.validator)

        shown = client.get(f"/case/{case.reference}/").content.decode()
        scan = client.get(f"/case/{case.reference}/signed/{paper.texts.get().pk}/")

        assert "Signed on paper by <bdi>Head</bdi>, and filed by <bdi>Alternate</bdi>" in shown
        assert b"".join(scan.streaming_content) == PDF

    def test_who_drafted_any_of_it_does_not_file_it(self, cast: Cast, sign_in: SignIn) -> None:
        paper = printed(cast, sign_in, for_signature(cast))

        answer = file(sign_in(cast.focal_point), paper, *codes_of(paper))

        paper.refresh_from_db()
        assert (answer.status_code, paper.scan.name, states()) == (403, "", ["sign-off"])
        assert "somebody else in your department files it" in answer.content.decode()

    def test_neither_the_signer_nor_anybody_outside_files_it(self, cast: Cast, sign_in: SignIn) -> None:
        paper = printed(cast, sign_in, for_signature(cast))

        assert file(sign_in(cast.head), paper, *codes_of(paper)).status_code == 403
        for other in (cast.coordinator, cast.justice_focal_point, cast.stranger):
            assert file(sign_in(other), paper, *codes_of(paper)).status_code == 404
        assert states() == ["sign-off"]

    def test_a_text_that_was_changed_since_stays_and_says_so(self, cast: Cast, sign_in: SignIn) -> None:
        case, other = for_signature(cast), for_signature(cast)
        paper = printed(cast, sign_in, case, other)
        actions.take_step(case, "withdraw", by=cast.focal_point, now=NOW)
        draft(case, by=cast.focal_point, full_text="Another text.")
        actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
        client = sign_in(cast.alternate)

        done = file(client, paper, *codes_of(paper))

        assert states() == ["sign-off", "validation"]
        assert "was changed after it was printed" in client.get(done.url).content.decode()

    def test_the_scan_is_for_who_may_read_all_that_it_shows(self, cast: Cast, sign_in: SignIn) -> None:
        case, struck_out = for_signature(cast), for_signature(cast)
        paper = printed(cast, sign_in, case, struck_out)
        file(sign_in(cast.alternate), paper, codes_of(paper)[0])
        address = f"/case/{case.reference}/signed/{paper.texts.get(case=case).pk}/"

        assert sign_in(cast.focal_point).get(address).status_code == 200
        assert sign_in(cast.validator).get(address).status_code == 403

    @pytest.mark.parametrize(("content", "name"), [(b"PK\x03\x04nothing", "a.pdf"), (b"a text", "a.txt")])
    def test_a_scan_is_a_pdf_or_a_picture(
        self, cast: Cast, sign_in: SignIn, content: bytes, name: str
    ) -> None:
        paper = printed(cast, sign_in, for_signature(cast))

        answer = file(sign_in(cast.alternate), paper, *codes_of(paper), content=content, name=name)

        assert (answer.status_code, states()) == (422, ["sign-off"])

    def test_it_is_filed_once(self, cast: Cast, sign_in: SignIn) -> None:
        paper, client = printed(cast, sign_in, for_signature(cast)), sign_in(cast.alternate)
        file(client, paper, *codes_of(paper))

        again = file(client, paper, *codes_of(paper))

        assert "This paper was filed already." in again.content.decode()

    def test_with_nothing_ticked_nothing_is_filed(self, cast: Cast, sign_in: SignIn) -> None:
        paper = printed(cast, sign_in, for_signature(cast))

        answer = file(sign_in(cast.alternate), paper)

        assert "Tick what was signed; nothing was filed." in answer.content.decode()

    def test_a_restricted_case_is_printed_only_for_who_sees_it(self, cast: Cast, sign_in: SignIn) -> None:
        case = for_signature(cast)
        act: dict[str, Any] = {"by": cast.coordinator, "now": NOW}
        actions.take_step(case, "restrict", comment="A witness.", **act)
        actions.take_step(case, "name_person", person=cast.focal_point, **act)

        refused = choose(sign_in(cast.focal_point), "print", case)
        actions.take_step(case, "name_person", person=cast.head, **act)
        choose(sign_in(cast.focal_point), "print", case)

        paper = SignaturePaper.objects.get()
        assert "goes on a paper only with persons who may see it" in refused.content.decode()
        assert sign_in(cast.alternate).get(f"{FOLDER}{paper.key}/").status_code == 404

    def test_it_is_found_by_a_code_on_it(self, cast: Cast, sign_in: SignIn) -> None:
        paper, client = printed(cast, sign_in, for_signature(cast)), sign_in(cast.alternate)
        code = codes_of(paper)[0]

        found = client.get(FOLDER, {"code": code.lower().replace("-", " ")})
        wrong = client.get(FOLDER, {"code": code[:-1] + ("0" if code[-1] != "0" else "1")})

        assert found.url == f"{FOLDER}{paper.key}/"
        assert "This code is mistyped." in wrong.content.decode()

    def test_only_what_is_for_signature_is_printed(self, cast: Cast, sign_in: SignIn) -> None:
        for_signature(cast)

        choose(sign_in(cast.focal_point), "print", drafted(cast))

        assert not PaperText.objects.exists()


def test_each_letter_of_a_code_counts() -> None:
    code = code_of(digest_of({"full_text": "Two clinics."}))
    letters = code.replace("-", "")

    for place, letter in enumerate(letters):
        other = "7" if letter != "7" else "8"
        assert read_code(letters[:place] + other + letters[place + 1 :]) == ""
    assert read_code(code.lower()) == code
