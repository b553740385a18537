"""Joint figures over several weapon groups: "99 cruise and guided missiles" may add to the figure of either group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from claims.reconciling.figures import Figure
from claims.reconciling.forest import Forest, lineage
from claims.reconciling.items import Cell
from claims.reconciling.windows import DayFigure, counted_figures


def widen(daily: Mapping[tuple[Cell, date], DayFigure], forest: Forest) -> None:
    """Widen each group's figure by what joint figures of the day may add to it.

    A joint figure names weapons of several groups and counts in the group above them only, so that of each group as
    many as all of it may be, or none: the low stays. What its parts say of other groups is taken off it, and where a
    part tells of the group itself nothing is added; the figure of the group above stays the limit. A group without a
    figure of its own gets none: nothing is said of it alone.
    """
    joint = _joint(daily)
    for (cell, day), figure in daily.items():
        own = counted_figures(figure)
        for above, one in joint.get((cell._replace(group=""), day), ()):
            if one in own or not any(cell.group in lineage(weapon) for weapon in one.weapons):
                continue
            more = _more(one, cell.group, {part.claim_id for part in own}, forest)
            if figure.high is None or more == 0:
                continue
            limits = [limit for limit in (None if more is None else figure.high + more, above) if limit is not None]
            high = min(limits, default=None)
            if high is not None and high <= figure.high:
                continue
            figure.high, figure.bounded = high, True
            figure.joint.append(one)


def _joint(
    daily: Mapping[tuple[Cell, date], DayFigure],
) -> dict[tuple[Cell, date], list[tuple[int | None, Figure]]]:
    """By the rest of the cell and day: the figures of several groups, each with the high of the group it counts in."""
    found: dict[tuple[Cell, date], list[tuple[int | None, Figure]]] = defaultdict(list)
    for (cell, day), figure in daily.items():
        for one in counted_figures(figure):
            if one.group == cell.group and len(one.weapons) > 1:
                found[cell._replace(group=""), day].append((figure.high, one))
    return found


def _more(one: Figure, group: str, own: set[str], forest: Forest) -> int | None:
    """The most that a joint figure adds to a group that ``own`` claims count in; None is unbounded."""
    parts = list(_parts(one, forest))
    if any(part.claim_id in own or group in lineage(part.weapon) for part in parts):
        return 0
    if one.high is None:
        return None
    return max(0, one.high - sum(part.low or 0 for part in parts))


def _parts(one: Figure, forest: Forest) -> Iterable[Figure]:
    """The direct parts of a figure that count the same and are of fewer weapons."""
    return (
        part
        for part in forest.parts(one)
        if part.outcome == one.outcome and part.unit == one.unit and part.weapons != one.weapons
    )
