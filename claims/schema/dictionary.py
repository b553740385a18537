"""The data dictionary and the descriptor of the tables, both written from the models."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from claims.schema import TABLES, Table
from claims.schema.columns import LIST_SEPARATOR, column_metadata, kind_of

_FIELD_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "instant": {"type": "datetime", "format": "default"},
    "date": {"type": "date", "format": "default"},
    "texts": {"type": "list", "itemType": "string", "delimiter": LIST_SEPARATOR},
    "spans": {"type": "list", "itemType": "string", "delimiter": LIST_SEPARATOR},
}


_PREFACE = """\
# Data dictionary

Written by `claims build` from the models in `claims/schema/`. Each table is in `claims.duckdb`, and as CSV and Parquet
beside it. Times are UTC. In CSV a list is joined with `|`, a span is `start-stop`, a null is an empty cell, and a text
that a spreadsheet could take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return) has an
apostrophe before it; Parquet and DuckDB hold the text itself.
"""


def dictionary(tables: Mapping[str, type[Table]] = TABLES) -> str:
    """The data dictionary as Markdown: every table, column, type, unit and check."""
    parts = [_PREFACE]
    parts += [_section(name, model) for name, model in tables.items()]
    return "\n".join(parts)


def _section(name: str, model: type[Table]) -> str:
    schema = model.to_schema()
    lines = [f"## {name}\n", f"{inspect.getdoc(model)}\n"]
    lines += ["| column | type | null | meaning |", "| --- | --- | --- | --- |"]
    for column, field in schema.columns.items():
        metadata = column_metadata(model, column)
        meaning = [f"**{field.title}.** {field.description}"]
        if metadata["unit"]:
            meaning.append(f"Unit: {metadata['unit']}.")
        if metadata["references"]:
            meaning.append(f"In `{metadata['references']}`.")
        if values := constraints(model, column).get("enum"):
            meaning.append("One of " + ", ".join(f"`{value}`" for value in values) + ".")
        null = "yes" if field.nullable else "no"
        cells = [f"`{column}`", kind_of(model, column).words, null, " ".join(meaning)]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    if schema.checks:
        lines.append("\nChecks of every row:\n")
        lines += [f"- `{check.name}`: {check.description}" for check in schema.checks]
    return "\n".join(lines) + "\n"


def descriptor() -> dict[str, Any]:
    """The tables as resources with Table Schema fields (Data Package), for ``tables.json``."""
    return {"resources": [resource(name, model) for name, model in TABLES.items()]}


def resource(name: str, model: type[Table]) -> dict[str, Any]:
    """One table as a resource of a Data Package, at ``<name>.csv``."""
    schema = model.to_schema()
    fields = []
    for column, field in schema.columns.items():
        described: dict[str, Any] = {"name": column, "title": field.title, "description": field.description}
        described |= _FIELD_TYPES[kind_of(model, column).name]
        if unit := column_metadata(model, column)["unit"]:
            described["unit"] = unit
        fields.append(described | {"constraints": constraints(model, column)})
    return {
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": inspect.getdoc(model),
        "schema": {"fields": fields, "missingValues": [""], "foreignKeys": _foreign_keys(model)},
    }


def constraints(model: type[Table], column: str) -> dict[str, Any]:
    """What a Table Schema can say of the values of a column: required, unique, enum, pattern, minimum, maximum."""
    field = model.to_schema().columns[column]
    listed = kind_of(model, column).name in ("texts", "spans")  # an empty list is an empty cell in CSV
    found: dict[str, Any] = {"required": not field.nullable and not listed}
    if field.unique:
        found["unique"] = True
    for check in field.checks:
        statistics = check.statistics
        if check.name == "isin":
            found["enum"] = [str(value) for value in statistics["allowed_values"]]
        elif check.name == "str_matches":
            found["pattern"] = getattr(statistics["pattern"], "pattern", statistics["pattern"])
        elif check.name == "greater_than_or_equal_to":
            found["minimum"] = statistics["min_value"]
        elif check.name == "less_than_or_equal_to":
            found["maximum"] = statistics["max_value"]
    return found


def _foreign_keys(model: type[Table]) -> list[dict[str, Any]]:
    """References of single values; those of lists are told in the dictionary, as Table Schema has no way to."""
    keys = []
    for column in model.to_schema().columns:
        target = column_metadata(model, column)["references"]
        if target and kind_of(model, column).name != "texts":
            table, key = target.split(".")
            keys.append({"fields": [column], "reference": {"resource": table, "fields": [key]}})
    return keys
