"""The addresses of the reports. A report is named by its reference, a paper by its key."""

from __future__ import annotations

from django.urls import URLPattern, path

from exports.pages import (
    agreement,
    budget,
    checks,
    editions,
    fitting,
    missing,
    objections,
    papers,
    passage,
    report_types,
    reports,
    shortening,
    signature,
    steps,
    to_agree,
)

_REPORT = "desk/reports/<slug:reference>/"
_PASSAGE = _REPORT + "passages/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("my-work/signature/<uuid:key>/paper.pdf", signature.signature_pdf, name="signature-pdf"),
    path("settings/report-types/", report_types.report_types, name="settings-report-types"),
    path("settings/report-types/new/", report_types.new, name="settings-report-type-new"),
    path("settings/report-types/of/<slug:code>/", report_types.report_type, name="settings-report-type"),
    path("desk/reports/", reports.reports, name="reports"),
    path(_REPORT, reports.report, name="report"),
    path(_REPORT + "edit/", reports.edit, name="report-edit"),
    path(_REPORT + "words/", budget.words, name="report-words"),
    path(_REPORT + "fitting/", fitting.fitting, name="report-fitting"),
    path(_REPORT + "fitting/ask/", fitting.ask, name="report-ask-shorter"),
    path(_REPORT + "fitting/move/", fitting.move, name="report-move-detail"),
    path("my-work/shorter/<int:number>/", shortening.shortening, name="shortening"),
    path(_REPORT + "step/<slug:name>/", steps.step, name="report-step"),
    path(_REPORT + "undo/", steps.undo, name="report-undo"),
    path(_REPORT + "checks/", checks.checks, name="report-checks"),
    path(_REPORT + "checks/missing.<slug:kind>", missing.missing, name="report-missing"),
    path(_REPORT + "checks/set-aside/", checks.set_aside, name="report-set-aside"),
    path(_REPORT + "checks/take-back/", checks.take_back, name="report-take-back"),
    path(_REPORT + "circulated/", objections.circulated, name="report-circulated"),
    path(_REPORT + "circulated/object/", objections.make, name="report-object"),
    path(_REPORT + "objections/<int:number>/<slug:name>/", objections.settle, name="objection-step"),
    path(_REPORT + "agreement/", agreement.agreement, name="report-agreement"),
    path(_REPORT + "agreement/ask/", agreement.ask_all, name="report-agreement-ask"),
    path(_REPORT + "agreement/remind/", agreement.remind, name="report-agreement-remind"),
    path(_REPORT + "to-agree/", to_agree.to_agree, name="report-to-agree"),
    path(_REPORT + "to-agree/<int:number>/", to_agree.agreement, name="agreement"),
    path(_REPORT + "to-agree/<int:number>/<slug:name>/", to_agree.answer, name="agreement-answer"),
    path(_PASSAGE, passage.passage, name="report-passage"),
    path(_PASSAGE + "own-words/", passage.own_words, name="report-passage-own-words"),
    path(_PASSAGE + "ask/", passage.ask_leads, name="report-passage-ask"),
    path(_PASSAGE + "texts/<int:number>/again/", passage.again, name="report-passage-again"),
    path(_PASSAGE + "proposals/<int:number>/take/", passage.take, name="report-passage-take"),
    path(_REPORT + "editions/<int:number>/", editions.edition, name="edition"),
    path(_REPORT + "editions/<int:number>/decision/", editions.decision, name="edition-decision"),
    path(_REPORT + "editions/<int:number>/receipt/", editions.receipt, name="edition-receipt"),
    path(_REPORT + "editions/<int:number>/manifest.json", editions.manifest, name="edition-manifest"),
    path(_REPORT + "editions/<int:number>/papers.zip", editions.papers_as_zip, name="edition-zip"),
    path(_REPORT + "editions/<int:older>/<int:newer>/", editions.differences, name="edition-differences"),
    path(_REPORT + "editions/<int:older>/<int:newer>/word/", editions.make_changes, name="make-changes"),
    path(_REPORT + "papers/", papers.make, name="make-paper"),
    path(_REPORT + "papers/list/", papers.papers, name="report-papers"),
    path(_REPORT + "papers/<uuid:key>/", papers.paper, name="paper"),
    path(_REPORT + "papers/<uuid:key>/cancel/", papers.cancel, name="cancel-paper"),
]
