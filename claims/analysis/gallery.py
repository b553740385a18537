"""All figures of a build: what each shows and does not show, the frame behind it, and how it is drawn.

:data:`FIGURES` is the list that builds, the report and the notebooks go through.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from claims.analysis import (
    agreement,
    both_sides,
    by_class,
    coverage_calendar,
    digits,
    failed_comparisons,
    how_stated,
    one_night,
    outcomes_by_month,
    places_hit,
    regions,
    series,
    stopped_rates,
    tallies,
    unaccounted,
    waves,
)  # fmt: skip
from claims.analysis.frames import Tables
from claims.analysis.shared_frames import Frames
from claims.analysis.stopped import STOPPED
from claims.model import Outcome

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure of the gallery.

    ``name`` is the name of its files; ``title``; what it ``shows`` and its ``limits`` (what it does not show), each in
    a sentence or two; ``alt``, a text for those who do not see it. ``frame`` computes the data behind it, ``draw``
    draws that; a frame without rows is not drawn.
    """

    name: str
    title: str
    shows: str
    limits: str
    alt: str
    frame: Callable[[Frames], pd.DataFrame]
    draw: Callable[[Frames, pd.DataFrame], Figure]


def _outcomes_by_month(f: Frames) -> pd.DataFrame:
    return outcomes_by_month.split_by_month(f.months)


def _mirrored(f: Frames) -> pd.DataFrame:
    return f.months[f.months["outcome"] == STOPPED].reset_index(drop=True)


def _rolling(f: Frames) -> pd.DataFrame:
    means = series.rolling(f.drones, f.tables["coverage"], 28)
    return means[means["outcome"].isin([STOPPED, Outcome.LAUNCHED.value])].reset_index(drop=True)


def _rates(f: Frames) -> pd.DataFrame:
    return stopped_rates.rates(f.drones, "month")


def _waves(f: Frames) -> pd.DataFrame:
    t = f.tables
    return waves.night_and_day(t["episodes"], t["claims"], t["outcomes"], f.voices)


def _classes(f: Frames) -> pd.DataFrame:
    wanted = f.quarters["outcome"].isin([STOPPED, Outcome.LAUNCHED.value])
    classes = by_class.weapon_classes(f.quarters, f.tables["weapons"])
    keys = classes[["side", "weapon_group", "label"]]
    return f.quarters[wanted].merge(keys, on=["side", "weapon_group"])


def _tallies(f: Frames) -> pd.DataFrame:
    t = f.tables
    return tallies.tallies_and_sums(t["claims"], f.all_groups, t["coverage"], t["weapons"])


def _wave(f: Frames) -> pd.DataFrame:
    t = f.tables
    episode = one_night.most_told_wave(t["episodes"], t["claims"])
    return one_night.wave_windows(episode or "", t["episodes"], t["claims"], t["account"], t["claimants"])


def _digits(f: Frames) -> pd.DataFrame:
    t = f.tables
    return digits.last_digits(digits.stated_counts(t["claims"], t["account"], f.voices))


def _draw_digits(f: Frames, df: pd.DataFrame) -> Figure:
    t = f.tables
    tests = digits.heaping(digits.stated_counts(t["claims"], t["account"], f.voices))
    return digits.draw_last_digits(df, tests, f.voices)


def _pairs(f: Frames) -> pd.DataFrame:
    pairs = agreement.paired_figures(f.tables["claims"], f.tables["account"])
    limits = agreement.limits_of_agreement(pairs)[["source_a", "source_b"]]
    return pairs.merge(limits, on=["source_a", "source_b"])


def _map(side: str, name: str) -> Picture:
    return Picture(
        f"regions_{side.lower()}",
        f"Drones said to be stopped over regions of {name}",
        "Where the attacked side says it stopped drones: each region a square, darker where the figures are higher.",
        "Only figures given for one region alone. Reports without a breakdown add nothing, so the sum is below the"
        " national one; squares are not to scale.",
        f"Grid of squares, one for each region of {name}, with its short name and the number of drones said to be"
        " stopped there. The seven regions with the highest numbers are listed by their full names.",
        lambda f: f.regions[f.regions["side"] == side].reset_index(drop=True),
        lambda f, df: regions.draw_region_map(df, side, f.voices, regions.tiles()[side]),
    )


