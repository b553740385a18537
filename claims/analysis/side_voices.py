"""Who speaks for each side: the claimant whose figures of the whole area a side's series are made of."""

from __future__ import annotations

import pandas as pd

from claims.analysis.frames import typed
from claims.model import Scope

COLUMNS = {
    "side": "string",
    "side_label": "string",
    "claimant": "string",
    "claimant_label": "string",
    "direction": "string",
    "attacker_label": "string",
}


def voices(daily: pd.DataFrame, claimants: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """One row for each side that makes claims of its own air defence, in order of side.

    Columns (all ``string``): ``side`` (ISO 3166-1 code), ``side_label`` (English name, from ``regions``), ``claimant``
    and ``claimant_label`` (of its claimants with scope ``all`` the one with figures on most reporting days),
    ``direction`` (as in ``daily``, the side being the defender), ``attacker_label``.
    """
    sides = dict(zip(claimants["claimant"], claimants["side"], strict=True))
    labels = dict(zip(claimants["claimant"], claimants["label"], strict=True))
    names = dict(zip(regions["region"], regions["label"], strict=True))
    own = daily[(daily["scope"] == Scope.ALL.value) & daily["claimant"].map(sides).notna()]
    own = own[own["claimant"].map(sides) == own["direction"].str[3:]]
    told = own.groupby(["direction", "claimant"], as_index=False).agg(day=("day", "nunique"))
    told = told.sort_values(["direction", "day", "claimant"], ascending=[True, False, True]).drop_duplicates(
        "direction"
    )
    rows = []
    for direction, claimant in zip(told["direction"], told["claimant"], strict=True):
        attacker, _, side = direction.partition(">")
        rows.append(
            {
                "side": side,
                "side_label": names.get(side, side),
                "claimant": claimant,
                "claimant_label": labels[claimant],
                "direction": direction,
                "attacker_label": names.get(attacker, attacker),
            }
        )
    return typed(COLUMNS, sorted(rows, key=lambda row: row["side"]))
