"""The addresses of imports, below ``import/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.pages.imports import acts, columns, listing, mending, one

urlpatterns: list[URLPattern] = [
    path("", listing.imports, name="imports"),
    path("<uuid:key>/", one.one_import, name="import"),
    path("<uuid:key>/confirm/", acts.confirm, name="import-confirm"),
    path("<uuid:key>/columns/", columns.columns, name="import-columns"),
    path("<uuid:key>/row/<int:place>/", mending.mend, name="import-row"),
    path("<uuid:key>/undo/", acts.undo, name="import-undo"),
    path("<uuid:key>/leave/", acts.leave, name="import-leave"),
]
