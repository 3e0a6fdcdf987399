"""The addresses of the settings of webhooks."""

from django.urls import path

from notifications.webhooks import pages

urlpatterns = [
    path("settings/webhooks/", pages.webhooks, name="webhooks"),
    path("settings/webhooks/<int:pk>/", pages.webhook, name="webhook"),
]
