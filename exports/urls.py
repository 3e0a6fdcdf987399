"""The addresses of the reports. A report is named by its reference, a PDF by its key."""

from __future__ import annotations

from django.urls import URLPattern, path

from exports import pages

urlpatterns: list[URLPattern] = [
    path("desk/reports/", pages.reports, name="reports"),
    path("desk/reports/<slug:reference>/", pages.report, name="report"),
    path("desk/reports/<slug:reference>/edit/", pages.edit, name="report-edit"),
    path("desk/reports/<slug:reference>/pdf/", pages.make_pdf, name="make-pdf"),
    path("desk/reports/<slug:reference>/<uuid:key>.pdf", pages.report_pdf, name="report-pdf"),
    path("desk/reports/<slug:reference>/<uuid:key>/", pages.rendering, name="rendering"),
    path("desk/reports/<slug:reference>/<uuid:key>/cancel/", pages.cancel_pdf, name="cancel-pdf"),
    path("desk/reports/<slug:reference>/<uuid:key>/submit/", pages.submit_pdf, name="submit-pdf"),
]
