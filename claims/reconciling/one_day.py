"""One reporting day for people: each direction in a column, sources below, then what disagrees."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, TypeAlias

import pandas as pd

from claims.model import Scope, Unit
from claims.reconciling.days import Days
from claims.reconciling.summary import rows_of, told
from claims.reconciling.wording import UNITS, Wording
from claims.registry import Registry

SIDE_BY_SIDE = 80  # columns from which on the directions stand side by side
GUTTER = "   "
SCOPES = {Scope.FRONT: "combat zone", Scope.PART: "a part of the area", Scope.UNKNOWN: "area not told"}
NAME, OUTCOME, COUNT, MARKS = 11, 20, 8, 6  # columns of a figure's line
MOST_CLAIMS = 30  # a disagreement that names more claims is of a longer time than a day

Row: TypeAlias = Any  # of DataFrame.itertuples


def one_day(
    day: date, tables: Mapping[str, pd.DataFrame], registry: Registry, width: int = 100, limit: int | None = None
) -> str:
    """The day's figures of all claimants, where they come from, and the disagreements that touch them.

    ``tables`` are ``claims``, ``daily``, ``episodes``, ``discrepancies`` and ``account``; ``day`` is the reporting day,
    which each claimant begins and ends at its own hour. ``limit`` is the most disagreements told of.
    """
    rows = rows_of(_on(tables["daily"], day))
    if not rows:
        return f"No claimant has a figure for {day}; `coverage` in the build tells which days were read.\n"
    claims = tables["claims"].set_index("claim_id")
    view = _View(registry, claims, tables["episodes"], day)
    columns = max(40, (width - len(GUTTER)) // 2 if width >= SIDE_BY_SIDE else width)
    panels = [view.panel(direction, some, columns) for direction, some in _by(rows, "direction")]
    lines = [*textwrap.wrap(f"{day.day} {day:%B %Y}: figures of the reporting day that ends on this date", width), ""]
    lines += _beside(panels, columns) if width >= SIDE_BY_SIDE else [line for panel in panels for line in (*panel, "")]
    lines += ["", "Sources", *view.sources(width)]
    used: set[str] = {claim for row in rows for claim in row.claim_ids}
    lines += [
        "",
        *_disagreements(_with_what_stands_behind(used, tables["account"]), tables["discrepancies"], width, limit),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _View:
    """Builds the panels, numbering the sources as they come."""

    def __init__(self, registry: Registry, claims: pd.DataFrame, episodes: pd.DataFrame, day: date) -> None:
        self._registry, self._claims, self._day = registry, claims, day
        self._episodes = episodes
        self._words, self._days = Wording(registry), Days(registry)
        self._numbers: dict[str, int] = {}

    def panel(self, direction: str, rows: Sequence[Row], columns: int) -> list[str]:
        """A direction's figures, claimant by claimant, whole areas first."""
        attacker, defender = (self._side(side) for side in direction.split(">"))
        lines = [f"{attacker} attacking {defender} ({direction})", "-" * columns]
        speakers = _by(rows, "claimant", "scope")
        speakers.sort(key=lambda entry: (entry[0][1] != Scope.ALL, -len(entry[1]), entry[0]))
        for (claimant, scope), some in speakers:
            note = SCOPES.get(scope)
            head = self._words.who(claimant) + (f", {note}" if note else "")
            lines += textwrap.wrap(head, columns, subsequent_indent="  ")
            if scope == Scope.ALL:
                lines.append(f"  {self._hours(claimant, direction)}")
            lines += self._figures(some, columns)
            lines += self._balances(claimant, scope, direction, some, columns)
            lines.append("")
        return lines[:-1]

    def _side(self, code: str) -> str:
        side = self._registry.sides.get(code)
        return side.label if side else code

    def _hours(self, claimant: str, direction: str) -> str:
        defender = direction.partition(">")[2]
        start = self._days.start(claimant, defender, self._day)
        zone = self._words.zone(claimant, start)
        begins = datetime.fromtimestamp(start, zone)
        place = str(zone).rpartition("/")[2]
        return f"{begins.day} {begins:%b %H:%M} to {self._day.day} {self._day:%b} {begins:%H:%M}, {place} time"

    def _figures(self, rows: Sequence[Row], columns: int) -> list[str]:
        lines = []
        rules, fates = self._registry.reconciling, self._registry.fates
        order = {group: number for number, group in enumerate(rules.groups)}
        groups = sorted(_by(rows, "weapon_group"), key=lambda entry: order.get(entry[0], len(order)))
        for group, some in groups:
            name = f"{'  ' if '.' in group else ''}{rules.names.get(group) or self._words.weapon(group)}"
            some.sort(key=lambda row: (row.unit, row.outcome != rules.launched, -len(fates[row.outcome]), row.outcome))
            for row in some:
                wider = [other for other in some if other.unit == row.unit and other.outcome != rules.launched]
                inner = "  " if any(fates[row.outcome] < fates[other.outcome] for other in wider) else ""
                unit = "" if row.unit == Unit.WEAPON else f", {UNITS.get(row.unit, row.unit)}"
                outcome = f"{inner}{row.outcome.replace('_', ' ')}{unit}"
                count = "withheld" if row.how == "withheld" and not row.low else _short(row.low, row.high)
                marks = _marks([self._number(claim_id) for claim_id in row.claim_ids])
                line = f" {name:<{NAME}.{NAME}} {outcome:<{OUTCOME}.{OUTCOME}}{count:>{COUNT}} {marks}"
                lines.append(line[:columns])
                name = ""
        return lines

    def _balances(self, claimant: str, scope: str, direction: str, rows: Sequence[Row], columns: int) -> Iterable[str]:
        used = {claim for row in rows for claim in row.claim_ids}
        some = self._episodes[
            (self._episodes["claimant"] == claimant)
            & (self._episodes["scope"] == scope)
            & (self._episodes["direction"] == direction)
            & self._episodes["unaccounted_low"].notna()
        ]
        for row in rows_of(some):
            if not used.intersection(row.claim_ids) or row.weapon_group.count(".") > 0:
                continue
            name = self._words.weapon(row.weapon_group)
            yield from textwrap.wrap(
                f"{name}, {row.wave}: {_short(row.launched_low, row.launched_high)} launched, "
                f"{_short(row.unaccounted_low, row.unaccounted_high)} unaccounted",
                columns,
                initial_indent=" = ",
                subsequent_indent="   ",
            )

    def _number(self, claim_id: str) -> int:
        return self._numbers.setdefault(self._source(claim_id), len(self._numbers) + 1)

    def _source(self, claim_id: str) -> str:
        claim: Any = self._claims.loc[claim_id]
        values = {
            name: None if pd.isna(claim[name]) else str(claim[name]) for name in ("source", "url", "statement_id")
        }
        address = values["url"] or values["statement_id"] or ""
        window = ""
        if not pd.isna(claim["window_start"]) and not pd.isna(claim["window_end"]):
            start, end = (int(claim[name].timestamp()) for name in ("window_start", "window_end"))
            window = self._words.window(str(claim["claimant"]), start, end)
        coded = "coded by " if claim["method"] == "coded" else ""
        return f"{coded}{values['source'] or 'no source'}|{window}|{address}"

    def sources(self, width: int) -> Iterable[str]:
        """The sources met, numbered: what, of which hours, where."""
        for text, number in self._numbers.items():
            source, window, address = text.split("|", 2)
            mark = f"[{number}]"
            head = f"{mark:>5} {source}" + (f", {window}" if window else "")
            together = f"{head}  {address}"
            if len(together) <= width or not address:
                yield together
            else:
                yield from textwrap.wrap(head, width, subsequent_indent="      ")
                yield f"      {address}"


