"""The tables that follow from the finished claims: what reconciliation makes of them.

This is the one place where a build has all its claims at once, valid and in their order. What compares and sums them
takes the two DataFrames and gives rows; it reads no file and changes no claim.
"""

from __future__ import annotations

import pandas as pd

from claims.reconciling import reconcile
from claims.registry import Registry


def derived_tables(claims: pd.DataFrame, statements: pd.DataFrame, registry: Registry) -> dict[str, pd.DataFrame]:
    """The tables of :class:`claims.reconciling.Reconciliation` by name, typed but not yet validated.

    ``claims`` is the whole table; ``statements`` has every revision, without the columns ``text``, ``sha256``, ``url``,
    ``edited_at`` and ``retrieved_at``, which stay on disk.
    """
    return reconcile(claims, statements, registry).tables()
