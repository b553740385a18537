"""The tables by which a build accounts for itself: rows that failed, inputs and sums."""

from __future__ import annotations

from claims.schema import columns as col


class Quarantine(col.Table):
    """Rows that failed a check of their table, or records that a converter could not code: kept, never lost."""

    table_name: col.Text = col.text("Table", "The table that the row was meant for, or `coded:` and a series.")
    row_json: col.Text = col.text("Row", "The row as a JSON object.")
    failed_checks: col.Texts = col.texts("Failed checks", "Names of the checks that it failed.")
    reason: col.Text = col.text("Reason", "What is wrong, in words.")

    class Config:
        metadata = {"sort_by": ["table_name", "row_json", "reason"]}


class Builds(col.Table):
    """What this build was made from and what came of it, one fact a row. Holds no time and no path of the machine."""

    build: col.Text = col.text(
        "Build", "The build's id: a hash of inputs, options and the package's own files.", matches=r"^[0-9a-f]+$"
    )
    section: col.Text = col.choice(
        "Section",
        "What the row tells of: a version; an input file; an option; statements in and out; a piece of input "
        "rejected; a coded series; rows in and out; problems by kind.",
        ("version", "input", "option", "statements", "rejected", "coded", "rows", "problems"),
    )
    name: col.Text = col.text("Name", "Package, file, option, verdict, table or kind.")
    reason: col.Text = col.text("Reason", "The reason or part that the number is for.", nullable=True)
    value: col.Text = col.text("Value", "Version or option.", nullable=True)
    number: col.Integer = col.integer(
        "Number", "Count of statements, rows or problems; size of an input in bytes.", nullable=True, ge=0
    )
    sha256: col.Text = col.text("SHA-256", "Hash of an input file.", nullable=True, matches=r"^[0-9a-f]{64}$")

    class Config:
        metadata = {"sort_by": ["section", "name", "reason", "value"]}
