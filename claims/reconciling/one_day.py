"""One reporting day for people: each direction in a column where both fit, sources below, then what disagrees.

Nothing is cut: what does not fit in its column is wrapped, or the directions stand one below the other.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from claims.model import Scope, Unit
from claims.reconciling.days import Days
from claims.reconciling.summary import rows_of, told
from claims.reconciling.wording import UNITS, Wording
from claims.registry import Registry

GUTTER = "   "
SCOPES = {Scope.FRONT: "combat zone", Scope.PART: "a part of the area", Scope.UNKNOWN: "area not told"}
LEAST_MARKS = 8  # columns for the numbers of sources beside a figure; more of them wrap
MOST_CLAIMS = 30  # a disagreement that names more claims is of a longer time than a day

Row: TypeAlias = Any  # of DataFrame.itertuples


class _Line(NamedTuple):
    """A figure to show: ``marks`` are the numbers of its sources."""

    name: str
    outcome: str
    figure: str
    marks: str


class _Layout(NamedTuple):
    """Columns of a panel, and of what stands in a figure's line."""

    columns: int
    name: int
    outcome: int
    figure: int
    marks: int


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
    directions = _by(rows, "direction")
    lines = [*_wrapped(f"{day.day} {day:%B %Y}: figures of the reporting day that ends on this date", width), ""]
    lines += _panels(view, directions, width)
    lines += ["", "Sources", *view.sources(width)]
    used: set[str] = {claim for row in rows for claim in row.claim_ids}
    lines += [
        "",
        *_disagreements(_with_what_stands_behind(used, tables["account"]), tables["discrepancies"], width, limit),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _panels(view: _View, directions: Sequence[tuple[str, list[Row]]], width: int) -> list[str]:
    """The directions side by side where all that they hold fits, else one below the other."""
    shown = [line for _, some in directions for line in view.lines(some)]
    half = (width - len(GUTTER)) // 2
    layout = _measured(shown, half)
    if len(directions) > 1 and layout is not None:
        panels = [view.panel(direction, some, layout) for direction, some in directions]
        if all(len(line) <= half for panel in panels for line in panel):
            return _beside(panels, half)
    layout = _measured(shown, width) or _narrowed(shown, width)
    return [line for direction, some in directions for line in (*view.panel(direction, some, layout), "")][:-1]


class _View:
    """Builds the panels, numbering the sources as they come."""

    def __init__(self, registry: Registry, claims: pd.DataFrame, episodes: pd.DataFrame, day: date) -> None:
        self._registry, self._claims, self._day = registry, claims, day
        self._episodes = episodes
        self._words, self._days = Wording(registry), Days(registry)
        self._numbers: dict[str, int] = {}

    def panel(self, direction: str, rows: Sequence[Row], layout: _Layout) -> list[str]:
        """A direction's figures, claimant by claimant, whole areas first."""
        attacker, defender = (self._side(side) for side in direction.split(">"))
        columns = layout.columns
        lines = [*_wrapped(f"{attacker} attacking {defender} ({direction})", columns), "-" * columns]
        for (claimant, scope), some in _speakers(rows):
            note = SCOPES.get(scope)
            head = self._words.who(claimant) + (f", {note}" if note else "")
            lines += _wrapped(head, columns, "", "  ")
            if scope == Scope.ALL:
                lines += _wrapped(self._hours(claimant, direction), columns, "  ", "    ")
            for line in self._figures(some):
                lines += _told(line, layout)
            lines += self._balances(claimant, scope, direction, some, columns)
            lines.append("")
        return lines[:-1]

    def lines(self, rows: Sequence[Row]) -> list[_Line]:
        """The lines of a direction's figures, in the order of its panel."""
        return [line for _, some in _speakers(rows) for line in self._figures(some)]

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

    def _figures(self, rows: Sequence[Row]) -> list[_Line]:
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
                lines.append(_Line(name, outcome, count, marks))
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
            yield from _wrapped(
                f"{name}, {row.wave}: {_short(row.launched_low, row.launched_high)} launched, "
                f"{_short(row.unaccounted_low, row.unaccounted_high)} unaccounted",
                columns,
                " = ",
                "   ",
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
                yield from _wrapped(head, width, "", "      ")
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
    """Numbers of sources: ``[7]``, ``[7,8]``."""
    return f"[{','.join(map(str, sorted(set(numbers))))}]"


def _speakers(rows: Sequence[Row]) -> list[tuple[Any, list[Row]]]:
    """The rows by claimant and scope, whole areas first."""
    speakers = _by(rows, "claimant", "scope")
    speakers.sort(key=lambda entry: (entry[0][1] != Scope.ALL, -len(entry[1]), entry[0]))
    return speakers


def _measured(lines: Sequence[_Line], columns: int) -> _Layout | None:
    """The layout that holds every label and figure in one line; None where they don't fit."""
    name, outcome, count, marks = (max(len(line[at]) for line in lines) for at in range(4))
    rest = columns - (name + outcome + count + 4)
    return _Layout(columns, name, outcome, count, rest) if rest >= min(marks, LEAST_MARKS) else None


def _narrowed(lines: Sequence[_Line], columns: int) -> _Layout:
    """The layout for few columns: labels are wrapped between their words. Where even the words don't fit, lines are
    longer than ``columns``.
    """
    count = max(len(line.figure) for line in lines)
    words = [_longest_word(line.outcome for line in lines), _longest_word(line.name for line in lines)]
    marks = min(max(len(line.marks) for line in lines), LEAST_MARKS)
    spare = max(0, columns - (sum(words) + count + marks + 4))
    outcome = min(max(len(line.outcome) for line in lines), words[0] + spare)
    name = min(max(len(line.name) for line in lines), words[1] + spare - (outcome - words[0]))
    return _Layout(columns, name, outcome, count, max(marks, columns - (name + outcome + count + 4)))


def _longest_word(labels: Iterable[str]) -> int:
    """Columns of the longest word with the indent of its label and one more for what is wrapped."""
    return max(len(label) - len(label.lstrip()) + len(word) + 1 for label in labels for word in label.split() or [""])


def _told(line: _Line, layout: _Layout) -> Iterable[str]:
    """A figure in a line, or in more where its labels or marks are longer than their columns."""
    names, outcomes = _label(line.name, layout.name), _label(line.outcome, layout.outcome)
    marks = _wrapped(line.marks.replace(",", ", "), layout.marks) if len(line.marks) > layout.marks else [line.marks]
    for name, outcome, count, mark in zip_longest(names, outcomes, [line.figure], marks, fillvalue=""):
        yield f" {name:<{layout.name}} {outcome:<{layout.outcome}} {count:>{layout.figure}} {mark}".rstrip()


def _label(label: str, columns: int) -> list[str]:
    indent = label[: len(label) - len(label.lstrip())]
    return _wrapped(label.strip(), columns, indent, indent + " ") or [""]


def _wrapped(text: str, columns: int, first: str = "", then: str = "") -> list[str]:
    """Lines of whole words; ``0-4`` is one."""
    return textwrap.wrap(
        text,
        columns,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


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
