"""Words and small tests that the rules of English prose share."""

from __future__ import annotations

from typing import Final

from claims.parsing.clauses import (
    PREP,
    Chunk,
    O,
    Q,
    W,
)
from claims.parsing.places import Places

NAMED: Final = frozenset({"named", "listed"})

AMONG: Final = frozenset({"among", "of those", "of these", "the total"})

NEAR: Final = 3
"""Sentences over which a figure is itemised by its noun alone."""

SEEN: Final = frozenset({"recorded", "registered", "reported", "confirmed"})

RAIDERS: Final = frozenset({"ua_sbu", "ua_military_intelligence", "ru_fsb"})
"""Bodies that strike aircraft on the ground and shoot none down."""

OF_TOWNS: Final = frozenset({"port", "city", "town", "village", "suburb", "district", "outskirts", "hub"})

AREAS: Final = frozenset(
    {"NORTH", "SOUTH", "EAST", "WEST", "CENTER", "NORTHEAST", "NORTHWEST", "SOUTHEAST", "SOUTHWEST"}
)
"""Ends of the codes of areas of a country."""

FINITE: Final = frozenset({"finite", "pp"})

TWO: Final = 2

SECOND: Final = frozenset({"second", "other"})
"""What tells of two that one was spoken of."""


def names_state(places: Places) -> bool:
    """Whether places are whole states."""
    return bool(places.codes) and all("-" not in code for code in places.codes)


def launched_after(chunks: list[Chunk], at: int) -> bool:
    """Whether a participle says that what is counted was launched: "four missiles fired by Russia"."""
    kinds = [c.kind for c in chunks[at + 1 : at + 5]]
    end = 2 if kinds[:2] == [W, O] else 4 if kinds == [PREP, Q, W, O] else 0
    return end > 0 and chunks[at + end].value == ("launched", "any")
