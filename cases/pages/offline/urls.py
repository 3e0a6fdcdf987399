"""The addresses of Work by Word."""

from __future__ import annotations

from django.urls import path

from cases.pages.offline import page, sending

urlpatterns = [
    path("my-work/word/", page.offline, name="offline"),
    path("my-work/word/file/", page.file, name="offline-file"),
    path("my-work/word/sent-back/", sending.send_back, name="offline-sent-back"),
]
