"""Segments of a sentence, one quantity each, and the patterns of chunks around a quantity."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from claims.parsing.clauses import AND, BUT, PREP, SUB, Chunk, L, O, P, Q, R, S, T, W, X
from claims.parsing.places import Places

SEPARATORS = frozenset({",", ";", ":", "(", "bullet", AND, BUT, SUB})


@dataclass(slots=True)
class Segment:
    """The chunks ``first``..``last`` (half-open) of a sentence that belong to the quantity at ``at``.

    ``later`` are the segments after it in the same sentence; ``alone`` tells that the sentence has no other; ``kinds``
    are those that the sentence's chunks may have, so that no rule looks for what is not there.
    """

    chunks: list[Chunk]
    at: int
    first: int
    last: int
    later: tuple[Segment, ...]
    alone: bool
    kinds: set[str]

    @property
    def before(self) -> Chunk | None:
        """The chunk right before the quantity."""
        return self.chunks[self.at - 1] if self.at else None

    @property
    def after(self) -> Chunk | None:
        """The chunk right after the quantity."""
        return self.chunks[self.at + 1] if self.at + 1 < len(self.chunks) else None


def cut_segments(chunks: list[Chunk], quantities: list[int], kinds: set[str]) -> list[Segment]:
    """One segment for each quantity, cut at the last joint between two of them. ``kinds`` are those of the chunks."""
    if not quantities:
        return []
    if len(quantities) == 1:
        return [Segment(chunks, quantities[0], 0, len(chunks), (), True, kinds)]
    cuts = [0, *(_cut(chunks, left, right) for left, right in itertools.pairwise(quantities)), len(chunks)]
    segments: list[Segment] = []
    for number in range(len(quantities) - 1, -1, -1):
        first, last = cuts[number], cuts[number + 1]
        segments.insert(0, Segment(chunks, quantities[number], first, last, tuple(segments), False, kinds))
    return segments


def _cut(chunks: list[Chunk], left: int, right: int) -> int:
    """Where the segment of the quantity at ``right`` begins: at a mark or "and", else at a preposition or "also"."""
    cut = right
    for index in range(right - 1, left, -1):
        joint = chunks[index].kind
        if joint in SEPARATORS and not (joint == ":" and index < right - 4):
            if joint == AND and index == right - 1 and _lists_uncounted(chunks, left, index):
                continue  # "hits by ballistic missiles and 34 drones"
            return index
        if joint in {PREP, R}:
            cut = index
    told = chunks[max(right - 3, left + 1) : right]
    if [c.kind for c in told] == ["-", P, O] and told[1].value.role == "over":
        return right - 3  # "запустив шість БпЛА — над A збито п'ять"
    if right + 1 < len(chunks) and chunks[right + 1].kind == L:
        return cut  # "24 drones struck 13 locations"
    if cut == right and right - left > 2 and chunks[right - 1].kind == O:
        return right - 1  # "із 88 безпілотників збито 71"
    return cut


def _lists_uncounted(chunks: list[Chunk], left: int, joint: int) -> bool:
    """Whether weapons without a number, led by a noun that says what happened, stand before the joint."""
    kinds = [c.kind for c in chunks[max(joint - 3, left + 1) : joint]]
    if kinds[-3:] == [O, PREP, W] or kinds[-2:] == [O, W]:
        verb = chunks[joint - len(kinds[-3:] if kinds[-3:] == [O, PREP, W] else kinds[-2:])]
        return bool(verb.value[1] == "noun")
    return False


def led_by(chunks: list[Chunk], at: int, roles: set[str]) -> bool:
    """Whether a preposition of one of these roles stands right before the chunk."""
    return at > 0 and chunks[at - 1].kind == PREP and chunks[at - 1].value in roles


def bracket_depth(chunks: list[Chunk], at: int) -> int:
    """How many brackets are open before the chunk."""
    depth = 0
    for chunk in chunks[:at]:
        if chunk.kind == "(":
            depth += 1
        elif chunk.kind == ")":
            depth = max(depth - 1, 0)
    return depth


def bracket_opener(chunks: list[Chunk], at: int) -> int:
    """The index of the last opening bracket before the chunk, 0 without one."""
    for index in range(at - 1, -1, -1):
        if chunks[index].kind == "(":
            return index
    return 0


def weapon_follows(chunks: list[Chunk], at: int) -> bool:
    """Whether the count has a weapon of its own and the bracket goes on after it: "(5 БПЛА над A)"."""
    return at + 2 < len(chunks) and chunks[at + 1].kind == W and chunks[at + 2].kind != ")"


def last_colon(chunks: list[Chunk], at: int) -> int | None:
    """The index of the last colon before the chunk, None without one; a colon that opens the sentence is none."""
    for index in range(at - 1, 0, -1):
        if chunks[index].kind == ":":
            return index
    return None


def place_counts(chunks: list[Chunk], index: int, at: int) -> bool:
    """A bare place belongs to the count when it stands in its item: "Харківщина – 5", "5 – Курская область"."""
    places: Places = chunks[index].value
    if not any(item.codes and "-" in item.codes[0] for item in places.items):
        return False
    low, high = min(index, at), max(index, at)
    return all(c.kind in {"-", "(", ")", ":", W, O, Q, X, T, R} for c in chunks[low + 1 : high])


def is_speech_place(chunks: list[Chunk], index: int) -> bool:
    """ "said in Kyiv", "в Минобороны": the place of speech."""
    return index > 0 and chunks[index - 1].kind == S and index + 1 >= len(chunks)
