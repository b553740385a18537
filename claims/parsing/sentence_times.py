"""Times of a sentence: which of several phrases counts, and which is only the time of saying."""

from __future__ import annotations

from claims.parsing.clauses import PREP, C, Chunk, P, S, X
from claims.parsing.times import TimePhrase


def time_of_speech(chunks: list[Chunk], index: int) -> bool:
    """ "..., the ministry said on Monday": the time of saying, not of the event."""
    phrase: TimePhrase = chunks[index].value
    follow = chunks[index + 1] if index + 1 < len(chunks) else None
    led = index > 1 and chunks[index - 1].kind == PREP and chunks[index - 2].kind == S
    if led and follow is not None and follow.kind == C and follow.value.startswith("ref:"):
        return False  # "said that on Tuesday Ukraine fired four missiles"
    if phrase.range_start or phrase.range_end or phrase.instant or phrase.span:
        return False
    if phrase.part is None and _speech_follows(chunks, index):
        return True
    if phrase.part and any(c.kind not in {C, X, P, PREP, '"'} for c in chunks[index + 1 :]):
        return False  # "сообщили в Минобороны. Ночью ..." is another sentence; at a sentence's end it is said then
    for back in range(index - 1, max(-1, index - 4), -1):
        before = chunks[back].kind
        if before == S:
            return True
        if before not in {X, PREP, P, C}:
            return False
    return False


def _speech_follows(chunks: list[Chunk], index: int) -> bool:
    """ "Об этом в четверг, 1 января, сообщил мэр": a date between "about this" and the word of speech."""
    after = next((c for c in chunks[index + 1 :] if c.kind != ","), None)
    return after is not None and after.kind == S and all(c.kind in {X, P, PREP} for c in chunks[:index])


def fullest(phrases: list[TimePhrase]) -> TimePhrase | None:
    """The phrase that states most: a range before a part before a date."""
    ranked = sorted(
        phrases, key=lambda p: (bool(p.range_start or p.range_end), bool(p.instant), bool(p.part)), reverse=True
    )
    return ranked[0] if ranked else None


def merge_times(own: TimePhrase, best: TimePhrase) -> TimePhrase:
    """A bare date and a part or range of the same sentence make one phrase ("on Monday ... overnight")."""
    if own is best or own.range_start or own.range_end or own.instant:
        return own
    if own.date is not None and own.part is None and own.span is None and best.part and best.date is not None:
        return best  # a dateline and "overnight", which has its own date
    if own.date is not None and own.part is None and own.span is None and best.date is None:
        return TimePhrase(best.start, best.end, best.part, own.date, best.range_start, best.range_end, best.instant)
    if own.part is not None and own.date is None and (best.range_start or best.range_end) and best.part is None:
        return TimePhrase(best.start, best.end, own.part, best.date, best.range_start, best.range_end)
    return own
