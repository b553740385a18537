"""Statements of one address: exact repeats are dropped, other texts become its revisions."""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from claims.model import Problem, PublishedPrecision, Statement, TextStatus

_PRECISIONS = list(PublishedPrecision)
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_SAME_TIME = timedelta(minutes=1)  # exports tell the second, other inputs the minute


@dataclasses.dataclass(frozen=True, slots=True)
class Revision:
    """One text of an address: which of the given statements holds it, its number, and what is doubtful about it."""

    position: int
    revision: int
    problems: tuple[Problem, ...] = ()


def revise(copies: Sequence[Statement]) -> list[Revision]:
    """The revisions of one address, oldest first. The order in which its statements are given never matters.

    Statements with the same text are one: of two the original outranks our restatement, the more exact time of
    publication the coarser one, and what is known of source, edit and relay decides next. Those with other texts are
    revisions 0, 1, 2, ...: restated texts before original ones, then by time of editing or publication, of fetching,
    and by hash. A difference that an edit does not explain is told as a problem.
    """
    texts: dict[str, list[int]] = defaultdict(list)
    for position, statement in enumerate(copies):
        texts[statement.sha256].append(position)
    kept = [min(positions, key=lambda position: _preference(copies[position])) for positions in texts.values()]
    kept.sort(key=lambda position: _age(copies[position]))
    problems: dict[int, list[Problem]] = defaultdict(list)
    for positions in texts.values():
        _other_times([copies[position] for position in positions], problems[min(positions)])
    told = {position: problems[min(texts[copies[position].sha256])] for position in kept}
    for older, newer in itertools.pairwise(kept):
        if _age(copies[older])[:-1] == _age(copies[newer])[:-1]:
            told[newer].append(
                Problem(
                    "texts_disagree",
                    "inputs give different texts of this address, and nothing tells which is the later one",
                )
            )
    return [Revision(position, number, tuple(told[position])) for number, position in enumerate(kept)]


def _other_times(copies: Sequence[Statement], problems: list[Problem]) -> None:
    times = sorted(copy.published_at for copy in copies if copy.published_precision == PublishedPrecision.MINUTE)
    if times and times[-1] - times[0] >= _SAME_TIME:
        first, last = (time.astimezone(UTC).isoformat().replace("+00:00", "Z") for time in (times[0], times[-1]))
        problems.append(
            Problem("publication_disagrees", f"inputs give different times of publication, from {first} to {last}")
        )


def _preference(copy: Statement) -> tuple[object, ...]:
    """The least is kept. The earliest reading before a later one, so that reading a post again changes nothing."""
    return (
        copy.text_status != TextStatus.ORIGINAL,
        _PRECISIONS.index(copy.published_precision),
        copy.source is None,
        copy.edited_at is None,
        not copy.relay_of,
        copy.published_at,
        copy.retrieved_at or _LAST,
        repr(dataclasses.astuple(copy)),
    )


def _age(statement: Statement) -> tuple[object, ...]:
    return (
        statement.text_status == TextStatus.ORIGINAL,
        statement.edited_at or statement.published_at,
        statement.retrieved_at or _FIRST,
        statement.sha256,
    )
