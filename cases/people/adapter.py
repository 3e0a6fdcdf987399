"""What sign-in does differently here: nobody signs up; accounts are made by the coordinator."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from cases.people.models import User
from cases.people.speaking import IN_SESSION, language_of_department


class ClosedSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Remembers which language the department speaks, so that no page has to look it up."""
        super().login(request, user)
        request.session[IN_SESSION] = language_of_department(user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the address that is configured: what a request says of its host goes into no mail."""
        path = urlsplit(super().get_reset_password_from_key_url("KEY")).path
        return f"{settings.BASE_URL}{path.replace('KEY', quote(key))}"
