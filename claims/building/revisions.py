"""Statements met more than once: exact repeats are dropped, other texts of the same address become its revisions."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from claims.model import PublishedPrecision, Statement, TextStatus

_PRECISIONS = list(PublishedPrecision)
_FIRST = datetime.min.replace(tzinfo=UTC)


def revise(statements: Iterable[Statement]) -> tuple[list[Statement], int]:
    """The statements with their revisions numbered, in a fixed order, and how many exact repeats were dropped.

    Statements of one id with the same text are one; the copy with the more exact time of publication is kept. Those
    with other texts are revisions 0, 1, 2, ...: restated texts before original ones (an original outranks our
    restatement), then by time of editing or publication, of fetching, and by hash. The order of input never matters.
    """
    texts: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        texts[statement.statement_id, statement.sha256].append(statement)
    revisions: dict[str, list[Statement]] = defaultdict(list)
    for (statement_id, _), copies in texts.items():
        revisions[statement_id].append(min(copies, key=_preference))
    numbered = [
        dataclasses.replace(statement, revision=number)
        for statement_id in sorted(revisions)
        for number, statement in enumerate(sorted(revisions[statement_id], key=_age))
    ]
    return numbered, sum(len(copies) - 1 for copies in texts.values())


def _preference(copy: Statement) -> tuple[object, ...]:
    return (
        copy.text_status != TextStatus.ORIGINAL,
        _PRECISIONS.index(copy.published_precision),
        copy.published_at,
        copy.source is None,
        repr(dataclasses.astuple(copy)),
    )


def _age(statement: Statement) -> tuple[object, ...]:
    return (
        statement.text_status == TextStatus.ORIGINAL,
        statement.edited_at or statement.published_at,
        statement.retrieved_at or _FIRST,
        statement.sha256,
    )
