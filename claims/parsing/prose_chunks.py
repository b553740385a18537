"""Chunks of English prose: put right before figures are looked for in them."""

from __future__ import annotations

import dataclasses
from typing import Final

from claims.parsing.clauses import (
    PREP,
    A,
    C,
    Chunk,
    L,
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
from claims.parsing.prose_figures import ProseFigures
from claims.parsing.prose_words import (
    SEEN,
)
from claims.parsing.weapons import WeaponPhrase

_LOSSES: Final = frozenset({"losses", "lost"})


def _without_brackets(chunks: list[Chunk]) -> list[Chunk]:
    """ "58 out of 59 (drones) were shot down": a noun that whoever quotes puts in."""
    for i in range(len(chunks) - 3):
        if [c.kind for c in chunks[i : i + 4]] == [Q, "(", W, ")"]:
            return [*chunks[: i + 1], chunks[i + 2], *_without_brackets(chunks[i + 4 :])]
    return chunks


class ProseChunks(ProseFigures):
    """Chunks of English prose: put right before figures are looked for in them."""

    def prepared(self, chunks: list[Chunk], kinds: set[str]) -> tuple[list[Chunk], set[str]]:
        """The chunks of a sentence as the composer reads them, with their kinds: each rule where its words occur."""
        if PREP in kinds and Q in kinds:
            opens = 1 if chunks[0].kind == "bullet" and len(chunks) > 1 else 0
            if self.tokens[chunks[opens].start].text in {"of these", "of those", "of them"}:
                first = chunks[opens]
                chunks = [*chunks[:opens], Chunk(R, first.start, first.end, "subset"), *chunks[opens + 1 :]]
                kinds = {*kinds, R}
        if A in kinds and L in kinds:
            chunks = self.with_strikes_seen(chunks)
            kinds = {*kinds, *(c.kind for c in chunks)}
        if L in kinds and C in kinds and "targets" in self.words:
            chunks = self.with_targeting(chunks)
            kinds = {*kinds, O}
        if N in kinds and Q in kinds:
            chunks = self.without_others(chunks)
        if '"' in kinds and W in kinds:
            chunks = self.without_quotes(chunks)
        if "(" in kinds and Q in kinds and W in kinds:
            chunks = _without_brackets(chunks)
        if "damaged" in self.words and O in kinds and W in kinds:
            chunks = self.without_damage(chunks)
        if Q in kinds and not _LOSSES.isdisjoint(self.words):
            chunks = self.with_losses(chunks)
            kinds = {*kinds, *(c.kind for c in chunks)}
        return chunks, kinds

    def without_quotes(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "35 "kamikaze" drones": the quotes around a word of a weapon's name are none of speech."""
        for i in range(len(chunks) - 3):
            if [c.kind for c in chunks[i : i + 4]] != ['"', X, '"', W]:
                continue
            weapon = chunks[i + 3]
            strike = self.tokens[chunks[i + 1].start].text in {"kamikaze", "suicide", "attack", "strike", "exploding"}
            if strike and weapon.value.paths == ("uav",):
                phrase = dataclasses.replace(weapon.value, paths=("uav.strike",))
                return [*chunks[:i], Chunk(W, chunks[i + 1].start, weapon.end, phrase), *chunks[i + 4 :]]
        return chunks

    def with_targeting(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "Russia targets Ukraine with 200 drones": a verb, no places."""
        return [
            Chunk(O, c.start, c.end, ("launched", "any"))
            if c.kind == L
            and 0 < i < len(chunks) - 1
            and self.tokens[c.start].text == "targets"
            and chunks[i - 1].kind == C
            and chunks[i + 1].kind in {C, P}
            else c
            for i, c in enumerate(chunks)
        ]

    def without_others(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "nine others were lost": the number stands for itself."""
        kept: list[Chunk] = []
        for chunk in chunks:
            if chunk.kind == N and kept and kept[-1].kind == Q and self.tokens[chunk.start].text == "others":
                kept[-1].value.another = True
            else:
                kept.append(chunk)
        return kept

    def without_damage(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "Drones damaged buildings in Moscow": what weapons did is no result of air defence."""
        return [
            Chunk(X, c.start, c.end)
            if c.kind == O
            and 0 < i < len(chunks) - 1
            and self.tokens[c.start].text == "damaged"
            and c.value[1] == "any"
            and chunks[i - 1].kind == W
            and chunks[i + 1].kind in {N, X, P}
            else c
            for i, c in enumerate(chunks)
        ]

    def with_losses(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "Russia lost 1,140 troops and 428 planes" is eliminated, "27 were "lost"," lost from radar."""
        result = list(chunks)
        for i, chunk in enumerate(chunks[:-3]):
            if self.tokens[chunk.start].text == "losses" and chunk.kind == X:
                following = [self.tokens[c.start].text for c in chunks[i + 1 : i + 5]]
                if {"include", "included", "amounted", "stand", "totaled"} & set(following):
                    result[i] = Chunk(O, chunk.start, chunk.end, ("eliminated", "noun"))
        for i, chunk in enumerate(chunks[1:-1], 1):
            if chunk.kind != X or self.tokens[chunk.start].text != "lost":
                continue
            who = chunks[i - 2] if chunks[i - 1].kind == R and i > 1 else chunks[i - 1]
            if who.kind == C and who.value.startswith("ref:") and chunks[i + 1].kind == Q:
                result[i] = Chunk(O, chunk.start, chunk.end, ("eliminated", "act"))
            elif chunks[i - 1].kind == '"' and {Q, W} & {c.kind for c in chunks[max(i - 3, 0) : i]}:
                result[i] = Chunk(O, chunk.start, chunk.end, ("lost", "pp"))
        return result

    def with_strikes_seen(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "strikes by 11 missiles were registered at 24 locations": hits, as they are counted."""
        seen = next(
            (i for i, c in enumerate(chunks) if c.kind in {O, S} and self.tokens[c.start].text in SEEN and i), None
        )
        attack = next((i for i in range(seen or 0) if chunks[i].kind == A), None)
        if seen is None or attack is None or not any(c.kind == L for c in chunks[seen:]):
            return chunks
        strike = Chunk(O, chunks[attack].start, chunks[attack].end, ("hit", "noun"))
        weapon = None
        if self.tokens[chunks[attack].start].text.startswith(("drone", "missile")):
            path = "uav" if self.tokens[chunks[attack].start].text.startswith("drone") else "missile"
            weapon = Chunk(
                W, strike.start, strike.end, WeaponPhrase(strike.start, strike.end, (path,), (), None, "pl", True)
            )
        rest = [c for i, c in enumerate(chunks) if i not in {attack, seen}]
        return [*rest[:attack], strike, *([weapon] if weapon else []), *rest[attack:]]

    def keeps_other(self, chunks: list[Chunk], draft: Draft) -> bool:
        """Whether what English prose says is not told is no figure of air defence: its own losses, drones involved."""
        involved = any(c.kind == O and self.tokens[c.start].text == "involved" for c in chunks)
        return self.english and (involved or draft.outcome == "eliminated")

    def counts_what_follows(self, chunks: list[Chunk]) -> bool:
        """ "The Air Force said it had recorded the following:"."""
        words = {self.tokens[c.start].text for c in chunks[-5:]}
        return bool(words & {"recorded", "registered", "detected", "tracked"})

    def office(self, chunks: list[Chunk]) -> str | None:
        """The region of the mayor who speaks in the sentence."""
        mayor = next((c.value for c in chunks if c.kind == C and c.value.startswith("other:mayor:")), None)
        return mayor.split(":")[2] if mayor and self.english else None

    def governed(self, chunks: list[Chunk]) -> str | None:
        """The region of the governor who speaks in the sentence."""
        named = [c.value for c in chunks if c.kind == C and "_governor:" in c.value] if self.english else []
        return named[0].split(":")[1] if len(named) == 1 else None
