"""The European Observatory of Drone Incidents' table of 2025: one JSON object per report -> coded claims.

Each record gives a result (``down``: drones shot down, or shot down and suppressed in one figure), for attacks on
Ukraine also launched drones, drones lost, and places hit. What ``down`` means where drones lost stand beside it changed
with the wording of the posts; :func:`_results` says how it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from claims.coded import tracker_rows
from claims.coded.conversion import Conversion, UnusableRowError
from claims.coded.matching import DroneReport, ReportIndex
from claims.coded.observatory_records import Record, read_record
from claims.coded.originals import json_lines
from claims.coded.parts import with_excesses
from claims.coded.rows import CodedRow
from claims.coded.vocabulary import common_weapon, launch_areas, vocabulary
from claims.coded.wording import SUPPRESSED_OR_LOST_FROM

FAMILIES = {
    "shahed_geran": ("uav.strike.shahed", "Shahed/Geran"),
    "gerbera_senuelos": ("uav.decoy", "Gerbera and decoys"),
    "otros": ("uav", "other types"),
}
TRAITS = {"ala_fija": "fixed_wing", "multirrotor": "multirotor"}
DIRECTIONS = {"RU_UA": ("RU", "UA", "ua_air_force"), "UA_RU": ("UA", "RU", "ru_mod")}


def convert(path: Path, compare: Path | None) -> Conversion:
    """Code the observatory's file; ``compare`` is the tracker's, which fixes what ``down`` means, or None."""
    index = ReportIndex(tracker_rows.drone_reports(compare) if compare else [])
    conversion = Conversion()
    seen: set[str] = set()
    for line, raw in json_lines(path):
        conversion.rows_in += 1
        name = str((raw or {}).get("id") or line)
        try:
            if raw is None:
                raise UnusableRowError("broken_json", "the line is no JSON object")
            if name in seen:
                raise UnusableRowError("duplicate_id", "a record with this id stands above")
            reason, _, explanation = vocabulary("quirks")["skip"].get(name, "").partition(": ")
            if reason:
                raise UnusableRowError(reason, explanation)
            record = read_record(raw)
        except UnusableRowError as error:
            conversion.skip(name, error.reason, str(error))
            continue
        seen.add(name)
        conversion.rows.extend(code_record(record, index, conversion))
    return conversion


def code_record(record: Record, index: ReportIndex, conversion: Conversion) -> list[CodedRow]:
    """The claims of one record, totals before their parts."""
    base = _base(record, conversion)
    launched = list(_launched(record, base, conversion))
    total = launched[0].row_key if launched else None
    if record.direction == "UA_RU":
        outcome = "neutralised" if record.category == "n" else "downed"
        results = [_figure(base, outcome, *record.down)]
    else:
        results = _results(record, base, index.match(record.report), conversion)
    results = [row if row.part_of else row.as_part(total, "outcome") for row in results]
    results[0] = replace(results[0], problems=results[0].problems + record.problems + _contradictions(record))
    results[0], regional = _by_region(record, results[0], conversion)
    return with_excesses(launched + results + regional + list(_locations(record, base, index)))


def _base(record: Record, conversion: Conversion) -> CodedRow:
    attacker, defender, claimant = DIRECTIONS[record.direction]
    notes = []
    if len(record.posts) > 1:
        notes.append("posts: " + " ".join(record.posts))
    if record.missile_regions:
        notes.append("regions named for missiles: " + " ".join(record.missile_regions))
    traits = tuple(TRAITS[name] for name in record.types if name in TRAITS)
    for name in record.types:
        if name not in TRAITS:
            conversion.unmapped[f"type {name}"] += 1
            notes.append(f"type {name}")
    window = record.window
    return CodedRow(
        row_key=record.id,
        original_row=record.id,
        claimant=claimant,
        attacker=attacker,
        defender=defender,
        outcome="",
        weapons=("uav",),
        weapon="uav",
        traits=traits,
        count_low=None,
        count_high=None,
        qualifier="exact",
        scope="all",
        window_start=window.start,
        window_end=window.end,
        start_basis=window.start_basis,
        end_basis=window.end_basis,
        start_precision=window.start_precision,
        end_precision=window.end_precision,
        published_at=record.published_at,
        published_precision="minute",
        url=f"https://t.me/{record.posts[-1]}",
        note="; ".join(notes) or None,
    )


def _figure(base: CodedRow, outcome: str, low: int, high: int) -> CodedRow:
    qualifier = "exact" if low == high else "range"
    key = f"{base.row_key}/{outcome}"
    return replace(base, row_key=key, outcome=outcome, count_low=low, count_high=high, qualifier=qualifier)


def _launched(record: Record, base: CodedRow, conversion: Conversion) -> Iterator[CodedRow]:
    """The launched figure, then the families of which the record says something.

    A family from 0 to the whole launched figure says nothing, and a family of 0..0 only that the observatory found no
    word for it: neither is a claim.
    """
    if record.launched is None:
        return
    low, high = record.launched
    areas, unknown = launch_areas(record.zones, "observatory")
    problems = tuple(f"unknown_launch_area: {name}" for name in unknown)
    families = [FAMILIES[name][0] for name, (_, most) in record.families.items() if name in FAMILIES and most]
    weapons = tuple(families) or base.weapons
    total = replace(
        _figure(base, "launched", low, high),
        weapons=weapons,
        weapon=common_weapon(weapons),
        launched_from=areas,
        problems=problems,
    )
    yield total
    for name, (least, most) in record.families.items():
        if name not in FAMILIES:
            conversion.unmapped[f"family {name}"] += 1
        elif most == 0:
            conversion.figures_not_coded["family_not_mentioned"] += 1
        elif least == 0 and most == high:
            conversion.figures_not_coded["family_range_is_the_whole"] += 1
        else:
            weapon, words = FAMILIES[name]
            family = _figure(base, "launched", least, most).as_part(total.row_key, "weapon")
            key = f"{total.row_key}/{name}"
            yield replace(family, row_key=key, weapons=(weapon,), weapon=weapon, weapon_text=words)


def _results(record: Record, base: CodedRow, other: DroneReport | None, conversion: Conversion) -> list[CodedRow]:
    """What became of the drones of an attack on Ukraine; the first row is the one that ``down`` itself gives.

    - No drones lost: ``d`` is downed, ``n`` neutralised (shot down and suppressed in one figure).
    - ``d`` with drones lost: downed and lost. Where the tracker has the same downed figure and lost less downed, the
      record's lost figure contains the downed ones and is corrected.
    - ``n`` with drones lost: ``down`` is the sum of both or the drones shot down alone. The tracker's ``destroyed`` and
      ``not_reach_goal`` of the same report tell which; where they don't, both readings stand as bounds, with a problem.

    The posts of before 19 May 2025 call the drones lost "локаційно втрачені" (``lost``); later ones are "подавлено
    РЕБ / локаційно втрачено" (``suppressed_or_lost``), which with the downed ones make up the neutralised.
    """
    low, high = record.down
    if record.lost is None:
        conversion.quirks[f"{record.category}_without_lost"] += 1
        return [_figure(base, "neutralised" if record.category == "n" else "downed", low, high)]
    lost, problems = _lost(record, other)
    lost_outcome = "lost" if record.window.end < SUPPRESSED_OR_LOST_FROM else "suppressed_or_lost"
    vanished = replace(_figure(base, lost_outcome, *lost), problems=problems)
    if record.category == "d" and lost_outcome == "lost":
        conversion.quirks["d_with_lost"] += 1
        return [_figure(base, "downed", low, high), vanished]
    meaning = _meaning(record, lost, other)
    conversion.quirks[f"{record.category}_with_lost_{meaning}"] += 1
    if meaning == "sum":
        downed, sums = (low - lost[1], high - lost[0]), (low, high)
    elif meaning == "downed_alone":
        downed, sums = (low, high), (low + lost[0], high + lost[1])
    else:
        downed, sums = (max(low - lost[1], 0), high), (low, high + lost[1])
    together, shot = _figure(base, "neutralised", *sums), _figure(base, "downed", *downed)
    shot = shot.as_part(together.row_key, "outcome", complete=True)
    vanished = vanished.as_part(together.row_key, "outcome", complete=True)
    if meaning == "sum":
        return [together, replace(shot, derived_from=(together.row_key, vanished.row_key)), vanished]
    if meaning == "unresolved":
        problem = (_unresolved(record, lost, other),)
        shot, together = replace(shot, problems=problem), replace(together, problems=problem)
    return [shot, vanished, replace(together, derived_from=(shot.row_key, vanished.row_key))]


def _lost(record: Record, other: DroneReport | None) -> tuple[tuple[int, int], tuple[str, ...]]:
    assert record.lost is not None  # noqa: S101 - the caller has looked
    contained = record.lost[1] - record.down[1]
    if (
        other is not None
        and record.category == "d"
        and other.downed == record.down[1]
        and other.lost == contained != record.lost[1]
    ):
        problem = (
            f"lost_contains_downed: the record's {record.lost[1]} lost contain the {record.down[1]} downed; "
            f"the tracker has {other.downed} and {other.lost}"
        )
        return (contained, contained), (problem,)
    return record.lost, ()


def _meaning(record: Record, lost: tuple[int, int], other: DroneReport | None) -> str:
    if record.category == "d":
        return "downed_alone"
    if other is None or other.downed is None or other.lost != lost[1]:
        return "unresolved"
    if record.down[1] == other.downed + other.lost:
        return "sum"
    return "downed_alone" if record.down[1] == other.downed else "unresolved"


def _unresolved(record: Record, lost: tuple[int, int], other: DroneReport | None) -> str:
    found = f"{other.downed} downed and {other.lost} lost" if other else "no such report"
    return (
        f"meaning_unresolved: {record.down[1]} may be the drones shot down or their sum with the {lost[1]} lost; the "
        f"tracker has {found}, so both readings stand as bounds"
    )


def _contradictions(record: Record) -> tuple[str, ...]:
    problems = []
    if record.launched and record.hits and record.down[0] + record.hits > record.launched[1]:
        problems.append(
            f"outcomes_exceed_launched: {record.down[0]} stopped and {record.hits} places hit are more than "
            f"{record.launched[1]} launched"
        )
    if record.crossings:
        problems.append(f"unknown_crossing: {len(record.crossings)} crossings in a form not seen before are not coded")
    return tuple(problems)


def _by_region(record: Record, total: CodedRow, conversion: Conversion) -> tuple[CodedRow, list[CodedRow]]:
    """The result with its regions, and a child for each region with a count.

    Regions named without a count stay with the total, except Moscow beside a counted Moscow oblast: that is the "Moscow
    region" of the ministry, one figure for both. Seas have no code in this table, so counts may add up to less.
    """
    counted = {region: count for region, count in record.regions.items() if count is not None}
    named = tuple(region for region, count in record.regions.items() if count is None)
    both = "RU-MOS" in counted and "RU-MOW" in named
    if both:
        named = tuple(region for region in named if region != "RU-MOW")
        conversion.quirks["moscow_region"] += 1
    complete = bool(counted) and sum(counted.values()) == total.count_low == total.count_high
    suspect = vocabulary("quirks")["suspect_region"].get(record.id)
    children = []
    for region, count in counted.items():
        joint = both and region == "RU-MOS"
        slip = (f"region_suspect: {region} looks like a slip of the observatory",) if region == suspect else ()
        child = replace(
            total,
            row_key=f"{total.row_key}/{region}",
            count_low=count,
            count_high=count,
            qualifier="exact",
            regions=("RU-MOS", "RU-MOW") if joint else (region,),
            note="Moscow named without a count beside the oblast: one figure for both" if joint else None,
            problems=slip,
            derived_from=(),
        )
        children.append(child.as_part(total.row_key, "region", True if complete and not named else None))
    unnamed = 0 if complete else None
    return replace(total, regions=named, unnamed_regions=unnamed), children


def _locations(record: Record, base: CodedRow, index: ReportIndex) -> Iterator[CodedRow]:
    """Places hit and places with debris."""
    other = index.match(record.report) if record.direction == "RU_UA" else None
    for outcome, count in (("hit", record.hits), ("debris", record.debris)):
        if count is None:
            continue
        problems: tuple[str, ...] = ()
        repeated = outcome == "hit" and count == record.debris
        if repeated and other and other.debris == count and other.hits not in (None, count):
            problems = (f"hits_repeat_debris: the tracker has {other.hits} places hit and {count} with debris",)
        yield replace(_figure(base, outcome, count, count), unit="location", problems=problems)
