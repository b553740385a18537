"""The tables of a release, each parted by the coded series that its rows rest on, and written to files.

``csv/claims.csv`` holds what we read ourselves, ``csv/<series>/claims.csv`` what one series adds and
``csv/several_series/`` what rests on more than one. Who can't use a series leaves its files away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from claims.publishing.series import OURS, SEVERAL, Licence, Series, series_behind
from claims.schema import Table
from claims.schema.frames import to_arrow
from claims.store import write_parquet
from claims.store.csv_text import write_csv

FORMS = ("csv", "parquet")
COUNTED_OVER_ALL = ("coverage", "comparisons", "builds")
"""Tables whose rows count over every row of others and repeat none."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table that rest on the same series. ``folder`` is empty for what rests on none."""

    table: str
    folder: str
    series: tuple[Series, ...]
    model: type[Table]
    rows: pd.DataFrame

    @property
    def name(self) -> str:
        """Name of the resource."""
        return f"{self.folder}.{self.table}" if self.folder else self.table

    def path(self, form: str) -> str:
        """Where the file of that form is, relative to the release."""
        return "/".join(filter(None, (form, self.folder, f"{self.table}.{form}")))

    @property
    def licences(self) -> tuple[Licence, ...]:
        """Ours and those of the series; of a table of claims of one series, its own only."""
        own = () if self.folder and self.table in ("claims", "problems", "quarantine") else (OURS,)
        return tuple(dict.fromkeys((*own, *(licence for series in self.series for licence in series.licences))))

    @property
    def licence_ids(self) -> tuple[str, ...]:
        """Their SPDX ids, each once."""
        return tuple(dict.fromkeys(licence.id for licence in self.licences))

    @property
    def rests_on(self) -> str:
        """What the rows rest on, in a few words."""
        if self.table in COUNTED_OVER_ALL:
            return "everything (counts only)"
        return ", ".join(one.id for one in self.series) or "our own work"


def parts(
    models: Mapping[str, type[Table]], tables: Mapping[str, pd.DataFrame], series: Sequence[Series]
) -> Iterator[Part]:
    """The parts of every table, in the order of the tables; a table without rows is one empty part."""
    by_id = {one.id: one for one in series}
    behind = series_behind(models, tables)
    for name, df in tables.items():
        folders = [_folder(one) for one in behind[name]]
        labels = pd.Series(folders, index=df.index, dtype=object)
        for folder in ["", *sorted(set(folders) - {""})]:
            rows = df[labels == folder].reset_index(drop=True)
            named = frozenset[str]().union(
                *(one for one, at in zip(behind[name], folders, strict=True) if at == folder)
            )
            if folder or len(rows) or not folders:
                yield Part(name, folder, tuple(by_id[one] for one in sorted(named)), models[name], rows)


def _folder(series: frozenset[str]) -> str:
    if len(series) > 1:
        return SEVERAL
    return next(iter(series), "")


def write_part(part: Part, folder: Path) -> None:
    """Write the part as CSV and Parquet under ``folder``."""
    for form in FORMS:
        (folder / part.path(form)).parent.mkdir(parents=True, exist_ok=True)
    with (folder / part.path("csv")).open("w", encoding="utf-8", newline="") as file:
        write_csv(part.model, part.rows, file)
    write_parquet(to_arrow(part.model, part.rows), folder / part.path("parquet"))
