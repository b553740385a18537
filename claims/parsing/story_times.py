"""Times of a story: what a figure without a time of its own has from the figures and sentences around it."""

from __future__ import annotations

from typing import Final

from claims.parsing.drafts import Draft
from claims.parsing.times import TimePhrase

NEAR: Final = 2
"""Sentences over which a month spoken of holds on."""

_BACKGROUND: Final = ("in_", "last_", "past_", "week", "month", "year", "war", "day24")
"""Spans of figures told for comparison, which hold for no figure of another sentence."""


def lend_in_prose(drafts: list[Draft], times: list[tuple[int, TimePhrase]]) -> None:
    """A figure without a time has that of what its speaker told before, else of what was told last in the story.

    The drafts stand in the order of the text.
    """
    told = [(number, phrase) for number, phrase in times if _is_lent(phrase)]
    before: list[tuple[Draft, TimePhrase]] = []  # figures with a time that may hold for others
    for place, draft in enumerate(drafts):
        if draft.time is not None and draft.time.part == "night" and draft.time.range_start is None:
            hours = [p for n, p in told if draft.sentence < n <= draft.sentence + 4 and p.part == "night"]
            draft.time = next((p for p in hours if p.range_start is not None), draft.time)
        if draft.time is None and draft.parent is None:
            draft.time = _month_before(drafts, place) or _lent_time(drafts, place, before, told)
        if draft.time is not None and _is_lent(draft.time):
            before.append((draft, draft.time))


def _month_before(drafts: list[Draft], place: int) -> TimePhrase | None:
    """ "In November 5,400 were used, he said. There were 214 missiles.": the month spoken of just before."""
    draft = drafts[place]
    for other in reversed(drafts[:place]):
        if draft.sentence - other.sentence > NEAR:
            break
        time = other.time if other.claimant == draft.claimant else None
        if time is not None and (time.span or "").startswith("in_") and not _is_lent(time):
            return time
    return None


def _lent_time(
    drafts: list[Draft], place: int, before: list[tuple[Draft, TimePhrase]], told: list[tuple[int, TimePhrase]]
) -> TimePhrase | None:
    """The time told last before a figure, by its speaker or else by anyone; or the first of a story without figures'
    times; or the moment of the figure before it.
    """
    draft = drafts[place]
    mine = [(other, time) for other, time in before if other.claimant == draft.claimant]
    known = [(n, p) for n, p in told if n < draft.sentence]
    known += [(other.sentence, time) for other, time in mine or before]
    nights = [(n, p) for n, p in known if "weak" not in p.flags] or known
    strangers = set() if mine else {other.sentence for other, _ in before if other.claimant == "unattributed"}
    nights = [(n, p) for n, p in nights if n not in strangers] or nights  # a background paragraph tells its own time
    if nights:
        return max(nights, key=lambda item: item[0])[1]
    if told and not any(d.time is not None for d in drafts):
        return told[0][1]
    moments = [d.time for d in drafts[:place] if d.time is not None and d.time.instant]
    return moments[-1] if moments else None  # "At about 10 p.m. ... The missile was shot down over A"


def _is_lent(time: TimePhrase) -> bool:
    """Whether a time can hold for figures of other sentences."""
    return time.is_window and time.instant is None and not (time.span or "").startswith(_BACKGROUND)
