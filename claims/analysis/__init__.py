"""Series and figures from the tables of a build.

Each module holds functions from DataFrames to a DataFrame with documented columns, and beside them the function that
draws it. :data:`FIGURES` lists every figure with its texts; :func:`draw_figures` writes them all, as a build does::

    from claims import analysis

    tables = analysis.load_tables()
    voices = analysis.voices(tables["daily"], tables["claimants"], tables["regions"])
    series = analysis.daily_series(tables["daily"], tables["claims"], tables["outcomes"], voices)
    months = analysis.by_period(series, tables["coverage"], "month")
    analysis.draw_mirrored_months(months, voices).savefig("months.png")

Series are made of ``daily`` and ``episodes`` (each claim once), never of raw sums of overlapping claims; intervals are
carried through; where the claims support no number there is none.
"""

from __future__ import annotations

import json
from pathlib import Path

from claims.analysis.agreement import draw_agreement, limits_of_agreement, paired_figures
from claims.analysis.both_sides import draw_mirrored_months, draw_rolling
from claims.analysis.by_class import draw_weapon_classes, weapon_classes
from claims.analysis.coverage_calendar import covered_days, draw_coverage
from claims.analysis.digits import draw_last_digits, heaping, last_digits, stated_counts
from claims.analysis.failed_comparisons import disagreements, draw_disagreements
from claims.analysis.frames import CLAIM_COLUMNS, NEEDED, NEVER_NEEDED, PERIODS, Tables, load_tables
from claims.analysis.gallery import FIGURES, Picture, draw
from claims.analysis.how_stated import draw_exactness, exactness
from claims.analysis.one_night import draw_wave, most_told_wave, wave_windows
from claims.analysis.outcomes_by_month import draw_outcomes_by_month, split_by_month
from claims.analysis.places_hit import draw_places_hit, places_by_period
from claims.analysis.regions import by_region, draw_region_map, tiles
from claims.analysis.series import DRONES, by_period, daily_series, rolling
from claims.analysis.shared_frames import Frames
from claims.analysis.side_voices import voices
from claims.analysis.stopped import STOPPED
from claims.analysis.stopped_rates import draw_rates, rates
from claims.analysis.tallies import draw_tallies_and_sums, tallies_and_sums
from claims.analysis.unaccounted import balance, draw_balance
from claims.analysis.waves import draw_night_and_day, night_and_day

__all__ = [
    "CLAIM_COLUMNS", "DRONES", "FIGURES", "NEEDED", "NEVER_NEEDED", "PERIODS", "STOPPED", "Frames", "Picture", "Tables",
    "balance", "by_period", "by_region", "covered_days", "daily_series", "disagreements", "draw", "draw_agreement",
    "draw_balance", "draw_coverage", "draw_disagreements", "draw_exactness", "draw_figures", "draw_last_digits",
    "draw_mirrored_months", "draw_night_and_day", "draw_outcomes_by_month", "draw_places_hit", "draw_rates",
    "draw_region_map", "draw_rolling", "draw_tallies_and_sums", "draw_wave", "draw_weapon_classes", "exactness",
    "heaping", "last_digits", "limits_of_agreement", "load_tables", "most_told_wave", "night_and_day", "paired_figures",
    "places_by_period", "rates", "rolling", "split_by_month", "stated_counts", "tallies_and_sums", "tiles", "voices",
    "wave_windows", "weapon_classes",
]  # fmt: skip

INDEX = "figures.json"


def draw_figures(tables: Tables, folder: Path) -> list[Path]:
    """Draw every figure of a build into ``folder``; return the files.

    ``tables`` holds at least :data:`NEEDED`. Each figure is ``name.png`` and ``name.svg``, with the frame behind it as
    ``name.csv``; ``figures.json`` lists them in order with title, alt text, what they show and do not show, and their
    files. The same tables give the same bytes. A figure without anything to show is not drawn, and not listed.
    """
    from claims.analysis.drawing import save

    folder.mkdir(parents=True, exist_ok=True)
    frames = Frames(tables)
    files: list[Path] = []
    index = []
    for picture in FIGURES:
        df = picture.frame(frames)
        if df.empty:
            continue
        data = folder / f"{picture.name}.csv"
        made = [*save(picture.draw(frames, df), folder / picture.name), data]
        df.to_csv(data, index=False, float_format="%.6g", date_format="%Y-%m-%dT%H:%M:%SZ", lineterminator="\n")
        index.append(
            {key: getattr(picture, key) for key in ("name", "title", "shows", "limits", "alt")}
            | {"files": [path.name for path in made]}
        )
        files += made
    listing = folder / INDEX
    listing.write_text(json.dumps(index, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [*files, listing]
