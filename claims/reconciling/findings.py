"""The tables of ``datasets/FINDINGS.md``: ``python -m claims.reconciling.findings [BUILD]`` prints them as Markdown.

Without BUILD they are of the coded series in ``datasets/coded`` alone, which are built for it in a directory that is
removed afterwards: so they depend on no reading of ours. Nothing here is special to the shipped data: the same tables
come out of any build with the series they compare.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from claims.building import build
from claims.loading import load
from claims.reconciling.statistics import monthly, monthly_rates, wilson

CODED = Path("datasets/coded")
YEAR = "2025"
COMPARED = ("digitisations_differ", "digitisation_against_reading")
STOPPED = ("downed", "neutralised")


def findings(build: str | None = None) -> str:
    """All tables of a build, as Markdown."""
    tables = {
        name: load(name, build)
        for name in ("claims", "daily", "episodes", "discrepancies", "account", "coverage", "comparisons", "outcomes")
    }
    parts = [
        ("Claims and what became of them", fates(tables["account"])),
        ("Comparisons", comparisons(tables["comparisons"])),
        (f"Two digitisations of the same reports, {YEAR}", digitisations(tables["claims"], tables["account"])),
        ("Their ten largest differences", largest(tables["discrepancies"], COMPARED, 10)),
        (
            "Reports that one digitisation has and the other has not",
            largest(tables["discrepancies"], ("digitisation_unmatched",), 50),
        ),
        ("Running tally and reports, by month", tally(tables["claims"], tables["daily"], tables["coverage"])),
        (
            f"One claimant's reports with themselves, {YEAR}",
            overlaps(tables["daily"], tables["account"], tables["claims"]),
        ),
        (f"Regions against totals, {YEAR}", regions_and_totals(tables["claims"])),
        (f"Sums of reports as they stand, and by reporting day, {YEAR}", plain_sums(tables["claims"], tables["daily"])),
        ("Windows that stay open, the ten largest", largest(tables["discrepancies"], ("overlap_unresolved",), 10)),
        ("Days without a report", gaps(tables["coverage"])),
        ("Share neutralised of launched drones, by month", rates(tables["daily"], tables["coverage"])),
        ("Figures that contradict themselves", contradictions(tables["discrepancies"])),
    ]  # fmt: skip
    return "\n".join(f"## {title}\n\n{table}\n" for title, table in parts)


def fates(account: pd.DataFrame) -> str:
    """How many claims came to what."""
    counts = account["fate"].value_counts()
    return markdown(("fate", "claims"), sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


def comparisons(table: pd.DataFrame) -> str:
    """How many comparisons of each kind agree, with the Wilson interval of the share."""
    rows = []
    for row in _rows(table):
        share = wilson(row.agree, row.compared)
        rows.append((row.kind, row.compared, row.agree, _share(row.agree, row.compared), _bounds(share)))
    return markdown(("kind", "compared", "agree", "share", "95 % (Wilson)"), rows)


def digitisations(claims: pd.DataFrame, account: pd.DataFrame) -> str:
    """Claims of one coded series that stand for the same claim of another, by outcome: how many have the same count.

    Only totals whose windows end in the year; each pair is the claim set aside and the one that stands for it.
    """
    pairs = account[account["fate"] == "coded_duplicate"].merge(claims, on="claim_id")
    pairs = pairs.merge(claims, left_on="by", right_on="claim_id", suffixes=("", "_by"))
    year = pairs["window_end"].dt.strftime("%Y") == YEAR
    wanted = pairs[
        year
        & (pairs["method_by"] == "coded")
        & (pairs["weapon"] == pairs["weapon_by"])
        & (pairs["part_axis"].fillna("") != "region")
        & (pairs["part_axis_by"].fillna("") != "region")
    ]
    rows = []
    for (outcome, unit), some in wanted.groupby(["outcome", "unit"]):
        exact = int(((some["count_low"] == some["count_low_by"]) & (some["count_high"] == some["count_high_by"])).sum())
        meet = int(
            (
                (some["count_low"] <= some["count_high_by"]).fillna(True)
                & (some["count_low_by"] <= some["count_high"]).fillna(True)
            ).sum()
        )
        rows.append((outcome, unit, len(some), exact, meet, _share(meet, len(some)), _bounds(wilson(meet, len(some)))))
    heads = ("outcome", "unit", "pairs", "same figure", "compatible", "share compatible", "95 % (Wilson)")
    return markdown(heads, rows)


def largest(discrepancies: pd.DataFrame, kinds: Sequence[str], number: int) -> str:
    """The largest disagreements of some kinds, with their sentences."""
    some = discrepancies[discrepancies["kind"].isin(kinds)]
    some = some.sort_values(["size", "discrepancy_id"], ascending=[False, True]).head(number)
    return "\n".join(f"- {row.size}: {row.explanation}" for row in _rows(some)) or "none"


def tally(claims: pd.DataFrame, daily: pd.DataFrame, coverage: pd.DataFrame) -> str:
    """What a running tally of ``eliminated`` advances by in each month beside what is reported stopped in its days.

    The tally's report of the first of a month covers the time to the end of the month before. Reported are the figures
    of whole areas: of each day ``neutralised`` where it is told, else ``downed``.
    """
    sums = monthly(_stopped(daily), coverage)
    running = claims[(claims["tally"] == "running") & (claims["method"] == "coded")]
    rows = []
    for (claimant, direction, weapon), some in running.assign(
        direction=running["attacker"] + ">" + running["defender"]
    ).groupby(["claimant", "direction", "weapon"]):
        firsts = some[some["window_end"].dt.tz_convert("Europe/Kyiv").dt.day == 1].sort_values("window_end")
        months = firsts["window_end"].dt.tz_convert("Europe/Kyiv").dt.strftime("%Y-%m").tolist()
        counts = [int(count) for count in firsts["count_low"]]
        reported = {
            (row.claimant, row.month): row
            for row in _rows(sums[(sums["direction"] == direction) & (sums["weapon_group"] == weapon)])
        }
        speakers = sorted({name for name, _ in reported if name != claimant})
        for month, following, before, after in zip(months, months[1:], counts, counts[1:], strict=False):
            if _next(month) != following:
                continue
            for speaker in speakers:
                row = reported.get((speaker, month))
                if row is not None:
                    rows.append((month, weapon, after - before, speaker, _interval(row), int(row.days), int(row.gaps)))
    heads = ("month", "weapon", "tally advances by", "by whom", "reported stopped", "days with a figure", "gaps")
    return markdown(heads, sorted(rows, key=lambda row: (row[1], row[0], row[3])))


def _stopped(daily: pd.DataFrame) -> pd.DataFrame:
    """Each day's figure of most ends (``neutralised`` before ``downed``), under one outcome."""
    some = daily[daily["outcome"].isin(STOPPED) & (daily["scope"] == "all") & (daily["unit"] == "weapon")]
    some = some.sort_values("outcome", ascending=False, kind="stable")
    keys = ["day", "direction", "claimant", "weapon_group"]
    first = ~some.assign(day=some["day"].astype("string")).duplicated(keys)
    return some[first].assign(outcome="stopped")


