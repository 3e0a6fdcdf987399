"""Concerns and observations of a file: kept as context, by source and key; never cases.

What an import did to them is kept, and taken back with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.importing.batches import BATCH, batches
from cases.importing.change import texts_in
from cases.importing.rows import Row
from cases.models import BroughtContext, Context, ContextText, Import
from cases.models.context import number_of

_FIELDS = ("mechanism", "symbol", "year", "paragraph", "number")


@dataclass
class Contexts:
    """The context rows of an edition, by what is to be done with them."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Context, Row]] = field(default_factory=list)
    same: list[Row] = field(default_factory=list)

    @property
    def brings(self) -> int:
        return len(self.new) + len(self.changed)


def compare(rows: Sequence[Row], source: str) -> Contexts:
    """Two queries for each batch of rows."""
    found = Contexts()
    for batch in batches(rows):
        known = Context.objects.filter(source=source, source_key__in=[row.key for row in batch])
        standing = {one.source_key: one for one in known.prefetch_related("wordings")}
        for row in batch:
            one = standing.get(row.key)
            if one is None:
                found.new.append(row)
            elif _differs(one, row):
                found.changed.append((one, row))
            else:
                found.same.append(row)
    return found


def write(found: Contexts, source: str) -> list[BroughtContext]:
    """Add the new ones, and revise those that a new edition words or places in another way.

    What was done to each, not saved yet: :func:`keep` saves it for the import that did it.
    """
    before = {one.pk: _before(one, row) for one, row in found.changed}
    new = [_written(Context(source=source, source_key=row.key), row) for row in found.new]
    Context.objects.bulk_create(new, batch_size=BATCH)
    changed = [_written(one, row) for one, row in found.changed]
    Context.objects.bulk_update(changed, _FIELDS, batch_size=BATCH)
    rows = [*found.new, *(row for _one, row in found.changed)]
    _keep_texts(
        ContextText(of=one, language=language, text=text)
        for one, row in zip([*new, *changed], rows, strict=True)
        for language, text in _texts(row).items()
    )
    added = [BroughtContext(context=one, is_new=True) for one in new]
    return added + [BroughtContext(context_id=pk, is_new=False, before=how) for pk, how in before.items()]


def keep(brought: list[BroughtContext], by: Import) -> None:
    for one in brought:
        one.by = by
    BroughtContext.objects.bulk_create(brought, batch_size=BATCH)


def take_back(one: Import) -> None:
    """What the import made goes, what it revised is as before. A later import must not have revised any."""
    made = list(one.brought_context.filter(is_new=True).values_list("context_id", flat=True))
    revised = list(one.brought_context.filter(is_new=False).select_related("context"))
    for batch in batches(made):
        BroughtContext.objects.filter(context__in=batch).delete()
        Context.objects.filter(pk__in=batch).delete()
    for row in revised:
        for name, value in row.before["fields"].items():
            setattr(row.context, name, value)
    Context.objects.bulk_update([row.context for row in revised], _FIELDS, batch_size=BATCH)
    _texts_back(revised)


def _texts_back(revised: list[BroughtContext]) -> None:
    for row in revised:
        added = [language for language, text in row.before["texts"].items() if text is None]
        if added:
            ContextText.objects.filter(of=row.context_id, language__in=added).delete()
    _keep_texts(
        ContextText(of_id=row.context_id, language=language, text=text)
        for row in revised
        for language, text in row.before["texts"].items()
        if text is not None
    )


def _keep_texts(texts: Iterable[ContextText]) -> None:
    """In the place of those that stand in these languages."""
    ContextText.objects.bulk_create(
        texts,
        update_conflicts=True,
        unique_fields=["of", "language"],
        update_fields=["text"],
        batch_size=BATCH,
    )


def _written(one: Context, row: Row) -> Context:
    for name, value in _values(row).items():
        setattr(one, name, value)
    return one


def _before(one: Context, row: Row) -> dict[str, Any]:
    """How it stands that is about to be revised, as JSON: of its texts, those in the languages of the row."""
    texts = {wording.language: wording.text for wording in one.wordings.all()}
    return {
        "fields": {name: getattr(one, name) for name in _FIELDS},
        "texts": {language: texts.get(language) for language in row.texts},
    }


def _values(row: Row) -> dict[str, object]:
    return {
        "mechanism": row.mechanism,
        "symbol": row.symbol,
        "year": row.year,
        "paragraph": row.paragraph,
        "number": number_of(row.paragraph),
    }


def _texts(row: Row) -> dict[str, str]:
    """With heading and opening before it: a context is read whole."""
    return {language: "\n".join(filter(None, texts_in(row, language))) for language in row.texts}


def _differs(one: Context, row: Row) -> bool:
    texts = {wording.language: wording.text for wording in one.wordings.all()}
    return any(getattr(one, name) != value for name, value in _values(row).items()) or any(
        texts.get(language) != text for language, text in _texts(row).items()
    )
