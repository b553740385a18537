"""Claims told again: headlines and later mentions, and what outlets relay. Each is set aside and compared."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from claims.model import Tally
from claims.reconciling.figures import Figure
from claims.reconciling.forest import MAX_DEPTH, Forest, contains
from claims.reconciling.intervals import Interval, meet
from claims.reconciling.ledger import Fate, Ledger, Severity
from claims.reconciling.wording import Wording
from claims.registry import Registry

OUTLET = "outlet"
SHARE = 0.5
"""What a relay's window must share with the longer of both to be of the same time, where no address says so."""

NEAR = 24 * 3600
"""How far the ends of two windows may be apart, in seconds, for a relay that has only a phrase of the time."""


class Repeats:
    """Sets aside, among figures in force, what repeats another one. ``relays`` are addresses by statement."""

    def __init__(
        self,
        figures: Sequence[Figure],
        forest: Forest,
        relays: Mapping[str, tuple[str, ...]],
        registry: Registry,
        ledger: Ledger,
        wording: Wording,
    ) -> None:
        self._figures, self._forest, self._relays = figures, forest, relays
        self._registry, self._ledger, self._wording = registry, ledger, wording
        self._by_address: dict[str, list[Figure]] = defaultdict(list)
        self._outcomes: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._outlets = {source.id for source in registry.sources.values() if source.kind == OUTLET}

    def is_relay(self, one: Figure) -> bool:
        """Whether the statement is someone else's: an outlet's, or one that says what it relays."""
        return not one.coded and (one.source in self._outlets or bool(self._relays.get(one.statement_id or "")))

    def set_aside(self) -> list[Figure]:
        """Set the repetitions aside; return the figures that remain, in their order."""
        self._set_aside_restatements()
        remaining = [one for one in self._figures if not self._ledger.settled(one)]
        retold = [one for one in remaining if self.is_relay(one)]
        if retold:
            ids = {one.claim_id for one in retold}
            self._set_aside_relays([one for one in remaining if one.claim_id not in ids], retold)
        return [one for one in remaining if not self._ledger.settled(one)]

    # ------------------------------------------------------------------ said to restate

    def _set_aside_restatements(self) -> None:
        """Figures that are said to restate another one. Of figures that restate one another the first stays."""
        for one in self._figures:
            if self.is_relay(one):
                self._outcomes[one.statement_id or one.claim_id].add((one.claimant, one.outcome))
        for one in self._figures:
            target = self._restated(one)
            if target is None:
                continue
            same = target.statement_id is not None and target.statement_id == one.statement_id
            relayed = self.is_relay(one) and not same
            self._ledger.settle(one, Fate.RELAY if relayed else Fate.RESTATEMENT, target)
            if one.outcome != target.outcome or one.unit != target.unit:
                self._changed_outcome(one, target)
            else:
                self._compare("relay_changed_figure" if relayed else "headline_differs", one, target)
                if relayed:
                    self._undivided(one, target)

    def _restated(self, one: Figure) -> Figure | None:
        """What a figure restates at the end of the chain; None where that is itself, or is not in force."""
        known = self._forest.known
        path = [one]
        while (further := known.get(path[-1].restates or "")) is not None:
            if further in path:
                path.append(min(path[path.index(further) :], key=lambda other: other.key))
                break
            path.append(further)
            if len(path) > MAX_DEPTH:
                break
        return path[-1] if path[-1] is not one else None

    # ------------------------------------------------------------------ relays found

    def _set_aside_relays(self, originals: Sequence[Figure], retold: Sequence[Figure]) -> None:
        index = _Index(originals)
        for one in originals:
            for address in {one.statement_id, one.url}:
                if address:
                    self._by_address[address].append(one)
        for one in retold:
            self._outcomes[one.statement_id or one.claim_id].add((one.claimant, one.outcome))
        settled: set[str] = set()
        for one in sorted(retold, key=lambda figure: (self._depth(figure), figure.key)):
            if one.tally == Tally.RUNNING:
                continue  # the tallies compare themselves
            found = self._counterpart(one, index)
            if found is None:
                above = self._forest.parent(one)
                if above is not None and above.claim_id in settled and above.outcome == one.outcome:
                    self._ledger.settle(one, Fate.RELAY, above)
                    settled.add(one.claim_id)
                else:
                    index.add(one)
                continue
            target, compare = found
            self._ledger.settle(one, Fate.RELAY, target)
            settled.add(one.claim_id)
            compare()

    def _depth(self, one: Figure) -> int:
        return sum(1 for _ in self._forest.ancestors(one))

    def _counterpart(self, one: Figure, index: _Index) -> tuple[Figure, Callable[[], None]] | None:
        """What a figure relays, and the comparison to make; None where it is told for the first time.

        Looked for in the posts that the statement says it relays, then among the claimant's figures of the same time.
        """
        linked = [
            other
            for address in self._relays.get(one.statement_id or "", ())
            for other in self._by_address.get(address, ())
            if other.direction == one.direction and other.unit == one.unit and self._same_voice(one, other)
        ]
        pools: tuple[tuple[Callable[[], list[Figure]], bool], ...] = (
            (lambda: linked, True),
            (lambda: index.same_count(one), False),
            (lambda: index.near(one), False),
        )
        for candidates, named in pools:
            pool = candidates()
            same = [
                other
                for other in pool
                if other.outcome == one.outcome and self._weapons_meet(one, other) and self._places_meet(one, other)
            ]
            agreeing = [other for other in same if _agree(one, other) and (named or _near(one, other))]
            if agreeing:
                target = min(agreeing, key=lambda other: self._distance(one, other))
                return target, partial(self._agreeing, one, target)
            if one.part_of is None:
                wholes = [
                    other for other in same if self._stands_alone(other) and (named or _share(one, other) >= SHARE)
                ]
                alike = [other for other in wholes if other.group == one.group]
                if alike or wholes:
                    target = min(alike or wholes, key=lambda other: self._distance(one, other))
                    if alike:
                        return target, partial(self._compare, "relay_changed_figure", one, target)
                    return target, partial(self._not_told, one, target)
            fates = self._registry.fates
            wider = [
                other
                for other in pool
                if other.outcome != one.outcome
                and self._weapons_meet(one, other)
                and self._places_meet(one, other)
                and fates.get(one.outcome, frozenset()) & fates.get(other.outcome, frozenset())
                and self._registry.outcomes[other.outcome].balance
                and _interval(other) == _interval(one) != (0, None)
                and (named or _share(one, other) >= SHARE)
            ]
            if wider and self._registry.outcomes[one.outcome].balance:
                target = min(wider, key=lambda other: self._distance(one, other))
                return target, partial(self._changed_outcome, one, target)
        return None

    def _same_voice(self, one: Figure, other: Figure) -> bool:
        """The same claimant, or unnamed officials of the side ("Russia said") where the post is named."""
        if one.claimant == other.claimant:
            return True
        side = self._registry.sides.get(other.side or "")
        return side is not None and one.claimant == side.officials

    def _weapons_meet(self, one: Figure, other: Figure) -> bool:
        whole = self._registry.reconciling.whole
        return contains(one, other, whole) or contains(other, one, whole)

    def _places_meet(self, one: Figure, other: Figure) -> bool:
        """A total relays a total, the figure of a region that of the same region."""
        total_one, total_other = self._is_total(one), self._is_total(other)
        if total_one and total_other:
            return True
        return bool(one.areas) and one.areas == other.areas and one.place == other.place

    def _is_total(self, one: Figure) -> bool:
        parent = self._forest.parent(one)
        return parent is None or parent.outcome != one.outcome

    def _stands_alone(self, one: Figure) -> bool:
        return self._is_total(one) and not one.withheld

    def _distance(self, one: Figure, other: Figure) -> tuple[object, ...]:
        return (
            other.coded,
            other.group != one.group,
            _interval(one) != _interval(other),
            -_share(one, other),
            other.key,
        )

    # ------------------------------------------------------------------ comparisons

    def _agreeing(self, one: Figure, target: Figure) -> None:
        self._compare("relay_changed_figure", one, target)
        self._undivided(one, target)

    def _compare(self, kind: str, one: Figure, target: Figure) -> None:
        wording = self._wording
        if one.withheld != target.withheld:
            self._ledger.disagree(
                "withheld_but_given",
                Severity.WARNING,
                (target.low or 0) or (one.low or 0),
                [one],
                [target],
                f"{wording.figure(one)} and {wording.figure(target)} are one: the one withholds what the other gives",
                _interval(target),
                _interval(one),
            )
            return
        how = "the headline or another mention" if kind == "headline_differs" else "a relay"
        self._ledger.compare(
            kind,
            Severity.WARNING,
            (_interval(target), [target]),
            (_interval(one), [one]),
            lambda: (
                f"{how} has {wording.figure(one)}, where {wording.who(target.claimant)} itself has "
                f"{wording.figure(target)}"
            ),
        )

    def _not_told(self, one: Figure, target: Figure) -> None:
        wording = self._wording
        self._ledger.disagree(
            "relay_adds_figure",
            Severity.INFO,
            one.low or 0,
            [one],
            [target],
            f"a relay has {wording.figure(one)}, which is not in what {wording.who(target.claimant)} itself says of "
            f"the time ({wording.figure(target)})",
            _interval(target),
            _interval(one),
        )

    def _changed_outcome(self, one: Figure, target: Figure) -> None:
        wording = self._wording
        self._ledger.disagree(
            "relay_changed_outcome",
            Severity.WARNING,
            one.low or 0,
            [one],
            [target],
            f"a relay has {wording.figure(one)}, where {wording.who(target.claimant)} itself has "
            f"{wording.figure(target)}: the same number of another outcome",
            _interval(target),
            _interval(one),
        )

    def _undivided(self, one: Figure, target: Figure) -> None:
        """A relay that gives one figure for several ends, where its original parts it."""
        told = self._outcomes[one.statement_id or one.claim_id]
        undivided(one, target, self._forest, told, self._ledger, self._wording)


