"""The Frictionless Data Package of a release, from the models of the tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from claims.publishing.about import About
from claims.publishing.parts import Part
from claims.publishing.series import OURS, Licence
from claims.schema.columns import kind_of
from claims.schema.dictionary import resource
from claims.store import DATABASE, Entry

MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "duckdb": "application/vnd.duckdb"}


def datapackage(about: About, parts: Sequence[Part], files: dict[str, Entry], previous: str | None) -> dict[str, Any]:
    """The descriptor: each part as a CSV resource with its schema, and the same part as Parquet; the DuckDB file.

    ``files`` are the release's files by name. The DuckDB file has no hash here, as it differs from run to run.
    """
    resources = [_csv(part, parts, files[part.path("csv")]) for part in parts]
    resources += [_parquet(part, files[part.path("parquet")]) for part in parts]
    resources.append(
        {
            "name": "database",
            "type": "file",
            "path": DATABASE,
            "format": "duckdb",
            "mediatype": MEDIA["duckdb"],
            "title": "All tables in one DuckDB file",
            "description": "The rows of all parts together, so under all their licences.",
            "licenses": licences([OURS, *(one for series in about.series for one in series.licences)]),
        }
    )
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "claims",
        "id": f"claims-{about.version}",
        "title": about.title,
        "description": about.description,
        "version": about.version,
        "previousVersion": previous,
        "keywords": list(about.keywords),
        "licenses": licences([OURS]),
        "contributors": [{"title": about.creator, "roles": ["creator"]}],
        "sources": [{"title": one.title, "path": one.address, "version": one.state} for one in about.series],
        "temporalCoverage": {"start": about.earliest, "end": about.newest},
        "resources": resources,
    }


def licences(given: Sequence[Licence]) -> list[dict[str, str]]:
    """Licences as a Data Package writes them."""
    return [
        {"name": one.id, "path": one.address, "title": f"{one.name} ({one.note})" if one.note else one.name}
        for one in dict.fromkeys(given)
    ]


def _csv(part: Part, parts: Sequence[Part], entry: Entry) -> dict[str, Any]:
    described = resource(part.table, part.model)
    described |= {"name": part.name, "path": entry.name, "title": title(part), "rows": len(part.rows)}
    keys = [(key, _holder(key, part, parts)) for key in described["schema"]["foreignKeys"]]
    described["schema"]["foreignKeys"] = [
        {"fields": key["fields"], "reference": {"resource": "" if held is part else held.name, "fields": fields(key)}}
        for key, held in keys
        if held is not None
    ]
    return described | _common(part, entry)


def _parquet(part: Part, entry: Entry) -> dict[str, Any]:
    # a file, not a table: frictionless reads no Parquet with lists, and the CSV resource carries the schema
    described = {"name": f"{part.name}.parquet", "type": "file", "path": entry.name, "format": "parquet"}
    described["mediatype"] = MEDIA["parquet"]
    return described | {"title": f"{title(part)}, as Parquet"} | _common(part, entry)


def _common(part: Part, entry: Entry) -> dict[str, Any]:
    return {"bytes": entry.bytes, "hash": f"sha256:{entry.sha256}", "licenses": licences(part.licences)}


def title(part: Part) -> str:
    """What a part holds, in a few words."""
    if not part.folder:
        return part.table
    if len(part.series) == 1:
        return f"{part.table}, rows of the series {part.folder}"
    return f"{part.table}, rows that rest on several coded series"


def fields(key: dict[str, Any]) -> list[str]:
    """The columns that a foreign key refers to."""
    return list(key["reference"]["fields"])


def _holder(key: dict[str, Any], part: Part, parts: Sequence[Part]) -> Part | None:
    """The part that holds every value of a reference; None where they are spread over several."""
    table, (column,), (target,) = key["reference"]["resource"], key["fields"], fields(key)
    wanted = _values(part, column)
    candidates = [one for one in parts if one.table == table and one.folder in (part.folder, "")]
    return next((one for one in reversed(candidates) if wanted <= _values(one, target)), None)


def _values(part: Part, column: str) -> set[Any]:
    if kind_of(part.model, column).name == "texts":
        return {value for cell in part.rows[column] for value in cell}
    values: pd.Series[Any] = part.rows[column].dropna()
    return set(values)
