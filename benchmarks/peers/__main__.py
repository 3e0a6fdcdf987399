"""The peer's side: ``python -m benchmarks.peers joeflow|viewflow``, in the environment that has them.

Says ``ready``; for each line that it reads it lives one life of seven steps and says the seconds. Its
database is made at the beginning and dropped at the end.
"""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module
from urllib.parse import urlsplit

import django
from django.conf import settings

PEOPLE = ("coordinator", "focal_point", "focal_point", "head", "validator", "head", "validator")
"""Who takes each of the seven steps."""


def main(name: str) -> None:
    _set_up(name)
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        life = import_module(f"benchmarks.peers.{name}_case.life").Life(_people())
        print("ready", flush=True)
        for _line in sys.stdin:
            steps = life.steps()
            print(sum(_timed(step) for step in steps), flush=True)
    finally:
        teardown_databases(made, verbosity=0)


def _timed(step: object) -> float:
    begun = time.perf_counter()
    step()  # type: ignore[operator]
    return time.perf_counter() - begun


def _set_up(name: str) -> None:
    settings.configure(
        SECRET_KEY="a bench",  # noqa: S106 - signs nothing
        DATABASES={"default": _database(name)},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            *{"joeflow": ["joeflow"], "viewflow": ["viewflow", "viewflow.workflow"]}[name],
            f"benchmarks.peers.{name}_case",
        ],
        # A workflow of joeflow's inherits from its table: without migrations of its own, all go without.
        MIGRATION_MODULES=dict.fromkeys(["joeflow", "auth", "contenttypes"] if name == "joeflow" else []),
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()


def _database(name: str) -> dict[str, object]:
    at = urlsplit(os.environ["PEERS_DATABASE"])
    if not at.scheme:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": f"peer_{name}",
        "USER": at.username,
        "PASSWORD": at.password or "",
        "HOST": at.hostname,
        "PORT": at.port,
    }


def _people() -> list[object]:
    """Each holds a permission by a group, as in Suivi; it is looked up at every step."""
    from django.contrib.auth.models import Group, Permission, User

    for name in dict.fromkeys(PEOPLE):
        group = Group.objects.create(name=name)
        group.permissions.add(Permission.objects.get(codename="change_user"))
        User.objects.create(username=name).groups.add(group)
    return [User.objects.get(username=name) for name in PEOPLE]


if __name__ == "__main__":
    main(sys.argv[1])
