"""Relays: what an outlet or a forwarding channel repeats of another statement in the build is linked to it.

A claim of a statement that names the one it relays (``relay_of``) ``restates`` the claim there of the same claimant,
unit and fates whose weapon, count, regions and window are compatible with its own; so no figure is counted twice. Where
only the channel is known from which a post was forwarded, the post there with the same text is the one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pyarrow

from claims.registry import Registry
from claims.store import Staging

READ = "statements_read"
"""The staged table of the statements' keys: READ_COLUMNS of the table ``statements``."""
READ_COLUMNS = ("statement_id", "revision", "sha256", "relay_of", "verdict")

_ANY_WEAPON = "air_object"
_SAME_WAVE = timedelta(hours=36)  # windows that the calendar filled in may miss each other by as much
_SIDE = (
    *("claim_id", "outcome", "weapon", "count_low", "count_high", "qualifier", "regions", "traits", "part_of"),
    *("window_start", "window_end", "start_basis", "end_basis", "span_start"),
)
_COLUMNS = ", ".join(f"{side}.{column} AS {side}_{column}" for side in ("relay", "original") for column in _SIDE)
_PAIRS = f"""
WITH told AS (
    SELECT statement_id, revision, sha256, unnest(relay_of) AS address FROM {READ}
    WHERE len(relay_of) > 0 AND verdict = 'has_claims'
), in_force AS (
    SELECT statement_id, max(revision) AS revision FROM {READ} GROUP BY statement_id
), linked AS (
    SELECT told.statement_id, told.revision, address AS original_id FROM told
    UNION
    SELECT told.statement_id, told.revision, same.statement_id FROM told JOIN {READ} same ON same.sha256 = told.sha256
    WHERE starts_with(same.statement_id, told.address || '/') AND same.statement_id != told.statement_id
)
SELECT {_COLUMNS}
FROM linked
JOIN claims relay ON relay.statement_id = linked.statement_id AND relay.revision = linked.revision
JOIN in_force ON in_force.statement_id = linked.original_id
JOIN claims original ON original.statement_id = in_force.statement_id AND original.revision = in_force.revision
WHERE relay.claimant = original.claimant AND relay.unit = original.unit
    AND relay.restates IS NULL AND original.restates IS NULL AND relay.claim_id != original.claim_id
ORDER BY relay.claim_id, original.claim_id
"""  # noqa: S608 - names of ours

Pair = Mapping[str, Any]


def link_relays(staging: Staging, registry: Registry) -> int:
    """Set ``restates`` of the staged claims of relays; return of how many."""
    linked = list(_linked(staging, registry))
    if linked:
        keys, values = zip(*linked, strict=True)
        staging.update("claims", "claim_id", "restates", pyarrow.table({"key": keys, "value": values}))
    return len(linked)


def _linked(staging: Staging, registry: Registry) -> Iterator[tuple[str, str]]:
    pairs = (pair for batch in staging.query(_PAIRS) for pair in batch.to_pylist())
    for claim_id, group in itertools.groupby(pairs, key=lambda pair: str(pair["relay_claim_id"])):
        fitting = [pair for pair in group if compatible(pair, registry)]
        if fitting:
            yield claim_id, str(min(fitting, key=_distance)["original_claim_id"])


def compatible(pair: Pair, registry: Registry) -> bool:
    """Whether the two claims of a pair can be one and the same assertion."""
    fates = registry.fates
    return (
        fates[pair["relay_outcome"]] == fates[pair["original_outcome"]]
        and _weapons_compatible(pair["relay_weapon"], pair["original_weapon"])
        and _counts_meet(pair)
        and _regions_compatible(pair)
        and _windows_compatible(pair)
    )


def _weapons_compatible(one: str, other: str) -> bool:
    """Equal, or one contains the other: "drones" relays "drones of the Shahed type"."""
    return _ANY_WEAPON in (one, other) or f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _counts_meet(pair: Pair) -> bool:
    """Whether a number is in both intervals; a figure that is withheld meets only another one."""
    if "withheld" in (pair["relay_qualifier"], pair["original_qualifier"]):
        return bool(pair["relay_qualifier"] == pair["original_qualifier"])
    low = max(pair["relay_count_low"] or 0, pair["original_count_low"] or 0)
    highs = [high for high in (pair["relay_count_high"], pair["original_count_high"]) if high is not None]
    return not highs or low <= min(highs)


def _regions_compatible(pair: Pair) -> bool:
    """The same regions; of totals also a part of them, as a relay leaves some out."""
    one, other = set(pair["relay_regions"]), set(pair["original_regions"])
    totals = pair["relay_part_of"] is None and pair["original_part_of"] is None
    return one == other or (totals and (one <= other or other <= one))


def _windows_compatible(pair: Pair) -> bool:
    starts = [pair["relay_window_start"], pair["original_window_start"]]
    ends = [pair["relay_window_end"], pair["original_window_end"]]
    if None in starts or None in ends:
        return True
    if starts[0] < ends[1] and starts[1] < ends[0]:
        return True
    stated = any(
        pair[f"{side}_start_basis"] == "stated" and pair[f"{side}_end_basis"] == "stated"
        for side in ("relay", "original")
    )
    return not stated and abs(ends[0] - ends[1]) <= _SAME_WAVE


def _distance(pair: Pair) -> tuple[Any, ...]:
    """The least is the one relayed: what differs counts, then what stands first in the original."""
    return (
        set(pair["relay_regions"]) != set(pair["original_regions"]),
        (pair["relay_part_of"] is None) != (pair["original_part_of"] is None),
        pair["relay_weapon"] != pair["original_weapon"],
        (pair["relay_count_low"], pair["relay_count_high"])
        != (pair["original_count_low"], pair["original_count_high"]),
        sorted(pair["relay_traits"]) != sorted(pair["original_traits"]),
        pair["original_span_start"] if pair["original_span_start"] is not None else 0,
        pair["original_claim_id"],
    )
