"""Reading ``datasets/coded/``: each row checked, made into a :class:`~claims.model.Claim` or rejected with a reason."""

from __future__ import annotations

import csv
import functools
import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from claims.coded.rows import COLUMNS, JOIN, unguarded
from claims.model import (
    Basis,
    Claim,
    Method,
    Outcome,
    PartAxis,
    Precision,
    Problem,
    PublishedPrecision,
    Qualifier,
    Scope,
    Tally,
    Unit,
)
from claims.registry import Registry

LAST = 999  # the order of a series whose description can't be read


@dataclass(frozen=True)
class CodedSeries:
    """One series: its claims, the problems found in it and the rows that could not be used.

    ``order`` is its rank among coded series: of two that have the same report, the lower is the basis. ``problems``
    are pairs of a claim id (None: of the series as a whole) and the problem; ``rejected`` of a row key (or file name)
    and the reason.
    """

    id: str
    title: str
    licence: str
    order: int
    claims: list[Claim] = field(default_factory=list)
    problems: list[tuple[str | None, Problem]] = field(default_factory=list)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


def load_series(directory: Path, registry: Registry, without: Iterable[str] = ()) -> list[CodedSeries]:
    """The coded series of a directory, in their order, without those whose ids are in ``without``.

    A directory that does not exist has none. A file that can't be read gives a series without claims and one rejection
    that says why. Raises ValueError when ``without`` names a series that isn't there.
    """
    paths = {path.stem: path for path in sorted(directory.glob("*.csv"))}
    unwanted = set(without)
    unknown = sorted(unwanted - paths.keys())
    if unknown:
        known = ", ".join(paths) or "none"
        raise ValueError(f"no coded series {', '.join(unknown)} in {directory}; there are: {known}")
    series = [_load(path, registry) for name, path in paths.items() if name not in unwanted]
    return sorted(series, key=lambda one: (one.order, one.id))


def claim_id_of(series: str, row_key: str, outcome: str, weapon: str) -> str:
    """The id of a coded claim: the same as long as the original row says the same thing."""
    return hashlib.sha256("\n".join((series, row_key, outcome, weapon)).encode()).hexdigest()[:16]


def _load(path: Path, registry: Registry) -> CodedSeries:
    description = path.with_suffix(".toml")
    try:
        entry = tomllib.loads(description.read_text(encoding="utf-8"))
        title, order = str(entry["title"]), int(entry["order"])
        licence = "; ".join(_licence(one) for one in entry["licences"])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        reason = f"{description.name}: no title, order or licences ({error}); make it with claims.coded.convert"
        return CodedSeries(path.stem, path.stem, "unknown", LAST, rejected=[(path.name, reason)], files=[path])
    series = CodedSeries(path.stem, title, licence, order, files=[path, description])
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = tuple(next(reader, ()))
            missing = sorted(set(COLUMNS) - set(header))
            if missing:
                raise ValueError(f"no column {', '.join(missing)}; make it with claims.coded.convert")
            rows = [dict(zip(header, map(unguarded, cells), strict=False)) for cells in reader if cells]
    except (OSError, UnicodeDecodeError, csv.Error, ValueError) as error:
        series.rejected.append((path.name, f"{path.name}: {error}"))
        return series
    _read_rows(rows, series, registry)
    return series


def _licence(entry: Mapping[str, str]) -> str:
    return f"{entry['id']} ({entry['note']})" if "note" in entry else entry["id"]


def _read_rows(rows: Sequence[Mapping[str, str]], series: CodedSeries, registry: Registry) -> None:
    ids: dict[str, str] = {}
    usable: list[Mapping[str, str]] = []
    for row in rows:
        key = row["row_key"]
        reason = f"{len(row)} cells instead of {len(COLUMNS)}" if len(row) < len(COLUMNS) else _unusable(row, registry)
        if key in ids:
            reason = "duplicate row_key"
        if reason:
            series.rejected.append((key, reason))
            continue
        ids[key] = claim_id_of(series.id, key, row["outcome"], row["weapon"])
        usable.append(row)
    read: list[tuple[Mapping[str, str], Claim]] = []
    for row in usable:
        try:
            read.append((row, _claim(row, series.id, ids, registry)))
        except (KeyError, ValueError) as error:
            series.rejected.append((row["row_key"], str(error)))
            del ids[row["row_key"]]
    there = set(ids.values())
    for row, claim in read:
        if claim.part_of is not None and claim.part_of not in there:
            claim = replace(claim, part_of=None, part_axis=None, part_complete=None)
        if not there.issuperset(claim.derived_from):
            claim = replace(claim, derived_from=tuple(one for one in claim.derived_from if one in there))
        series.claims.append(claim)
        series.problems.extend((claim.claim_id, problem) for problem in _problems(row, claim, ids, registry))


