"""manage.py who_could_answer: how often the bodies that a file names are among the first three offered."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.alike.measuring import measure
from cases.models import Case


class Command(BaseCommand):
    help = (
        "Takes the bodies that imported files name as those who answer, leaves out one recommendation after "
        "the other, and prints how often its bodies are among the first three offered (docs/alike.md)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        measured = measure(Case.objects.all())
        if not measured.texts:
            raise CommandError(_("No recommendation names a body that is a known department."))
        self.stdout.write(
            _("One left out after the other, %(texts)d recommendations:") % {"texts": measured.texts}
        )
        for sentence, share in measured.in_words():
            self.stdout.write(f"{share:6.1%}  {sentence}")