def undivided(
    one: Figure,
    target: Figure,
    forest: Forest,
    told: set[tuple[str, str]],
    ledger: Ledger,
    wording: Wording,
) -> None:
    """Write down that ``one`` gives a single figure where ``target`` has its parts by outcome.

    ``told`` are the (claimant, outcome) pairs that the report of ``one`` has.
    """
    parts = [part for part in forest.parts(target) if part.part_axis == "outcome" and part.outcome != target.outcome]
    if not parts or target.outcome != one.outcome or not _agree(one, target) or len({p.outcome for p in parts}) < 2:
        return
    if any((one.claimant, part.outcome) in told for part in parts):
        ledger.agree("outcome_undivided")
        return
    split = " and ".join(
        f"{wording.count(_interval(part))} {wording.outcome(part.outcome)}"
        for part in sorted(parts, key=lambda part: (part.outcome, part.key))
    )
    largest = max(part.low or 0 for part in parts)
    ledger.disagree(
        "outcome_undivided",
        Severity.INFO,
        max(0, (one.low or 0) - largest),
        [one],
        [target, *parts],
        f"{wording.figure(one)} is one figure for several ends, which {wording.source(target)} parts into {split}: "
        f"it must not be read as {wording.count(_interval(one))} downed",
        _interval(target),
        _interval(one),
    )


