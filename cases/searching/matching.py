"""Finds words in the index: FTS5 on SQLite, a GIN index over ``tsvector`` on PostgreSQL.

Both take the words as ``words.py`` made them, and cut nothing themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import BooleanField, F, Func, Q, Value

from cases.searching.words import Sought

_CREATE = {
    "postgresql": [
        """
        CREATE INDEX {name} ON {table}
        USING gin (array_to_tsvector(string_to_array(words, ' ')))
        """
    ],
    "sqlite": [
        """
        CREATE VIRTUAL TABLE {name} USING fts5(
            words, content='{table}', content_rowid='of_id', detail=none, columnsize=0, prefix='2 3',
            tokenize="unicode61 remove_diacritics 0 tokenchars './-()'"
        )
        """,
        """
        CREATE TRIGGER {name}_put AFTER INSERT ON {table} BEGIN
            INSERT INTO {name}(rowid, words) VALUES (new.of_id, new.words);
        END
        """,
        """
        CREATE TRIGGER {name}_dropped AFTER DELETE ON {table} BEGIN
            INSERT INTO {name}({name}, rowid, words) VALUES ('delete', old.of_id, old.words);
        END
        """,
        """
        CREATE TRIGGER {name}_changed AFTER UPDATE ON {table} BEGIN
            INSERT INTO {name}({name}, rowid, words) VALUES ('delete', old.of_id, old.words);
            INSERT INTO {name}(rowid, words) VALUES (new.of_id, new.words);
        END
        """,
        "INSERT INTO {name}({name}) VALUES ('rebuild')",
    ],
}
_REBUILD: dict[str, list[str]] = {
    "postgresql": [],  # an index there always says what its table says
    "sqlite": ["INSERT INTO {name}({name}) VALUES ('rebuild')"],
}
_DROP = {
    "postgresql": ["DROP INDEX IF EXISTS {name}"],
    "sqlite": [
        "DROP TRIGGER IF EXISTS {name}_put",
        "DROP TRIGGER IF EXISTS {name}_dropped",
        "DROP TRIGGER IF EXISTS {name}_changed",
        "DROP TABLE IF EXISTS {name}",
    ],
}


@dataclass(frozen=True)
class WordIndex:
    """An index called ``name`` over ``words`` of a table whose key is ``of_id``."""

    name: str
    table: str


OF_RECOMMENDATIONS = WordIndex("search_words", "cases_searchtext")
OF_ANSWERS = WordIndex("search_answers", "cases_versiontext")


def install(using: Any, index: WordIndex = OF_RECOMMENDATIONS) -> None:
    """Make the index over what the table holds, afresh where there is one; ``using`` is a connection."""
    uninstall(using, index)
    _run(using, _CREATE, index)


def rebuild(using: Any, index: WordIndex) -> None:
    """Read the table again into an index that only triggers keep in step."""
    _run(using, _REBUILD, index)


def uninstall(using: Any, index: WordIndex = OF_RECOMMENDATIONS) -> None:
    _run(using, _DROP, index)


class SearchTextQuerySet(models.QuerySet[Any]):
    """Of a model that names its ``index``."""

    def matching(self, terms: Iterable[Sought]) -> SearchTextQuerySet:
        """Those in which every term is found."""
        kind = _InTsvector if connection.vendor == "postgresql" else _InFts
        index: WordIndex = self.model.index
        return self.filter(Q(kind(terms, index)))


class _InTsvector(Func):
    template = "array_to_tsvector(string_to_array(%(expressions)s::tsquery"
    arg_joiner = ", ' ')) @@ "
    output_field = BooleanField()

    def __init__(self, terms: Iterable[Sought], index: WordIndex) -> None:
        words = (f"'{_quoted(term, chr(39))}'{'' if term.is_code else ':*'}" for term in terms)
        super().__init__(F("words"), Value(" & ".join(words)))


class _InFts(Func):
    template = "%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, terms: Iterable[Sought], index: WordIndex) -> None:
        words = (f'"{_quoted(term, chr(34))}"{"" if term.is_code else "*"}' for term in terms)
        super().__init__(
            F("pk"),
            Value(" ".join(words)),
            arg_joiner=f" IN (SELECT rowid FROM {index.name} WHERE {index.name} MATCH ",  # noqa: S608 - names of ours
        )


def _quoted(term: Sought, mark: str) -> str:
    return term.text.replace("\\", "").replace(mark, "")


def _run(using: Any, statements: dict[str, list[str]], index: WordIndex) -> None:
    with using.cursor() as cursor:
        for statement in statements[using.vendor]:
            cursor.execute(statement.format(name=index.name, table=index.table))
