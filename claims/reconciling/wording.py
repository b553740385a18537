"""Figures and windows in plain English, for the sentences of discrepancies and the summaries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from urllib.parse import urlsplit

from claims.model import Unit
from claims.reconciling.figures import Figure
from claims.reconciling.intervals import Interval
from claims.registry import Registry

UNITS: dict[str, str] = {Unit.LOCATION: "places", Unit.TARGET: "targets"}
OUTCOMES = {
    "suppressed_or_lost": "suppressed or lost",
    "neutralised": "downed, suppressed or lost",
}


class Wording:
    """Words for figures, by the labels and zones of a registry."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def who(self, claimant: str) -> str:
        """A claimant's English name; of a governor or mayor the office and the place."""
        entry = self._registry.claimants.get(claimant)
        if entry is not None:
            return entry.label
        kind, _, rest = claimant.partition(":")
        template = self._registry.claimants.get(kind)
        region = self._registry.regions.get(rest)
        if template is not None and rest:
            return f"{template.label} ({region.label if region else rest})"
        parts = claimant.split(":")
        return f"{parts[1]} of {parts[-1]}" if len(parts) > 2 else claimant

    def weapon(self, weapon: str) -> str:
        """A weapon's English name, in a word for the groups."""
        short = self._registry.reconciling.names.get(weapon)
        if short is not None:
            return f"{short} missiles" if weapon.startswith("missile.") else short
        entry = self._registry.weapons.get(weapon)
        return entry.label if entry else weapon

    def outcome(self, outcome: str) -> str:
        """An outcome in words."""
        return OUTCOMES.get(outcome, outcome)

    def count(self, interval: Interval) -> str:
        """A count in words: ``52``, ``41 or more``, ``3 to 9``."""
        low, high = interval
        if high is None:
            return f"{low} or more"
        return str(low) if low == high else f"{low} to {high}"

    def figure(self, figure: Figure, interval: Interval | None = None) -> str:
        """A figure in words: ``52 drones neutralised (daily_sabah)``."""
        return f"{self._counted(figure, interval)} ({self.source(figure)})"

    def _counted(self, figure: Figure, interval: Interval | None, weapon: str | None = None) -> str:
        low, high = interval or (figure.low or 0, figure.high)
        count = "an unknown number of" if (low, high) == (0, None) else self.count((low, high))
        if figure.withheld and interval in (None, (0, None)):
            count = "a withheld number of"
        things = (
            self.weapon(weapon or figure.weapon) if figure.unit == Unit.WEAPON else UNITS.get(figure.unit, figure.unit)
        )
        return f"{count} {things} {self.outcome(figure.outcome)}"

    def figures(self, figures: Sequence[Figure], interval: Interval) -> str:
        """Several figures as one sum."""
        if len(figures) == 1:
            return self.figure(figures[0], interval)
        names = list(dict.fromkeys(self.source(one) for one in figures))
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        common = self._registry.ancestor(tuple(sorted({weapon for one in figures for weapon in one.weapons})))
        return f"{self._counted(figures[0], interval, common)} ({shown})"

    def source(self, figure: Figure) -> str:
        """Where it is published: the series or outlet, and the post where the address ends in one."""
        post = post_of(figure.url) or post_of(figure.statement_id)
        if figure.coded:
            return f"{figure.source}, post {post}" if post else f"{figure.source}"
        return f"{figure.source} {post}" if figure.source and post else figure.source or figure.claim_id

    def zone(self, claimant: str, moment: int) -> tzinfo:
        """The claimant's local time."""
        calendar = self._registry.calendar(claimant, datetime.fromtimestamp(moment, UTC).date())
        return calendar.zone if calendar else UTC

    def window(self, claimant: str, start: int, end: int) -> str:
        """A window in the claimant's local time: ``1 Jun 20:00 - 2 Jun 07:00``."""
        zone = self.zone(claimant, end)
        first, last = datetime.fromtimestamp(start, zone), datetime.fromtimestamp(end, zone)
        same = first.date() == last.date()
        return f"{_moment(first)} - {last:%H:%M}" if same else f"{_moment(first)} - {_moment(last)}"


def post_of(address: str | None) -> str | None:
    """The number of a post at the end of its address; None for other addresses."""
    if not address:
        return None
    last = urlsplit(address).path.rstrip("/").rpartition("/")[2]
    return last if last.isdigit() else None


def _moment(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %H:%M}"
