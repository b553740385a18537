"""Reading a table of a build."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
        return _in_force(load("claims", build), _revisions(build))
    if table not in TABLES:
        raise LoadError(f"there is no table {table!r}: the tables are {', '.join((*TABLES, CURRENT_CLAIMS))}")
    path = find_build(build) / f"{table}.parquet"
    if not path.is_file():
        raise LoadError(f"{path} is not there: run `make datasets`")
    stored = pyarrow.parquet.read_table(path)
    if missing := [column for column in TABLES[table].to_schema().columns if column not in stored.column_names]:
        raise LoadError(f"{path} has no column {', '.join(missing)}: another version made it, run `make datasets`")
    return from_arrow(TABLES[table], stored)


def _revisions(build: str | os.PathLike[str] | None) -> pd.Series[Any]:
    """The revision in force of each statement that has more than one; the others are in force as they are."""
    import pyarrow.parquet

    path = find_build(build) / "statements.parquet"
    stored = pyarrow.parquet.read_table(path, columns=["statement_id", "revision"], filters=[("revision", ">", 0)])
    revisions: pd.Series[Any] = stored.to_pandas().groupby("statement_id")["revision"].max()
    return revisions


def _in_force(claims: pd.DataFrame, revisions: pd.Series[Any]) -> pd.DataFrame:
    """The claims of these revisions; coded claims, which belong to no statement, stay."""
    latest = claims["statement_id"].map(revisions).fillna(0)
    return claims[claims["revision"].isna() | (claims["revision"] == latest).fillna(False)].reset_index(drop=True)


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
