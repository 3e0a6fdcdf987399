"""What a person does with the file in the browser: sends it back, looks, and confirms."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import CaseEvent, Version, WorkingCopy

PAGE, FILE, BACK = "/my-work/word/", "/my-work/word/file/", "/my-work/word/sent-back/"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def upload(browser: Any, file: bytes, name: str = "answers.docx") -> Any:
    return browser.post(BACK, {"file": SimpleUploadedFile(name, file)})


def confirm(browser: Any, preview: Any, **chosen: list[int]) -> Any:
    """As the page would send it: all that it ticks, or what was chosen."""
    context = preview.context
    ticked = {
        "take": [row["plan"].key for group in context["groups"] for row in group["rows"]
                 if group["code"] == "taken"],
        "keep": [row["plan"].key for group in context["groups"] for row in group["rows"]
                 if row["plan"].may_keep],
    }  # fmt: skip
    return browser.post(
        BACK, {"rows": context["rows"], "seen": context["seen"]} | ticked | chosen, follow=True
    )


def standings(preview: Any) -> dict[str, list[int]]:
    groups = preview.context["groups"]
    return {group["code"]: [row["plan"].key for row in group["rows"]] for group in groups if group["rows"]}


def written() -> tuple[int, int, int]:
    return Version.objects.count(), WorkingCopy.objects.count(), CaseEvent.objects.count()
