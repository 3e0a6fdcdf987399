"""The addresses of the pages on cases."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.pages import (
    case,
    decisions,
    departments,
    desk,
    desk_leads,
    draft,
    evidence,
    grouping,
    home,
    more_time,
    my_roles,
    my_work,
    review,
    rounds,
    steps,
    undo,
)

urlpatterns: list[URLPattern] = [
    path("", home.start, name="start"),
    path("my-work/", my_work.my_work, name="my-work"),
    path("my-roles/", my_roles.my_roles, name="my-roles"),
    path("case/<str:reference>/", case.case, name="case"),
    path("case/<str:reference>/version/<int:number>/", case.version, name="case-version"),
    path("case/<str:reference>/decision/<int:pk>/", decisions.document, name="case-decision"),
    path("case/<str:reference>/together/", grouping.together, name="case-together"),
    path("case/<str:reference>/earlier/<int:pk>/", grouping.earlier, name="case-earlier"),
    path("case/<str:reference>/draft/", draft.save_draft, name="case-draft"),
    path("case/<str:reference>/comment/", case.add_comment, name="case-comment"),
    path("case/<str:reference>/evidence/", evidence.add_evidence, name="case-evidence"),
    path("case/<str:reference>/evidence/<slug:digest>/", evidence.download, name="evidence-file"),
    path("case/<str:reference>/step/<slug:name>/", steps.step, name="case-step"),
    path("case/<str:reference>/more-time/", more_time.ask, name="more-time"),
    path("case/<str:reference>/more-time/<int:number>/<slug:name>/", more_time.step, name="more-time-step"),
    path("case/<str:reference>/undo/", undo.undo, name="case-undo"),
    path("case/<str:reference>/review/", review.review, name="review"),
    path("desk/", desk.desk, name="desk"),
    path("desk/assign/", desk.desk_assign, name="desk-assign"),
    path("desk/leads/", desk_leads.leads, name="desk-leads"),
    path("desk/rounds/", rounds.all_rounds, name="rounds"),
    path("desk/rounds/chosen/", rounds.choose, name="rounds-chosen"),
    path("desk/rounds/new/", rounds.new, name="round-new"),
    path("desk/rounds/<slug:code>/", rounds.one_round, name="round"),
    path("desk/rounds/<slug:code>/cases/", rounds.more_cases, name="round-cases"),
    path("desk/rounds/<slug:code>/positions/", decisions.positions, name="round-positions"),
    path("desk/rounds/<slug:code>/close/", rounds.close, name="round-close"),
    path("desk/import-template.<str:kind>", desk.import_template, name="import-template"),
    path("departments/", departments.departments, name="departments"),
    path("healthz", home.healthz, name="healthz"),
]
