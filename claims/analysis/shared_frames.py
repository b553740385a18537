"""The frames that several figures share, each computed once."""

from __future__ import annotations

import functools

import pandas as pd

from claims.analysis.frames import Tables
from claims.analysis.regions import by_region
from claims.analysis.series import DRONES, by_period, daily_series
from claims.analysis.side_voices import voices
from claims.model import Unit


class Frames:
    """What the figures of one build are made from; see the functions for the columns of each frame."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    @functools.cached_property
    def voices(self) -> pd.DataFrame:
        """:func:`~claims.analysis.voices`."""
        t = self.tables
        return voices(t["daily"], t["claimants"], t["regions"])

    @functools.cached_property
    def all_groups(self) -> pd.DataFrame:
        """:func:`~claims.analysis.daily_series` of every weapon group."""
        return self.series(sorted(self.tables["daily"]["weapon_group"].unique()))

    @functools.cached_property
    def drones(self) -> pd.DataFrame:
        """:func:`~claims.analysis.daily_series` of drones."""
        return self.all_groups[self.all_groups["weapon_group"] == DRONES].reset_index(drop=True)

    @functools.cached_property
    def months(self) -> pd.DataFrame:
        """:func:`~claims.analysis.by_period` of drones, by month."""
        return by_period(self.drones, self.tables["coverage"], "month")

    @functools.cached_property
    def quarters(self) -> pd.DataFrame:
        """:func:`~claims.analysis.by_period` of every weapon group, by quarter."""
        return by_period(self.all_groups, self.tables["coverage"], "quarter")

    @functools.cached_property
    def places(self) -> pd.DataFrame:
        """:func:`~claims.analysis.daily_series` of places instead of weapons."""
        return self.series(sorted(self.tables["daily"]["weapon_group"].unique()), Unit.LOCATION.value)

    @functools.cached_property
    def regions(self) -> pd.DataFrame:
        """:func:`~claims.analysis.by_region`."""
        t = self.tables
        return by_region(t["daily"], t["claims"], t["outcomes"], t["regions"], self.voices)

    def series(self, groups: list[str], unit: str = Unit.WEAPON.value) -> pd.DataFrame:
        """:func:`~claims.analysis.daily_series` of these weapon groups."""
        t = self.tables
        return daily_series(t["daily"], t["claims"], t["outcomes"], self.voices, groups, unit)