def overlaps(daily: pd.DataFrame, account: pd.DataFrame, claims: pd.DataFrame) -> str:
    """By claimant of a whole area: days of the year by how their figure of drones was come by, and what nests."""
    year = daily["day"].astype("string").str.startswith(YEAR)
    some = daily[year & (daily["scope"] == "all") & (daily["weapon_group"] == "uav") & daily["outcome"].isin(STOPPED)]
    nested = account[account["fate"] == "nested"].merge(claims, on="claim_id")
    nested = nested[nested["window_end"].dt.strftime("%Y") == YEAR]
    rows = []
    for (direction, claimant, outcome), days in some.groupby(["direction", "claimant", "outcome"]):
        how = days["how"].value_counts()
        inside = nested[(nested["claimant"] == claimant) & (nested["outcome"] == outcome)]
        low, high = int(days["low"].sum()), days["high"].sum()
        crosses = int((days["crosses_share"] > 0).sum())
        counts = [int(how.get(name, 0)) for name in ("stated", "summed", "bounded")]
        rows.append((direction, claimant, outcome, len(days), *counts, len(inside), crosses, low, int(high)))
    heads = (
        "direction", "claimant", "outcome", "days", "stated", "summed", "bounded", "reports nested", "days that cross",
        "low", "high",
    )  # fmt: skip
    return markdown(heads, rows)


def regions_and_totals(claims: pd.DataFrame) -> str:
    """By series and claimant: totals that have counts by region, and whether these add up to them."""
    year = claims[(claims["window_end"].dt.strftime("%Y") == YEAR) & (claims["method"] == "coded")]
    parts = year[(year["part_axis"] == "region") & year["count_low"].notna()]
    sums = parts.groupby("part_of")["count_low"].sum().rename("parts")
    totals = year.set_index("claim_id").join(sums, how="inner")
    rows = []
    for (source, claimant, outcome), some in totals.groupby(["source", "claimant", "outcome"]):
        less, more = some["parts"] < some["count_low"], some["parts"] > some["count_high"]
        beyond = int((some["count_low"] - some["parts"])[less].sum())
        numbers = (len(some), len(some) - int(less.sum()) - int(more.sum()), int(less.sum()), beyond, int(more.sum()))
        rows.append((source, claimant, outcome, *numbers))
    heads = (
        "series", "claimant", "outcome", "totals with regions", "add up", "below", "drones in no region", "above",
    )  # fmt: skip
    return markdown(heads, rows)


