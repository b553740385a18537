"""A reading as a short text and back, for the store of readings. What can't be understood is read anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from claims.building.spool import microseconds, moment
from claims.model import (
    CLAIM_FIELDS,
    Basis,
    Claim,
    Method,
    Outcome,
    PartAxis,
    Precision,
    Problem,
    PublishedPrecision,
    Qualifier,
    Reading,
    Scope,
    Statement,
    Tally,
    Unit,
    Verdict,
)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


_ENUMS: dict[str, type[StrEnum]] = {
    "outcome": Outcome,
    "unit": Unit,
    "qualifier": Qualifier,
    "tally": Tally,
    "scope": Scope,
    "part_axis": PartAxis,
    "start_basis": Basis,
    "end_basis": Basis,
    "start_precision": Precision,
    "end_precision": Precision,
    "method": Method,
    "published_precision": PublishedPrecision,
}
_TIMES = ("since", "window_start", "window_end", "as_of", "published_at")
_LISTS = ("weapons", "traits", "regions", "launched_from", "spans", "derived_from")
_FROM_TEXT: dict[str, Callable[[Any], Any]] = {
    **_ENUMS,
    **dict.fromkeys(_TIMES, moment),
    **dict.fromkeys(_LISTS, _tuples),
}
_CONVERTERS = [_FROM_TEXT.get(name) for name in CLAIM_FIELDS]


def text_of(reading: Reading) -> bytes:
    """Verdict, reason, claims and problems as JSON; times are microseconds since 1970, UTC."""
    content = (
        reading.verdict,
        reading.reason,
        [[_plain(getattr(claim, name)) for name in CLAIM_FIELDS] for claim in reading.claims],
        [(problem.kind, problem.explanation, problem.span, problem.word) for problem in reading.problems],
    )
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def reading_of(text: bytes, statement: Statement) -> Reading | None:
    """The reading of ``statement`` that the text tells; None when it can't be understood."""
    try:
        verdict, reason, claims, problems = json.loads(text)
        return Reading(
            statement,
            Verdict(verdict),
            reason,
            tuple(_claim(values) for values in claims),
            tuple(Problem(kind, explanation, _tuples(span), word) for kind, explanation, span, word in problems),
        )
    except (ValueError, TypeError):
        return None


def _claim(values: list[Any]) -> Claim:
    return Claim(
        *(
            value if convert is None or value is None else convert(value)
            for value, convert in zip(values, _CONVERTERS, strict=True)
        )
    )


def _plain(value: Any) -> Any:
    return microseconds(value) if isinstance(value, datetime) else value