class _Index:
    """Figures by what they count and the end of their windows; of those of one count apart, as they are asked for most.

    So a relay is not held against all figures of its time, which in a busy time are many.
    """

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._figures: dict[tuple[object, ...], list[_Entry]] = defaultdict(list)
        for one in figures:
            for key in _keys(one):
                self._figures[key].append((one.end or 0, one.claim_id, one))
        for some in self._figures.values():
            some.sort(key=_place)

    def add(self, one: Figure) -> None:
        """Take in a relay that is told for the first time."""
        for key in _keys(one):
            insort(self._figures[key], (one.end or 0, one.claim_id, one), key=_place)

    def same_count(self, one: Figure) -> list[Figure]:
        """Figures of its claimant, direction, unit, outcome and count whose windows end within a day of its own."""
        return self._near(one, (*_voice(one), one.outcome, one.low, one.high))

    def near(self, one: Figure) -> list[Figure]:
        """The same for any outcome and count."""
        return self._near(one, _voice(one))

    def _near(self, one: Figure, key: tuple[object, ...]) -> list[Figure]:
        some = self._figures.get(key)
        if one.end is None or not some:
            return []
        first = bisect_left(some, one.end - NEAR, key=_end)
        last = bisect_right(some, one.end + NEAR, key=_end)
        return [other for _, _, other in some[first:last] if other.statement_id != one.statement_id or other.coded]


_Entry = tuple[int, str, Figure]


def _keys(one: Figure) -> tuple[tuple[object, ...], ...]:
    return () if one.end is None else (_voice(one), (*_voice(one), one.outcome, one.low, one.high))


def _place(entry: _Entry) -> tuple[int, str]:
    return entry[:2]


def _end(entry: _Entry) -> int:
    return entry[0]


def _voice(one: Figure) -> tuple[object, ...]:
    return one.claimant, one.direction, one.unit


def _near(one: Figure, other: Figure) -> bool:
    """Whether the windows overlap, or one has only a phrase and ends within a day of the other."""
    if _overlap(one, other) > 0:
        return True
    return one.slack_start > 0 or one.slack_end > 0


def _overlap(one: Figure, other: Figure) -> int:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return 0
    return min(one.end, other.end) - max(one.start, other.start)


def _share(one: Figure, other: Figure) -> float:
    """The part of the longer window that both share."""
    overlap = _overlap(one, other)
    if overlap <= 0 or one.start is None or one.end is None or other.start is None or other.end is None:
        return 0.0
    return overlap / max(one.end - one.start, other.end - other.start)


def _agree(one: Figure, other: Figure) -> bool:
    """Whether the counts are compatible: both withheld, or some number lies in both and they are not both open."""
    if one.withheld or other.withheld:
        return one.withheld and other.withheld
    return meet(_interval(one), _interval(other))


def _interval(one: Figure) -> Interval:
    return one.low or 0, one.high
