"""Places of English prose: which are those of a figure, and in what role."""

from __future__ import annotations

from claims.parsing.clauses import (
    AND,
    BUT,
    CARRIERS,
    EVENT,
    PREP,
    A,
    Chunk,
    N,
    O,
    P,
    Q,
    R,
    S,
    W,
    X,
)
from claims.parsing.drafts import Draft
from claims.parsing.places import SURROUNDED, PlaceItem
from claims.parsing.progress import Progress
from claims.parsing.prose_words import (
    AREAS,
    NAMED,
    OF_TOWNS,
    SEEN,
    TWO,
)

SETTLEMENTS = 24
"""Chunks in which a briefing names the settlements of several regions."""


def _is_area(item: PlaceItem) -> bool:
    """Whether a place is a part of a country told by its direction."""
    return bool(item.macro or (item.codes and item.codes[0].partition("-")[2] in AREAS))


class ProsePlaces(Progress):
    """Places of English prose: which are those of a figure, and in what role."""

    def of_carriers(self, chunks: list[Chunk], index: int) -> bool:
        """Whether a place stands right behind the planes that launched."""
        before = chunks[index - 1] if index else None
        return before is not None and before.kind == W and before.value.root in CARRIERS

    def seen_there(self, chunks: list[Chunk], index: int) -> bool:
        """ "the downing of 40 drones was confirmed in the north": where it was, not where someone spoke."""
        return self.english and self.tokens[chunks[index - 1].start].text in SEEN

    def starts_aside(self, chunks: list[Chunk], index: int) -> bool:
        """Whether something else begins to be told: what happened besides, in a clause of its own."""
        chunk, text = chunks[index], self.tokens[chunks[index].start].text
        after = chunks[index + 1].kind if index + 1 < len(chunks) else ""
        if chunk.kind == AND and after == S:
            return True  # "... and said debris damaged a school near A"
        if text == "as" and chunk.kind == X:
            return after in {O, W, A, EVENT}
        return chunk.kind == BUT and text == "with" and chunks[index - 1].kind == "," and after != Q

    def vague_role(self, chunks: list[Chunk], index: int) -> str | None:
        """ "over various Russian regions and occupied Crimea": the role of regions neither named nor counted."""
        if index < 3:
            return None
        if self.tokens[chunks[index - 1].start].text == "country's" and chunks[index - 2].kind == PREP:
            return str(chunks[index - 2].value) if chunks[index - 2].value in {"over", "in"} else None
        if chunks[index - 1].kind == PREP and chunks[index - 1].value == "of":
            return self.role_of_part(chunks, index) or self.role_of_settlement(chunks, index)
        if chunks[index - 1].kind != AND:
            return None
        lead = next((i for i in range(index - 2, max(index - 7, -1), -1) if chunks[i].kind != X), None)
        if lead is None or chunks[lead].kind != PREP or chunks[lead].value not in {"over", "in"}:
            return None
        words = {self.tokens[t].text for c in chunks[lead + 1 : index - 1] for t in range(c.start, c.end)}
        return str(chunks[lead].value) if words & {"regions", "areas", "oblasts", "provinces"} else None

    def role_of_part(self, chunks: list[Chunk], index: int) -> str | None:
        """ "on the approach to the port of Izmail": the role of a town told by what lies there."""
        words: set[str] = set()
        for chunk in reversed(chunks[max(index - 6, 0) : index - 1]):
            if chunk.kind == PREP and chunk.value in {"over", "in"}:
                return str(chunk.value) if words & OF_TOWNS else None
            if chunk.kind != X:
                return None
            words |= {self.tokens[t].text for t in range(chunk.start, chunk.end)}
        return None

    def role_of_settlement(self, chunks: list[Chunk], index: int) -> str | None:
        """ "near the settlements of A of the Kharkov Region and B of the Kherson Region": where the settlements lie."""
        for at in range(index - 1, max(index - SETTLEMENTS, -1), -1):
            chunk = chunks[at]
            if chunk.kind == N:
                near = chunks[at - 1] if at else chunk
                named = self.tokens[chunk.start].text in {"settlements", "settlement", "villages", "towns"}
                return "in" if named and near.kind == PREP and near.value in {"in", "over"} else None
            if chunk.kind == P and chunk.value.role in {"in", "over"}:
                return str(chunk.value.role)  # "over A of the Kharkov Region", "in the area of B of the Kherson Region"
            led = chunk.kind == PREP and chunk.value in {"in", "over"} and chunks[at + 1].kind != N
            if led or chunk.kind not in {X, PREP, P, AND, ","}:
                return None
        return None

    def widen_cities(self, chunk: Chunk) -> None:
        """ "the regions of Kyiv, Kharkiv and Sumy": of a city that is a region of its own the one around it."""
        if self.tokens[chunk.start].text not in {"the regions of", "regions of"}:
            return
        for item in chunk.value.items:
            around = SURROUNDED.get(item.codes[0]) if item.codes else None
            if around:
                item.codes = (around,)

    def are_aimed_at(self, chunks: list[Chunk], index: int) -> bool:
        """ "targeting several regions, including A": a place among those that something was launched at."""
        if "targeting" not in self.words or index < TWO or chunks[index - 1].kind != R:
            return False
        verb = next((c for c in reversed(chunks[: index - 1]) if c.kind == O), None)
        return verb is not None and self.tokens[verb.start].text == "targeting"

    def drop_wider(self, draft: Draft) -> None:
        """ "In southern Russia, 24 were brought down over the Volgograd region": the region says where."""
        exact = [code for code in draft.codes if "-" in code and code.partition("-")[2] not in AREAS]
        if not exact:
            return
        for places in draft.places:
            places.items = [item for item in places.items if not _is_area(item)]
        draft.places = [p for p in draft.places if p.counted or p.items]

    def names_places(self, chunks: list[Chunk]) -> bool:
        """ "The Bryansk, Belgorod and Moscow regions and Crimea were named"."""
        return (
            not NAMED.isdisjoint(self.words)
            and any(self.tokens[c.start].text in NAMED for c in chunks)
            and sum(len(c.value.items) for c in chunks if c.kind == P) > TWO
            and {W, Q, N}.isdisjoint({c.kind for c in chunks})
        )

    def speaks_of_them(self, chunks: list[Chunk]) -> bool:
        """ "They were downed over 14 regions"."""
        return self.tokens[chunks[0].start].text in {"they", "these"} and not any(c.kind in {W, Q, N} for c in chunks)
