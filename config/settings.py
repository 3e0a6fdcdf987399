"""The one settings file. Everything that differs between places comes from the environment.

Each variable read here stands in the table of docs/settings.md; a test compares the two.
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent


# Where this runs

MODE = env.str("SUIVI_MODE", "development", validate=lambda mode: mode in ("development", "production"))
PRODUCTION = MODE == "production"
DEBUG = env.bool("DEBUG", False) and not PRODUCTION
VAR = Path(env.str("SUIVI_VAR", str(BASE_DIR / "var")))
"""The folder of everything that is written: database, files, broker, mail."""
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)  # drafts are in it: it is of no other account's business


def _needed_in_production(name: str, value: str) -> str:
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"Set {name}: in production Suivi does not start without it.")
    return value


def _local_secret() -> str:
    """Outside production, a secret made once and kept beside the database."""
    kept = VAR / "secret-key"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(50))
        kept.chmod(0o600)
    return kept.read_text()


SECRET_KEY = _needed_in_production("SECRET_KEY", env.str("SECRET_KEY", "")) or _local_secret()
SECRET_KEY_FALLBACKS: list[str] = env.list("OLD_SECRET_KEYS", [])
# Outside production only this machine is answered, so that a forgotten SUIVI_MODE serves nobody else.
_hosts = _needed_in_production("ALLOWED_HOSTS", env.str("ALLOWED_HOSTS", ""))
ALLOWED_HOSTS = [host.strip() for host in (_hosts or "localhost,127.0.0.1,[::1]").split(",")]
BASE_URL = _needed_in_production("BASE_URL", env.str("BASE_URL", "")).rstrip("/") or "http://localhost:8000"
CSRF_TRUSTED_ORIGINS = [BASE_URL]


# What it is made of

INSTALLED_APPS = [
    "cases.people",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.humanize",
    "guardian",
    "django_fsm",
    "django_htmx",
    "django_filters",
    "csp",
    "allauth",
    "allauth.account",
    "workflow",
    "cases",
    "notifications",
    "exports",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.SizeMiddleware",
    "config.middleware.CookieMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cases.people.middleware.PersonMiddleware",
    "cases.pages.kept.SignInMiddleware",
    "config.middleware.ControlCharacterMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.WakeMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cases.pages.context.navigation",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"


# The database

DATABASES = {
    "default": dj_database_url.parse(
        env.str("DATABASE_URL", f"sqlite:///{VAR / 'suivi.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
elif not env.bool("DATABASE_POOLED", False):
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 3)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Files: kept outside the web root, served by a view that asks who may see them

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR / "files")},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = not PRODUCTION
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
UPLOAD_LIMIT_MB = env.int("UPLOAD_LIMIT_MB", 10)
REQUEST_LIMIT_MB = 4 * UPLOAD_LIMIT_MB
"""What is larger is not even read: up to here the form itself says that a file is too large."""


# People

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["config.signing_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-work"
ACCOUNT_ADAPTER = "cases.people.adapter.ClosedSignUp"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # otherwise the host that the request names
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # guardian's backend is not used: workflow/roles.py reads the grants
    "auth.W004",  # a constraint on Lower("email") keeps e-mails unique whatever their case
]


# Languages and time

KNOWN_LANGUAGES = {
    "en": _("English"),
    "fr": _("French"),
    "ar": _("Arabic"),
    "zgh": _("Tamazight"),
}
"""A new language is a line here and a folder in ``locale/`` (docs/languages.md)."""
LANG_INFO["zgh"] = {"bidi": False, "code": "zgh", "name": "Tamazight", "name_local": "ⵜⴰⵎⴰⵣⵉⵖⵜ"}
"""How a language is called in itself, where Django does not know it."""
LANGUAGE_CODE = env.str("LANGUAGE_CODE", "en")
LANGUAGES_BIDI = ["ar"]
INTERFACE_LANGUAGES = env.list("INTERFACE_LANGUAGES", ["en", "fr", "ar"])
"""Those that pages and mails speak, in the order in which they are offered."""
MAIL_LANGUAGES = env.list("MAIL_LANGUAGES", ["ar", "fr"])
"""Those of them that a mail speaks together where neither the person nor the department names one."""
LANGUAGES = [
    (code, name)
    for code, name in KNOWN_LANGUAGES.items()
    if code in ("en", "fr", "ar") or code in INTERFACE_LANGUAGES
]
"""Those in which texts may be kept."""
LANGUAGE_COOKIE_NAME = "language"
WORKING_LANGUAGE = env.str("WORKING_LANGUAGE", "en")
"""The language of the narratives in a round that says nothing else."""
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_TZ = True
DEFAULT_CALENDAR = env.str("DEFAULT_CALENDAR", "")
"""The code of the calendar of departments that name none; empty for the first that was made."""
STATE_NAME = env.str("STATE_NAME", "")
"""The state's name, as its reports and pages show it."""


# Background work

