"""Finds words in the index: FTS5 on SQLite, a GIN index over ``tsvector`` on PostgreSQL.

Both take the words as ``words.py`` made them, and cut nothing themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, models
from django.db.models import BooleanField, F, Func, Q, Value

from cases.searching.words import Sought

_CREATE = {
    "postgresql": [
        """
        CREATE INDEX search_words ON cases_searchtext
        USING gin (array_to_tsvector(string_to_array(words, ' ')))
        """
    ],
    "sqlite": [
        """
        CREATE VIRTUAL TABLE search_words USING fts5(
            words, content='cases_searchtext', content_rowid='of_id', detail=none, columnsize=0, prefix='2 3',
            tokenize="unicode61 remove_diacritics 0 tokenchars './-()'"
        )
        """,
        """
        CREATE TRIGGER search_words_put AFTER INSERT ON cases_searchtext BEGIN
            INSERT INTO search_words(rowid, words) VALUES (new.of_id, new.words);
        END
        """,
        """
        CREATE TRIGGER search_words_dropped AFTER DELETE ON cases_searchtext BEGIN
            INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.of_id, old.words);
        END
        """,
        """
        CREATE TRIGGER search_words_changed AFTER UPDATE ON cases_searchtext BEGIN
            INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.of_id, old.words);
            INSERT INTO search_words(rowid, words) VALUES (new.of_id, new.words);
        END
        """,
        "INSERT INTO search_words(search_words) VALUES ('rebuild')",
    ],
}
_REBUILD: dict[str, list[str]] = {
    "postgresql": [],  # an index there always says what its table says
    "sqlite": ["INSERT INTO search_words(search_words) VALUES ('rebuild')"],
}
_DROP = {
    "postgresql": ["DROP INDEX IF EXISTS search_words"],
    "sqlite": [
        "DROP TRIGGER IF EXISTS search_words_put",
        "DROP TRIGGER IF EXISTS search_words_dropped",
        "DROP TRIGGER IF EXISTS search_words_changed",
        "DROP TABLE IF EXISTS search_words",
    ],
}


def install(using: Any) -> None:
    """Make the index over what the table holds, afresh where there is one; ``using`` is a connection."""
    uninstall(using)
    _run(using, _CREATE)


def rebuild(using: Any) -> None:
    """Read the table again into an index that only triggers keep in step."""
    _run(using, _REBUILD)


def uninstall(using: Any) -> None:
    _run(using, _DROP)


class SearchTextQuerySet(models.QuerySet[Any]):
    def matching(self, terms: Iterable[Sought]) -> SearchTextQuerySet:
        """Those in which every term is found."""
        kind = _InTsvector if connection.vendor == "postgresql" else _InFts
        return self.filter(Q(kind(terms)))


class _InTsvector(Func):
    template = "array_to_tsvector(string_to_array(%(expressions)s::tsquery"
    arg_joiner = ", ' ')) @@ "
    output_field = BooleanField()

    def __init__(self, terms: Iterable[Sought]) -> None:
        words = (f"'{_quoted(term, chr(39))}'{'' if term.is_code else ':*'}" for term in terms)
        super().__init__(F("words"), Value(" & ".join(words)))


class _InFts(Func):
    template = "%(expressions)s)"
    arg_joiner = " IN (SELECT rowid FROM search_words WHERE search_words MATCH "
    output_field = BooleanField()

    def __init__(self, terms: Iterable[Sought]) -> None:
        words = (f'"{_quoted(term, chr(34))}"{"" if term.is_code else "*"}' for term in terms)
        super().__init__(F("pk"), Value(" ".join(words)))


def _quoted(term: Sought, mark: str) -> str:
    return term.text.replace("\\", "").replace(mark, "")


def _run(using: Any, statements: dict[str, list[str]]) -> None:
    with using.cursor() as cursor:
        for statement in statements[using.vendor]:
            cursor.execute(statement)