def _unusable(row: Mapping[str, str], registry: Registry) -> str | None:
    """Why the registries don't know what the row speaks of; None when they do."""
    claimant = row["claimant"]
    if registry.claimant(claimant) is None and not claimant.startswith("other:"):
        return f"unknown claimant {claimant!r}"
    for weapon in (row["weapon"], *_texts(row["weapons"])):
        if weapon not in registry.weapons:
            return f"unknown weapon {weapon!r}"
    return None


def _problems(row: Mapping[str, str], claim: Claim, ids: Mapping[str, str], registry: Registry) -> Iterable[Problem]:
    for text in _texts(row["problems"]):
        kind, _, explanation = text.partition(": ")
        yield Problem(kind=kind, explanation=explanation or kind)
    for region in claim.regions:
        if region not in registry.regions:
            yield Problem("unknown_region", f"the registry has no region {region}", word=region)
    for key in (row["part_of"], *_texts(row["derived_from"])):
        if key and key not in ids:
            yield Problem("missing_row", f"the row {key} that this one refers to is not there", word=key)


def _claim(row: Mapping[str, str], series: str, ids: Mapping[str, str], registry: Registry) -> Claim:
    low, high = _whole(row["count_low"]), _whole(row["count_high"])
    if low is not None and high is not None and low > high:
        raise ValueError(f"count_low {low} above count_high {high}")
    start, end = _moment(row["window_start"]), _moment(row["window_end"])
    if start is not None and end is not None and start >= end:
        raise ValueError(f"window_start {row['window_start']} not before window_end {row['window_end']}")
    published = _moment(row["published_at"])
    if published is None:
        raise ValueError("published_at is empty")
    part_of = ids.get(row["part_of"])
    part_complete = {"true": True, "false": False, "": None}[row["part_complete"]] if part_of else None
    return Claim(
        claim_id=ids[row["row_key"]],
        statement_id=None,
        revision=None,
        claimant=row["claimant"],
        claimant_side=registry.claimant_side(row["claimant"]),
        attacker=row["attacker"] or None,
        defender=row["defender"] or None,
        outcome=Outcome(row["outcome"]),
        unit=Unit(row["unit"]),
        weapons=_texts(row["weapons"]),
        weapon=row["weapon"],
        traits=_texts(row["traits"]),
        weapon_text=row["weapon_text"] or None,
        count_low=low,
        count_high=high,
        qualifier=Qualifier(row["qualifier"]),
        tally=Tally(row["tally"]),
        since=_moment(row["since"]),
        scope=Scope(row["scope"]),
        part_of=part_of,
        part_axis=PartAxis(row["part_axis"]) if part_of and row["part_axis"] else None,
        part_complete=part_complete,
        restates=None,
        corrects=None,
        regions=_texts(row["regions"]),
        unnamed_regions=_whole(row["unnamed_regions"]),
        place=row["place"] or None,
        launched_from=_texts(row["launched_from"]),
        window_start=start,
        window_end=end,
        start_basis=Basis(row["start_basis"]) if row["start_basis"] else None,
        end_basis=Basis(row["end_basis"]) if row["end_basis"] else None,
        start_precision=Precision(row["start_precision"]) if row["start_precision"] else None,
        end_precision=Precision(row["end_precision"]) if row["end_precision"] else None,
        as_of=None,
        method=Method.CODED,
        spans=(),
        derived_from=tuple(ids[key] for key in _texts(row["derived_from"]) if key in ids),
        rule=None,
        lang=None,
        published_at=published,
        published_precision=PublishedPrecision(row["published_precision"]),
        source=series,
        url=row["url"] or None,
    )


@functools.lru_cache(maxsize=65536)
def _texts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(JOIN)) if cell else ()


@functools.lru_cache(maxsize=65536)
def _moment(cell: str) -> datetime | None:
    if not cell:
        return None
    if not cell.endswith("Z"):
        raise ValueError(f"a time without Z: {cell!r}")
    return datetime.fromisoformat(cell).astimezone(UTC)


def _whole(cell: str) -> int | None:
    if not cell:
        return None
    value = int(cell)
    if value < 0:
        raise ValueError(f"a negative count: {cell}")
    return value
