"""Runs the benches, ``python -m benchmarks [PART …]``: prints ``name value unit`` lines.

Each part has a database of its own, on SQLite or where DATABASE_URL says, which is dropped at its end; one
that names several benches (``EACH``) has one for each.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

PARTS = ("engine", "worklist", "pages", "bulk", "report", "reminders", "import")
MODULES = {"import": "importing"}
"""Where a part is, whose name Python keeps for itself."""


def main(wanted: list[str]) -> int:
    unknown = sorted(set(wanted) - set(PARTS))
    if unknown:
        print(f"There is no bench “{unknown[0]}”; there are: {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    _keep_to_itself()
    for part in wanted or PARTS:
        bench = import_module(f"benchmarks.{MODULES.get(part, part)}")
        for figures in getattr(bench, "EACH", [bench.figures]):
            _place(on_disk=getattr(bench, "ON_DISK", False))
            databases = setup_databases(verbosity=0, interactive=False)
            try:
                for name, value, unit in figures():
                    print(f"{part}.{name} {value:.3g} {unit}", flush=True)
            finally:
                teardown_databases(databases, verbosity=0)
    return 0


def _keep_to_itself() -> None:
    from tempfile import mkdtemp

    from django.conf import settings

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    settings.STORAGES["default"]["OPTIONS"]["location"] = mkdtemp(prefix="suivi-bench-")


def _place(*, on_disk: bool) -> None:
    """Where SQLite keeps the bench's database: in memory, or in a file for a part that measures memory."""
    from tempfile import mkdtemp

    from django.db import connection

    if connection.vendor == "sqlite":
        folder = mkdtemp(prefix="suivi-bench-")
        connection.settings_dict["TEST"]["NAME"] = f"{folder}/bench.sqlite3" if on_disk else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
