"""Convert a third-party table: ``python -m claims.coded.convert SERIES --from PATH --to DIRECTORY``.

Writes ``<series>.csv`` and ``<series>.toml``, prints the sums, and names each row that gave no claim. The two drone
tables are read beside one another: the other one is looked for in the same directory, or given with ``--compare``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from claims.coded import observatory, tally, tracker
from claims.coded.conversion import Conversion, ConversionError
from claims.coded.rows import write_rows
from claims.coded.series_file import describe, series_ids

Converter = Callable[[Path, Path | None], Conversion]
CONVERTERS: dict[str, Converter] = {
    "drone_observatory_2025": observatory.convert,
    "ua_airdefense_tracker": tracker.convert,
    "general_staff_tally": tally.convert,
}
# The table that each is read beside, under the name of the reference files.
COMPARED = {
    "drone_observatory_2025": "ua-airdefense-tracker.csv",
    "ua_airdefense_tracker": "drone-observatory-2025.jsonl",
}
EXAMPLE = """example:
  python -m claims.coded.convert general_staff_tally --from general-staff-tally.json --to datasets/coded/
"""


def convert(series: str, original: Path, directory: Path, compare: Path | None = None) -> Conversion:
    """Convert one table and write ``<series>.csv`` and ``<series>.toml`` into the directory.

    ``compare`` is the other drone table; when None, it is looked for beside the original. Raises
    :class:`~claims.coded.conversion.ConversionError` when a file can't be read at all.
    """
    if compare is None and series in COMPARED:
        beside = original.parent / COMPARED[series]
        compare = beside if beside.exists() else None
    conversion = CONVERTERS[series](original, compare)
    if not conversion.rows:
        raise ConversionError(f"{original}: no row could be coded; is it the right file for {series}?")
    directory.mkdir(parents=True, exist_ok=True)
    write_rows(directory / f"{series}.csv", conversion.rows)
    text = describe(series, original, compare, conversion)
    (directory / f"{series}.toml").write_text(text, encoding="utf-8", newline="\n")
    return conversion


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns 0, or 2 when a file can't be read."""
    parser = argparse.ArgumentParser(
        prog="python -m claims.coded.convert",
        description="Convert a third-party table of claims into a coded series of datasets/coded/.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("series", choices=series_ids(), help="the series to make")
    parser.add_argument("--from", dest="original", type=Path, required=True, metavar="PATH", help="the original file")
    parser.add_argument("--to", dest="directory", type=Path, required=True, metavar="DIRECTORY", help="where to write")
    parser.add_argument(
        "--compare", type=Path, metavar="PATH", help="the other drone table (default: beside the original)"
    )
    options = parser.parse_args(arguments)
    try:
        conversion = convert(options.series, options.original, options.directory, options.compare)
    except (ConversionError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for skipped in conversion.skipped:
        sys.stderr.write(
            f"{options.original.name}: row {skipped.original_row}: {skipped.reason}: {skipped.explanation}\n"
        )
    sys.stdout.write(
        f"{options.series}: {conversion.rows_in} rows in = {conversion.rows_with_claims} with claims + "
        f"{len(conversion.skipped)} skipped; {len(conversion.rows)} claims\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
