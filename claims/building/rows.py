"""What was read as rows of the tables ``statements``, ``problems`` and ``quarantine``."""

from __future__ import annotations

import json
from typing import Any

from claims.model import Claim, Problem, Reading, Statement
from claims.registry import Registry


def statement_row(reading: Reading, registry: Registry) -> dict[str, Any]:
    """A row of ``statements``: the revision that was read, and what reading came to."""
    statement = reading.statement
    source = registry.sources.get(statement.source or "")
    return {
        "statement_id": statement.statement_id,
        "revision": statement.revision,
        "source": statement.source,
        "claimant": source.claimant if source else None,
        "lang": statement.lang,
        "published_at": statement.published_at,
        "published_precision": statement.published_precision,
        "edited_at": statement.edited_at,
        "retrieved_at": statement.retrieved_at,
        "url": statement.url,
        "relay_of": statement.relay_of,
        "text_status": statement.text_status,
        "text": statement.text,
        "sha256": statement.sha256,
        "verdict": reading.verdict,
        "reason": reading.reason,
    }


def problem_row(problem: Problem, statement: Statement) -> dict[str, Any]:
    """A row of ``problems`` met in reading a statement."""
    start, end = problem.span or (None, None)
    return {
        "source": statement.source,
        "statement_id": statement.statement_id,
        "revision": statement.revision,
        "kind": problem.kind,
        "span_start": start,
        "span_end": end,
        "word": problem.word,
        "explanation": problem.explanation,
    }


def coded_problem_row(series: str, claim: Claim | None, problem: Problem) -> dict[str, Any]:
    """A row of ``problems`` of a coded series; ``claim`` is None for one of the series as a whole."""
    return {
        "source": series,
        "claim_id": claim.claim_id if claim else None,
        "kind": problem.kind,
        "word": problem.word,
        "explanation": problem.explanation,
    }


def rejected_record(series: str, record: Any, reason: str) -> dict[str, Any]:
    """A row of ``quarantine`` for a record of a series that could not be used."""
    return {
        "table_name": f"coded:{series}",
        "row_json": json.dumps(record, ensure_ascii=False, default=str),
        "failed_checks": ("converter",),
        "reason": reason,
    }
