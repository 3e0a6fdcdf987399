"""All addresses: each room brings its own, config joins them."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cases.pages.urls")),
    path("", include("exports.urls")),
    path("", include("notifications.urls")),
    path("account/", include("cases.people.urls")),
    path("admin/", admin.site.urls),
]
