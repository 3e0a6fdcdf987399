"""The addresses of reviewing, one answer or all that wait."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.pages.review import page, waiting

urlpatterns: list[URLPattern] = [
    path("case/<str:reference>/review/", page.review, name="review"),
    path("my-work/review/", waiting.waiting, name="review-waiting"),
]
