"""Last digits of stated counts: whether some are preferred (heaping).

People who estimate prefer round numbers; counted things have last digits that are close to even, if the numbers are
large and spread widely enough (Beber and Scacco, "What the Numbers Say: A Digit-Based Test for Election Fraud",
Political Analysis 20(2), 2012, 211-234). Small counts are not: 10 to 13 are more frequent than 17 to 19 wherever
frequencies fall with size. So the digits are compared with those of the same counts spread smoothly, by Pearson's
chi-square statistic (Philosophical Magazine 50, 1900, 157-175) with nine degrees of freedom; and the share of 0 and 5
(the digits of Whipple's index in demography: United Nations, Demographic Yearbook) stands beside it with its Wilson
interval (Journal of the American Statistical Association 22, 1927, 209-212). A preference for round numbers shows how
figures are told, not whether they are true.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import basis_names, coded_series, each, grouped, typed
from claims.model import Outcome, Qualifier, Unit
from claims.reconciling.statistics import wilson

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Last digits of stated counts"
LEAST = 10  # counts of two digits and more
BANDWIDTH = 0.25  # of the smooth spread, in natural logarithms: a count of 40 is spread over some 31 to 51
LEAST_CLAIMS = 50  # with fewer, the expected numbers fall below 5 and the statistic is not to be used
DIGITS = {
    "side": "string", "claimant": "string", "outcome": "string", "digit": "Int64", "claims": "Int64",
    "share": "Float64", "expected": "Float64",
}  # fmt: skip
TESTS = {
    "side": "string", "claimant": "string", "outcome": "string", "claims": "Int64", "chi_square": "Float64",
    "degrees": "Int64", "p_value": "Float64", "round_share": "Float64", "round_low": "Float64", "round_high": "Float64",
    "round_expected": "Float64", "basis": "string", "newest": "datetime64[us, UTC]",
}  # fmt: skip
ENDS = (Outcome.LAUNCHED.value, Outcome.DOWNED.value, Outcome.NEUTRALISED.value)


def stated_counts(claims: pd.DataFrame, account: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    """Exact counts of 10 and more that claimants of ``voices`` give as totals, each post once.

    From ``claims`` the rows with the columns ``side``, ``claimant``, ``outcome``, ``count``, ``source``,
    ``published_at``, ``method``: weapons, qualifier ``exact``, stated (not ``derived_from`` others), whose figure
    reconciliation ``used`` (table ``account``).
    """
    used = account.loc[account["fate"] == "used", "claim_id"]
    own = claims.merge(voices[["side", "claimant"]], on="claimant")
    own = own[
        own["claim_id"].isin(used)
        & (own["qualifier"] == Qualifier.EXACT.value)
        & (own["unit"] == Unit.WEAPON.value)
        & own["outcome"].isin(ENDS)
        & (own["derived_from"].map(len) == 0)
        & (own["count_low"] >= LEAST)
        & (own["attacker"] != own["side"])
    ]
    kept = own[["side", "claimant", "outcome", "count_low", "source", "published_at", "method"]]
    return kept.rename(columns={"count_low": "count"}).reset_index(drop=True)


def last_digits(counts: pd.DataFrame) -> pd.DataFrame:
    """How often each last digit stands in ``counts`` (:func:`stated_counts`).

    Columns: ``side``, ``claimant``, ``outcome``, ``digit`` (``Int64``), ``claims``, ``share`` (``Float64``),
    ``expected`` (the digit's share if the same counts were spread smoothly). Groups with fewer than 50 counts have
    none.
    """
    rows = []
    for (side, claimant, outcome), some in grouped(counts, ["side", "claimant", "outcome"]):
        if len(some) < LEAST_CLAIMS:
            continue
        seen = np.bincount(some["count"].to_numpy(dtype=int) % 10, minlength=10)
        expected = smooth_shares(some["count"].to_numpy(dtype=int))
        rows += [
            {
                "side": side, "claimant": claimant, "outcome": outcome, "digit": digit, "claims": int(seen[digit]),
                "share": seen[digit] / len(some), "expected": expected[digit],
            }
            for digit in range(10)
        ]  # fmt: skip
    return typed(DIGITS, rows)


def heaping(counts: pd.DataFrame) -> pd.DataFrame:
    """The test of each group of :func:`last_digits`: one row for each side, claimant and outcome.

    Columns: ``claims`` (``Int64``, counts tested), ``chi_square`` (``Float64``), ``degrees`` (9), ``p_value`` (the
    chance of such a statistic or a larger one without any preference), ``round_share`` (share of last digits 0 and 5)
    with its 95 % Wilson interval ``round_low``, ``round_high``, and ``round_expected``; ``basis``, ``newest``. The
    counts of neighbouring days are not independent in size, which the test takes them to be; their last digits nearly
    are.
    """
    digits = last_digits(counts)
    series = coded_series(counts)
    rows = []
    for (side, claimant, outcome), some in grouped(digits, ["side", "claimant", "outcome"]):
        number = int(some["claims"].sum())
        wanted = some["expected"].astype("float64") * number
        statistic = float(((some["claims"].astype("float64") - wanted) ** 2 / wanted).sum())
        ends = some["digit"].isin([0, 5])
        share = float(some.loc[ends, "claims"].sum()) / number
        interval = wilson(int(some.loc[ends, "claims"].sum()), number)
        own = counts[(counts["side"] == side) & (counts["claimant"] == claimant) & (counts["outcome"] == outcome)]
        rows.append(
            {
                "side": side, "claimant": claimant, "outcome": outcome, "claims": number, "chi_square": statistic,
                "degrees": 9, "p_value": chi_square_tail(statistic, 9), "round_share": share,
                "round_low": interval.low if interval else None, "round_high": interval.high if interval else None,
                "round_expected": float(some.loc[ends, "expected"].sum()),
                "basis": basis_names(own["source"], series), "newest": own["published_at"].max(),
            }
        )  # fmt: skip
    return typed(TESTS, rows)


def smooth_shares(counts: np.ndarray) -> np.ndarray:
    """Ten shares: the last digits of ``counts`` if each were spread log-normally around itself, reflected at 10."""
    values, weights = np.unique(counts, return_counts=True)
    edges = np.log(np.arange(LEAST, int(values.max() * math.exp(4 * BANDWIDTH)) + 12) - 0.5)
    floor = math.log(LEAST - 0.5)
    erf = np.vectorize(math.erf, otypes=[float])
    shares = np.zeros(10)
    places = np.arange(LEAST, LEAST + len(edges) - 1) % 10
    for value, weight in zip(np.log(values.astype(float)), weights, strict=True):
        near = np.abs(edges - value) < 5 * BANDWIDTH
        near |= np.abs(edges - (2 * floor - value)) < 5 * BANDWIDTH
        total = np.where(edges > value, 1.0, -1.0) + np.where(edges > 2 * floor - value, 1.0, -1.0)
        scaled = BANDWIDTH * math.sqrt(2)
        total[near] = erf((edges[near] - value) / scaled) + erf((edges[near] - (2 * floor - value)) / scaled)
        mass = np.diff(total)
        np.add.at(shares, places, weight * mass / mass.sum())
    found: np.ndarray = shares / shares.sum()
    return found


def chi_square_tail(statistic: float, degrees: int) -> float:
    """The chance that a chi-square variable of an odd number of ``degrees`` of freedom is ``statistic`` or larger.

    By the finite sum for odd degrees (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.4.4).
    """
    if degrees % 2 == 0:
        raise ValueError("this sum is for an odd number of degrees of freedom")
    root = math.sqrt(statistic)
    term, total = root, 0.0
    for step in range(1, (degrees - 1) // 2 + 1):
        total += term
        term *= statistic / (2 * step + 1)
    return math.erfc(root / math.sqrt(2)) + math.sqrt(2 / math.pi) * math.exp(-statistic / 2) * total


@drawing.in_style
def draw_last_digits(digits: pd.DataFrame, tests: pd.DataFrame, voices: pd.DataFrame) -> Figure:
    """A panel for each claimant and outcome: shares of the ten digits with Wilson intervals, and the expected"
    " shares.
    """
    labels = dict(zip(voices["claimant"], voices["claimant_label"], strict=True))
    order = list(voices["claimant"])
    numbers = {claimant: number for number, claimant in enumerate(order)}
    note = (
        "Share of each last digit among exact counts of 10 and more, with 95 % Wilson intervals; dashes are the shares"
        " expected if the same counts were spread smoothly. A preference for some digits tells how figures are given,"
        " not whether they are true; with several panels one p-value below 0.05 is no surprise."
    )
    foot = drawing.footer(
        tests["basis"], tests["newest"],
        "Pearson's chi-square, 9 degrees of freedom. Totals of single reports; two-digit counts were not excluded.",
    )  # fmt: skip
    panels = list(each(tests))
    rows = -(-len(panels) // 2)
    legend = [
        drawing.line("expected", color=drawing.INK, linewidth=1.6),
        *(drawing.patch(labels[one], **drawing.SIDES[numbers[one]]) for one in order if one in set(tests["claimant"])),
    ]
    figure, axes = drawing.sheet(
        TITLE,
        note,
        foot,
        2.15 * rows,
        rows=rows,
        columns=2,
        legend=legend,
        sharex=True,
        sharey=True,
        gap=0.55,
        across=0.08,
    )
    for axis in axes[len(panels) :]:
        axis.set_visible(False)
    for axis, test in zip(axes, panels, strict=False):
        some = digits[(digits["claimant"] == test.claimant) & (digits["outcome"] == test.outcome)]
        shares = some["share"].astype("float64").to_numpy()
        limits = [wilson(int(number), int(test.claims)) or (math.nan, math.nan) for number in some["claims"]]
        x = np.arange(10)
        axis.bar(x, 100 * shares, 0.7, **drawing.SIDES[numbers[test.claimant]])
        axis.vlines(
            x,
            [100 * low for low, _ in limits],
            [100 * (high or 0) for _, high in limits],
            color=drawing.INK,
            linewidth=1,
        )
        axis.hlines(100 * some["expected"].astype("float64"), x - 0.42, x + 0.42, color=drawing.INK, linewidth=1.6)
        p_value = "< 0.001" if test.p_value < 0.001 else f"= {test.p_value:.3f}"
        axis.set_title(
            f"{test.outcome}: {test.claims:,} counts, χ² = {test.chi_square:.1f}, p {p_value};"
            f" 0 or 5: {100 * test.round_share:.0f} %",
            fontsize=9,
        )
        axis.set_xticks(x)
        axis.tick_params(labelbottom=True)
    for axis in axes[::2]:
        axis.set_ylabel("% of counts")
    return figure
