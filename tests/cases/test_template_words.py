"""The words of our templates: isolated references, dates in words, texts with their own direction."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe
from pytest_django.fixtures import Settings

from cases.templatetags.suivi import day, direction, isolated, moment, reference, spoken, worded
from tests.cast import Cast, received


def test_a_reference_is_never_turned_around() -> None:
    assert reference("A/HRC/<52>/7") == '<bdi dir="ltr" class="ref">A/HRC/&lt;52&gt;/7</bdi>'


def test_a_day_is_told_in_words() -> None:
    assert day(date(2026, 3, 2)) == '<bdi><time datetime="2026-03-02">2 March 2026</time></bdi>'
    assert day(None) == ""
    with translation.override("ar"):
        assert "مارس" in day(date(2026, 3, 2))


def test_a_day_is_the_local_one(settings: Settings) -> None:
    late_evening = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    with_zone = "Asia/Tokyo"
    settings.TIME_ZONE = with_zone

    assert "3 March 2026" in day(late_evening)
    assert "3 March 2026, 08:30" in moment(late_evening)


def test_a_text_keeps_its_own_language_and_direction() -> None:
    assert spoken("قصة <b>", "ar") == '<p lang="ar" dir="rtl">قصة &lt;b&gt;</p>'
    assert (direction("ar"), direction("ar-MA"), direction("zgh"), direction("fr")) == (
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    )


def test_a_recommendation_speaks_the_readers_language_where_it_can(cast: Cast) -> None:
    recommendation = received(cast, "Open clinics in rural areas.").recommendation
    recommendation.wordings.create(language="fr", text="Ouvrir des cliniques rurales.")

    with translation.override("fr"):
        assert worded(recommendation) == '<span lang="fr" dir="ltr">Ouvrir des cliniques rurales.</span>'
    with translation.override("ar"):
        assert worded(recommendation, "p", 2) == '<p lang="en" dir="ltr">Open clinics…</p>'


def test_a_slot_shows_what_higher_rooms_put_into_it(settings: Settings) -> None:
    settings.SLOTS = {"here": ["cases/parts/messages.html"]}

    shown = Template('{% load suivi %}[{% slot "here" %}][{% slot "nowhere" %}]').render(Context())

    assert 'role="status"' in shown
    assert shown.endswith("[]")


def test_a_sentence_in_arabic_isolates_references_and_leaves_links_alone() -> None:
    linked = mark_safe('<a href="/case/UPR-2024-1/">UPR-2024-1</a> قبل 2026-04-15')

    with translation.override("ar"):
        assert isolated("A/HRC/57/QRD & <b>") == '<bdi dir="ltr">A/HRC/57/QRD</bdi> &amp; &lt;b&gt;'
        assert isolated(linked) == (
            '<a href="/case/UPR-2024-1/"><bdi dir="ltr">UPR-2024-1</bdi></a> قبل '
            '<bdi dir="ltr">2026-04-15</bdi>'
        )
    with translation.override("fr"):
        assert isolated(linked) == linked
