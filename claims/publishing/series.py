"""The coded series of a build: whose they are, under which licence, and which rows rest on them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from claims.model import Method
from claims.publishing.errors import ReleaseError
from claims.schema import Table
from claims.schema.columns import column_metadata, kind_of
from claims.store import Manifest, entry

SEVERAL = "several_series"
"""Folder of the rows that rest on more than one series."""


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its SPDX id, name and address, the attribution it asks for and what to know of it."""

    id: str
    name: str
    address: str
    attribution: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A coded series as its ``.toml`` describes it; ``sha256`` is of the converted table."""

    id: str
    title: str
    authors: tuple[str, ...]
    address: str
    state: str
    licences: tuple[Licence, ...]
    sha256: str


OURS = Licence(
    "CC-BY-4.0",
    "Creative Commons Attribution 4.0 International",
    "https://creativecommons.org/licenses/by/4.0/",
    "claims developers, official air-defence claims",
)


def series_of(build: Path, manifest: Manifest, claims: pd.DataFrame) -> tuple[Series, ...]:
    """The series whose claims are in the build, in the order of their ids.

    Their descriptions are inputs of the build; ``build`` is its link. Raises :class:`ReleaseError` when one is gone or
    has changed since.
    """
    used = sorted(claims.loc[claims["method"] == Method.CODED.value, "source"].dropna().unique())
    inputs = {Path(item.name).name: item for item in manifest.inputs}
    found = []
    for series in used:
        description, table = inputs.get(f"{series}.toml"), inputs.get(f"{series}.csv")
        if description is None or table is None:
            raise ReleaseError(f"the build does not say where {series} is described: run `make datasets`")
        path = build.parent / manifest.made["inputs"][description.name]
        if not path.is_file() or entry(path, description.name).sha256 != description.sha256:
            raise ReleaseError(f"{description.name} has changed or gone since the build: run `make datasets`")
        found.append(_series(series, tomllib.loads(path.read_text(encoding="utf-8")), table.sha256))
    return tuple(found)


def _series(name: str, told: Mapping[str, Any], sha256: str) -> Series:
    licences = tuple(
        Licence(
            one["id"],
            one.get("name", one["id"]),
            one.get("address", ""),
            one.get("attribution", ""),
            one.get("note", ""),
        )
        for one in told["licences"]
    )
    authors = tuple(told.get("authors", ()))
    return Series(name, told["title"], authors, told.get("address", ""), str(told.get("state", "")), licences, sha256)


def series_behind(
    models: Mapping[str, type[Table]], tables: Mapping[str, pd.DataFrame]
) -> dict[str, list[frozenset[str]]]:
    """For each row of each table the series that it rests on: its own, and those of the claims that it names."""
    claims = tables["claims"]
    coded = claims["method"] == Method.CODED.value
    of_claim = dict(zip(claims.loc[coded, "claim_id"], claims.loc[coded, "source"], strict=True))
    known = set(of_claim.values())
    return {name: _behind(name, models[name], df, of_claim, known) for name, df in tables.items()}


def _behind(
    name: str, model: type[Table], df: pd.DataFrame, of_claim: Mapping[str, str], known: set[str]
) -> list[frozenset[str]]:
    found: list[set[str]] = [set() for _ in range(len(df))]
    for column in df.columns:
        if name == "changes" and column == "series":
            for row, listed_series in zip(found, df[column], strict=True):
                row.update(set(listed_series) & known)
        elif column == "source" or (name == "quarantine" and column == "table_name"):
            for row, value in zip(found, df[column], strict=True):
                series = "" if pd.isna(value) else str(value).removeprefix("coded:")
                row.update({series} & known)
        elif name != "claims" and _names_claims(model, column):
            listed = kind_of(model, column).name == "texts"
            for row, value in zip(found, df[column], strict=True):
                claim_ids = value if listed else (() if pd.isna(value) else (value,))
                row.update(of_claim[one] for one in claim_ids if one in of_claim)
    return [frozenset(row) for row in found]


def _names_claims(model: type[Table], column: str) -> bool:
    return column == "claim_id" or column_metadata(model, column)["references"] == "claims.claim_id"
