"""How the text was cut: sentences and their chunks, each with its kind and what it was read as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from claims.explaining.counts import count, outcome
from claims.explaining.printable import one_line
from claims.model import Outcome
from claims.parsing import clauses
from claims.parsing.clauses import Chunk
from claims.parsing.reading import Analysis

KINDS: dict[str, tuple[str, str]] = {
    clauses.Q: ("count", "how many"),
    clauses.W: ("weapon", "what is counted"),
    clauses.O: ("outcome", "what happened"),
    clauses.P: ("place", "where"),
    clauses.T: ("time", "when"),
    clauses.C: ("speaker", "who says it"),
    clauses.S: ("speech", "a word of saying"),
    clauses.L: ("locations", "places are counted, not weapons"),
    clauses.N: ("other", "something else is counted: people, houses, years"),
    clauses.R: ("marker", "how a figure hangs on another: “of them”, “in all”, “more”"),
    clauses.A: ("attempt", "an attack or an attempt at one"),
    clauses.EVENT: ("event", "something that is no outcome: damage, injury, a crash"),
    clauses.NEG: ("negation", "“not”, “no”"),
    clauses.DENIAL: ("denial", "what is quoted is denied"),
    clauses.FORMER: ("former", "the figure is an earlier one, taken back"),
    clauses.WITHHELD: ("withheld", "the figure is not given"),
}
"""Kind of a chunk: its name for people, and what it tells. Other kinds are words and marks between them."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A chunk: ``name`` is "" for plain words, ``value`` what it was read as ("" when the words say it)."""

    name: str
    words: str
    value: str


@dataclass(frozen=True, slots=True)
class CutSentence:
    """The chunks of a sentence; ``figures`` tells whether a claim or a problem has words in it."""

    cuts: tuple[Cut, ...]
    figures: bool


def sentences(found: Analysis, spans: list[tuple[int, int]]) -> list[CutSentence]:
    """The sentences as they were cut. ``spans`` are those of claims and problems, in the statement's text."""
    text, tokens = found.cleaned.text, found.tokens
    result: list[CutSentence] = []
    for sentence, chunks in zip(found.sentences, found.chunked, strict=True):
        first, last = found.cleaned.original(tokens[sentence.start].start, tokens[sentence.end - 1].end)
        cuts: list[Cut] = []
        for chunk in chunks:
            words = one_line(text[tokens[chunk.start].start : tokens[chunk.end - 1].end])
            name = KINDS[chunk.kind][0] if chunk.kind in KINDS else ""
            if not name and cuts and not cuts[-1].name:
                # words and marks between the chunks stand together, spaced as in the text
                apart = " " if tokens[chunk.start].start > tokens[chunk.start - 1].end else ""
                cuts[-1] = Cut("", f"{cuts[-1].words}{apart}{words}", "")
            elif words:
                value = one_line(_value(chunk))
                cuts.append(Cut(name, words, "" if _bare(value) == _bare(words) else value))
        result.append(CutSentence(tuple(cuts), any(first < end and start < last for start, end in spans)))
    return result


def _bare(text: str) -> str:
    """Letters and digits alone: "45 620" and "45,620" are the same."""
    return "".join(filter(str.isalnum, text))


def legend(cut: list[CutSentence]) -> list[tuple[str, str]]:
    """The kinds of chunks that occur, with what they tell."""
    names = {one.name for sentence in cut for one in sentence.cuts}
    return [(name, told) for name, told in KINDS.values() if name in names]


def _value(chunk: Chunk) -> str:
    """What a chunk was read as: a number, a path of the taxonomy, an outcome, codes of regions, a claimant."""
    value: Any = chunk.value
    if value is None:
        return ""
    if chunk.kind == clauses.Q:
        if value.low is None and value.high is None:
            return "all" if value.all_of else "the rest" if value.rest else ""
        return count(value.low, value.high) + (" each" if value.each else "")
    if chunk.kind == clauses.W:
        return ", ".join([" + ".join(value.paths), *value.traits])
    if chunk.kind == clauses.O:
        name = str(value[0])
        return outcome(name) if name in set(Outcome) else name.replace("_", " ")
    if chunk.kind == clauses.P:
        codes = [*value.codes, *(item.macro for item in value.items if item.macro)]
        if value.counted:
            codes.append(f"{value.counted} regions")
        return ", ".join(dict.fromkeys(codes)) or ("not known" if value.unknown else "")
    return str(value) if chunk.kind == clauses.C else ""
