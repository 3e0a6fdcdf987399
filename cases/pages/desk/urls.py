"""The addresses of the Desk, below ``desk/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.pages.desk import act, contributors, exporting, leads, page, said_twice, saving

urlpatterns: list[URLPattern] = [
    path("", page.desk, name="desk"),
    path("assign/", page.desk_assign, name="desk-assign"),
    path("act/<slug:name>/", act.act, name="desk-act"),
    path("contributors/", contributors.contributors, name="desk-contributors"),
    path("leads/", leads.leads, name="desk-leads"),
    path("said-twice/", said_twice.said_twice, name="said-twice"),
    path("cases.<str:kind>", exporting.export, name="desk-export"),
    path("recommendations.<str:kind>", exporting.export_again, name="desk-export-again"),
    path("views/", saving.views, name="desk-views"),
    path("views/<int:pk>/", saving.change, name="desk-view-change"),
    path("views/<int:pk>/delete/", saving.delete, name="desk-view-delete"),
    path("views/<int:pk>/bring-back/", saving.bring_back, name="desk-view-bring-back"),
    path("import-template.<str:kind>", page.import_template, name="import-template"),
]
