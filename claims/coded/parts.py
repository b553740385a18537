"""Totals and their parts: a problem on each total that its parts exceed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from claims.coded.rows import CodedRow

OVERLAPPING = "weapon"  # parts by weapon may overlap ("60 of them Shaheds, 4 jet-powered"): each is compared alone


def with_excesses(rows: Sequence[CodedRow]) -> list[CodedRow]:
    """The rows, with the problem ``parts_exceed_total`` on each total below the sum of its parts of one axis."""
    parts: dict[tuple[str, str], list[CodedRow]] = defaultdict(list)
    for row in rows:
        if row.part_of is not None:
            parts[row.part_of, row.part_axis or ""].append(row)
    totals = {row.row_key: row for row in rows}
    problems: dict[str, list[str]] = defaultdict(list)
    for (key, axis), children in parts.items():
        lows = [child.count_low or 0 for child in children]
        stated = max(lows) if axis == OVERLAPPING else sum(lows)
        most = totals[key].count_high
        if most is not None and stated > most:
            problems[key].append(f"parts_exceed_total: the parts by {axis} add up to {stated}, the total is {most}")
    return [
        replace(row, problems=(*row.problems, *problems[row.row_key])) if row.row_key in problems else row
        for row in rows
    ]