FIGURES: tuple[Picture, ...] = (
    Picture(
        "outcomes_by_month",
        outcomes_by_month.TITLE,
        "Monthly sums of each side's national figures: launched as a line, stopped as bars divided by how they"
        " are told.",
        "What is not stated adds nothing. Wording changes over time, so a change of colours is not a change of events.",
        "One panel a side with a bar for each month, divided into downed, jammed or lost, and told in one figure; a"
        " line for the launched where the side states them.",
        _outcomes_by_month,
        lambda f, df: outcomes_by_month.draw_outcomes_by_month(df, f.voices),
    ),
    Picture(
        "mirrored_months",
        both_sides.MIRRORED,
        "Both sides' monthly figures of stopped drones on one scale, one side upwards, the other downwards.",
        "The claimants count different things in different words; neither half measures the other.",
        "Mirrored bars by month: one side's stopped drones above the axis, the other's below.",
        _mirrored,
        lambda f, df: both_sides.draw_mirrored_months(df, f.voices),
    ),
    Picture(
        "daily_rolling",
        both_sides.ROLLING,
        "Single days and four-week means of what each side says it stopped, since both series exist.",
        "Days that were not read are left out of the mean; they are no zeros.",
        "Two curves with bands over points of single days, on a square-root scale, and a thin line for the launched.",
        _rolling,
        lambda f, df: both_sides.draw_rolling(f.drones, df, f.voices),
    ),
    Picture(
        "stopped_rates",
        stopped_rates.TITLE,
        "Stopped over launched by month with its interval, and how the days of the month spread.",
        "Both figures come from the same claimant; it is a rate of claims, and moves with wording.",
        "A box for each month between 0 and 100 per cent, over a pale band for the middle half of the days.",
        _rates,
        lambda f, df: stopped_rates.draw_rates(df, f.voices),
    ),
    Picture(
        "launched_unaccounted",
        unaccounted.TITLE,
        "Launched less everything that the claimant says became of it, in drones and as a share.",
        "What is not accounted for is not told; no hit follows from it.",
        "Boxes by month from the lowest to the highest number not accounted for, above the same as a share of"
        " launched.",
        lambda f: unaccounted.balance(f.tables["episodes"], f.tables["claims"], f.voices),
        lambda f, df: unaccounted.draw_balance(df, f.voices),
    ),
    Picture(
        "places_hit",
        places_hit.TITLE,
        "Places that a side says were hit, and where debris fell, with the number of days that have a figure.",
        "Places, not weapons; days without a figure are not days without hits.",
        "Two bars for each month, places hit and places with debris.",
        lambda f: places_hit.places_by_period(f.places),
        lambda f, df: places_hit.draw_places_hit(df, f.voices),
    ),
    Picture(
        "night_and_day",
        waves.TITLE,
        "The shares of night, day and undivided waves in each month's stopped drones.",
        "It shows the hours of reports; a claimant that reports only mornings shows only nights.",
        "One panel a side with a bar of 100 per cent for each month, divided into night, day, and both in one figure.",
        _waves,
        lambda f, df: waves.draw_night_and_day(df, f.voices),
    ),
    Picture(
        "weapon_classes",
        "Launched and stopped by weapon class, by quarter",
        "For each class of weapon, what the attacked side says was launched and stopped.",
        "Figures given for several classes at once stand in none of the panels; scales differ.",
        "Small panels, one for each weapon class: bars for the stopped, a line for the launched, by quarter.",
        _classes,
        lambda f, df: by_class.draw_weapon_classes(
            df, by_class.weapon_classes(f.quarters, f.tables["weapons"]), f.voices
        ),
    ),
    *(_map(side, name) for side, name in sorted(regions.map_names().items())),
    Picture(
        "tallies_and_sums",
        tallies.TITLE,
        "How far a running tally grew, and what the same side's daily figures add up to since they begin.",
        "The tally counts losses by any means, the sum what was stopped in attacks: they need not agree.",
        "One panel for each tally: a dashed line for its growth, a band for the sum of daily figures.",
        _tallies,
        lambda f, df: tallies.draw_tallies_and_sums(df, f.tables["claimants"]),
    ),
    Picture(
        "one_night",
        "One wave in many windows",
        "The windows of everything that was said of the wave with most sources, and what reconciliation made of each.",
        "One wave, chosen because it was told most often; parts by region or model are left out.",
        "Horizontal bars on a time axis, grouped by claimant, each labelled with its source and figures.",
        _wave,
        lambda f, df: one_night.draw_wave(df, f.tables["episodes"], f.tables["regions"]),
    ),
    Picture(
        "exactness",
        how_stated.TITLE,
        "Shares of exact, bounded, vague, unstated and withheld figures by side and origin.",
        "Third parties' tables drop the words around numbers, so their shares of exact figures are upper bounds.",
        "Horizontal bars of 100 per cent, one for each side and origin, divided by kind of statement.",
        lambda f: how_stated.exactness(f.tables["claims"], f.voices),
        lambda f, df: how_stated.draw_exactness(df, f.voices),
    ),
    Picture(
        "last_digits",
        digits.TITLE,
        "Whether stated counts prefer some last digits, with Pearson's chi-square test.",
        "A preference tells how figures are given, not whether they are true.",
        "Small panels of ten bars, one for each last digit, with intervals and the expected shares.",
        _digits,
        _draw_digits,
    ),
    Picture(
        "agreement",
        agreement.TITLE,
        "Bland-Altman plots of figures that two sources have of the same report, with limits of agreement.",
        "Two readers of one post agree or not; that says nothing on whether the post is true.",
        "One panel for each pair of sources: differences over means, most of them zero, with dashed limits of"
        " agreement.",
        _pairs,
        lambda f, df: agreement.draw_agreement(df, agreement.limits_of_agreement(df)),
    ),
    Picture(
        "coverage",
        coverage_calendar.TITLE,
        "Which reporting days have figures, and which were not read.",
        "A gap says nothing of the day.",
        "A strip for each claimant and year with a cell for each day, filled where there are figures.",
        lambda f: coverage_calendar.covered_days(f.tables["coverage"], f.voices),
        lambda f, df: coverage_calendar.draw_coverage(
            f.tables["coverage"], f.voices, f.tables["claims"], f.tables["daily"]
        ),
    ),
    Picture(
        "disagreements",
        failed_comparisons.TITLE,
        "How many comparisons of each kind fail, and how severely.",
        "A comparison that holds is no proof; kinds that were compared seldom are left out.",
        "Horizontal bars, the share of comparisons that fail, by kind and severity, with numbers.",
        lambda f: failed_comparisons.disagreements(f.tables["discrepancies"], f.tables["comparisons"]),
        lambda f, df: failed_comparisons.draw_disagreements(df, f.tables["claims"]),
    ),
)
"""Every figure, in the order of the report."""


def draw(name: str, tables: Tables) -> Figure:
    """One figure of :data:`FIGURES` by its name, of these tables. Raises :class:`KeyError` for an unknown name."""
    frames = Frames(tables)
    picture = {one.name: one for one in FIGURES}[name]
    return picture.draw(frames, picture.frame(frames))
