"""How the drafts of one statement hang together: parts and totals, repetitions, derived totals, "all of them".

Every step takes drafts in reading order; nothing in these modules looks at words.
"""

from __future__ import annotations

from claims.parsing.derived_totals import derive_totals
from claims.parsing.drafts import Draft
from claims.parsing.parts import (
    check_parents,
    link_district_results,
    link_districts,
    link_sums,
    nest_parts,
    set_axes,
)
from claims.parsing.references import (
    drop_unstated,
    resolve_all,
    resolve_rest,
    resolve_shares,
    settle_increments,
    split_distributives,
)
from claims.parsing.repetitions import (
    mark_restatements,
    merge_repetitions,
    name_headlines,
    name_parts,
    reword_headlines,
)
from claims.registry import Registry


def relate(drafts: list[Draft], lines: dict[int, int], registry: Registry) -> list[Draft]:
    """The drafts of a statement with their parts, totals and repetitions. ``lines`` is the line of each sentence."""
    name_headlines(drafts, lines, registry)
    name_parts(drafts)
    reword_headlines(drafts, lines, registry)
    drafts = split_distributives(drafts)
    drafts = resolve_all(drafts, registry)
    drafts = resolve_rest(drafts)
    drafts = resolve_shares(drafts, registry)
    drafts = drop_unstated(drafts, registry)
    check_parents(drafts, registry)
    drafts = merge_repetitions(drafts, registry)
    link_sums(drafts, registry)
    link_districts(drafts)
    link_district_results(drafts)
    settle_increments(drafts)
    drafts = derive_totals(drafts)
    drafts = merge_repetitions(drafts, registry)
    nest_parts(drafts, registry)
    mark_restatements(drafts, lines, registry)
    set_axes(drafts)
    return drafts
