"""Which language pages and mails speak with a person."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from cases.people.languages import spoken_here
from cases.people.models import Department, User
from cases.people.roles import grants_of

IN_SESSION = "department_language"
"""Where the session keeps the language of the department, which is read once, at sign-in."""


def language_of_page(request: HttpRequest) -> str:
    """The person's own language; else the one chosen in this browser, else the first that it asks for, else
    that of the department; else that of the country.
    """
    return (
        spoken_here(getattr(request.user, "language", ""))
        or spoken_here(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        or _asked_for(request.headers.get("Accept-Language", ""))
        or (spoken_here(request.session.get(IN_SESSION, "")) if request.user.is_authenticated else "")
        or settings.LANGUAGE_CODE
    )


def languages_of_mail(person: User) -> tuple[str, ...]:
    """The person's own language, else that of the department, else those of ``MAIL_LANGUAGES`` together."""
    chosen = spoken_here(person.language) or spoken_here(language_of_department(person))
    if chosen:
        return (chosen,)
    together = dict.fromkeys(code for one in settings.MAIL_LANGUAGES if (code := spoken_here(one)))
    return tuple(together) or (settings.LANGUAGE_CODE,)


def language_of_department(person: User) -> str:
    """That of the department in which the person holds a role; of several, the oldest that names one."""
    departments = Department.objects.filter(pk__in=grants_of(person).by_unit).exclude(language="")
    return departments.order_by("pk").values_list("language", flat=True).first() or ""


def _asked_for(header: str) -> str:
    wished = (spoken_here(code) for code, _quality in parse_accept_lang_header(header.lower()))
    return next((code for code in wished if code), "")