def _on(table: pd.DataFrame, day: date) -> pd.DataFrame:
    return table[table["day"].astype("string") == day.isoformat()]


def _by(rows: Iterable[Row], *names: str) -> list[tuple[Any, list[Row]]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        values = tuple(getattr(row, name) for name in names)
        groups[values if len(names) > 1 else values[0]].append(row)
    return list(groups.items())


def _beside(panels: Sequence[Sequence[str]], columns: int) -> list[str]:
    lines = []
    for pair in range(0, len(panels), 2):
        for row in zip_longest(*panels[pair : pair + 2], fillvalue=""):
            lines.append(GUTTER.join(f"{line:<{columns}}" for line in row))
        lines.append("")
    return lines[:-1]


def _short(low: Any, high: Any) -> str:
    """An interval in few columns: ``52``, ``450-499``, ``41+``."""
    return f"{low}+" if pd.isna(high) else str(low) if low == high else f"{low}-{high}"


def _marks(numbers: Iterable[int]) -> str:
    """Numbers of sources: ``[7]``, ``[7,8]``, ``[7..]`` for more than fit."""
    shown = sorted(set(numbers))
    marks = f"[{','.join(map(str, shown))}]"
    return marks if len(marks) <= MARKS else f"[{shown[0]}..]"


def _with_what_stands_behind(claims: set[str], account: pd.DataFrame) -> set[str]:
    """The claims, and those that are parts of them, nest in them, repeat or relay them, or code their posts."""
    behind: dict[str, list[str]] = defaultdict(list)
    known = account[account["by"].notna()]
    for claim_id, by in zip(known["claim_id"], known["by"], strict=True):
        behind[by].append(claim_id)
    found, pending = set(claims), list(claims)
    while pending:
        for claim_id in behind.get(pending.pop(), ()):
            if claim_id not in found:
                found.add(claim_id)
                pending.append(claim_id)
    return found


def _disagreements(claims: set[str], table: pd.DataFrame, width: int, limit: int | None) -> Iterable[str]:
    touched = pd.Series(
        [
            not claims.isdisjoint(some) or not claims.isdisjoint(others)
            for some, others in zip(table["claim_ids"], table["other_claim_ids"], strict=True)
        ],
        index=table.index,
        dtype=bool,
    )
    few = table["claim_ids"].map(len) + table["other_claim_ids"].map(len) <= MOST_CLAIMS
    some = table[touched & few].sort_values(["size", "discrepancy_id"], ascending=[False, True])
    if some.empty:
        yield "No disagreement touches these figures."
        return
    yield f"Open disagreements: {len(some)}, the largest first"
    yield from told(some.head(limit) if limit else some, width)
    if limit and len(some) > limit:
        yield f"     ... and {len(some) - limit} more: --limit 0 shows all"
