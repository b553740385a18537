"""Grids: tables of any length that the reader searches, sorts and filters, as data in a script file.

A page opened from disk may not fetch anything, so the rows come as a script that sets one variable. Columns are held
apart, and one with few different values as a list of these and an index for each row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

CODED_BELOW = 0.5  # share of different values up to which a column is stored as values and indexes


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is shown. ``place`` is where it stands in the card that a row becomes on a narrow screen.

    ``sort`` names the data column to sort by, when it is not the shown one. ``kind`` is `text`, `number` or `count`
    (the button that opens the row's details).
    """

    key: str
    label: str
    width: str
    kind: str = "text"
    sort: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A control over the rows.

    ``kind``: `search` looks for words in ``keys``; `choice` compares the values of one column (lists: any item);
    `below` takes a path and those below it; `from` and `to` compare dates; `only` keeps rows where the column is 1.
    ``options`` are values with their labels; without them the values of the column.
    """

    kind: str
    label: str
    keys: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()
    on: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid: what it shows, its data by column, and ``texts`` that its details refer to.

    ``details`` are data columns shown when a row is opened, with their labels; ``links`` are data columns that hold ids
    of claims.
    """

    name: str
    noun: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    data: Mapping[str, Sequence[Any]]
    sort: str
    details: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    height: int = 56
    texts: Sequence[Mapping[str, Any]] = field(default=())

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.data.values()), ()))


def write_grid(grid: Grid, folder: Path) -> Path:
    """Write ``<name>.js`` into the folder; return the path."""
    content = {
        "name": grid.name,
        "noun": grid.noun,
        "columns": [asdict(column) for column in grid.columns],
        "filters": [asdict(one) for one in grid.filters],
        "sort": grid.sort,
        "details": grid.details,
        "links": grid.links,
        "height": grid.height,
        "rows": grid.rows,
        "data": {key: _packed(values) for key, values in grid.data.items()},
        "texts": grid.texts,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path = folder / f"{grid.name}.js"
    # a string literal that the browser parses as JSON: much quicker than a script of literals
    path.write_text(f"(window.grids ??= {{}}).{grid.name} = JSON.parse({_literal(text)});\n", encoding="utf-8")
    return path


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _packed(values: Sequence[Any]) -> dict[str, Any]:
    keys = [json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value for value in values]
    different = dict.fromkeys(keys)
    if not values or len(different) > CODED_BELOW * len(values):
        return {"values": list(values)}
    positions = {key: position for position, key in enumerate(different)}
    first = dict(zip(reversed(keys), reversed(values), strict=True))
    return {"values": [first[key] for key in different], "index": [positions[key] for key in keys]}
