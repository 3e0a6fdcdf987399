"""The tool that finds the texts of the code, brings the catalogues up to them, and says what they lack."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages import Catalog
from django.conf import settings
from django.core.management import call_command

from config.words.catalogues import faults, read, renew
from config.words.finding import find
from config.words.plain import plain_words

pytestmark = pytest.mark.once

HEAD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {}\\n"

"""
FRENCH = HEAD.format("nplurals=2; plural=n > 1;")
ARABIC = HEAD.format(
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"
)
CASES = 'msgid "%(count)s case"\nmsgid_plural "%(count)s cases"\n'


def code(folder: Path, python: str = "", template: str = "") -> Catalog:
    (folder / "cases/templates").mkdir(parents=True, exist_ok=True)
    (folder / "cases/words.py").write_text(python, "utf-8")
    (folder / "cases/templates/page.html").write_text(template, "utf-8")
    return find(folder)


def texts(found: Catalog) -> list[object]:
    return [message.id for message in found if message.id]


def french(folder: Path, entries: str) -> Path:
    file = folder / "django.po"
    file.write_text(FRENCH + entries, "utf-8")
    return file


def test_it_finds_what_python_says(tmp_path: Path) -> None:
    found = code(
        tmp_path,
        '# Translators: A button.\nsend = _("Send "\n  "it")\nngettext("One.", "%(count)d.", 2)\n'
        'pgettext("of a case", "Open")\nprint("not this")',
    )

    assert texts(found) == ["Send it", ("One.", "%(count)d."), "Open"]
    assert found.get("Send it").auto_comments == ["A button."]
    assert found.get("Open", "of a case").locations == [("cases/words.py", 0)]


def test_it_finds_what_templates_say(tmp_path: Path) -> None:
    found = code(
        tmp_path,
        template="""{% load i18n %}{# {% translate "Not this" %} #}
        <p title="{% translate 'A (first) title' %}">
        {% blocktranslate count number=cases|length trimmed %}
          {{ number }} case, 100% of it{% plural %}{{ number }} cases{% endblocktranslate %}
        {% translate "Open" context "of a case" %}{{ x|default:_("nothing") }}
        {% include "a.html" with w=_("Word") %}
        """,
    )

    assert texts(found) == [
        "A (first) title",
        ("%(number)s case, 100%% of it", "%(number)s cases"),
        "Open",
        "nothing",
        "Word",
    ]


def test_what_is_translated_stays_and_what_is_new_waits(tmp_path: Path) -> None:
    file = french(tmp_path, 'msgid "Send"\nmsgstr "Envoyer"\n\nmsgid "Gone"\nmsgstr "Parti"\n')

    counted = renew(file, "fr", code(tmp_path, '_("Send")\n_("Open")\nngettext("A", "B", 2)'))

    written = file.read_text("utf-8")
    assert counted == (3, 2)
    assert read(file, "fr").get("Send").string == "Envoyer"
    assert 'msgid "Open"\nmsgstr ""' in written
    assert '#~ msgid "Gone"' in written
    assert 'msgstr[0] ""\nmsgstr[1] ""' in written
    assert "plural=n > 1;" in written
    assert "EMAIL" not in written


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    file, found = french(tmp_path, ""), code(tmp_path, '_("Send")')
    renew(file, "fr", found)
    first = file.read_bytes()

    renew(file, "fr", found)

    assert file.read_bytes() == first


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("", "not in the catalogue"),
        ('msgid "Due %(day)s"\nmsgstr ""\n', "0 of 1 forms"),
        ('#, fuzzy\nmsgid "Due %(day)s"\nmsgstr "Pour %(day)s"\n', "fuzzy"),
        ('msgid "Due %(day)s"\nmsgstr "Pour le %(jour)s"\n', "%(day)s, %(jour)s"),
        ('msgid "Due %(day)s"\nmsgstr "Pour bientôt"\n', "%(day)s"),
    ],
)
def test_it_says_what_a_catalogue_lacks(entry: str, said: str, tmp_path: Path) -> None:
    found = code(tmp_path, '_("Due %(day)s")')

    wrong = list(faults(french(tmp_path, entry), "fr", found))

    assert len(wrong) == 1
    assert said in wrong[0]


def test_a_whole_catalogue_has_no_fault(tmp_path: Path) -> None:
    found = code(tmp_path, '_("Due %(day)s, 5 %%")')

    assert (
        list(faults(french(tmp_path, 'msgid "Due %(day)s, 5 %%"\nmsgstr "%(day)s, 5 %%"\n'), "fr", found))
        == []
    )


def arabic(folder: Path, *forms: str) -> list[str]:
    found = code(folder, 'ngettext("%(count)s case", "%(count)s cases", 2)')
    file = folder / "django.po"
    said = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))
    file.write_text(ARABIC + CASES + said, "utf-8")
    return list(faults(file, "ar", found))


def test_arabic_has_six_forms_of_which_three_may_say_the_number_in_a_word(tmp_path: Path) -> None:
    many = ("%(count)s حالات", "%(count)s حالة", "%(count)s حالة")

    assert arabic(tmp_path, "لا حالات", "حالة واحدة", "حالتان", *many) == []
    assert "5 of 6 forms" in arabic(tmp_path, "لا حالات", "حالة واحدة", "حالتان", *many[1:], "")[0]
    assert "Placeholders" in arabic(tmp_path, "لا حالات", "حالة واحدة", "حالتان", "حالات", *many[1:])[0]


def plain(folder: Path, python: str = "", template: str = "") -> list[str]:
    code(folder, python, template)
    return [one.text for one in plain_words(folder)]


def test_it_finds_words_in_a_template_that_no_catalogue_says(tmp_path: Path) -> None:
    shown = """{% load i18n %}{% comment %}No{% endcomment %}
    <h1>{% translate "Said" %}</h1><p>Not said, {{ name }}</p><img alt="A clinic">
    {% blocktranslate %}Said too{% endblocktranslate %} · Suivi <script>const no = 1;</script>
    <{{ tag }} id="{{ id }}" class="small">{{ title }}</{{ tag }}> 3 %"""

    assert plain(tmp_path, template=shown) == ["Not said, x", "A clinic"]


def test_it_finds_labels_and_sentences_in_python_that_no_catalogue_says(tmp_path: Path) -> None:
    said = """CharField(label="Full text", help_text=_("Said"))
raise Blocked("Write it first.")
messages.success(request, "Saved.")
log.warning("Not for people.")
Step(name="not this")
def guard(): return "A case is closed."
"""

    assert sorted(plain(tmp_path, python=said)) == [
        "A case is closed.",
        "Full text",
        "Saved.",
        "Write it first.",
    ]


def test_whatever_people_read_goes_through_gettext() -> None:
    assert [str(one) for one in plain_words(settings.BASE_DIR)] == []


def test_the_catalogues_of_the_interface_are_whole() -> None:
    call_command("check_words")
