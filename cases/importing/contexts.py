"""Concerns and observations of a file: kept as context, by source and key; never cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.importing.rows import Row
from cases.models import Context, ContextText
from cases.models.context import number_of

BATCH = 500


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
    for begins in range(0, len(rows), BATCH):
        batch = rows[begins : begins + BATCH]
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


def write(found: Contexts, source: str) -> None:
    """Add the new ones, and revise those that a new edition words or places in another way."""
    new = [_written(Context(source=source, source_key=row.key), row) for row in found.new]
    Context.objects.bulk_create(new, batch_size=BATCH)
    changed = [_written(one, row) for one, row in found.changed]
    Context.objects.bulk_update(changed, _FIELDS, batch_size=BATCH)
    rows = [*found.new, *(row for _one, row in found.changed)]
    ContextText.objects.bulk_create(
        [
            ContextText(of=one, language=language, text=text)
            for one, row in zip([*new, *changed], rows, strict=True)
            for language, text in _texts(row).items()
        ],
        update_conflicts=True,
        unique_fields=["of", "language"],
        update_fields=["text"],
        batch_size=BATCH,
    )


_FIELDS = ("mechanism", "symbol", "year", "paragraph", "number")


def _written(one: Context, row: Row) -> Context:
    for name, value in _values(row).items():
        setattr(one, name, value)
    return one


def _values(row: Row) -> dict[str, object]:
    return {
        "mechanism": row.mechanism,
        "symbol": row.symbol,
        "year": row.year,
        "paragraph": row.paragraph,
        "number": number_of(row.paragraph),
    }


def _texts(row: Row) -> dict[str, str]:
    """With the opening before it: a context is read whole."""
    return {
        language: "\n".join(filter(None, (row.openings.get(language, ""), text)))
        for language, text in row.texts.items()
    }


def _differs(one: Context, row: Row) -> bool:
    texts = {wording.language: wording.text for wording in one.wordings.all()}
    return any(getattr(one, name) != value for name, value in _values(row).items()) or any(
        texts.get(language) != text for language, text in _texts(row).items()
    )
