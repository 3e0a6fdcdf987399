"""How a person uses a page in the tests: by mouse, by keyboard alone, or by mouse where no scripts run.

Each act counts as a step: a click, or a choice in a list. Typing does not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.inside import Inside

FURTHEST = 400
"""Presses of the Tab key after which something counts as out of reach."""


@dataclass
class Mouse:
    """``browser`` is the person's; ``steps`` says what was done, in order."""

    browser: Inside
    steps: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.browser.page

    def starts(self, address: str = "/my-work/") -> None:
        """Where one stands after signing in; it is no step."""
        self.browser.goto(address)
        self.browser.loads = 0

    def follow(self, link: str | Locator, *, exact: bool = False) -> None:
        self._act(self._found("link", link, exact=exact))

    def press(self, button: str | Locator, *, exact: bool = False) -> None:
        self._act(self._found("button", button, exact=exact))

    def tick(self, box: Locator) -> None:
        self._act(box, key="Space")

    def choose(self, field: Locator, option: str) -> None:
        self.steps.append(option)
        self._choose(field, option)

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def date(self, field: Locator, day: str) -> None:
        """Typed in, as a date's own field takes it: ``2026-04-15``."""
        field.fill(day)

    def downloads(self, link: str | Locator, path: Path) -> Path:
        with self.page.expect_download() as coming:
            self.follow(link)
        coming.value.save_as(path)
        return path

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def _found(self, role: str, name: str | Locator, *, exact: bool) -> Locator:
        if isinstance(name, Locator):
            return name
        return self.page.get_by_role(role, name=name, exact=exact).first  # type: ignore[arg-type]

    def _act(self, on: Locator, key: str = "Enter") -> None:
        self.steps.append(_name_of(on))
        self._do(on, key)

    def _do(self, on: Locator, key: str) -> None:
        on.click()

    def _choose(self, field: Locator, option: str) -> None:
        field.select_option(label=option)


class Keyboard(Mouse):
    """Tab to everything, then Enter or Space; nothing is pointed at."""

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)

    def date(self, field: Locator, day: str) -> None:
        self._reach(field)
        year, month, number = day.split("-")
        self.page.keyboard.type(f"{month}{number}{year}")
        expect(field).to_have_value(day)

    def _do(self, on: Locator, key: str) -> None:
        self._reach(on)
        self.page.keyboard.press(key)

    def _choose(self, field: Locator, option: str) -> None:
        self._reach(field)
        self.page.keyboard.type(option, delay=0)
        expect(field.locator("option:checked")).to_have_text(option)

    def _reach(self, on: Locator) -> None:
        on.wait_for()
        for _press in range(FURTHEST):
            if on.evaluate("(element) => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The Tab key does not lead to {_name_of(on)!r}.")


def _name_of(on: Locator) -> str:
    label = on.get_attribute("aria-label") or on.inner_text() or on.get_attribute("value") or ""
    return " ".join(label.split())
