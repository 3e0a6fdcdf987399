"""Who may open what: role × address, in one table. An address without a row fails.

The same visit sees that nothing was written, and that nobody outside a department reads its drafts.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from config.checks import views
from tests.security.stage import OUTSIDE, PEOPLE, SECRETS, Stage, each, proposed, words_of

# What GET answers: "in" leads to sign-in, "302" elsewhere. Columns as in stage.PEOPLE, by first letters:
# "just" is in another department, "inac" a coordinator switched off with the browser open, "them" validator
# for a theme that all cases have but {received}.
# fmt: off
GET = """
address                                      anon inac stra supe just foca alte head coor vali edit obse them
                                             in   in   302  302  302  302  302  302  302  302  302  302  302
my-work/                                     in   in   200  200  200  200  200  200  200  200  200  200  200
my-work/begin/                               in   in   200  200  200  200  200  200  200  200  200  200  200
my-work/begin/undo/                          in   in   405  405  405  405  405  405  405  405  405  405  405
my-work/word/                                in   in   200  200  200  200  200  200  200  200  200  200  200
my-work/word/file/                           in   in   404  404  404  200  200  200  404  404  404  404  404
my-work/word/sent-back/                      in   in   405  405  405  405  405  405  405  405  405  405  405
my-roles/                                    in   in   200  200  200  200  200  200  200  200  200  200  200
my-roles/hand-over/                          in   in   200  200  200  200  200  200  200  200  200  200  200
my-roles/sheet/                              in   in   200  200  200  200  200  200  200  200  200  200  200
case/{received}/                             in   in   404  404  404  404  404  404  200  200  200  200  404
case/{drafting}/                             in   in   404  404  404  200  200  200  200  200  200  200  200
case/{sent}/                                 in   in   404  404  404  200  200  200  200  200  200  200  200
case/{drafting}/version/1/                   in   in   404  404  404  200  200  200  404  404  404  404  404
case/{sent}/version/1/                       in   in   404  404  404  200  200  200  200  200  200  200  200
case/{sent}/version/9/                       in   in   404  404  404  404  404  404  404  404  404  404  404
case/{drafting}/together/                    in   in   404  404  404  200  200  200  200  200  200  200  200
case/{drafting}/earlier/1/                   in   in   404  404  404  404  404  404  404  404  404  404  404
case/{drafting}/decision/1/                  in   in   404  404  404  404  404  404  404  404  404  404  404
case/{drafting}/rounds/                      in   in   404  404  404  200  200  200  200  200  200  200  200
case/{drafting}/draft/                       in   in   302  302  302  302  302  302  302  302  302  302  302
case/{drafting}/comment/                     in   in   302  302  302  302  302  302  302  302  302  302  302
case/{drafting}/draft/merge/                 in   in   302  302  302  302  302  302  302  302  302  302  302
case/{joined}/contribution/{part}/part/merge/ in   in   405  405  405  405  405  405  405  405  405  405  405
case/{drafting}/draft/keep/                  in   in   405  405  405  405  405  405  405  405  405  405  405
case/{drafting}/draft/drop/                  in   in   405  405  405  405  405  405  405  405  405  405  405
case/{drafting}/draft/back/                  in   in   405  405  405  405  405  405  405  405  405  405  405
case/{joined}/contribution/{part}/part/keep/ in   in   405  405  405  405  405  405  405  405  405  405  405
case/{joined}/contribution/{part}/part/drop/ in   in   405  405  405  405  405  405  405  405  405  405  405
case/{joined}/contribution/{part}/part/back/ in   in   405  405  405  405  405  405  405  405  405  405  405
case/{drafting}/comment/{said}/answer/       in   in   405  405  405  405  405  405  405  405  405  405  405
case/{drafting}/comment/{said}/done/         in   in   405  405  405  405  405  405  405  405  405  405  405
case/{drafting}/comment/{said}/again/        in   in   405  405  405  405  405  405  405  405  405  405  405
case/{drafting}/comment/{said}/seen/         in   in   405  405  405  405  405  405  405  405  405  405  405
case/{drafting}/colleagues/                  in   in   404  404  404  200  200  200  200  200  200  403  200
case/{received}/colleagues/                  in   in   404  404  404  404  404  404  403  403  403  403  404
case/{sent}/undo/                            in   in   302  302  302  302  302  302  302  302  302  302  302
case/{drafting}/sight/                       in   in   404  404  404  200  200  200  200  200  200  200  200
case/{received}/sight/                       in   in   404  404  404  404  404  404  200  200  200  200  404
case/{drafting}/step/restrict/               in   in   404  404  404  404  404  404  404  404  404  404  404
case/{drafting}/evidence/                    in   in   302  302  302  302  302  302  302  302  302  302  302
case/{drafting}/evidence/{secret_file}/      in   in   404  404  404  200  200  200  404  404  404  404  404
case/{sent}/evidence/{sent_file}/            in   in   404  404  404  200  200  200  200  200  200  200  200
case/{sent}/evidence/{secret_file}/          in   in   404  404  404  404  404  404  404  404  404  404  404
case/{sent}/evidence/{sent_file}0/           in   in   404  404  404  404  404  404  404  404  404  404  404
case/{drafting}/figures/                     in   in   302  302  302  302  302  302  302  302  302  302  302
case/{received}/step/assign/                 in   in   404  404  404  404  404  404  200  403  403  403  404
case/{drafting}/step/hand_back/              in   in   404  404  404  200  200  200  403  403  403  403  403
case/{drafting}/step/reassign/               in   in   404  404  404  403  403  403  200  403  403  403  403
case/{drafting}/step/close/                  in   in   404  404  404  403  403  403  200  403  403  403  403
case/{drafting}/step/approve/                in   in   404  404  404  302  302  302  302  302  302  302  302
case/{drafting}/step/submit/                 in   in   404  404  404  404  404  404  404  404  404  404  404
case/{drafting}/step/nonsense/               in   in   404  404  404  404  404  404  404  404  404  404  404
case/{drafting}/more-time/                   in   in   404  404  404  200  200  200  403  403  403  403  403
case/{received}/more-time/                   in   in   404  404  404  404  404  404  403  403  403  403  404
case/{asked}/more-time/                      in   in   404  404  404  409  409  409  403  403  403  403  403
case/{asked}/more-time/{request}/grant/      in   in   404  404  404  403  403  403  200  403  403  403  403
case/{asked}/more-time/{request}/refuse/     in   in   404  404  404  403  403  403  200  403  403  403  403
case/{asked}/more-time/{request}/withdraw/   in   in   404  404  404  200  200  200  403  403  403  403  403
case/{asked}/more-time/{request}/lapse/      in   in   404  404  404  404  404  404  404  404  404  404  404
case/{sent}/more-time/{request}/grant/       in   in   404  404  404  404  404  404  404  404  404  404  404
case/{drafting}/blocked/                     in   in   404  404  404  200  200  200  403  403  403  403  403
case/{received}/blocked/                     in   in   404  404  404  404  404  404  403  403  403  403  404
case/{sent}/blocked/                         in   in   404  404  404  409  409  409  403  403  403  403  403
case/{drafting}/blocked/solved/              in   in   302  302  302  302  302  302  302  302  302  302  302
case/{drafting}/blocked/undo/                in   in   302  302  302  302  302  302  302  302  302  302  302
case/{joined}/                               in   in   404  404  200  200  200  200  200  200  200  200  200
case/{joined}/version/1/                     in   in   404  404  404  200  200  200  404  404  404  404  404
case/{joined}/contributors/                  in   in   404  404  403  200  200  200  200  403  403  403  403
case/{joined}/contributions/                 in   in   404  404  403  200  200  200  403  403  403  403  403
case/{joined}/contributions/open/            in   in   405  405  405  405  405  405  405  405  405  405  405
case/{joined}/contributions/take/            in   in   405  405  405  405  405  405  405  405  405  405  405
case/{joined}/contributions/undo/            in   in   405  405  405  405  405  405  405  405  405  405  405
case/{joined}/contribution/{part}/           in   in   404  404  200  200  200  200  200  200  200  200  200
case/{sent}/contribution/{part}/             in   in   404  404  404  404  404  404  404  404  404  404  404
case/{joined}/contribution/{part}/part/      in   in   405  405  405  405  405  405  405  405  405  405  405
case/{joined}/contribution/{part}/add/       in   in   405  405  405  405  405  405  405  405  405  405  405
case/{joined}/contribution/{part}/undo/      in   in   405  405  405  405  405  405  405  405  405  405  405
case/{joined}/contribution/{part}/step/withdraw/  in in 404 404 403 200 200 200 200 403 403 403 403
case/{joined}/contribution/{part}/step/decline/   in in 404 404 200 403 403 403 403 403 403 403 403
case/{joined}/contribution/{part}/step/lapse/     in in 404 404 404 404 404 404 404 404 404 404 404
desk/contributors/                           in   in   403  403  403  403  403  403  405  403  403  403  403
case/{drafting}/due-date/                    in   in   404  404  404  200  200  200  200  200  200  200  200
case/{drafting}/step/pause/                  in   in   404  404  404  403  403  403  200  403  403  403  403
case/{sent}/review/                          in   in   404  404  404  403  403  302  403  200  403  403  200
case/{drafting}/review/                      in   in   404  404  404  403  403  302  403  302  403  403  302
my-work/shorter/{shorter}/                   in   in   404  404  404  200  200  200  200  200  200  200  404
my-work/shorter/0/                           in   in   404  404  404  404  404  404  404  404  404  404  404
my-work/signature/                           in   in   200  200  200  200  200  200  200  200  200  200  200
my-work/signature/{paper}/                   in   in   404  404  404  200  200  200  404  404  404  404  404
my-work/signature/{paper}/paper.pdf          in   in   404  404  404  200  200  200  404  404  404  404  404
case/{drafting}/signed/{signed}/             in   in   404  404  404  404  404  404  404  404  404  404  404
case/{for_signature}/signed/{signed}/        in   in   404  404  404  404  404  404  404  404  404  404  404
my-work/review/                              in   in   403  403  403  403  403  403  403  200  403  403  200
desk/                                        in   in   403  403  403  403  403  403  200  200  200  200  200
desk/assign/                                 in   in   403  403  403  403  403  403  405  403  403  403  403
desk/act/close/                              in   in   403  403  403  403  403  403  405  403  403  403  403
desk/bulk/                                   in   in   200  200  200  200  200  200  200  200  200  200  200
desk/bulk/{bulk}/                            in   in   404  404  404  404  404  404  200  404  404  404  404
desk/bulk/{bulk}/stop/                       in   in   405  405  405  405  405  405  405  405  405  405  405
desk/bulk/{bulk}/again/                      in   in   405  405  405  405  405  405  405  405  405  405  405
desk/bulk/{bulk}/undo/                       in   in   405  405  405  405  405  405  405  405  405  405  405
desk/cases.csv                               in   in   403  403  403  403  403  403  200  200  200  200  200
desk/recommendations.csv                     in   in   403  403  403  403  403  403  200  200  200  200  200
desk/recommendations.exe                     in   in   403  403  403  403  403  403  404  404  404  404  404
desk/cases.exe                               in   in   403  403  403  403  403  403  404  404  404  404  404
desk/views/                                  in   in   403  403  403  403  403  403  200  200  200  200  200
desk/views/1/                                in   in   403  403  403  403  403  403  405  405  405  405  405
desk/views/1/delete/                         in   in   403  403  403  403  403  403  405  405  405  405  405
desk/views/1/bring-back/                     in   in   403  403  403  403  403  403  405  405  405  405  405
desk/said-twice/                             in   in   403  403  403  403  403  403  200  403  403  403  403
desk/leads/                                  in   in   403  403  403  403  403  403  200  403  403  403  403
desk/rounds/                                 in   in   403  403  403  403  403  403  200  403  403  403  403
desk/rounds/new/                             in   in   403  403  403  403  403  403  200  403  403  403  403
desk/rounds/chosen/                          in   in   403  403  403  403  403  403  405  403  403  403  403
desk/rounds/2026/                            in   in   403  403  403  403  403  403  200  403  403  403  403
desk/rounds/none/                            in   in   403  403  403  403  403  403  404  403  403  403  403
desk/rounds/2026/cases/                      in   in   403  403  403  403  403  403  200  403  403  403  403
desk/rounds/2026/positions/                  in   in   403  403  403  403  403  403  404  403  403  403  403
desk/rounds/2026/close/                      in   in   403  403  403  403  403  403  405  403  403  403  403
desk/rounds/2026/words/                      in   in   403  403  403  403  403  403  200  403  403  403  403
desk/rounds/2026/words/set/                  in   in   403  403  403  403  403  403  405  403  403  403  403
desk/plan/2026/                              in   in   403  403  403  403  403  403  200  200  200  200  403
desk/plan/none/                              in   in   403  403  403  403  403  403  404  404  404  404  403
desk/plan/2026/change/                       in   in   403  403  403  403  403  403  405  403  403  403  403
desk/plan/2026/due-date/                     in   in   403  403  403  403  403  403  405  403  403  403  403
import/                                      in   in   403  403  403  403  403  403  200  403  403  403  403
import/{imported}/                           in   in   403  403  403  403  403  403  200  403  403  403  403
import/00000000-0000-4000-8000-000000000000/ in   in   403  403  403  403  403  403  404  403  403  403  403
import/{imported}/confirm/                   in   in   403  403  403  403  403  403  405  403  403  403  403
import/{imported}/columns/                   in   in   403  403  403  403  403  403  405  403  403  403  403
import/{imported}/row/1/                     in   in   403  403  403  403  403  403  405  403  403  403  403
import/{imported}/undo/                      in   in   403  403  403  403  403  403  405  403  403  403  403
import/{imported}/leave/                     in   in   403  403  403  403  403  403  405  403  403  403  403
desk/import-template.csv                     in   in   403  403  403  403  403  403  200  403  403  403  403
desk/import-template.exe                     in   in   403  403  403  403  403  403  404  403  403  403  403
overview/                                    in   in   403  403  403  403  403  403  200  200  200  200  403
departments/                                 in   in   403  403  403  403  403  403  200  200  200  200  403
settings/                                    in   in   403  200  403  403  403  403  200  403  403  403  403
settings/people/                             in   in   403  200  403  403  403  403  200  403  403  403  403
settings/words/                              in   in   403  200  403  403  403  403  200  403  403  403  403
settings/themes/                             in   in   403  200  403  403  403  403  200  403  403  403  403
settings/themes/new/                         in   in   403  200  403  403  403  403  200  403  403  403  403
settings/themes/{theme}/                     in   in   403  200  403  403  403  403  200  403  403  403  403
settings/themes/0/                           in   in   403  404  403  403  403  403  404  403  403  403  403
settings/themes/{theme}/join/                in   in   403  422  403  403  403  403  422  403  403  403  403
settings/look/                               in   in   403  200  403  403  403  403  200  403  403  403  403
settings/reminders/                          in   in   403  200  403  403  403  403  200  403  403  403  403
settings/report-types/                       in   in   403  200  403  403  403  403  200  403  403  403  403
settings/report-types/new/                   in   in   403  200  403  403  403  403  200  403  403  403  403
settings/report-types/of/upr/                in   in   403  200  403  403  403  403  200  403  403  403  403
settings/report-types/of/none/               in   in   403  404  403  403  403  403  404  403  403  403  403
settings/webhooks/                           in   in   403  200  403  403  403  403  403  403  403  403  403
settings/webhooks/{webhook}/                 in   in   403  200  403  403  403  403  403  403  403  403  403
settings/webhooks/0/                         in   in   403  404  403  403  403  403  403  403  403  403  403
look/0d5c63-1.css                            200  200  200  200  200  200  200  200  200  200  200  200  200
look/0d5c63-1-sample.css                     200  200  200  200  200  200  200  200  200  200  200  200  200
look/ffffff-1.css                            404  404  404  404  404  404  404  404  404  404  404  404  404
look/0.png                                   404  404  404  404  404  404  404  404  404  404  404  404  404
settings/people/new/                         in   in   403  200  403  403  403  403  200  403  403  403  403
settings/people/file/                        in   in   403  200  403  403  403  403  200  403  403  403  403
settings/people/template.csv                 in   in   403  200  403  403  403  403  200  403  403  403  403
settings/people/template.exe                 in   in   403  404  403  403  403  403  404  403  403  403  403
settings/people/{somebody}/                  in   in   403  200  403  403  403  403  200  403  403  403  403
settings/people/0/                           in   in   403  404  403  403  403  403  404  403  403  403  403
settings/people/{somebody}/switch-off/       in   in   403  200  403  403  403  403  200  403  403  403  403
settings/departments/                        in   in   403  200  403  403  403  403  200  200  200  200  403
departments/health/                          in   in   404  404  404  200  200  200  200  200  200  200  404
departments/none/                            in   in   404  404  404  404  404  404  404  404  404  404  404
settings/departments/new/                    in   in   403  200  403  403  403  403  200  403  403  403  403
settings/departments/of/health/              in   in   403  200  403  403  403  403  200  403  403  403  403
settings/departments/of/none/                in   in   403  404  403  403  403  403  404  403  403  403  403
settings/departments/reorganise/             in   in   403  403  403  403  403  403  200  403  403  403  403
settings/calendars/                          in   in   403  403  403  403  403  403  200  403  403  403  403
settings/calendars/nothing/                  in   in   403  403  403  403  403  403  404  403  403  403  403
case/{sent}/translation/fr/                  in   in   404  404  404  200  200  200  200  200  200  200  200
case/{sent}/translation/en/                  in   in   404  404  404  404  404  404  404  404  404  404  404
case/{drafting}/translation/fr/              in   in   404  404  404  404  404  404  404  404  404  404  404
case/{sent}/translation/fr/revised/          in   in   405  405  405  405  405  405  405  405  405  405  405
answers/                                     in   in   200  200  200  200  200  200  200  200  200  200  200
answers/{a_draft}/                           in   in   404  404  404  404  404  404  404  404  404  404  404
translations/                                in   in   403  403  403  403  403  403  403  403  403  403  403
language/                                    405  405  405  405  405  405  405  405  405  405  405  405  405
healthz                                      200  200  200  200  200  200  200  200  200  200  200  200  200
desk/reports/                                in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{report}/                       in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{report}/words/                 in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{report}/fitting/               in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{report}/fitting/ask/           in   in   403  403  403  403  403  403  403  403  405  403  403
desk/reports/{report}/fitting/move/          in   in   403  403  403  403  403  403  403  403  405  403  403
desk/reports/nothing/                        in   in   403  403  403  403  403  403  404  404  404  404  403
desk/reports/{report}/checks/                in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{report}/checks/missing.csv     in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{report}/checks/missing.exe     in   in   403  403  403  403  403  403  404  404  404  404  403
desk/reports/{report}/checks/set-aside/      in   in   403  403  403  403  403  403  403  403  405  403  403
desk/reports/{report}/checks/take-back/      in   in   403  403  403  403  403  403  403  403  405  403  403
desk/reports/{report}/edit/                  in   in   403  403  403  403  403  403  403  403  200  403  403
desk/reports/{report}/outline/               in   in   403  403  403  403  403  403  403  403  405  403  403
desk/reports/{report}/outline/text/          in   in   403  403  403  403  403  403  403  403  404  403  403
desk/reports/{report}/outline/text/1/        in   in   403  403  403  403  403  403  403  403  404  403  403
desk/reports/{report}/outline/heading/       in   in   403  403  403  403  403  403  403  403  409  403  403
desk/reports/{report}/outline/heading/1/     in   in   403  403  403  403  403  403  403  403  404  403  403
desk/reports/{report}/outline/typed/heading-new-0/keep/ in in 403 403 403 403 403 403 403 403 405 403 403
desk/reports/{report}/outline/typed/heading-new-0/drop/ in in 403 403 403 403 403 403 403 403 405 403 403
desk/reports/{report}/outline/typed/heading-new-0/back/ in in 403 403 403 403 403 403 403 403 405 403 403
desk/reports/{report}/outline/to-take-in/    in   in   403  403  403  403  403  403  403  403  200  403  403
desk/reports/{out}/outline/newer/            in   in   403  403  403  403  403  403  403  403  200  403  403
desk/reports/{out}/outline/taken-out/        in   in   403  403  403  403  403  403  403  403  200  403  403
desk/reports/{report}/papers/                in   in   403  403  403  403  403  403  403  403  405  403  403
desk/reports/{report}/papers/{made}/         in   in   404  404  404  404  404  404  200  200  200  200  404
desk/reports/{busy}/papers/{waiting}/        in   in   404  404  404  404  404  404  404  404  404  404  404
desk/reports/{report}/papers/list/           in   in   403  403  403  403  403  403  302  302  302  302  403
desk/reports/{busy}/papers/{waiting}/cancel/ in   in   403  403  403  403  403  403  403  403  405  403  403
desk/reports/{report}/step/assemble/         in   in   403  403  403  403  403  403  403  403  200  403  403
desk/reports/{report}/step/circulate/        in   in   403  403  403  403  403  403  403  403  409  403  403
desk/reports/{report}/step/freeze/           in   in   403  403  403  403  403  403  403  409  403  403  403
desk/reports/{report}/step/adopt/            in   in   403  403  403  403  403  403  409  403  403  403  403
desk/reports/{report}/step/revise/           in   in   403  403  403  403  403  403  404  404  404  404  403
desk/reports/{report}/step/nonsense/         in   in   403  403  403  403  403  403  404  404  404  404  403
desk/reports/{report}/undo/                  in   in   403  403  403  403  403  403  405  405  405  405  403
desk/reports/{report}/circulated/            in   in   404  404  404  404  404  404  404  404  404  404  404
desk/reports/{out}/circulated/               in   in   404  404  404  200  200  200  200  200  200  200  404
desk/reports/{out}/                          in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{report}/circulated/object/     in   in   404  404  404  404  404  404  404  404  404  404  404
desk/reports/{out}/circulated/object/        in   in   404  404  404  200  200  200  403  403  403  403  404
desk/reports/{out}/objections/{o}/accept/    in   in   404  404  404  403  403  403  403  403  200  403  404
desk/reports/{out}/objections/{o}/withdraw/  in   in   404  404  404  200  200  200  403  403  403  403  404
desk/reports/{out}/objections/{o}/make/      in   in   404  404  404  404  404  404  404  404  404  404  404
desk/reports/{busy}/objections/{o}/accept/   in   in   404  404  404  404  404  404  404  404  404  404  404
desk/reports/{in_work}/agreement/            in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{in_work}/agreement/ask/        in   in   403  403  403  403  403  403  403  403  405  403  403
desk/reports/{in_work}/agreement/remind/     in   in   403  403  403  403  403  403  403  403  405  403  403
desk/reports/{in_work}/to-agree/             in   in   404  404  404  200  200  200  200  200  200  200  404
desk/reports/{report}/to-agree/              in   in   404  404  404  404  404  404  404  404  404  404  404
desk/reports/{in_work}/to-agree/{agreement}/ in   in   404  404  404  200  200  200  200  200  200  200  404
desk/reports/{out}/to-agree/{agreement}/     in   in   404  404  404  404  404  404  404  404  404  404  404
desk/reports/{in_work}/to-agree/{agreement}/agree/ in in 405 405 405 405 405 405 405 405 405 405 405
desk/reports/{in_work}/passages/{para}/   in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{out}/passages/{para}/       in   in   403  403  403  403  403  403  404  404  404  404  403
desk/reports/{in_work}/passages/{para}/own-words/ in in 403 403 403 403 403 403 403 403 405 403 403
desk/reports/{in_work}/passages/{para}/ask/ in in  403  403  403  403  403  403  403  403  405  403  403
desk/reports/{in_work}/passages/{para}/texts/1/again/ in in 403 403 403 403 403 403 403 403 405 403 403
desk/reports/{in_work}/passages/{para}/proposals/{p}/take/ in in 403 403 403 403 403 403 403 403 405 403 403
desk/reports/{report}/editions/1/decision/   in   in   404  404  404  404  404  404  404  404  404  404  404
desk/reports/{frozen}/editions/1/decision/   in   in   404  404  404  404  404  404  200  200  200  200  404
desk/reports/{frozen}/editions/1/            in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{report}/editions/1/            in   in   403  403  403  403  403  403  404  404  404  404  403
desk/reports/{frozen}/editions/1/manifest.json in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{frozen}/editions/1/papers.zip  in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{frozen}/editions/1/receipt/    in   in   404  404  404  404  404  404  404  404  404  404  404
desk/reports/{frozen}/editions/1/2/          in   in   403  403  403  403  403  403  200  200  200  200  403
desk/reports/{frozen}/editions/1/2/word/     in   in   403  403  403  403  403  403  403  403  405  403  403
remind/                                      in   in   403  403  403  403  403  403  200  403  403  403  403
remind/nothing/                              in   in   403  403  403  403  403  403  404  403  403  403  403
remind/nothing/undo/                         in   in   403  403  403  403  403  403  405  403  403  403  403
reminders/                                   in   in   403  403  403  403  403  403  200  403  403  403  403
reminders/change/                            in   in   403  403  403  403  403  403  405  403  403  403  403
reminders/mail/                              in   in   403  403  403  403  403  403  404  403  403  403  403
case/{drafting}/told/                        in   in   404  404  404  200  200  200  200  200  200  200  200
case/{received}/told/                        in   in   404  404  404  404  404  404  200  200  200  200  404
bell/                                        in   in   200  200  200  200  200  200  200  200  200  200  200
bell/seen/                                   in   in   405  405  405  405  405  405  405  405  405  405  405
bell/new/                                    in   in   405  405  405  405  405  405  405  405  405  405  405
escalations/                                 in   in   403  403  403  403  403  403  200  403  403  403  403
escalations/agenda/                          in   in   403  403  403  403  403  403  200  403  403  403  403
escalations/agenda.csv                       in   in   403  403  403  403  403  403  200  403  403  403  403
escalations/agenda.exe                       in   in   403  403  403  403  403  403  404  403  403  403  403
mail/                                        in   in   200  200  200  200  200  200  200  200  200  200  200
mail/again/                                  in   in   403  403  403  403  403  403  405  403  403  403  403
mail/{mail}/                                 in   in   404  404  404  404  404  404  200  404  404  404  404
mail/{mail}/again/                           in   in   403  403  403  403  403  403  405  403  403  403  403
mail/{mail}/mend/                            in   in   403  403  403  403  403  403  405  403  403  403  403
account/sign-in/                             200  200  302  302  302  302  302  302  302  302  302  302  302
account/sign-out/                            302  302  200  200  200  200  200  200  200  200  200  200  200
account/inactive/                            200  200  200  200  200  200  200  200  200  200  200  200  200
account/                                     in   in   200  200  200  200  200  200  200  200  200  200  200
account/mails/                               in   in   200  200  200  200  200  200  200  200  200  200  200
unsubscribe/{leaving}/                       200  200  200  200  200  200  200  200  200  200  200  200  200
unsubscribe/nonsense/                        404  404  404  404  404  404  404  404  404  404  404  404  404
account/calendar/                            in   in   200  200  200  200  200  200  200  200  200  200  200
cal/{feed}                                   200  200  200  200  200  200  200  200  200  200  200  200  200
cal/nonsense.ics                             404  404  404  404  404  404  404  404  404  404  404  404  404
help/                                        200  200  200  200  200  200  200  200  200  200  200  200  200
account/invited/1-nonsense/                  410  410  410  410  410  410  410  410  410  410  410  410  410
account/sign-up/                             in   in   in   in   in   in   in   in   in   in   in   in   in
account/password/                            in   in   302  302  302  302  302  302  302  302  302  302  302
account/password/first/                      in   in   200  200  200  200  200  200  200  200  200  200  200
account/password/reset/                      200  200  200  200  200  200  200  200  200  200  200  200  200
account/password/reset/sent/                 200  200  200  200  200  200  200  200  200  200  200  200  200
account/password/reset/done/                 200  200  200  200  200  200  200  200  200  200  200  200  200
account/password/reset/1-nonsense/           200  200  200  200  200  200  200  200  200  200  200  200  200
admin/                                       in   in   in   200  in   in   in   in   in   in   in   in   in
"""
# fmt: on
_HEADER, *_LINES = [line for line in GET.splitlines() if line]
_CELLS = [line.rsplit(None, len(PEOPLE)) for line in _LINES]
ROWS = {"".join(cells[: -len(PEOPLE)]): cells[-len(PEOPLE) :] for cells in _CELLS}
WRITES = re.compile(
    r"^\s*(WITH\b.*)?\b(INSERT|UPDATE|DELETE|REPLACE)\b(?!.*django_session)", re.IGNORECASE | re.DOTALL
)
TOUCHES = re.compile(r'UPDATE "cases_case" SET "version" = "cases_case"."version" WHERE')


def outcome(response: Any) -> str:
    sign_in = response.headers.get("Location", "").startswith(("/account/sign-in/", "/admin/login/"))
    return "in" if response.status_code == 302 and sign_in else str(response.status_code)


def own_routes() -> set[str]:
    """All but the set-up pages, which are Django's."""
    return {route.replace("^", "") for route, _view in views() if not route.startswith("admin/")}


