"""The claims explorer's rows: each claim with its number, its words and its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from claims.model import Method, Qualifier, Tally
from claims.reporting.grids import Column, Filter, Grid
from claims.reporting.wording import Labels, count, plain

PLAIN = {Qualifier.EXACT.value, Qualifier.RANGE.value, Qualifier.IMPLIED.value, Qualifier.ALL.value}
"""Qualifiers that the count itself tells well enough."""
WITHOUT_FIGURE = {Qualifier.WITHHELD.value: "withheld", Qualifier.UNSTATED.value: "no figure"}

COLUMNS = (
    Column("day", "Date", "6.2rem", place="d"),
    Column("count", "Count", "7.5rem", kind="count", sort="low", place="a"),
    Column("happened", "Outcome", "minmax(7rem, 1fr)", place="b"),
    Column("weapon", "Of what", "minmax(8rem, 1.3fr)", place="c"),
    Column("claimant", "Claimed by", "minmax(9rem, 1.8fr)", place="e"),
    Column("where", "Where", "minmax(7rem, 1.3fr)"),
    Column("source", "Source", "minmax(7rem, 1.1fr)"),
)
DETAILS = (
    ("claimant", "Claimed by"),
    ("window", "Window"),
    ("published", "Published"),
    ("where", "Where"),
    ("place", "Place as stated"),
    ("scope", "Scope"),
    ("weapon_text", "Weapon as stated"),
    ("qualifier", "Figure is"),
    ("tally", "Tally"),
    ("fate", "In reconciliation"),
    ("source", "Source"),
    ("method", "Read by"),
    ("rule", "Rule"),
    ("claim_id", "Id"),
)
LINKS = ("part_of", "restates", "corrects", "stands_by", "derived_from")


def claims_grid(tables: Mapping[str, pd.DataFrame], labels: Labels) -> Grid:
    """The grid of every claim, the newest first."""
    claims = tables["claims"]
    fates = tables["account"].set_index("claim_id")
    fate = claims["claim_id"].map(fates["fate"])
    data: dict[str, list[Any]] = {
        "claim_id": _texts(claims["claim_id"]),
        "day": _texts(claims["window_end"].fillna(claims["published_at"]).dt.strftime("%Y-%m-%d")),
        "count": [_count(*row) for row in _rows(claims, "count_low", "count_high", "qualifier")],
        "low": _integers(claims["count_low"]),
        "happened": [_happened(labels, *row) for row in _rows(claims, "outcome", "unit", "tally")],
        "outcome": _texts(claims["outcome"]),
        "weapon": [_weapon(labels, *row) for row in _rows(claims, "weapons", "weapon", "traits")],
        "weapon_path": _texts(claims["weapon"]),
        "claimant": _mapped(claims["claimant"], labels.claimant),
        "side": _texts(claims["claimant_side"]),
        "where": [_where(labels, *row) for row in _rows(claims, "regions", "unnamed_regions")],
        "regions": [list(cell) for cell in claims["regions"]],
        "source": _mapped(claims["source"], labels.source),
        "method": [_method(*row) for row in _rows(claims, "method", "source")],
        "window": [labels.window(*row) for row in _rows(claims, "window_start", "window_end", "claimant")],
        "published": [_published(*row) for row in _rows(claims, "published_at", "published_precision")],
        "scope": _mapped(claims["scope"], plain),
        "weapon_text": _texts(claims["weapon_text"]),
        "qualifier": _mapped(claims["qualifier"], plain),
        "tally": _mapped(claims["tally"], plain),
        "place": _texts(claims["place"]),
        "rule": _texts(claims["rule"]),
        "url": _texts(claims["url"]),
        "fate": _mapped(fate, plain),
        "total": [int(one is None and other is None) for one, other in _rows(claims, "part_of", "restates")],
        "own_time": [int(tally != Tally.RUNNING.value) for tally in claims["tally"]],
        "stands_by": [[by] if isinstance(by, str) else [] for by in claims["claim_id"].map(fates["by"])],
        **{
            name: [[one] if one else [] for one in _texts(claims[name])] for name in ("part_of", "restates", "corrects")
        },
        "derived_from": [list(cell) for cell in claims["derived_from"]],
    }
    texts, data["text"], data["spans"] = _words(tables)
    return Grid(
        name="claims",
        noun="claims",
        columns=COLUMNS,
        filters=_filters(tables, labels),
        data=data,
        sort="-day",
        details=DETAILS,
        links=LINKS,
        texts=texts,
    )


def _filters(tables: Mapping[str, pd.DataFrame], labels: Labels) -> tuple[Filter, ...]:
    claims = tables["claims"]
    sides = tuple((side, labels.region(side)) for side in sorted(claims["claimant_side"].dropna().unique()))
    regions = sorted({region for cell in claims["regions"] for region in cell}, key=labels.region)
    return (
        Filter("search", "Search", ("words", "claimant", "weapon", "where", "place", "source", "url", "claim_id")),
        Filter("choice", "Side of the claimant", ("side",), sides),
        Filter("choice", "Claimed by", ("claimant",)),
        Filter("choice", "Outcome", ("happened",)),
        Filter("below", "Weapon", ("weapon_path",), weapon_options(claims["weapon"], labels)),
        Filter("choice", "Region", ("regions",), tuple((region, labels.region(region)) for region in regions)),
        Filter("choice", "Read by", ("method",)),
        Filter("from", "From", ("day",)),
        Filter("to", "To", ("day",)),
        Filter("only", "Leave out running totals", ("own_time",), on=True),
        Filter("only", "Leave out parts and repetitions", ("total",)),
    )


def weapon_options(weapons: pd.Series[Any], labels: Labels) -> tuple[tuple[str, str], ...]:
    """The weapons met and all above them, as paths with indented labels."""
    met = set(weapons.dropna().unique())
    paths = {".".join(path.split(".")[: depth + 1]) for path in met for depth in range(path.count(".") + 1)}
    return tuple((path, "\u2003" * path.count(".") + labels.weapon(path)) for path in sorted(paths))


def _words(tables: Mapping[str, pd.DataFrame]) -> tuple[list[dict[str, Any]], list[int | None], list[Any]]:
    """Texts with a claim each, and for each claim the position of its text and where its words are in it.

    A restated statement's text is whole; of another the text is the quotations, one after the other.
    """
    statements = tables["statements"].set_index(["statement_id", "revision"])
    quoted = {claim: list(words) for claim, words in tables["quotations"].groupby("claim_id")["words"]}
    texts: list[dict[str, Any]] = []
    positions: dict[tuple[str, int], int] = {}
    position: list[int | None] = []
    spans: list[Any] = []
    claims = tables["claims"]
    for claim, statement, revision, own in _rows(claims, "claim_id", "statement_id", "revision", "spans"):
        if statement is None or claim not in quoted:
            position.append(None)
            spans.append([])
            continue
        key = (statement, int(revision))
        row = statements.loc[key]
        whole = None if pd.isna(row["text"]) else str(row["text"])
        if whole is not None and key in positions:
            position.append(positions[key])
        else:
            positions[key] = len(texts)
            position.append(len(texts))
            lang = None if pd.isna(row["lang"]) else str(row["lang"])
            texts.append({"lang": lang, "text": whole, "quoted": quoted[claim] if whole is None else []})
        spans.append([[_utf16(whole, start), _utf16(whole, stop)] for start, stop in own] if whole is not None else [])
    return texts, position, spans


def _utf16(text: str, offset: int) -> int:
    """An offset in code points as one in the UTF-16 units that a browser counts."""
    return len(text[:offset].encode("utf-16-le")) // 2


def _count(low: int | None, high: int | None, qualifier: str) -> str:
    if qualifier in WITHOUT_FIGURE and (low is None or qualifier == Qualifier.UNSTATED.value):
        return WITHOUT_FIGURE[qualifier]
    told = count(None if low is None else int(low), None if high is None else int(high))
    return f"{told} ({plain(qualifier)})" if qualifier in ("about", "nearly", "vague") else told


def _happened(labels: Labels, outcome: str, unit: str, tally: str) -> str:
    told = labels.happened(outcome, unit)
    return f"{told} (running total)" if tally == Tally.RUNNING.value else told


def _weapon(labels: Labels, weapons: tuple[str, ...], weapon: str, traits: tuple[str, ...]) -> str:
    names = [labels.weapon(one) for one in weapons or (weapon,)]
    return ", ".join([" and ".join(names), *(plain(trait) for trait in traits)])


def _where(labels: Labels, regions: tuple[str, ...], unnamed: int | None) -> str:
    named = [labels.region(region) for region in regions]
    if unnamed:
        named.append(f"{int(unnamed)} {'more, ' if named else ''}not named")
    return ", ".join(named)


def _method(method: str, source: str | None) -> str:
    return "us, from the text" if method == Method.PARSED.value else f"a third party ({source})"


def _published(moment: pd.Timestamp, precision: str) -> str:
    return f"{moment:%-d %b %Y, %H:%M} UTC" if precision == "minute" else f"{moment:%-d %b %Y} ({precision} known)"


def _rows(df: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """The values of some columns, row by row, nulls as None."""
    cells = [[None if _null(value) else value for value in df[column]] for column in columns]
    return list(zip(*cells, strict=True))


def _null(value: Any) -> bool:
    return not isinstance(value, tuple) and bool(pd.isna(value))


def _texts(values: pd.Series[Any]) -> list[str | None]:
    return [None if pd.isna(value) else str(value) for value in values]


def _integers(values: pd.Series[Any]) -> list[int | None]:
    return [None if pd.isna(value) else int(value) for value in values]


def _mapped(values: pd.Series[Any], label: Any) -> list[str | None]:
    return [None if pd.isna(value) else label(value) for value in values]
