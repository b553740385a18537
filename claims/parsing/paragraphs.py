"""Paragraphs of a story: which go on with the speaker of the one before."""

from __future__ import annotations

from typing import Final

from claims.parsing.clauses import PREP, C, Chunk, L, O, P, Q, R, T, W, X
from claims.parsing.tokens import Token

_PAPERS: Final = frozenset({"the statement", "the report", "the update", "the summary", "the bulletin"})

ITEMS: Final = 2
"""Counts with places that make a paragraph the list of the figure before it."""


def goes_on(chunked: list[list[Chunk]], index: int, tokens: list[Token]) -> bool:
    """Whether a paragraph goes on with the speaker before: "In addition, ...", an item of a list."""
    chunks, before = chunked[index], chunked[index - 1]
    if not chunks:
        return False
    if before and before[-1].kind == ":":
        return True
    if _reports_on(chunks, tokens):
        return True
    if chunks[0].kind in {'"', "bullet", "-"}:
        return True
    if len(chunks) > 1 and tokens[chunks[0].start].text == "as" and tokens[chunks[1].start].text == "result":
        return True  # "As a result of the battle, 42 drones were destroyed"
    if chunks[0].kind == C and tokens[chunks[0].start].text in _PAPERS:
        return True  # "The statement covers 1 p.m. to 8 p.m."
    return chunks[0].kind == R and chunks[0].value in {"also", "total", "another", "subset"}


def _air_defence(chunks: list[Chunk], tokens: list[Token]) -> bool:
    """Whether a sentence opens with those who shoot down: "Air defense forces shot down 112 targets"."""
    verb = next(chunk for chunk in chunks if chunk.kind == O)
    words = {word for token in tokens[chunks[0].start : verb.start] for word in token.text.split(" ")}
    return "air" in words and bool(words & {"defense", "defenses", "defence", "defences"})


def _reports_on(chunks: list[Chunk], tokens: list[Token]) -> bool:
    """Whether a paragraph goes on with a report: results counted, without a time or a speaker of its own."""
    if (
        len(chunks) > ITEMS
        and chunks[1].kind == W
        and tokens[chunks[0].start].text == "the"
        and chunks[2].kind in {O, PREP, R}
    ):
        return True  # "The drones were launched from ... About 110 of them were Shaheds."
    if len(chunks) > ITEMS and chunks[0].kind == T and chunks[0].value.as_of and chunks[1].kind == ",":
        chunks = chunks[2:]  # "As of 08:30, air defence had downed ..."
    kinds = {chunk.kind for chunk in chunks}
    if Q not in kinds or O not in kinds or C in kinds:
        return False
    if any(chunk.kind == T and not chunk.value.as_of for chunk in chunks):
        return False
    if sum(chunk.kind == Q for chunk in chunks) >= ITEMS and sum(chunk.kind == P for chunk in chunks) >= ITEMS:
        return True  # "Twelve were shot down over A, seven over B, three over C"
    opening = [chunk.kind for chunk in chunks[:6]]
    if opening[:1] == [X] and O in opening and _air_defence(chunks, tokens):
        return True
    located = L in kinds and any(chunk.kind == O and chunk.value[0] in {"hit", "debris"} for chunk in chunks)
    return located or any(chunk.kind == O and chunk.value[0] in {"airborne", "lost", "crossed"} for chunk in chunks)
