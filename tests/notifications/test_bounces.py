"""What comes back is known by our Message-ID; a mail that could not be delivered is a dead letter then."""

from __future__ import annotations

import mailbox
import subprocess
import sys
from datetime import timedelta
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from notifications import bounces, tasks
from notifications.bounces import take
from notifications.models import Bounce, Mail
from notifications.reviving import try_again
from notifications.sending import send
from tests.cast import NOW, Cast, assigned
from tests.notifications.post import letters, mail_to
from tests.notifications.returned import GONE, report
from workflow.invariants import broken

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def mail(cast: Cast) -> Mail:
    """One that the server took."""
    assigned(cast)
    made = mail_to(cast.focal_point)
    send(made, NOW)
    return made


def after(raw: bytes, mail: Mail) -> Bounce:
    bounce = take(raw, LATER)
    mail.refresh_from_db()
    return bounce


def test_a_mail_that_could_not_be_delivered_is_a_dead_letter(mail: Mail) -> None:
    bounce = after(report(mail), mail)
    assert (bounce.mail, bounce.kind, bounce.status, bounce.said) == (mail, "failed", "5.1.1", GONE)
    assert (mail.state, mail.cause, mail.last_error, mail.bounced_at) == ("dead", "address", GONE, LATER)
    assert set(mail.notices.values_list("state", flat=True)) == {"dead"}
    assert broken() == []


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/global-headers"])
def test_the_headers_of_what_came_back_are_enough(kind: str, mail: Mail) -> None:
    after(report(mail, kind=kind), mail)
    assert mail.is_dead


@pytest.mark.parametrize("header", ["References", "In-Reply-To"])
def test_a_report_may_name_the_mail_in_its_own_headers(header: str, mail: Mail) -> None:
    other = report(letters(1)[0], kind="text/plain")
    after(f"{header}: {mail.message_id}\n".encode() + other, mail)
    assert mail.is_dead


@pytest.mark.parametrize(
    ("status", "cause"),
    [("5.2.2", "full"), ("5.7.1", "refused"), ("4.4.7", "away"), ("5.4.4", "address"), ("5.0.0", "other")],
)
def test_the_cause_is_that_of_the_status(status: str, cause: str, mail: Mail) -> None:
    after(report(mail, status=status), mail)
    assert (mail.state, mail.cause) == ("dead", cause)


@pytest.mark.parametrize(("action", "kind"), [("delayed", "delayed"), ("relayed", "delivered")])
def test_what_is_not_final_is_only_noted(action: str, kind: str, mail: Mail) -> None:
    bounce = after(report(mail, action=action, status="4.4.1"), mail)
    assert (bounce.mail, bounce.kind, mail.state) == (mail, kind, "sent")


def test_taken_twice_it_counts_once(mail: Mail) -> None:
    first, second = after(report(mail), mail), after(report(mail), mail)
    assert first == second
    assert Bounce.objects.count() == 1


def test_taken_again_after_the_mail_was_sent_again_it_does_nothing(mail: Mail) -> None:
    after(report(mail), mail)
    try_again(mail, LATER)
    assert send(Mail.objects.get(pk=mail.pk), LATER) == Mail.State.SENT
    after(report(mail), mail)
    assert (mail.state, mail.bounced_at) == ("sent", None)


def test_a_late_report_on_an_earlier_sending_is_only_noted(mail: Mail) -> None:
    """It is about another address: that was mended, and the mail sent again meanwhile."""
    after(report(mail), mail)
    try_again(mail, LATER)
    send(Mail.objects.get(pk=mail.pk), LATER)
    bounce = after(report(mail, said="550 5.1.1 No such user, once more"), mail)
    assert (bounce.kind, mail.state) == ("failed", "sent")


def test_the_address_in_a_report_is_not_trusted(mail: Mail) -> None:
    mail.message_id = "<somebody-guessed@localhost>"
    bounce = after(report(mail), mail)
    assert (bounce.mail, bounce.kind, mail.state) == (None, "other", "sent")


def test_a_report_that_names_many_mails_is_no_report(mail: Mail) -> None:
    other = letters(1)[0]
    raw = report(mail, kind="text/plain")
    assert after(f"References: {mail.message_id} {other.message_id}\n".encode() + raw, mail).kind == "other"
    assert mail.state == "sent"


def test_a_mail_that_waits_to_be_sent_once_more_is_not_given_up(mail: Mail) -> None:
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.WAITING)
    after(report(mail), mail)
    assert mail.state == "waiting"


