"""The tables that follow from the finished claims: ``daily``, ``episodes`` and ``discrepancies``.

This is the one place where a build has all its claims at once, valid and in their order. What compares and sums them
takes the two DataFrames and gives rows; it reads no file and changes no claim.
"""

from __future__ import annotations

import pandas as pd

from claims.registry import Registry
from claims.schema import TABLES
from claims.schema.frames import frame

DERIVED = ("daily", "episodes", "discrepancies")


def derived_tables(claims: pd.DataFrame, statements: pd.DataFrame, registry: Registry) -> dict[str, pd.DataFrame]:
    """Rows of the derived tables, typed but not yet validated.

    ``claims`` is the whole table; ``statements`` has every revision, without the columns ``text``, ``sha256``, ``url``,
    ``edited_at`` and ``retrieved_at``, which stay on disk. Until reconciliation is part of a build, the tables are
    empty.
    """
    del claims, statements, registry
    return {name: frame(TABLES[name], ()) for name in DERIVED}
