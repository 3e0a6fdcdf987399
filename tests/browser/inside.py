"""Chromium uses Suivi without a server: Django answers each request within the test's own transaction.

So a page is opened as anybody, of any scene, with the clock as the test froze it; scripts, styles, forms and
the content security policy are the real ones.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route

HOST = "http://localhost"
_BY_THE_CLIENT = {"host", "cookie", "content-length", "connection", "accept-encoding"}
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@dataclass
class Inside:
    """A browser of one person, what it loaded, and what it complained of."""

    page: Page
    client: Client
    context: Context = field(default_factory=copy_context)
    """That of the test: in it Django keeps the connection to the test's database."""
    bytes_by_address: dict[str, int] = field(default_factory=dict)
    """Compressed size of everything that was answered since :meth:`goto`."""
    loads: int = 0
    """Pages that were loaded; a redirect on the way is none, nor is a file."""
    complaints: list[str] = field(default_factory=list)
    """Errors in scripts, and what the content security policy forbade."""
    elsewhere: list[str] = field(default_factory=list)
    """Addresses of other hosts that were asked for."""

    def goto(self, address: str) -> None:
        self.bytes_by_address.clear()
        self.page.goto(HOST + address)

    @property
    def weight(self) -> int:
        """What the page weighs, with its styles, scripts and pictures, compressed."""
        return sum(self.bytes_by_address.values())


@contextmanager
def inside(chromium: Browser, client: Client, **options: Any) -> Iterator[Inside]:
    """``options`` are those of a context of Playwright: viewport, color_scheme, java_script_enabled."""
    context: BrowserContext = chromium.new_context(base_url=HOST, accept_downloads=True, **options)
    try:
        opened = Inside(context.new_page(), client)
        client.handler.enforce_csrf_checks = True
        context.route("**/*", lambda route: _answer(route, opened))
        opened.page.on("console", lambda said: _note(said, opened))
        opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        yield opened
    finally:
        context.close()


def _note(said: ConsoleMessage, opened: Inside) -> None:
    if said.type == "error" and "Failed to load resource" not in said.text:
        opened.complaints.append(said.text)


def _answer(route: Route, opened: Inside) -> None:
    asked = route.request
    parts = urlsplit(asked.url)
    if f"{parts.scheme}://{parts.netloc}" != HOST:
        opened.elsewhere.append(asked.url)
        route.abort()
    elif parts.path.startswith("/static/"):
        _file(route, parts.path, opened)
    else:
        _page(route, asked, opened)


def _file(route: Route, path: str, opened: Inside) -> None:
    found = finders.find(unquote(path.removeprefix("/static/")))
    if not found:
        route.fulfill(status=404, body="")
        return
    body, opened.bytes_by_address[path] = _read_and_weighed(str(found))
    route.fulfill(body=body, content_type=_KINDS.get(os.path.splitext(path)[1], "application/octet-stream"))


@cache
def _read_and_weighed(file: str) -> tuple[bytes, int]:
    """What the file holds, and its compressed size: every page asks for the same ones."""
    body = Path(file).read_bytes()
    return body, len(gzip.compress(body))


def _page(route: Route, asked: Request, opened: Inside) -> None:
    parts = urlsplit(asked.url)
    headers = {"HTTP_HOST": parts.netloc} | {
        f"HTTP_{name.upper().replace('-', '_')}": value
        for name, value in asked.headers.items()
        if name not in _BY_THE_CLIENT and name != "content-type" and not name.startswith("sec-")
    }
    response = opened.context.copy().run(
        opened.client.generic,
        asked.method,
        f"{parts.path}?{parts.query}" if parts.query else parts.path,
        asked.post_data_buffer or b"",
        content_type=asked.headers.get("content-type", "application/octet-stream"),
        **headers,
    )
    if response.status_code in (301, 302, 303, 307):
        _go_on(route, asked, response.headers["Location"], opened)
        return
    body = b"".join(response.streaming_content) if response.streaming else response.content
    opened.bytes_by_address[parts.path] = len(gzip.compress(body))
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    opened.loads += asked.resource_type == "document" and is_page
    route.fulfill(status=response.status_code, headers=dict(response.items()), body=body)


def _go_on(route: Route, asked: Request, address: str, opened: Inside) -> None:
    """Playwright leaves redirects to the network, where nobody answers: so a page that goes on at once."""
    if asked.resource_type != "document":
        response = opened.context.copy().run(opened.client.get, address)
        route.fulfill(status=response.status_code, headers=dict(response.items()), body=response.content)
        return
    body = f'<!doctype html><title>…</title><meta http-equiv="refresh" content="0;url={escape(address)}">'
    route.fulfill(body=body, content_type="text/html")
