"""Who may change what: role × form, in one table. A form without its token is refused, whoever sends it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.security.sent_with import posted
from tests.security.stage import PEOPLE, Stage
from tests.security.test_matrix import matched, outcome, own_routes, written

HEALTH = {"focal_point", "alternate", "head"}
SPEAKING = {"coordinator", "validator", "theme_validator", "editor"}
NOBODY: set[str] = set()
SIGNED_IN = set(PEOPLE) - {"anonymous", "inactive"}
REFUSED = {"in", "401", "403", "404", "405", "409", "422"}

# Address, what is sent, and who may: whoever else is refused, and then no row is written.
# fmt: off
POST: dict[str, tuple[str, set[str]]] = {
    "":                                            ("",            NOBODY),
    "my-work/":                                    ("",            NOBODY),
    "my-work/begin/":                              ("begin",       {"focal_point", "alternate"}),
    "my-work/begin/undo/":                         ("case",        NOBODY),
    "my-work/word/":                               ("",            NOBODY),
    "my-work/word/file/":                          ("",            NOBODY),
    "my-work/word/sent-back/":                     ("",            NOBODY),
    "my-roles/":                                   ("lend",        {"head"}),
    "my-roles/hand-over/":                         ("hand over",   {"alternate", "head", "coordinator"}),
    "my-roles/sheet/":                             ("",            NOBODY),
    "case/{sent}/":                                ("",            NOBODY),
    "case/{sent}/version/1/":                      ("",            NOBODY),
    "case/{drafting}/draft/":                      ("draft",       HEALTH),
    "case/{sent}/draft/":                          ("draft",       NOBODY),
    "case/{drafting}/together/":                   ("join",        HEALTH),
    "case/{drafting}/earlier/1/":                  ("",            NOBODY),
    "case/{drafting}/rounds/":                     ("",            NOBODY),
    "case/{drafting}/decision/1/":                 ("",            NOBODY),
    "case/{drafting}/sight/":                      ("restrict",    {"coordinator"}),
    "case/{drafting}/comment/":                    ("comment",     HEALTH | SPEAKING),
    "case/{drafting}/draft/merge/":              ("draft",       HEALTH),
    "case/{joined}/contribution/{part}/part/merge/": ("part",    {"justice_focal_point"}),
    "case/{drafting}/draft/keep/":               ("draft",       HEALTH),
    "case/{sent}/draft/keep/":                   ("draft",       NOBODY),
    "case/{drafting}/draft/drop/":               ("",            HEALTH),
    "case/{drafting}/draft/back/":               ("",            HEALTH),
    "case/{joined}/contribution/{part}/part/keep/": ("part",     {"justice_focal_point"}),
    "case/{joined}/contribution/{part}/part/drop/": ("",         {"justice_focal_point"}),
    "case/{joined}/contribution/{part}/part/back/": ("",         {"justice_focal_point"}),
    "case/{drafting}/comment/{said}/answer/":    ("comment",     HEALTH),
    "case/{drafting}/comment/{said}/done/":      ("",            HEALTH),
    "case/{drafting}/comment/{said}/again/":     ("",            HEALTH),
    "case/{drafting}/comment/{said}/seen/":      ("",            HEALTH),
    "case/{drafting}/colleagues/":               ("",            NOBODY),
    "case/{drafting}/evidence/":                   ("evidence",    HEALTH),
    "case/{sent}/evidence/":                       ("evidence",    NOBODY),
    "case/{drafting}/figures/":                    ("figure",      HEALTH),
    "case/{sent}/figures/":                        ("figure",      NOBODY),
    "case/{sent}/evidence/{sent_file}/":           ("",            NOBODY),
    "case/{received}/step/assign/":                ("assign",      {"coordinator"}),
    "case/{drafting}/step/reassign/":              ("assign",      {"coordinator"}),
    "case/{drafting}/step/hand_back/":             ("hand back",   HEALTH),
    "case/{drafting}/step/send_for_sign_off/":     ("seen",        {"focal_point", "alternate"}),
    "case/{drafting}/step/sign_and_send/":         ("seen",        {"head"}),
    "case/{drafting}/step/close/":                 ("close",       {"coordinator"}),
    "case/{drafting}/step/pause/":                ("close",       {"coordinator"}),
    "case/{drafting}/step/redate/":               ("assign",      {"coordinator"}),
    "case/{drafting}/due-date/":                  ("",            NOBODY),
    "case/{sent}/step/withdraw/":                  ("seen",        HEALTH),
    "case/{drafting}/step/submit/":                ("edition",     NOBODY),
    "case/{drafting}/step/extend/":                 ("seen",        NOBODY),
    "case/{drafting}/more-time/":                  ("more time",   HEALTH),
    "case/{drafting}/blocked/":                    ("block",       HEALTH),
    "case/{sent}/blocked/":                        ("block",       NOBODY),
    "case/{drafting}/blocked/solved/":             ("",            NOBODY),
    "case/{drafting}/blocked/undo/":               ("",            NOBODY),
    "case/{sent}/more-time/":                      ("more time",   NOBODY),
    "case/{asked}/more-time/":                     ("more time",   NOBODY),
    "case/{asked}/more-time/{request}/grant/":     ("grant",       {"coordinator"}),
    "case/{asked}/more-time/{request}/refuse/":    ("refuse",      {"coordinator"}),
    "case/{asked}/more-time/{request}/withdraw/":  ("first",       HEALTH),
    "case/{asked}/more-time/{request}/lapse/":     ("first",       NOBODY),
    "case/{joined}/contributors/":               ("ask others",  HEALTH | {"coordinator"}),
    "case/{joined}/contributions/":              ("",            NOBODY),
    "case/{joined}/contributions/open/":         ("draft",       HEALTH),
    "case/{joined}/contributions/take/":         ("",            NOBODY),
    "case/{joined}/contributions/undo/":         ("",            NOBODY),
    "case/{joined}/contribution/{part}/":         ("",            NOBODY),
    "case/{joined}/contribution/{part}/part/":    ("part",        {"justice_focal_point"}),
    "case/{joined}/contribution/{part}/add/":     ("draft",       NOBODY),
    "case/{joined}/contribution/{part}/undo/":    ("first",       NOBODY),
    "case/{joined}/contribution/{part}/step/withdraw/": ("first", HEALTH | {"coordinator"}),
    "case/{joined}/contribution/{part}/step/decline/":  ("refuse", {"justice_focal_point"}),
    "case/{joined}/contribution/{part}/step/lapse/":    ("first", NOBODY),
    "desk/contributors/":                          ("ask of many", {"coordinator"}),
    "case/{sent}/undo/":                            ("seen",        NOBODY),
    "case/{sent}/review/":                         ("approve",     {"validator", "theme_validator"}),
    "my-work/signature/":                         ("",            NOBODY),
    "my-work/signature/{paper}/":                 ("",            NOBODY),
    "my-work/signature/{paper}/paper.pdf":        ("",            NOBODY),
    "case/{for_signature}/signed/{signed}/":      ("",            NOBODY),
    "my-work/review/":                             ("",            NOBODY),
    "desk/":                                       ("",            NOBODY),
    "desk/assign/":                                ("many",        {"coordinator"}),
    "desk/said-twice/":                            ("said twice",  {"coordinator"}),
    "desk/leads/":                                 ("group",       {"coordinator"}),
    "desk/act/close/":                             ("close many",  {"coordinator"}),
    "desk/act/nothing/":                           ("",            NOBODY),
    "desk/bulk/":                                  ("",            NOBODY),
    "desk/bulk/{bulk}/":                           ("",            NOBODY),
    "desk/bulk/{bulk}/stop/":                      ("",            {"coordinator"}),
    "desk/bulk/{bulk}/again/":                     ("",            {"coordinator"}),
    "desk/bulk/{bulk}/undo/":                      ("",            NOBODY),
    "desk/rounds/":                                ("",            NOBODY),
    "desk/rounds/chosen/":                         ("many",        NOBODY),
    "desk/rounds/new/":                            ("round",       NOBODY),
    "desk/rounds/2026/":                           ("correction",  {"coordinator"}),
    "desk/rounds/2026/cases/":                     ("",            NOBODY),
    "desk/rounds/2026/positions/":                 ("",            NOBODY),
    "desk/rounds/2026/close/":                     ("",            NOBODY),
    "desk/rounds/2026/words/":                     ("",            NOBODY),
    "desk/rounds/2026/words/set/":                 ("share",       {"coordinator"}),
    "desk/plan/2026/":                             ("",            NOBODY),
    "desk/plan/2026/change/":                      ("plan",        {"coordinator"}),
    "desk/plan/2026/due-date/":                    ("seen plan",   {"coordinator"}),
    "import/":                                     ("list",        {"coordinator"}),
    "import/{imported}/":                          ("",            NOBODY),
    "import/{imported}/confirm/":                  ("seen import", {"coordinator"}),
    "import/{imported}/columns/":                  ("",            NOBODY),
    "import/{imported}/row/1/":                    ("mend",        {"coordinator"}),
    "import/{imported}/undo/":                     ("",            NOBODY),
    "import/{imported}/leave/":                    ("",            {"coordinator"}),
    "desk/recommendations.csv":                    ("",            NOBODY),
    "desk/import-template.csv":                    ("",            NOBODY),
    "departments/":                                ("",            NOBODY),
    "settings/departments/":                       ("",            NOBODY),
    "case/{drafting}/translation/fr/":             ("",            NOBODY),
    "case/{drafting}/translation/fr/revised/":     ("",            NOBODY),
    "departments/health/":                         ("",            NOBODY),
    "desk/cases.csv":                              ("",            NOBODY),
    "desk/views/":                                 ("",            NOBODY),
    "desk/views/999999/":                          ("",            NOBODY),
    "desk/views/999999/bring-back/":               ("",            NOBODY),
    "desk/views/999999/delete/":                   ("",            NOBODY),
    "help/":                                       ("",            NOBODY),
    "language/":                                   ("language",    SIGNED_IN),
    "overview/":                                   ("",            NOBODY),
    "remind/":                                     ("",            NOBODY),
    "remind/nothing/":                             ("",            NOBODY),
    "remind/nothing/undo/":                        ("",            NOBODY),
    "reminders/":                                  ("",            NOBODY),
    "reminders/change/":                           ("words above", {"coordinator"}),
    "reminders/mail/":                             ("",            NOBODY),
    "escalations/":                                ("",            NOBODY),
    "escalations/agenda/":                         ("",            NOBODY),
    "escalations/agenda.csv":                      ("",            NOBODY),
    "settings/":                                   ("",            NOBODY),
    "settings/report-types/":                      ("",            NOBODY),
    "settings/report-types/new/":                  ("report type", {"coordinator", "superuser"}),
    "settings/report-types/of/upr/":               ("hide",        {"coordinator", "superuser"}),
    "settings/reminders/":                         ("numbers",     {"coordinator", "superuser"}),
    "settings/themes/":                            ("",            NOBODY),
    "settings/themes/new/":                        ("theme",       {"coordinator", "superuser"}),
    "settings/themes/{theme}/":                    ("names",       {"coordinator", "superuser"}),
    "settings/themes/{theme}/join/":               ("",            NOBODY),
    "settings/look/":                              ("look",        {"coordinator", "superuser"}),
    "look/0d5c63-1.css":                           ("",            NOBODY),
    "look/0d5c63-1-sample.css":                    ("",            NOBODY),
    "look/0.png":                                  ("",            NOBODY),
    "settings/webhooks/":                          ("webhook",     {"superuser"}),
    "settings/webhooks/{webhook}/":                ("off",         {"superuser"}),
    "settings/words/":                             ("words",       {"coordinator", "superuser"}),
    "settings/departments/new/":                   ("",            NOBODY),
    "settings/departments/of/health/":             ("",            NOBODY),
    "settings/people/":                            ("",            NOBODY),
    "settings/people/999999/":                     ("",            NOBODY),
    "settings/people/999999/switch-off/":          ("",            NOBODY),
    "settings/people/file/":                       ("",            NOBODY),
    "settings/people/new/":                        ("",            NOBODY),
    "settings/people/template.csv":                ("",            NOBODY),
    "answers/":                                    ("",            NOBODY),
    "answers/{a_draft}/":                          ("",            NOBODY),
    "translations/":                               ("",            NOBODY),
    "settings/departments/reorganise/":            ("rename",      {"coordinator"}),
    "settings/calendars/":                         ("calendar",    {"coordinator"}),
    "settings/calendars/nothing/":                 ("",            NOBODY),
    "healthz":                                     ("",            NOBODY),
    "desk/reports/":                               ("report",      {"editor"}),
    "desk/reports/{report}/":                      ("",            NOBODY),
    "desk/reports/{report}/words/":                ("",            NOBODY),
    "desk/reports/{report}/fitting/":              ("",            NOBODY),
    "desk/reports/{report}/fitting/ask/":          ("",            NOBODY),
    "desk/reports/{report}/fitting/move/":         ("",            NOBODY),
    "my-work/shorter/{shorter}/":                  ("not shorter", HEALTH),
    "desk/reports/{report}/checks/":               ("",            NOBODY),
    "desk/reports/{report}/checks/missing.csv":    ("",            NOBODY),
    "desk/reports/{report}/checks/set-aside/":     ("reason",      NOBODY),
    "desk/reports/{report}/checks/take-back/":     ("",            NOBODY),
    "desk/reports/{report}/edit/":                 ("title",       {"editor"}),
    "desk/reports/{report}/outline/":              ("title",       NOBODY),
    "desk/reports/{report}/outline/text/":         ("comment",     NOBODY),
    "desk/reports/{report}/outline/text/1/":       ("comment",     NOBODY),
    "desk/reports/{report}/outline/heading/":      ("title",       NOBODY),
    "desk/reports/{report}/outline/heading/1/":    ("title",       NOBODY),
    "desk/reports/{report}/outline/typed/heading-new-0/keep/": ("typed title", {"editor"}),
    "desk/reports/{report}/outline/typed/heading-new-0/drop/": ("", {"editor"}),
    "desk/reports/{report}/outline/typed/heading-new-0/back/": ("", {"editor"}),
    "desk/reports/{report}/outline/to-take-in/":   ("",            NOBODY),
    "desk/reports/{out}/outline/newer/":           ("",            NOBODY),
    "desk/reports/{out}/outline/taken-out/":       ("",            NOBODY),
    "desk/reports/{report}/papers/":               ("paper",       {"editor"}),
    "desk/reports/{report}/papers/{made}/":        ("",            NOBODY),
    "desk/reports/{report}/papers/list/":          ("",            NOBODY),
    "desk/reports/{busy}/papers/{waiting}/cancel/": ("",           {"editor"}),
    "desk/reports/{report}/step/assemble/":        ("kind",        {"editor"}),
    "desk/reports/{report}/step/freeze/":          ("reason",      NOBODY),
    "desk/reports/{report}/step/revise/":          ("title",       NOBODY),
    "desk/reports/{out}/step/review/":             ("seen 2",      NOBODY),
    "desk/reports/{frozen}/step/adopt/":           ("decision",    {"coordinator"}),
    "desk/reports/{frozen}/step/amend/":           ("amend",       {"coordinator"}),
    "desk/reports/{frozen}/step/submit/":          ("submission",  NOBODY),
    "desk/reports/{frozen}/undo/":                 ("seen frozen",      NOBODY),
    "desk/reports/{out}/circulated/":              ("",            NOBODY),
    "desk/reports/{out}/circulated/object/":       ("objection",   HEALTH),
    "desk/reports/{out}/objections/{o}/accept/":   ("answer",      {"editor"}),
    "desk/reports/{out}/objections/{o}/withdraw/": ("first",       HEALTH),
    "desk/reports/{out}/objections/{o}/make/":     ("answer",      NOBODY),
    "desk/reports/{in_work}/agreement/":            ("",            NOBODY),
    "desk/reports/{in_work}/agreement/ask/":        ("",            {"editor"}),
    "desk/reports/{in_work}/agreement/remind/":     ("",            {"editor"}),
    "desk/reports/{in_work}/to-agree/":             ("agree",       {"head"}),
    "desk/reports/{in_work}/to-agree/{agreement}/": ("first",       NOBODY),
    "desk/reports/{in_work}/to-agree/{agreement}/agree/":   ("first",  {"head"}),
    "desk/reports/{in_work}/to-agree/{agreement}/decline/": ("answer", {"head"}),
    "desk/reports/{in_work}/to-agree/{agreement}/withdraw/": ("answer", NOBODY),
    "desk/reports/{in_work}/passages/{para}/":   ("passage",     {"editor"}),
    "desk/reports/{in_work}/passages/{para}/own-words/": ("passage", {"editor"}),
    "desk/reports/{in_work}/passages/{para}/ask/": ("",          {"editor"}),
    "desk/reports/{in_work}/passages/{para}/texts/1/again/": ("passage", {"editor"}),
    "desk/reports/{in_work}/passages/{para}/proposals/{p}/take/": ("passage", {"editor"}),
    "desk/reports/{frozen}/editions/1/decision/":  ("",            NOBODY),
    "desk/reports/{frozen}/editions/1/":           ("",           NOBODY),
    "desk/reports/{frozen}/editions/1/manifest.json":("",           NOBODY),
    "desk/reports/{frozen}/editions/1/papers.zip": ("",           NOBODY),
    "desk/reports/{frozen}/editions/1/receipt/":   ("",           NOBODY),
    "desk/reports/{frozen}/editions/1/2/":         ("",           NOBODY),
    "desk/reports/{frozen}/editions/1/2/word/":    ("first",      {"editor"}),
    "case/{drafting}/told/":                       ("",            NOBODY),
    "bell/":                                       ("",            NOBODY),
    "bell/seen/":                                  ("until now",   SIGNED_IN),
    "bell/new/":                                   ("a notice",    SIGNED_IN),
    "account/calendar/":                           ("own link",    SIGNED_IN),
    "cal/{feed}":                                  ("",            NOBODY),
    "cal/nonsense.ics":                            ("",            NOBODY),
    "unsubscribe/{leaving}/":                      ("",            set(PEOPLE)),
    "unsubscribe/nonsense/":                       ("",            NOBODY),
    "account/mails/":                              ("mails",       SIGNED_IN),
    "mail/":                                       ("",            NOBODY),
    "mail/{mail}/":                                ("",            NOBODY),
    "mail/{mail}/again/":                          ("",            {"coordinator"}),
    "mail/{mail}/mend/":                           ("address",     {"coordinator"}),
    "mail/again/":                                 ("cause",       {"coordinator"}),
}
# fmt: on
LED_BACK = {
    "desk/bulk/{bulk}/undo/",
    "import/{imported}/columns/",
    "import/{imported}/undo/",
    "desk/rounds/chosen/",
    "desk/rounds/2026/cases/",
    "desk/rounds/2026/close/",
}
"""Forms of the coordinator for which nothing is to be done here: he is shown why, and no row is written."""
SHOWN_ONCE = {"account/calendar/", "settings/webhooks/"}
"""Forms whose answer shows a secret, which stands nowhere else: it is no page to be led to."""
OPEN = {"language/"}
"""Taken from who is not signed in too, in a cookie: no row is written."""


def test_every_address_has_a_row(stage: Stage) -> None:
    ours = {route for route in own_routes() if not route.startswith("account/")}

    assert ours - {matched(stage, row) for row in POST} == set()


@pytest.mark.once
@pytest.mark.parametrize("row", POST)
def test_only_who_may_changes_anything(row: str, stage: Stage) -> None:
    what, allowed = POST[row]
    for person in [name for name in PEOPLE if name not in allowed]:
        with CaptureQueriesContext(connection) as queries:
            answer = outcome(posted(stage, stage.browsers[person], row, what))
        led_back = row in OPEN or (row in LED_BACK and person == "coordinator")
        assert answer in ({"200", "302"} if led_back else REFUSED), person
        assert written(queries) == [], person


@pytest.mark.parametrize(
    ("row", "person"), [(row, person) for row, (_what, allowed) in POST.items() for person in sorted(allowed)]
)
def test_who_may_is_not_refused(row: str, person: str, stage: Stage) -> None:
    """Without this, a form that is refused for its content would pass for a guarded one."""
    with CaptureQueriesContext(connection) as queries:
        answer = posted(stage, stage.browsers[person], row, POST[row][0])

    assert outcome(answer) == ("200" if row in SHOWN_ONCE else "302")
    assert written(queries)


@pytest.mark.once
@pytest.mark.parametrize("person", ["anonymous", "superuser", "focal_point", "coordinator"])
def test_a_form_without_its_token_is_refused(person: str, stage: Stage) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = stage.browsers[person].cookies
    for row, (what, _allowed) in POST.items():
        with CaptureQueriesContext(connection) as queries:
            answer = posted(stage, browser, row, what)
        assert answer.status_code == 403, row
        assert written(queries) == [], row


def test_signing_in_out_and_new_passwords_ask_for_the_token_too(stage: Stage) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = stage.browsers["coordinator"].cookies
    for route in own_routes():
        if route.startswith("account/") and "(" not in route:
            assert browser.post(f"/{route}", {"email": "a@suivi.example"}).status_code == 403, route
