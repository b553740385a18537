"""The change list for people: ``CHANGES.md`` of a release."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from claims.publishing.changes import Previous
from claims.publishing.public import PUBLIC_TABLES
from claims.schema.published import WHY

EXAMPLES = 5
LONGEST = 300  # characters of an example


def change_notes(version: str, table: pd.DataFrame, previous: Previous | None) -> str:
    """Counts by table, change and reason, with some examples; every row is in the table ``changes``."""
    return "\n".join(_lines(version, table, previous)) + "\n"


def _lines(version: str, table: pd.DataFrame, previous: Previous | None) -> Iterator[str]:
    yield f"# Changes of data release {version}\n"
    if previous is None:
        yield "No earlier release was given to compare with, so nothing is listed."
        return
    yield f"Against release {previous.id}. Every row is in `csv/changes.csv`, with what stood there before.\n"
    yield from _columns(previous)
    if table.empty:
        yield "No row was added, changed or withdrawn."
        return
    counted = table.assign(why=table["why"].map(", ".join)).groupby(["table_name", "change", "why"], sort=True).size()
    yield "| table | change | why | rows |\n| --- | --- | --- | ---: |"
    for index, rows in counted.items():
        yield "| " + " | ".join((*map(str, index if isinstance(index, tuple) else (index,)), f"{rows:,}")) + " |"
    yield "\nWhat the reasons mean:\n"
    for why in sorted({reason for reasons in table["why"] for reason in reasons}):
        yield f"- `{why}`: {WHY[why]}."
    changed = table[(table["change"] == "changed") & (table["table_name"] == "claims")].head(EXAMPLES)
    if len(changed):
        yield "\nThe first claims that changed:\n"
        for key, before, after in zip(changed["key"], changed["before"], changed["after"], strict=True):
            yield f"- `{key}`: `{_short(before)}` is now `{_short(after)}`"


def _columns(previous: Previous) -> Iterator[str]:
    """Tables and columns that are new or gone: they are told here and compared nowhere."""
    found = []
    for name, model in PUBLIC_TABLES.items():
        before, after = set(previous.schema.get(name, ())), set(model.to_schema().columns)
        if not before:
            found.append(f"- the table `{name}` is new")
        elif before != after:
            new, gone = ", ".join(sorted(after - before)) or "none", ", ".join(sorted(before - after)) or "none"
            found.append(f"- `{name}`: new columns {new}; columns gone {gone}")
    found += [f"- the table `{name}` is gone" for name in previous.schema if name not in (*PUBLIC_TABLES, "changes")]
    if found:
        yield "Tables and columns:\n"
        yield "\n".join(found) + "\n"


def _short(text: str) -> str:
    text = text.replace("`", "'")
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
