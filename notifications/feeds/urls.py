"""The addresses of calendar feeds, and of the page of their links."""

from django.urls import path

from notifications.feeds import pages

urlpatterns = [
    path("account/calendar/", pages.calendars, name="feeds"),
    path("cal/<str:token>.ics", pages.feed, name="feed"),
]
