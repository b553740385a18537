"""Reading a table of a build."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

PLACE = Path("datasets/build")
CURRENT_CLAIMS = "current_claims"


class LoadError(RuntimeError):
    """There is no such build or table; the message is one line that says what to do."""


def load(table: str, build: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """A table of a build as a DataFrame, one row a record, in the table's own order.

    Columns and their meaning are in the build's ``dictionary.md``. Counts are nullable integers (``Int64``), times
    ``datetime64[us, UTC]``, texts ``string``, lists tuples of texts, spans tuples of (start, stop) pairs.

    ``current_claims`` are the claims without those of superseded revisions: what the sources say now.

    ``build`` is the directory of the build; without it ``$CLAIMS_BUILD``, else the nearest ``datasets/build`` in the
    current directory or above. Raises :class:`LoadError` when there is none, or it has no such table.
    """
    import pyarrow.parquet

    from claims.schema import TABLES
    from claims.schema.frames import from_arrow

    if table == CURRENT_CLAIMS:
        return _current_claims(build)
    if table not in TABLES:
        raise LoadError(f"there is no table {table!r}: the tables are {', '.join((*TABLES, CURRENT_CLAIMS))}")
    path = find_build(build) / f"{table}.parquet"
    if not path.is_file():
        raise LoadError(f"{path} is not there: run `make datasets`")
    stored = pyarrow.parquet.read_table(path)
    if missing := [column for column in TABLES[table].to_schema().columns if column not in stored.column_names]:
        raise LoadError(f"{path} has no column {', '.join(missing)}: another version made it, run `make datasets`")
    return from_arrow(TABLES[table], stored)


def _current_claims(build: str | os.PathLike[str] | None) -> pd.DataFrame:
    import pyarrow.parquet

    from claims.schema import TABLES
    from claims.schema.frames import from_arrow
    from claims.schema.in_force import in_force

    claims, columns = load("claims", build), ["statement_id", "revision"]
    stored = pyarrow.parquet.read_table(find_build(build) / "statements.parquet", columns=columns)
    statements = from_arrow(TABLES["statements"], stored, columns)
    return claims[in_force(claims, statements)].reset_index(drop=True)


def find_build(build: str | os.PathLike[str] | None = None) -> Path:
    """The directory of the build that :func:`load` reads. Raises :class:`LoadError`."""
    named = build or os.environ.get("CLAIMS_BUILD")
    if named:
        path = Path(named)
        if not path.is_dir():
            origin = "" if build else " ($CLAIMS_BUILD)"
            raise LoadError(f"there is no build at {path}{origin}: run `make datasets`, or name another")
        return path
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / PLACE).is_dir():
            return folder / PLACE
    raise LoadError(f"there is no {PLACE} in {here} or above: run `make datasets` in the project's folder")
