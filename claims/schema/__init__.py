"""The tables: one pandera model for each, and all that follows from the models.

Types, checks, the data dictionary, the descriptor ``tables.json``, the Parquet and DuckDB schemas and the order of rows
come from the models here and are written nowhere else.
"""

from __future__ import annotations

from claims.schema.claims import Claims
from claims.schema.columns import Table
from claims.schema.reconciliation import Account, Comparisons, Coverage, Daily, Discrepancies, Episodes
from claims.schema.record import Builds, Quarantine
from claims.schema.registries import Claimants, Outcomes, Regions, Weapons
from claims.schema.statements import Problems, Statements

TABLES: dict[str, type[Table]] = {
    "regions": Regions,
    "claimants": Claimants,
    "weapons": Weapons,
    "outcomes": Outcomes,
    "statements": Statements,
    "claims": Claims,
    "problems": Problems,
    "daily": Daily,
    "episodes": Episodes,
    "discrepancies": Discrepancies,
    "account": Account,
    "coverage": Coverage,
    "comparisons": Comparisons,
    "quarantine": Quarantine,
    "builds": Builds,
}
"""Every table of a build by name, referenced tables before those that refer to them."""

VIEWS: dict[str, tuple[type[Table], str, str]] = {
    "current_claims": (
        Claims,
        "The claims of the revisions in force: those of superseded revisions are left out, coded ones stay.",
        "SELECT claims.* FROM claims LEFT JOIN "
        "(SELECT statement_id, max(revision) AS in_force FROM statements GROUP BY statement_id) USING (statement_id) "
        "WHERE claims.statement_id IS NULL OR claims.revision = in_force",
    ),
}
"""What is derived from the tables without a file of its own: its model, what it is, and how DuckDB makes it."""

__all__ = [
    "TABLES",
    "VIEWS",
    "Account",
    "Builds",
    "Claimants",
    "Claims",
    "Comparisons",
    "Coverage",
    "Daily",
    "Discrepancies",
    "Episodes",
    "Outcomes",
    "Problems",
    "Quarantine",
    "Regions",
    "Statements",
    "Table",
    "Weapons",
]
