"""The addresses of the signature folder."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.pages.signature import folder, paper

urlpatterns: list[URLPattern] = [
    path("my-work/signature/", folder.folder, name="signature"),
    path("my-work/signature/<uuid:key>/", paper.paper, name="signature-paper"),
    path("case/<str:reference>/signed/<int:number>/", paper.scan, name="signed-scan"),
]
