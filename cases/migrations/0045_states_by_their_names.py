import csv
import unicodedata
from pathlib import Path

from django.db import migrations

LIST = Path(__file__).resolve().parents[1] / "importing" / "lists" / "states.csv"
APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def rename(apps, schema_editor):
    """States that came in under a name of the file's get that of the UN, as those that come in now have.

    Without it, the same file again would show each of their recommendations as changed.
    """
    terms = apps.get_model("cases", "Term").objects.filter(vocabulary="state")
    names = apps.get_model("cases", "TermName").objects
    ties = apps.get_model("cases", "Recommendation").recommending_states.through.objects
    known = _known()
    for term in terms.filter(merged_into=None).order_by("pk"):
        of_the_un = known.get(_bare(term.code))
        if of_the_un is None or of_the_un["en"] == term.code:
            continue
        other = terms.filter(code=of_the_un["en"]).first()
        if other is None:
            terms.filter(pk=term.pk).update(code=of_the_un["en"])
            _give_names(names, term.pk, of_the_un)
        elif other.merged_into_id is None:
            _join(terms, ties, term, other)


def _join(terms, ties, term, other):
    both = ties.filter(term=other.pk).values("recommendation")
    ties.filter(term=term.pk, recommendation__in=list(both.values_list("recommendation", flat=True))).delete()
    ties.filter(term=term.pk).update(term=other.pk)
    if not terms.filter(parent=term.pk).exists() and not terms.filter(merged_into=term.pk).exists():
        terms.filter(pk=term.pk).delete()


def _give_names(names, pk, of_the_un):
    there = set(names.filter(of=pk).values_list("language", flat=True))
    for language in ("en", "fr", "ar"):
        if of_the_un[language] and language not in there:
            names.create(of_id=pk, language=language, text=of_the_un[language])


def _known():
    """Each line of the list under every name in it; nothing where the list is elsewhere by then."""
    if not LIST.exists():
        return {}
    with LIST.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    return {
        _bare(name): line
        for line in lines
        for name in (line["en"], line["fr"], line["ar"], *line["also"].split(" | "))
        if name
    }


def _bare(name):
    split = unicodedata.normalize("NFKD", name.translate(APOSTROPHES))
    kept = "".join(letter for letter in split if not unicodedata.combining(letter))
    return " ".join(kept.casefold().replace("-", " ").split())


class Migration(migrations.Migration):
    dependencies = [("cases", "0043_said_in_source")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
