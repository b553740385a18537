"""Reports that break off where their count should stand: they are unreadable, not without claims."""

from __future__ import annotations

from typing import Final

from claims.model import Problem
from claims.parsing.clean import Cleaned
from claims.parsing.tokens import LINE, MARK, Token
from claims.parsing.verbs import RESULTS
from claims.parsing.verdicts import post_cues

_TOLD: Final = frozenset({"pp.pl", "pp.sg", "pp", "impers", "act"})
_GAPS: Final = frozenset({"...", "…"})
_BRACKETS: Final = "()<>"
_LEADS: Final = frozenset({"prep", "conj", "qual", "aux", "territory"})
NEAR: Final = 6
"""Tokens after a gap within which the weapon stands whose count is missing."""


def cut_off_count(tokens: list[Token], cleaned: Cleaned, lang: str) -> Problem | None:
    """The problem of a report whose count is missing: "уничтожены ... БПЛА", or a text that ends with "ППО збито" or
    "сбиты БПЛА над"; None for any other text.
    """
    last = len(tokens) - 2
    while last >= 0 and tokens[last].shape == LINE:
        last -= 1
    defenders = post_cues(lang).defenders
    result: Token | None = None
    reports = defended = False
    for index, token in enumerate(tokens[: last + 1]):
        if token.shape == LINE:
            result, reports, defended = None, False, False
            continue
        defended = defended or any(word.startswith(defenders) for word in token.text.split(" "))
        reports = reports or defended or "weapon_noun" in token.kinds
        if _is_result(token):
            result = token
        elif result is not None and (end := _gap(tokens, index)) > index:
            follows = any("weapon_noun" in other.kinds for other in tokens[end : end + NEAR])
            if follows or (end > last and reports):
                return _problem(cleaned, token, tokens[end - 1])
    if result is None or not reports:
        return None
    ends = tokens[last]
    # "Цели поражены" is whole, "ПВО уничтожены" is not
    broken = defended if ends is result else not _LEADS.isdisjoint(ends.kinds)
    return _problem(cleaned, ends, ends) if broken else None


def _is_result(token: Token) -> bool:
    outcome, feature = token.kinds.get("outcome", ("", ""))
    return outcome in RESULTS and feature in _TOLD


def _gap(tokens: list[Token], index: int) -> int:
    """The index after "...", "…" or "(…)" at ``index``; ``index`` itself where none stands. Brackets are all round."""
    end = index
    while tokens[end].shape == MARK and tokens[end].text in ".…" + _BRACKETS:
        end += 1
    gap = "".join(token.text for token in tokens[index:end])
    return end if gap.strip(_BRACKETS) in _GAPS else index


def _problem(cleaned: Cleaned, first: Token, last: Token) -> Problem:
    word = cleaned.text[first.start : last.end]
    span = cleaned.original(first.start, last.end)
    return Problem("count_cut_off", f"the text breaks off at {word!r}, where a count should stand", span, word)