def matched(stage: Stage, row: str) -> str:
    """The route, as the URL files write it, that answers the address of a row."""
    return resolve(stage.address(row)).route.replace("^", "")


def written(queries: CaptureQueriesContext) -> list[str]:
    """What changes rows: that a locked row is written to as it is (``storage.touch``) changes none."""
    said = (one["sql"] for one in queries.captured_queries)
    return [one for one in said if WRITES.match(one) and not TOUCHES.match(one)]


def test_every_address_has_a_row(stage: Stage) -> None:
    covered = {matched(stage, row) for row in ROWS}

    assert own_routes() - covered == set()


def test_every_row_names_everybody() -> None:
    assert all(len(outcomes) == len(PEOPLE) for outcomes in ROWS.values())


@pytest.mark.parametrize("person", each(PEOPLE))
def test_get_answers_as_the_table_says_changes_no_row_and_tells_no_secret(person: str, stage: Stage) -> None:
    browser, place = stage.browsers[person], PEOPLE.index(person)
    status, hidden = proposed(stage.drafting), SECRETS if person in OUTSIDE else ()
    found = {}
    for row in ROWS:
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(stage.address(row))
        found[row], said = outcome(answer), words_of(answer)
        assert written(queries) == [], row
        assert [word for word in hidden if word in said] == [], row
        assert not hidden or row != "case/{drafting}/" or f">{status}<" not in said

    assert found == {row: outcomes[place] for row, outcomes in ROWS.items()}