_broker_folder = VAR / "broker"
CELERY_BROKER_URL = env.str("BROKER_URL", "filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem:"):
    for _part in ("queue", "control"):
        (_broker_folder / _part).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker_folder / "queue"),
        "data_folder_out": str(_broker_folder / "queue"),
        "control_folder": str(_broker_folder / "control"),
    }
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_TASK_ROUTES = {
    "notifications.post": {"queue": "web"},  # a slow receiver keeps no mail waiting
    "notifications.*": {"queue": "mail"},
    "exports.write*": {"queue": "papers"},  # done in seconds: behind no long PDF
    "exports.*": {"queue": "pdf"},
    "workflow.work_*": {"queue": "bulk"},
    "cases.import_*": {"queue": "bulk"},
    "cases.find_*": {"queue": "bulk"},
}
CELERY_TASK_DEFAULT_QUEUE = "mail"
CELERY_BEAT_SCHEDULE = {
    "tell people what is due": {"task": "notifications.tell", "schedule": timedelta(seconds=30)},
    "post to webhooks": {"task": "notifications.post", "schedule": timedelta(seconds=30)},
    "derive reminders": {"task": "notifications.remind", "schedule": timedelta(minutes=30)},
    "render what is waiting": {"task": "exports.render_waiting", "schedule": timedelta(seconds=60)},
    "write what is waiting": {"task": "exports.write_waiting", "schedule": timedelta(seconds=60)},
    "work on what is waiting": {"task": "workflow.work_waiting", "schedule": timedelta(seconds=30)},
    "import what is waiting": {"task": "cases.import_waiting", "schedule": timedelta(seconds=30)},
    "count cases": {"task": "cases.count", "schedule": timedelta(seconds=60)},
    "find what is said twice": {"task": "cases.find_alike", "schedule": timedelta(minutes=3)},
    "sign the history": {"task": "workflow.sign_heads", "schedule": crontab(hour="2", minute="20")},
}
WORKFLOW_UNDO_SECONDS = env.int("UNDO_SECONDS", 600)
WORKFLOW_HISTORY_FOLDER = env.path("HISTORY_FOLDER", VAR / "history")
PDF_TIME_LIMIT_SECONDS = env.int("PDF_TIME_LIMIT_SECONDS", 900)
PDF_MEMORY_LIMIT_MB = env.int("PDF_MEMORY_LIMIT_MB", 2048)
PDF_PROCESSES = env.int("PDF_PROCESSES", min(4, os.cpu_count() or 1))
PDF_SHELF = VAR / "sheets"
"""Where sheets of reports are kept that need not be laid out again: drafts too."""
PDF_SHELF_MB = env.int("PDF_SHELF_MB", 300)
PDF_SHELF_DAYS = env.int("PDF_SHELF_DAYS", 14)


# Mail: without a server, mails are kept as files in the var folder

EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = (
    "notifications.line.Backend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(VAR / "mail")
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "Suivi <suivi@localhost>")
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", "")
"""The sender on the envelope: there comes back what cannot be delivered."""
BOUNCE_FOLDER = env.str("BOUNCE_FOLDER", "")
"""The Maildir to which the mail server delivers what comes to that address."""
if BOUNCE_FOLDER:
    CELERY_BEAT_SCHEDULE["take what came back"] = {
        "task": "notifications.take_bounces",
        "schedule": timedelta(minutes=5),
    }


# Webhooks: see notifications/webhooks/addresses.py

WEBHOOK_HOSTS: list[str] = env.list("WEBHOOK_HOSTS", [])
"""Hosts that are reached although their address is this machine or its surroundings."""


# Security

BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
"""Attempts to sign in are counted by address: that of the client, not that of the proxy."""
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
    if PRODUCTION
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
"""Only for counting attempts, which all processes of the web server must do together."""
SECURE_SSL_REDIRECT = PRODUCTION and BASE_URL.startswith("https:")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SESSION_COOKIE_AGE = 12 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
"""Not in a cookie: what one person was told is not shown to the next one at the same machine."""
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "cases.pages.kept.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "filters": {"secrets": {"()": "config.logs.SecretFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}


# What higher rooms put into the pages of lower ones: slot → template, shown where {% slot %} stands

SLOTS = {
    "head": ["notifications/slot_head.html"],
    "case.aside": ["exports/slot_case.html", "notifications/slot_case.html"],
    "my-work": ["exports/slot_my_work.html", "notifications/slot_my_work.html"],
    "account": ["notifications/slot_account_mails.html", "notifications/feeds/slot_account.html"],
    "signature.paper": ["exports/slot_signature.html"],
    "desk.head": ["notifications/slot_desk.html"],
    "departments.late": ["notifications/slot_departments.html"],
    "departments.row": ["notifications/slot_department_row.html"],
    "department.late": ["notifications/slot_department.html"],
}
NAVIGATION = "config.navigation.shown_to"


# Who says what waits for a decision, on the Overview

DECISIONS_BY = [
    "exports.deciding.of_reports",
    "cases.pages.whole.decisions.of_cases",
    "notifications.deciding.of_escalations",
]


# Whose rules say who is told of what: notifications and exports do not know each other

TOLD_BY = [
    "notifications.rules.of_cases.RULES",
    "notifications.rules.of_persons.RULES",
    "notifications.rules.of_extensions.RULES",
    "notifications.rules.of_contributions.RULES",
    "exports.rules.RULES",
]
