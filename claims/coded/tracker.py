"""The UA AirDefense Tracker's table: one row per weapon model and report -> coded claims.

An empty cell is a figure that was not stated: no claim. A 0 is mostly a placeholder. Of things destroyed it
becomes 0..launched, ``unstated``; of the other columns nothing, because the observatory's records of the same reports
show no such figure. What ``destroyed`` and ``not_reach_goal`` mean by period stands in :mod:`claims.coded.wording`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from claims.coded import tracker_places
from claims.coded.conversion import Conversion, UnusableRowError
from claims.coded.matching import ReportIndex
from claims.coded.observatory_records import drone_reports
from claims.coded.parts import with_excesses
from claims.coded.rows import CodedRow
from claims.coded.tracker_rows import COLUMNS, KYIV, SHAHED, TrackerRow, read_row, table_rows
from claims.coded.vocabulary import common_weapon, vocabulary, weapon_paths
from claims.coded.windows import end_of_day
from claims.coded.wording import NEUTRALISED_FROM, OTHER_DRONES_FROM, SUPPRESSED_OR_LOST_FROM

# Told of only when shot down: reconnaissance drones and those of the front line. Their `launched` repeats `destroyed`.
TOLD_WHEN_DOWNED = ("uav.recon", "uav.strike.lancet", "uav.strike.molniya", "uav.strike.orion", "uav.strike.forpost")
CROSSED_INTO = {"russia": "RU", "belarus": "BY", "poland": "PL", "romania": "RO", "moldova": "MD"}
REPORT_GAP = timedelta(hours=12)


def convert(path: Path, compare: Path | None) -> Conversion:
    """Code the tracker's file; ``compare`` is the observatory's, which tells joint figures from others, or None."""
    index = ReportIndex(drone_reports(compare) if compare else [])
    conversion = Conversion()
    rows: list[TrackerRow] = []
    for line, cells in table_rows(path):
        conversion.rows_in += 1
        try:
            if cells is None:
                raise UnusableRowError("broken_row", "more or fewer cells than the header has")
            conversion.unmapped.update(f"column {name}" for name, cell in cells.items() if cell and name not in COLUMNS)
            rows.append(read_row(line, cells))
        except UnusableRowError as error:
            conversion.skip(line.removeprefix("line "), error.reason, str(error))
    posts: dict[str, list[TrackerRow]] = defaultdict(list)
    for row in rows:
        posts[row.source].append(row)
    keys: set[str] = set()
    for row in rows:
        claims = RowCoding(row, posts[row.source], index, conversion, _row_key(row, keys)).claims()
        if not claims:
            conversion.skip(row.line.removeprefix("line "), "no_figure", "the row states no figure that is a claim")
        conversion.rows.extend(claims)
    return conversion


def _row_key(row: TrackerRow, taken: set[str]) -> str:
    """A key from what the row says, so that rows added above it in a later edition change nothing."""
    window = f"{row.window.start.isoformat()} {row.window.end.isoformat()}"
    words = "\n".join((row.source, row.model, window, " ".join(row.targets), " ".join(row.launch_places)))
    plain = f"{row.end_day}-{hashlib.sha256(words.encode()).hexdigest()[:10]}"
    key, copies = plain, 1
    while key in taken:
        copies += 1
        key = f"{plain}-{copies}"
    taken.add(key)
    return key


class RowCoding:
    """The claims of one row, with the other rows of its post."""

    def __init__(
        self, row: TrackerRow, post: Sequence[TrackerRow], index: ReportIndex, conversion: Conversion, key: str
    ) -> None:
        self.row, self.post, self.conversion, self.key = row, post, conversion, key
        self.match = index.match(row.report) if row.weapons == (SHAHED,) and row.national else None
        self.claimant, self.scope, self.problems = row.channel["claimant"], row.channel["scope"], self._row_problems()
        if row.command_note and row.targets == ("Ukraine",):
            self._national_figure(index)
        self.base = self._base()

    def claims(self) -> list[CodedRow]:
        """Launched, then what became of them, then places: totals before their parts."""
        launched = list(self._launched())
        whole = launched[0].row_key if launched else None
        if launched and self._whole_country:  # the region attacked is the launched figure's, not the result's
            self.base = replace(self.base, regions=(), place=None)
        results = [row if row.part_of else row.as_part(whole, "outcome") for row in self._results()]
        found = [*launched, *results, *self._crossed(whole), *self._locations()]
        if found and self.problems:
            found[0] = replace(found[0], problems=self.problems + found[0].problems)
        return with_excesses(found)

    def _row_problems(self) -> tuple[str, ...]:
        problems = []
        row = self.row
        if "problem" in row.channel:
            problems.append(f"claimant_unclear: {row.channel['problem']}")
        days = [date.fromisoformat(other.end_day) for other in self.post]
        if max(days) - min(days) > timedelta(days=1):
            problems.append(
                f"post_shared: the table gives this post for {min(days)} to {max(days)}: a recap, or a wrong address"
            )
        figures = row.figures
        if (figures["destroyed"] or 0) > (figures["launched"] or figures["destroyed"] or 0):
            problems.append(f"downed_exceeds_launched: {figures['destroyed']} of {figures['launched']}")
        missing = [
            entry["missing"]
            for entry in map(vocabulary("models").get, row.model.split(" and "))
            if entry and "missing" in entry
        ]
        for path in missing:
            self.conversion.quirks[f"weapon_path_missing {path}"] += 1
        return tuple(problems)

    def _national_figure(self, index: ReportIndex) -> None:
        """A command's post beside a figure for the whole country: the Air Force's where the observatory has it too."""
        drones = next((row for row in self.post if row.weapons == (SHAHED,) and row.targets == ("Ukraine",)), None)
        match = index.match(drones.report) if drones else None
        if (
            drones
            and match
            and match.launched == drones.figures["launched"]
            and match.downed == drones.figures["destroyed"]
        ):
            self.claimant, self.scope, self.match = "ua_air_force", "all", match
            self.problems += ("claimant_corrected: the post is an air command's, the figure the Air Force's report",)
        else:
            self.scope = "unknown"
            self.problems += ("scope_unclear: an air command's post beside a target of the whole country",)

    @property
    def _whole_country(self) -> bool:
        return bool(self.scope == "all")

    def _base(self) -> CodedRow:
        row = self.row
        weapons = row.weapons
        if weapons == (SHAHED,) and row.window.end >= OTHER_DRONES_FROM:
            weapons = ("uav",)
        regions, place, unknown = tracker_places.target(row)
        self.problems += unknown
        notes = [f"carrier: {row.carrier}"] if row.carrier else []
        if row.main_target:
            notes.append(f"main target: {row.main_target}")
        published = end_of_day(date.fromisoformat(row.end_day), KYIV)
        window = row.window
        return CodedRow(
            row_key=self.key,
            original_row=row.line.removeprefix("line "),
            claimant=self.claimant,
            attacker="RU",
            defender="UA",
            outcome="",
            weapons=weapons,
            weapon=common_weapon(weapons),
            weapon_text=row.model,
            count_low=None,
            count_high=None,
            qualifier="exact",
            scope=self.scope,
            regions=regions,
            place=place,
            window_start=window.start,
            window_end=window.end,
            start_basis=window.start_basis,
            end_basis=window.end_basis,
            start_precision=window.start_precision,
            end_precision=window.end_precision,
            published_at=published,
            published_precision="day",
            url=row.url,
            note="; ".join(notes) or None,
        )

    def _figure(self, outcome: str, count: int) -> CodedRow:
        key = f"{self.key}/{outcome}"
        return replace(self.base, row_key=key, outcome=outcome, count_low=count, count_high=count)

    def _launched(self) -> Iterator[CodedRow]:
        row, count = self.row, self.row.figures["launched"]
        downed = row.figures["destroyed"]
        if count is None and downed is None and not row.withheld:
            return
        told_when_downed = any(path.startswith(TOLD_WHEN_DOWNED) for path in row.weapons)
        if count and count == downed and (told_when_downed or not self._whole_country):
            self.conversion.figures_not_coded["launched_repeats_destroyed"] += 1
            return
        areas, unknown = tracker_places.launch_places(row)
        attacked = tuple(region for region in tracker_places.affected(row) if region not in self.base.regions)
        total = replace(
            self._figure("launched", count or 0),
            regions=self.base.regions + attacked,
            launched_from=areas,
            problems=unknown,
        )
        if row.withheld and not count:
            total = replace(total, count_low=None, count_high=None, qualifier="withheld")
        elif count is None:
            problem = "launched_not_given: the row names a launched weapon without a figure"
            total = replace(total, count_low=1, count_high=None, qualifier="unstated", problems=(*unknown, problem))
        yield total
        yield from self._launched_parts(total)

    def _launched_parts(self, total: CodedRow) -> Iterator[CodedRow]:
        row = self.row
        shahed = row.figures["is_shahed"]
        if shahed is not None:
            part = self._figure("launched", shahed).as_part(total.row_key, "weapon")
            part = replace(
                part, row_key=f"{total.row_key}/shahed", weapons=(SHAHED,), weapon=SHAHED, weapon_text="Shahed"
            )
            if shahed % 5 == 0:  # "about" or "more than": the word is lost
                high = max(total.count_high or shahed, shahed)
                part = replace(part, count_low=shahed * 9 // 10, count_high=high, qualifier="range")
            yield part
        yield from self._jets(total, "turbojet")
        complete = sum(row.launched_by_model.values()) == row.figures["launched"] or None
        for model, count in row.launched_by_model.items():
            weapons = weapon_paths(model) or row.weapons
            areas, unknown = tracker_places.launch_places_of(row.places_by_model.get(model, ""))
            part = replace(
                self._figure("launched", count),
                row_key=f"{total.row_key}/{model}",
                weapons=weapons,
                weapon=common_weapon(weapons),
                weapon_text=model,
                launched_from=areas,
                problems=unknown,
            )
            yield part.as_part(total.row_key, "weapon", complete)

    def _jets(self, total: CodedRow, column: str) -> Iterator[CodedRow]:
        count = self.row.figures[column]
        if count is not None:
            part = self._figure(total.outcome, count).as_part(total.row_key, "weapon")
            words = f"jet-powered {self.row.model}"
            yield replace(part, row_key=f"{total.row_key}/jet", traits=("jet",), weapon_text=words)

    def _results(self) -> Iterator[CodedRow]:
        figures = self.row.figures
        downed, lost, airborne = figures["destroyed"], figures["not_reach_goal"], figures["still_attacking"]
        outcome = self._result_outcome()
        if lost == 0:
            self.conversion.figures_not_coded["not_reach_goal_zero"] += 1
        if airborne == 0:
            self.conversion.figures_not_coded["still_attacking_zero"] += 1
        result = self._result(outcome, downed)
        if lost:
            separate = "lost"
            if self._whole_country and self.row.window.end >= SUPPRESSED_OR_LOST_FROM:
                separate = "suppressed_or_lost"
            vanished = self._figure(separate, lost)
            if result is not None and downed and separate == "suppressed_or_lost":
                parts = (result.row_key, vanished.row_key)
                together = replace(self._figure("neutralised", downed + lost), derived_from=parts)
                yield together
                result = result.as_part(together.row_key, "outcome", complete=True)
                vanished = vanished.as_part(together.row_key, "outcome", complete=True)
            yield vanished
        if result is not None:
            yield from self._by_region(result)
            yield from self._jets(result, "turbojet_destroyed")
        if airborne:
            yield self._figure("airborne", airborne)

    def _result_outcome(self) -> str:
        """``downed`` or ``neutralised``: what the one figure of this report covers."""
        if not self._whole_country or self.row.figures["not_reach_goal"]:
            return "downed"
        if self.match is not None and self.match.lost is None:
            return "neutralised" if self.match.category == "n" else "downed"
        return "neutralised" if self.row.window.end >= NEUTRALISED_FROM else "downed"

    def _result(self, outcome: str, count: int | None) -> CodedRow | None:
        launched = self.row.figures["launched"]
        if self.row.withheld and not count:
            return replace(self._figure(outcome, 0), count_low=None, count_high=None, qualifier="withheld")
        if count is None:
            return None
        if count == 0 and launched is None:
            self.conversion.figures_not_coded["destroyed_zero_of_unknown"] += 1
            return None
        if count == 0 and launched:
            self.conversion.quirks["destroyed_placeholder_zero"] += 1
            return replace(self._figure(outcome, 0), count_high=launched, qualifier="unstated")
        return self._figure(outcome, count)

    def _by_region(self, result: CodedRow) -> Iterator[CodedRow]:
        """The result and a child for each region with a count; regions without one stay with the result."""
        named: list[str] = []
        counted: list[tuple[str, tuple[str, ...], int]] = []
        problems = result.problems
        for name, count in self.row.destroyed_by_region.items():
            regions, _, unknown = tracker_places.regions_of(name)
            problems += unknown
            if count is None:
                named.extend(region for region in regions if region not in named)
            elif not unknown:
                counted.append((name, regions, count))
        if not named and not counted:
            yield replace(result, problems=problems)
            return
        total = sum(count for _, _, count in counted)
        complete = True if total == result.count_low == result.count_high and not named else None
        in_children = {region for _, regions, _ in counted for region in regions}
        yield replace(
            result,
            regions=tuple(region for region in named if region not in in_children),
            unnamed_regions=0 if complete else None,
            problems=problems,
        )
        for name, regions, count in counted:
            part = self._figure(result.outcome, count).as_part(result.row_key, "region", complete)
            yield replace(part, row_key=f"{result.row_key}/{name}", regions=regions, place=None)

    def _crossed(self, launched: str | None) -> Iterator[CodedRow]:
        for country, count in self.row.crossings.items():
            code = CROSSED_INTO.get(country)
            yield replace(
                self._figure("crossed", count).as_part(launched, "destination"),
                row_key=f"{self.key}/crossed/{country}",
                regions=(code,) if code else (),
                place=None,
                problems=() if code else (f"unknown_country: {country}",),
            )

    def _locations(self) -> Iterator[CodedRow]:
        """Places hit and places with debris: given once per report, on the row of its drones, for all its weapons."""
        weapons: list[str] = list(self.base.weapons)
        for other in self.post:
            if abs(other.window.end - self.row.window.end) < REPORT_GAP and other is not self.row:
                weapons.extend(path for path in other.weapons if path not in weapons and path != SHAHED)
        columns = (("hit", "num_hit_location"), ("debris", "num_fall_fragment_location"))
        for outcome, column in columns:
            count = self.row.figures[column]
            if count == 0:
                self.conversion.figures_not_coded[f"{column}_zero"] += 1
            elif count is not None:
                weapon = common_weapon(weapons)
                text = self.row.model if len(weapons) == len(self.base.weapons) else None
                yield replace(
                    self._figure(outcome, count),
                    unit="location",
                    weapons=tuple(weapons),
                    weapon=weapon,
                    weapon_text=text,
                )
