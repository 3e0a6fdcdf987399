"""A real site with its real worker, and Debian's Chromium to use it with.

The site runs in processes of its own, on a database of its own, as ``make demo`` serves it: that is SQLite,
whatever the tests run on, so they run ``once``.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from cases.people.models import User
from config.demo import serving
from config.management.commands import demo
from tests import sample_state
from tests.browser.inside import inside
from tests.security.conftest import stage

__all__ = ["stage"]

SCREEN = ViewportSize(width=1280, height=900)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip


@dataclass(frozen=True)
class Site:
    url: str
    people: dict[str, tuple[str, str]]
    """E-mail and password for each role."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, folder_of_run: Path) -> Iterator[Site]:
    """The sample state as ``make demo`` leaves it, served with its worker until the tests are done."""
    with served(tmp_path_factory.mktemp("site") / "demo", folder_of_run) as shared:
        yield shared


@contextmanager
def served(folder: Path, folder_of_run: Path) -> Iterator[Site]:
    """A site of its own, for tests after which nothing would be left to others."""
    told = sample_state.copied_to(folder, folder_of_run=folder_of_run)
    signing_in = (line.split() for line in told["sign-in"])
    people = {role: (email, password) for role, email, password in signing_in}
    port = _free_port()
    processes = serving.start(port, {**os.environ, **demo.environment(folder, port)})
    try:
        assert serving.wait_until_it_answers(f"http://127.0.0.1:{port}/healthz")
        yield Site(f"http://localhost:{port}", people)
    finally:
        serving.stop(processes)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is found here; .ci/packages --with-services installs it")
    used_before = {alias: connections[alias] for alias in connections}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=QUIET)
        # Playwright's loop runs in the thread of the tests from now on. Django would take their queries for
        # asynchronous, and open new connections, which know nothing of how the database was set up.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        for alias, connection in used_before.items():
            connections[alias] = connection
        yield browser
        browser.close()


@pytest.fixture
def sign_in(site: Site, chromium: Browser) -> Iterator[Callable[[str], Page]]:
    """``sign_in("coordinator")`` opens a browser of a person of that role, at the home page."""
    contexts = []

    def signed_in(role: str) -> Page:
        email, password = site.people[role]
        context = chromium.new_context(base_url=site.url, accept_downloads=True, viewport=SCREEN)
        contexts.append(context)
        page = context.new_page()
        page.goto("/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/my-work/")
        if page.get_attribute("html", "lang") != "en":  # some of the sample's people read French or Arabic
            page.get_by_role("button", name="English").click()
            page.wait_for_selector("html[lang=en]")
        return page

    yield signed_in
    for context in contexts:
        context.close()


@pytest.fixture
def at_work(chromium: Browser) -> Iterator[Callable[[User], Page]]:
    """``at_work(cast.head)`` opens a browser of that person at My work, within the test's own transaction."""
    with ExitStack() as opened:
        browsers = []

        def signed_in(person: User) -> Page:
            client = Client()
            client.force_login(person)
            browsers.append(opened.enter_context(inside(chromium, client, locale="en-GB", viewport=SCREEN)))
            browsers[-1].page.set_default_timeout(20_000)
            browsers[-1].goto("/my-work/")
            return browsers[-1].page

        yield signed_in
        assert [said for browser in browsers for said in browser.complaints] == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
