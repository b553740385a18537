"""What makes two drafts kin: weapons under one another, sums, times, and parents that are still there."""

from __future__ import annotations

import functools

from claims.parsing.drafts import Draft
from claims.registry import KNOWN_ANCESTORS, Registry


def related(registry: Registry, left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether one weapon set lies under the other's common ancestor."""
    a, b = registry.ancestor(left), registry.ancestor(right)
    return under(a, b) or under(b, a)


def under(path: str, ancestor: str) -> bool:
    """Whether a taxonomy path lies at or below another; everything lies below ``air_object``."""
    return ancestor == "air_object" or path == ancestor or path.startswith(ancestor + ".")


def common(weapons: tuple[str, ...]) -> str:
    """The common ancestor of taxonomy paths, ``air_object`` without one."""
    shared = weapons[0].split(".")
    for path in weapons[1:]:
        parts = path.split(".")
        shared = [one for one, other in zip(shared, parts, strict=False) if one == other]
    return ".".join(shared) or "air_object"


@functools.lru_cache(maxsize=KNOWN_ANCESTORS)
def roots_of(weapons: tuple[str, ...]) -> frozenset[str]:
    """The first parts of taxonomy paths: "missile". Few sets of weapons are ever named together."""
    return frozenset(path.partition(".")[0] for path in weapons)


def exact_sum(drafts: list[Draft]) -> int | None:
    """The sum of exact counts; None when one of them is not exact."""
    total = 0
    for draft in drafts:
        if draft.low is None or draft.low != draft.high:
            return None
        total += draft.low
    return total


def timed_apart(part: Draft, total: Draft) -> bool:
    """Whether a part has a time of its own, told by another phrase than its total's."""
    if part.time is None or part.time is total.time:
        return False
    if total.time is None:
        return True
    told, other = part.time, total.time
    if told.range_start or told.range_end or told.instant:
        return (told.range_start, told.range_end, told.instant) != (other.range_start, other.range_end, other.instant)
    # "за ночь ... в ночное время": the same part of the day said again
    return (told.part, told.span) != (other.part, other.span) or (
        told.date is not None and other.date is not None and told.date != other.date
    )


def drop_missing_parents(drafts: list[Draft]) -> list[Draft]:
    """The same drafts; one whose parent is no longer among them stands alone."""
    alive = set(map(id, drafts))
    for draft in drafts:
        if draft.parent is not None and id(draft.parent) not in alive:
            draft.parent = None
    return drafts
