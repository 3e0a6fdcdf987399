"""The addresses of the pages on mail."""

from django.urls import path

from notifications import pages

urlpatterns = [
    path("mail/", pages.mails, name="mail"),
    path("mail/<slug:key>/", pages.mail, name="mail-one"),
    path("mail/<slug:key>/again/", pages.again, name="mail-again"),
]
