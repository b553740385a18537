"""Totals and their parts: which figures stand for themselves, and whether parts and totals agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from claims.model import PartAxis, Tally
from claims.reconciling.figures import Figure
from claims.reconciling.intervals import Interval, total
from claims.reconciling.ledger import Ledger, Severity
from claims.reconciling.wording import Wording
from claims.registry import Registry

MAX_DEPTH = 20


class Forest:
    """Parents and parts among figures in force.

    The parent of a figure is its ``part_of``; of one from which a total was computed (``derived_from``) that total.
    Of parents that form a circle none counts: each figure then stands for itself (and is in ``circular``).
    """

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.known = {one.claim_id: one for one in figures}
        self._parents: dict[str, Figure] = {}
        for one in figures:
            if one.part_of in self.known and one.part_of != one.claim_id:
                self._parents[one.claim_id] = self.known[one.part_of or ""]
        for one in figures:
            for source in one.derived_from:
                if source in self.known and source not in self._parents and source != one.claim_id:
                    self._parents[source] = one
        self.circular = self._cut_circles(figures)
        self._parts: dict[str, list[Figure]] = defaultdict(list)
        for one in figures:
            parent = self._parents.get(one.claim_id)
            if parent is not None:
                self._parts[parent.claim_id].append(one)

    def _cut_circles(self, figures: Sequence[Figure]) -> list[Figure]:
        clear: set[str] = set()
        cut: list[Figure] = []
        for one in figures:
            path: dict[str, None] = {}
            step: str | None = one.claim_id
            while step is not None and step not in clear and step not in path:
                path[step] = None
                parent = self._parents.get(step)
                step = parent.claim_id if parent else None
            if step in path:
                members = list(path)[list(path).index(step or "") :]
                cut += [self.known[member] for member in members]
                for member in members:
                    self._parents.pop(member, None)
            clear.update(path)
        return cut

    def parent(self, one: Figure) -> Figure | None:
        """The total that a figure is directly a part of."""
        return self._parents.get(one.claim_id)

    def ancestors(self, one: Figure) -> Iterator[Figure]:
        """The totals above a figure, the nearest first."""
        step = self._parents.get(one.claim_id)
        depth = 0
        while step is not None and depth < MAX_DEPTH:
            yield step
            step = self._parents.get(step.claim_id)
            depth += 1

    def parts(self, one: Figure) -> Sequence[Figure]:
        """The direct parts of a figure."""
        return self._parts.get(one.claim_id, ())

    def totals(self) -> Iterable[tuple[Figure, list[Figure]]]:
        """Every figure that has parts, with them, in a fixed order."""
        for claim_id, parts in self._parts.items():
            yield self.known[claim_id], parts


def compare_parts(forest: Forest, registry: Registry, ledger: Ledger, wording: Wording) -> None:
    """Parts against their totals, axis by axis: never above; not below either where they are said to be all."""
    for one in forest.circular:
        ledger.disagree(
            "parts_in_a_circle",
            Severity.ERROR,
            0,
            [one],
            [],
            f"{wording.figure(one)} is a part of itself by way of other claims; it stands for itself",
        )
    for whole, parts in forest.totals():
        axes: dict[str, list[Figure]] = defaultdict(list)
        for part in parts:
            if part.unit == whole.unit and part.tally == Tally.WINDOW and not part.withheld and part.part_axis:
                axes[part.part_axis].append(part)
        if whole.withheld or whole.low is None:
            continue
        if PartAxis.WEAPON in axes and PartAxis.OUTCOME in axes:
            both = [*axes[PartAxis.WEAPON], *axes[PartAxis.OUTCOME]]
            if weapons_apart(both, registry.reconciling.whole) or _weapons_apart_by_axis(axes, registry):
                # "174 targets: 87 drones downed, 80 lost, and 7 missiles": the axes part the total together
                axes[PartAxis.OUTCOME] = both
                del axes[PartAxis.WEAPON]
        for axis, some in axes.items():
            _compare_axis(whole, axis, some, registry, ledger, wording)


def _compare_axis(
    whole: Figure, axis: str, parts: list[Figure], registry: Registry, ledger: Ledger, wording: Wording
) -> None:
    sums = summed_parts(axis, parts, registry)
    stated: Interval = (whole.low or 0, whole.high)
    complete = all(part.part_complete for part in parts) and sums is not None
    found = sums or max((part.low or 0, part.high) for part in parts)
    if stated[1] is not None and found[0] > stated[1]:
        ledger.disagree(
            "parts_exceed_total",
            Severity.ERROR if complete else Severity.WARNING,
            found[0] - stated[1],
            parts,
            [whole],
            f"the parts by {axis} come to {wording.count(found)}, more than the total of "
            f"{wording.figure(whole)} by {wording.who(whole.claimant)}",
            stated,
            found,
        )
    elif complete and found[1] is not None and found[1] < stated[0]:
        ledger.disagree(
            "parts_below_total",
            Severity.ERROR,
            stated[0] - found[1],
            parts,
            [whole],
            f"the parts by {axis} are said to be all and come to {wording.count(found)}, less than the total of "
            f"{wording.figure(whole)} by {wording.who(whole.claimant)}",
            stated,
            found,
        )
    else:
        ledger.agree("parts_exceed_total")
        if complete:
            ledger.agree("parts_below_total")


def summed_parts(axis: str, parts: Sequence[Figure], registry: Registry) -> Interval | None:
    """The sum of parts that are different things; None where they may be the same things under other names.

    By region: no region in two of them (or, within a region, none without a place of its own). By weapon: no weapon
    within another, and no traits (a part "60 of them Shaheds" beside one "4 of them jet-powered" may overlap). By
    outcome: no fate in two of them. Other axes overlap freely.
    """
    disjoint = len(parts) == 1 or (
        (axis == PartAxis.REGION and areas_apart(parts))
        or (
            axis == PartAxis.WEAPON
            and not any(part.traits for part in parts)
            and weapons_apart(parts, registry.reconciling.whole)
        )
        or (axis == PartAxis.OUTCOME and _outcomes_apart(parts, registry))
    )
    return total((part.low or 0, part.high) for part in parts) if disjoint else None


def _weapons_apart_by_axis(axes: dict[str, list[Figure]], registry: Registry) -> bool:
    whole = registry.reconciling.whole
    return all(weapons_apart([one, other], whole) for one in axes[PartAxis.WEAPON] for other in axes[PartAxis.OUTCOME])


def _outcomes_apart(parts: Sequence[Figure], registry: Registry) -> bool:
    """Whether any two parts are of different ends, or of different weapons."""
    if _apart(registry.fates.get(part.outcome, frozenset()) for part in parts):
        return True
    whole = registry.reconciling.whole
    by_weapon: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for part in parts:
        by_weapon[part.weapons].append(part)
    return weapons_apart([some[0] for some in by_weapon.values()], whole) and all(
        _apart(registry.fates.get(part.outcome, frozenset()) for part in some) for some in by_weapon.values()
    )


def areas_apart(parts: Sequence[Figure]) -> bool:
    """Whether the figures are of different areas: no region in two of them, unless each names another place in it."""
    if _apart(part.areas for part in parts):
        return True
    whole_areas = [part.areas for part in parts if part.place is None]
    places = [frozenset({f"{area}/{part.place}" for area in part.areas}) for part in parts if part.place is not None]
    regions = frozenset(area for part in parts if part.place is not None for area in part.areas)
    return _apart([*whole_areas, regions]) and _apart(places)


def _apart(sets: Iterable[frozenset[str]]) -> bool:
    seen: set[str] = set()
    for some in sets:
        if not some or not seen.isdisjoint(some):
            return False
        seen |= some
    return True


def weapons_apart(figures: Sequence[Figure], whole: str) -> bool:
    """Whether no weapon of one figure is, contains or lies within one of another; ``whole`` contains all."""
    if len(figures) > 1 and any(whole in one.weapons for one in figures):
        return False
    seen: set[str] = set()  # every weapon and all that contain it
    exact: set[str] = set()
    for one in figures:
        for weapon in one.weapons:
            if weapon in seen or any(above in exact for above in lineage(weapon)):
                return False
        for weapon in one.weapons:
            seen.update(lineage(weapon))
            exact.add(weapon)
    return True


def lineage(weapon: str) -> list[str]:
    """A weapon's path and all paths above it."""
    parts = weapon.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


def contains(wide: Figure, narrow: Figure, whole: str) -> bool:
    """Whether every weapon of the narrow figure is one of the wide one's or lies within it."""
    if whole in wide.weapons:
        return True
    return all(any(above in wide.weapons for above in lineage(weapon)) for weapon in narrow.weapons)