# What strangers send

DEEP = b"".join(b"Content-Type: multipart/report; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
REPORT = b"Content-Type: multipart/report; boundary=b\n\n"
HOSTILE = {
    "nothing": b"",
    "no mail": b"\x00\xff\xfe" * 1000,
    "an answer of a person": b"Subject: I am on leave\n\nUntil Monday.",
    "deep": DEEP,
    "many parts": REPORT + b"--b\n\nx\n" * 50_000,
    "no status": REPORT + b"--b\nContent-Type: message/delivery-status\n\n",
    "not multipart": b"Content-Type: multipart/report\n\nx",
    "long line": b"Content-Type: multipart/report; boundary=b\nReferences: " + b"<" * 900_000,
    "odd charset": b'Content-Type: multipart/report; boundary="=?x?q?=FF?="; charset="\xff"\n\n--x',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_messages_do_no_harm(name: str, mail: Mail) -> None:
    bounce = after(HOSTILE[name], mail)
    assert (bounce.kind, bounce.mail, mail.state) == ("other", None, "sent")
    assert len(bounce.kept) <= bounces.KEPT_BYTES


def test_hostile_words_are_kept_as_text(mail: Mail) -> None:
    after(report(mail, said="550 5.1.1 \x1b[31m<script>\x00" + "x" * 5000), mail)
    assert mail.last_error.startswith("550 5.1.1 [31m<script> x")
    assert len(mail.last_error) <= 500


def test_of_what_was_not_understood_the_newest_are_kept(mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounces, "KEPT", 3)
    for number in range(5):
        take(f"Subject: {number}\n\nx".encode(), LATER)
    assert [one.kept[9] for one in Bounce.objects.order_by("pk")] == ["2", "3", "4"]


# Where it comes from


def run(*words: str) -> str:
    said = StringIO()
    call_command("take_bounces", *words, stdout=said)
    return said.getvalue()


def test_files_are_taken(mail: Mail, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(report(mail))
    (tmp_path / "two").write_bytes(b"Subject: hello\n\nx")
    assert run(str(tmp_path / "one"), str(tmp_path / "two")) == (
        "could not be delivered: 1\nnot understood: 1\n"
    )
    assert "Subject: hello" in run("--kept")


def test_a_file_that_is_not_there_is_said(mail: Mail, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(str(tmp_path / "none"))


def test_an_alias_of_the_mail_server_gives_one_message(mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(report(mail))))
    assert run() == "could not be delivered: 1\n"
    mail.refresh_from_db()
    assert mail.is_dead


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> mailbox.Maildir:
    settings.BOUNCE_FOLDER = str(tmp_path / "back")
    return mailbox.Maildir(tmp_path / "back", create=True)


def test_the_folder_is_emptied(mail: Mail, folder: mailbox.Maildir) -> None:
    for raw in (report(mail), report(mail, action="delayed"), b"Subject: hello\n\nx"):
        folder.add(raw)
    assert run() == "delayed: 1\ncould not be delivered: 1\nnot understood: 1\n"
    assert len(folder) == 0
    assert run() == "Nothing came back.\n"


def test_a_message_is_removed_only_once_the_database_has_it(
    mail: Mail, folder: mailbox.Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.add(report(mail))
    with monkeypatch.context() as full:
        full.setattr(Bounce.objects, "get_or_create", lambda **row: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tasks.take_bounces()
    assert len(folder) == 1
    tasks.take_bounces()
    mail.refresh_from_db()
    assert (len(folder), mail.state) == (0, "dead")


def test_a_folder_that_is_no_maildir_is_said(settings: Any, tmp_path: Path, db: None) -> None:
    settings.BOUNCE_FOLDER = str(tmp_path)
    with pytest.raises(CommandError, match="is not a Maildir"):
        run()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.processes
@pytest.mark.once
def test_while_the_database_is_away_the_mail_server_keeps_the_message(tmp_path: Path) -> None:
    """Its exit code is EX_TEMPFAIL."""
    root = Path(__file__).resolve().parents[2]
    environment = {"PATH": "/usr/bin:/bin", "SUIVI_VAR": str(tmp_path)}  # a database without tables
    command = [sys.executable, "manage.py", "take_bounces"]
    ended = subprocess.run(
        command, cwd=root, env=environment, input=b"Subject: x\n\n", capture_output=True, check=False
    )
    assert ended.returncode == 75
    assert b"Nothing was taken" in ended.stderr
