"""The reports of Ukraine's Air Force as each of the two drone tables has them, matched with one another.

Two readings need the other table: what the observatory's ``down`` means where it also gives drones lost (see
:mod:`claims.coded.observatory`), and whether the tracker's ``destroyed`` is a figure of drones shot down or of drones
shot down and suppressed together (:mod:`claims.coded.tracker`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claims.coded.windows import Window

LEAST_SHARED_PART = 0.5


@dataclass(frozen=True, slots=True)
class DroneReport:
    """One report's drone figures in one of the tables; ``category`` is the observatory's ``d`` or ``n``."""

    window: Window
    end_day: str
    launched: int | None
    downed: int | None
    lost: int | None
    hits: int | None = None
    debris: int | None = None
    category: str | None = None


def matching_report(report: DroneReport, others: Iterable[DroneReport]) -> DroneReport | None:
    """The other table's record of the same report, or None.

    Of the records whose window shares at least half of the time, one with the same launched figure is preferred, then
    the largest share. Without such a window (one table has only a date, or another hour), a record of the same local
    day with the same launched and downed figures.
    """
    candidates = list(others)
    shared = [
        (
            other.launched is not None and other.launched == report.launched,
            report.window.shared_part(other.window),
            -index,
        )
        for index, other in enumerate(candidates)
    ]
    best = max((entry for entry in shared if entry[1] >= LEAST_SHARED_PART), default=None)
    if best is not None:
        return candidates[-best[2]]
    for other in candidates:
        same_figures = other.launched == report.launched is not None and other.downed == report.downed
        if other.end_day == report.end_day and same_figures:
            return other
    return None


class ReportIndex:
    """Drone reports by the local day of the window's end, so that a match looks at three days only."""

    def __init__(self, reports: Iterable[DroneReport]) -> None:
        self._days: dict[int, list[DroneReport]] = {}
        for report in reports:
            self._days.setdefault(report.window.end.toordinal(), []).append(report)

    def match(self, report: DroneReport) -> DroneReport | None:
        """As :func:`matching_report`, among the reports that end on the UTC day before, the same or the next."""
        day = report.window.end.toordinal()
        near = [other for offset in (-1, 0, 1) for other in self._days.get(day + offset, ())]
        return matching_report(report, near)