def plain_sums(claims: pd.DataFrame, daily: pd.DataFrame) -> str:
    """The totals of one series added up as they stand, beside the sum of ``daily``, for drones and whole areas."""
    year = claims[(claims["window_end"].dt.strftime("%Y") == YEAR) & (claims["scope"] == "all")]
    drones = year[(year["weapon"] == "uav") & (year["unit"] == "weapon") & (year["method"] == "coded")]
    alone = drones[drones["part_axis"].fillna("outcome") == "outcome"]
    days = daily[daily["day"].astype("string").str.startswith(YEAR) & (daily["weapon_group"] == "uav")]
    days = days[(days["scope"] == "all") & (days["unit"] == "weapon")]
    rows = []
    for (claimant, outcome), some in days.groupby(["claimant", "outcome"]):
        sums = [
            (source, int(own["count_low"].sum()))
            for source, own in alone[(alone["claimant"] == claimant) & (alone["outcome"] == outcome)].groupby("source")
        ]
        if len(some) > 1:
            told = ", ".join(f"{source} {number}" for source, number in sums)
            rows.append((claimant, outcome, told, int(some["low"].sum()), int(some["high"].sum())))
    return markdown(("claimant", "outcome", "totals as they stand", "daily, low", "daily, high"), rows)


def gaps(coverage: pd.DataFrame) -> str:
    """By claimant: days read and days not, and the longest runs of gaps in the year."""
    rows = []
    for (direction, claimant), some in coverage.groupby(["direction", "claimant"]):
        states = some["state"].value_counts()
        inside = some[(some["state"] == "gap") & some["day"].astype("string").str.startswith(YEAR)]
        days = ", ".join(inside["day"].astype("string").tolist()[:10]) + (" ..." if len(inside) > 10 else "")
        numbers = [int(states.get(state, 0)) for state in ("claimed", "silent", "gap")]
        rows.append((direction, claimant, *numbers, len(inside), days))
    return markdown(("direction", "claimant", "claimed", "silent", "gap", f"gaps in {YEAR}", "which"), rows)


def rates(daily: pd.DataFrame, coverage: pd.DataFrame) -> str:
    """The share of neutralised in launched drones by month of the year, where both are told on the same days."""
    some = daily[(daily["weapon_group"] == "uav") & (daily["scope"] == "all") & (daily["unit"] == "weapon")]
    wanted = some[some["outcome"].isin(("launched", "neutralised"))]
    both = wanted.assign(day=wanted["day"].astype("string")).groupby(["day", "direction", "claimant"])["outcome"]
    wanted = wanted[(both.transform("nunique") == 2).to_numpy()]
    sums = monthly(wanted, coverage.iloc[:0])
    table = monthly_rates(sums, "neutralised", "launched")
    days = sums[sums["outcome"] == "launched"].set_index(["direction", "claimant", "month"])["days"]
    rows = [
        (row.month, row.direction, row.claimant, int(days[row.direction, row.claimant, row.month]),
         f"{row.rate_low:.3f}", f"{row.rate_high:.3f}")
        for row in _rows(table[table["month"].str.startswith(YEAR)].dropna())
    ]  # fmt: skip
    return markdown(("month", "direction", "claimant", "days with both", "lowest share", "highest share"), rows)


def contradictions(discrepancies: pd.DataFrame) -> str:
    """The disagreements of severity ``error``."""
    some = discrepancies[discrepancies["severity"] == "error"]
    return "\n".join(f"- {row.kind}: {row.explanation}" for row in _rows(some.sort_values(["kind", "size"]))) or "none"


def markdown(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _interval(row: Any) -> str:
    if pd.isna(row.high):
        return f"{int(row.low)} or more"
    return str(int(row.low)) if row.low == row.high else f"{int(row.low)} to {int(row.high)}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else ""


def _bounds(bounds: Any) -> str:
    return f"{bounds.low:.3f} to {bounds.high:.3f}" if bounds else ""


def _next(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02}"


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples(index=False))


def main(arguments: Sequence[str]) -> Iterator[str]:
    """The text of the module's command."""
    if arguments:
        yield findings(arguments[0])
        return
    with tempfile.TemporaryDirectory() as folder:
        yield findings(str(build([CODED], Path(folder) / "build").path))


if __name__ == "__main__":
    sys.stdout.write("".join(main(sys.argv[1:])))
