"""Drafts: claims in the making, and what a sentence leaves for the next one to inherit."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Final

from claims.parsing.numbers import Quantity
from claims.parsing.places import Places
from claims.parsing.times import TimePhrase


@dataclass(slots=True, eq=False)
class Draft:
    """A claim in the making. ``span`` is in cleaned offsets; ``parent`` another draft."""

    outcome: str
    unit: str
    weapons: tuple[str, ...]
    quantity: Quantity
    span: tuple[int, int]
    sentence: int
    rule: str
    traits: tuple[str, ...] = ()
    weapon_span: tuple[int, int] | None = None
    weapon_side: str | None = None
    own_weapon: bool = False
    places: list[Places] = field(default_factory=list)
    launched_from: list[Places] = field(default_factory=list)
    toward: Places | None = None
    target_follows: bool = False
    item_codes: tuple[str, ...] | None = None
    time: TimePhrase | None = None
    as_of: TimePhrase | None = None
    parent: Draft | None = None
    axis: str | None = None
    complete: bool | None = None
    tally: str = "window"
    claimant: str | None = None
    subset: bool = False
    total: bool = False
    bracket: bool = False
    dashed: bool = False
    also: bool = False
    superlative: bool = False
    own_outcome: bool = True
    derived_from: list[Draft] = field(default_factory=list)
    derived: bool = False
    restates: Draft | None = None
    more_spans: list[tuple[int, int]] = field(default_factory=list)
    low: int | None = None
    high: int | None = None
    qualifier: str = "exact"
    running: bool = False
    order: int = 0
    unnamed_left: int | None = None
    at_front: bool = False
    anew: bool = False

    def __post_init__(self) -> None:
        if self.qualifier == "exact" and self.low is None and self.high is None:
            # a copy keeps its own interval
            self.low, self.high, self.qualifier = self.quantity.low, self.quantity.high, self.quantity.qualifier

    def copy(self) -> Draft:
        """Another draft with the same fields, the lists among them shared."""
        return Draft(*_FIELDS(self))

    @property
    def codes(self) -> tuple[str, ...]:
        """Regions where it happened."""
        if self.item_codes is not None:
            return self.item_codes
        places = self.places
        if not places:
            return ()
        if len(places) == 1:
            items = places[0].items
            codes = items[0].codes if len(items) == 1 else places[0].codes  # nearly always one
        else:
            codes = tuple(dict.fromkeys([code for listed in places for code in listed.codes]))
        for code in codes:
            if "-" not in code and self.outcome != "crossed":
                return tuple([code for code in codes if "-" in code])
        return codes

    @property
    def of_the_war(self) -> bool:
        """Whether it counts losses since the war began, not the increase told beside them."""
        return self.outcome == "eliminated" and self.rule != "tally_increase"

    @property
    def macros(self) -> tuple[str, ...]:
        """Macro-areas where it happened, without their side."""
        if self.item_codes is not None:
            return ()
        found: list[str] = []
        for places in self.places:
            for item in places.items:
                if item.macro is not None and item.macro not in found:
                    found.append(item.macro)
        return tuple(found)

    @property
    def unnamed(self) -> int | None:
        """Regions counted but not named, here or by parts."""
        if self.unnamed_left is not None or self.item_codes is not None:
            return self.unnamed_left
        return sum([places.unnamed or 0 for places in self.places if places.counted]) or None


_FIELDS: Final = attrgetter(*(f.name for f in fields(Draft)))


@dataclass(slots=True)
class Carry:
    """What a sentence leaves for the next one to inherit."""

    outcome: str | None = None
    outcomes: frozenset[str] = frozenset()
    results_follow: bool = False
    table: bool = False
    weapons: tuple[str, ...] | None = None
    traits: tuple[str, ...] = ()
    side: str | None = None
    header: Draft | None = None
    main: Draft | None = None
    line: int = -1
    list_outcome: str | None = None
    list_open: bool = False
    targets: list[Places] = field(default_factory=list)
    list_targets: list[Places] = field(default_factory=list)
    sentence: int = -9
