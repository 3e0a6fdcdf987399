"""The addresses of signing in: those of allauth's views that we offer, and no others."""

from __future__ import annotations

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path

from cases.policy import public


@public
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """allauth's pages ask for this name; accounts are made by the coordinator."""
    return redirect("account_login")


RESET = "account_reset_password"
KEY = r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("sign-up/", no_sign_up, name="account_signup"),
    path("password/", views.password_change, name="account_change_password"),
    path("password/first/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name=RESET),
    path("password/reset/sent/", views.password_reset_done, name=f"{RESET}_done"),
    path(
        "password/reset/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(KEY, views.password_reset_from_key, name=f"{RESET}_from_key"),
]
