"""Agreement between sources that have the same post: Bland and Altman's limits of agreement.

J. M. Bland and D. G. Altman, "Statistical methods for assessing agreement between two methods of clinical measurement",
Lancet 327 (1986), 307-310; "Measuring agreement in method comparison studies", Statistical Methods in Medical Research
8 (1999), 135-160 (standard errors of the limits). The differences here are mostly 0 with a few large ones, so they are
far from normal: the share of equal pairs and the percentiles stand beside the limits.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import STATEMENTS, basis_names, coded_series, each, grouped, typed
from claims.model import PartAxis, Unit

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Do two sources give the same figure for the same report?"
Z95 = 1.959964
LEAST_PAIRS = 10
PAIRS = {
    "source_a": "string", "source_b": "string", "claimant": "string", "weapon": "string", "outcome": "string",
    "window_end": "datetime64[us, UTC]", "claim_id_a": "string", "claim_id_b": "string", "a_low": "Int64",
    "a_high": "Int64", "b_low": "Int64", "b_high": "Int64", "mean": "Float64", "difference": "Float64",
    "newest": "datetime64[us, UTC]",
}  # fmt: skip
LIMITS = {
    "source_a": "string", "source_b": "string", "pairs": "Int64", "exact": "Int64", "equal": "Int64",
    "equal_share": "Float64", "bias": "Float64", "bias_low": "Float64", "bias_high": "Float64", "sd": "Float64",
    "lower": "Float64", "upper": "Float64", "limit_error": "Float64", "p2_5": "Float64", "p97_5": "Float64",
    "newest": "datetime64[us, UTC]",
}  # fmt: skip


def paired_figures(claims: pd.DataFrame, account: pd.DataFrame) -> pd.DataFrame:
    """Figures of one report that two sources have, paired by reconciliation (address, else most overlapping windows).

    Columns: ``source_a`` (preferred), ``source_b`` (coded series by id; ``statements`` for our own reading),
    ``claimant``, ``weapon``, ``outcome`` (``string``; equal in both), ``window_end`` (of a), ``claim_id_a``,
    ``claim_id_b``, ``a_low``, ``a_high``, ``b_low``, ``b_high`` (``Int64``, weapons), ``mean``, ``difference``
    (``Float64``: (a + b) / 2 and a - b; null unless both are single numbers), ``newest``. Parts by region and parts of
    other figures' sums are left out.
    """
    told = claims[
        (claims["unit"] == Unit.WEAPON.value)
        & claims["count_low"].notna()
        & (claims["part_axis"].fillna("") != PartAxis.REGION.value)
    ]
    kept = told[
        ["claim_id", "source", "claimant", "weapon", "outcome", "window_end", "count_low", "count_high", "published_at"]
    ]
    twice = account.loc[account["fate"] == "coded_duplicate", ["claim_id", "by"]]
    both = (
        twice.rename(columns={"claim_id": "claim_id_b", "by": "claim_id_a"})
        .merge(kept.add_suffix("_a"), on="claim_id_a")
        .merge(kept.add_suffix("_b"), on="claim_id_b")
    )
    same = ["claimant", "weapon", "outcome"]
    for column in same:
        both = both[both[f"{column}_a"] == both[f"{column}_b"]]
    series = coded_series(claims)
    exact = ((both["count_low_a"] == both["count_high_a"]) & (both["count_low_b"] == both["count_high_b"])).fillna(
        False
    )
    a, b = both["count_low_a"].astype("Float64"), both["count_low_b"].astype("Float64")
    pairs = pd.DataFrame(
        {
            "source_a": [basis_names([one], series) or STATEMENTS for one in both["source_a"]],
            "source_b": [basis_names([one], series) or STATEMENTS for one in both["source_b"]],
            **{column: both[f"{column}_a"] for column in same},
            "window_end": both["window_end_a"],
            "claim_id_a": both["claim_id_a"], "claim_id_b": both["claim_id_b"],
            "a_low": both["count_low_a"], "a_high": both["count_high_a"],
            "b_low": both["count_low_b"], "b_high": both["count_high_b"],
            "mean": ((a + b) / 2).where(exact), "difference": (a - b).where(exact),
            "newest": both[["published_at_a", "published_at_b"]].max(axis=1),
        }
    )  # fmt: skip
    pairs = pairs.astype(PAIRS)
    return pairs.sort_values(["source_a", "source_b", "window_end", "claim_id_a", "claim_id_b"], ignore_index=True)


def limits_of_agreement(pairs: pd.DataFrame) -> pd.DataFrame:
    """For each pair of sources the mean difference and the limits that hold some 95 % of differences.

    Columns: ``pairs`` (``Int64``), ``exact`` (those with single numbers, on which the rest is computed), ``equal``,
    ``equal_share``; ``bias`` (``Float64``, weapons: mean of a - b) with its 95 % interval ``bias_low``, ``bias_high``;
    ``sd``; ``lower``, ``upper`` (bias -/+ 1.96 sd), ``limit_error`` (half of the limits' own 95 % interval, from their
    standard error sqrt(3 / n) sd); ``p2_5``, ``p97_5`` (percentiles of the differences, without any assumption);
    ``newest``. Fewer than ten pairs give no row.
    """
    rows = []
    for (source_a, source_b), some in grouped(pairs, ["source_a", "source_b"]):
        given = some["difference"].dropna().astype("float64")
        if len(given) < LEAST_PAIRS:
            continue
        bias, sd, number = float(given.mean()), float(given.std(ddof=1)), len(given)
        reach = Z95 * sd / math.sqrt(number)
        rows.append(
            {
                "source_a": source_a, "source_b": source_b, "pairs": len(some), "exact": number,
                "equal": int((given == 0).sum()), "equal_share": float((given == 0).mean()), "bias": bias,
                "bias_low": bias - reach, "bias_high": bias + reach, "sd": sd, "lower": bias - Z95 * sd,
                "upper": bias + Z95 * sd, "limit_error": Z95 * sd * math.sqrt(3 / number),
                "p2_5": float(given.quantile(0.025)), "p97_5": float(given.quantile(0.975)),
                "newest": some["newest"].max(),
            }
        )  # fmt: skip
    return typed(LIMITS, rows)


def _signed(value: float) -> str:
    return f"{value:+.1f}" if value else "0"


@drawing.in_style
def draw_agreement(pairs: pd.DataFrame, limits: pd.DataFrame) -> Figure:
    """Bland-Altman plots: difference over mean, a panel for each pair of sources; area of a point: pairs there."""
    note = (
        "Each point is one figure that both sources have of one report: across their mean, up their difference; its"
        " area is the number of pairs there. Solid line: mean difference. Dashed: limits of agreement (1.96 standard"
        " deviations), with the 95 % interval of each limit as a band."
    )
    foot = drawing.footer(
        [*limits["source_a"], *limits["source_b"]], limits["newest"],
        "Bland and Altman (1986). Pairs with an interval on either side are not drawn. Agreement of two readers says"
        " nothing on whether the claim is true.",
    )  # fmt: skip
    panels = list(each(limits))
    figure, axes = drawing.sheet(TITLE, note, foot, 2.3 * len(panels), rows=len(panels), gap=0.75, below=0.55)
    for axis, row in zip(axes, panels, strict=True):
        some = pairs[(pairs["source_a"] == row.source_a) & (pairs["source_b"] == row.source_b)]
        given = some.dropna(subset=["difference"])
        spots = given.groupby(["mean", "difference"]).size()
        x = [float(mean) for mean, _ in spots.index]
        y = [float(difference) for _, difference in spots.index]
        for limit in (row.lower, row.upper):
            axis.axhspan(limit - row.limit_error, limit + row.limit_error, color="#e8e8e8", linewidth=0)
            axis.axhline(limit, color=drawing.INK, linewidth=1, linestyle=(0, (5, 2)))
        axis.axhline(row.bias, color=drawing.INK, linewidth=1.2)
        axis.scatter(x, y, s=[10 * math.sqrt(n) + 6 for n in spots], color=drawing.BLUE, alpha=0.55, linewidths=0)
        axis.set_title(
            f"{row.source_a} less {row.source_b}: {row.exact:,} pairs, {100 * row.equal_share:.0f} % equal,"
            f" limits {row.lower:+.1f} to {row.upper:+.1f}; middle 95 %: {_signed(row.p2_5)} to {_signed(row.p97_5)}",
            fontsize=9,
        )
        axis.set_ylabel("difference, weapons")
        axis.set_xlabel("mean of both, weapons")
        drawing.thousands(axis, "x")
        reach = max(1.0, abs(row.lower) + row.limit_error, abs(row.upper) + row.limit_error, *(abs(v) for v in y)) * 1.1
        axis.set_ylim(-reach, reach)
    return figure
