"""The receiver of docs/webhooks.md, as it stands there, takes what Suivi posts and refuses what others do."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import timezone

from notifications.models import Delivery, Webhook
from notifications.webhooks import settling
from notifications.webhooks.posting import post as post_once
from notifications.webhooks.sending import post
from tests.cast import NOW
from tests.notifications.webhooks.receiver import administrator

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "webhooks.md").read_text()


@contextmanager
def running(secret: str, port: int, folder: Path) -> Iterator[subprocess.Popen[str]]:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    code = code.replace('"the secret that the settings showed", 8080', f'"{secret}", {port}')
    assert secret in code
    (folder / "receiver.py").write_text(code)
    process = subprocess.Popen(
        [sys.executable, str(folder / "receiver.py")], stdout=subprocess.PIPE, text=True
    )
    try:
        _wait_for(port)
        yield process
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.processes
@pytest.mark.django_db
def test_it_knows_our_messages_from_others(tmp_path: Path) -> None:
    port, by = _free_port(), administrator()
    webhook, secret = settling.add(f"http://127.0.0.1:{port}/", [], by=by, now=NOW)
    delivery = settling.send_test(webhook, by=by, now=NOW)
    with running(secret, port, tmp_path) as process:
        assert post(delivery, timezone.now()) == Delivery.State.DELIVERED, delivery.trouble
        assert process.stdout
        assert process.stdout.readline() == f"{delivery.key} test\n"

        forged = {"Suivi-Signature": f"t={int(time.time())},v1={'0' * 64}", "Suivi-Delivery": "x"}
        assert post_once(webhook.url, b"{}", forged).status == 403
        settling.renew(webhook, by=by, now=NOW)
        signed_anew = settling.send_test(Webhook.objects.get(), by=by, now=NOW)
        post(signed_anew, timezone.now())
        assert signed_anew.status == 403


@pytest.mark.once
def test_the_figures_of_the_page_are_those_of_the_code() -> None:
    from notifications.models.webhook import KEPT
    from notifications.webhooks import posting, sending

    assert "after 1, 5 and 30 minutes, 2, 8, 12 and 24 hours" in PAGE
    assert [wait.total_seconds() / 60 for wait in sending.WAITS] == [1, 5, 30, 120, 480, 720, 1440]
    assert f"kept for {KEPT.days} days" in PAGE
    assert f"nothing taken for {sending.GIVEN_UP_AFTER.days} days" in PAGE
    connect, read, whole = posting.CONNECT_SECONDS, posting.READ_SECONDS, posting.ALL_SECONDS
    assert f"{connect:.0f} seconds to connect, {read:.0f} for each silence, {whole:.0f} in all" in PAGE
