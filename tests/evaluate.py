"""Measure the parser on the gold pairs of ``tests/gold``: ``make evaluate``, or ``python -m tests.evaluate --help``.

Every text of the gold is read; its expected and found claims are paired one to one by the greatest number of equal
fields among claimant, outcome, weapon, low and high (ties go to the pairing that agrees most in the other fields). A
field's true positive is a pair in which that field is equal; precision is taken over the found claims and recall over
the expected ones, so an unpaired claim counts against every field.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent / "gold"
BASELINE = GOLD / "baseline.json"
FILES = ("developed_on", "held_out", "bugs_caught")

PAIRING = ("claimant", "outcome", "weapon", "low", "high")
COMPARED = (*PAIRING, "regions", "window", "breakdown")
ALSO = ("qualifier", "unit", "tally", "scope")
PER_TEXT = ("verdict", "reason")


@dataclass(frozen=True)
class Assertion:
    """One claim, expected or found, in the terms that are compared. ``parent`` and ``restates`` are indices."""

    claimant: str
    outcome: str
    weapon: str
    low: int | None
    high: int | None
    regions: tuple[frozenset[str], int] = (frozenset(), 0)
    window: tuple[str, str] | None = None  # None in the gold: not compared
    parent: int | None = None
    axis: str | None = None
    qualifier: str | None = None
    unit: str = "weapon"
    tally: str = "window"
    scope: str | None = None
    restates: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Text:
    """One pair of the gold: a text with the verdict and the claims that a careful analyst expects."""

    id: str
    form: str
    text: str
    published_at: datetime
    source: str | None
    verdict: str
    reason: str | None
    claims: tuple[Assertion, ...]


@dataclass(frozen=True)
class Found:
    """What the parser made of a text."""

    verdict: str
    reason: str | None
    claims: tuple[Assertion, ...]


@dataclass
class Tally:
    """True positives, found and expected of one field."""

    right: int = 0
    found: int = 0
    expected: int = 0

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        self.right += other.right
        self.found += other.found
        self.expected += other.expected

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1.0 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the expected that was found; 1.0 when nothing was expected."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1.0 when nothing was expected or found."""
        total = self.found + self.expected
        return 2 * self.right / total if total else 1.0


@dataclass
class Score:
    """The tallies of one text, or of several added up."""

    fields: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    texts: int = 0
    exact: int = 0
    invented: int = 0  # claims found in texts without claims
    misses: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the counts of another score, without its misses."""
        for name, tally in other.fields.items():
            self.fields[name].add(tally)
        self.texts += other.texts
        self.exact += other.exact
        self.invented += other.invented


# --- reading the two sides ----------------------------------------------------------------------------------


def load_gold(path: Path) -> list[Text]:
    """Texts of one gold file, in its order. A claim that names an index outside its list is an error."""
    texts = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        row = json.loads(line)
        claims = tuple(_expected(claim) for claim in row["claims"])
        for claim in claims:
            for index in (claim.parent, claim.restates):
                if index is not None and not 0 <= index < len(claims):
                    raise ValueError(f"{path.name}:{number}: no claim with index {index}")
        published_at = datetime.fromisoformat(row["published_at"])
        if published_at.tzinfo is None:
            raise ValueError(f"{path.name}:{number}: published_at has no offset")
        texts.append(
            Text(
                row["id"],
                row["form"],
                row["text"],
                published_at,
                row["source"],
                row["verdict"],
                row["reason"],
                claims,
            )
        )
    return texts


def _expected(claim: dict[str, Any]) -> Assertion:
    window = claim["window"]
    return Assertion(
        claimant=claim["claimant"],
        outcome=claim["outcome"],
        weapon=claim["weapon"],
        low=claim["low"],
        high=claim["high"],
        regions=(frozenset(claim["regions"]), claim["unnamed_regions"] or 0),
        window=(window[0], window[1]) if window else None,
        parent=claim["parent"],
        axis=claim["axis"],
        qualifier=claim["qualifier"],
        unit=claim["unit"],
        tally=claim["tally"],
        scope=claim["scope"],
        restates=claim.get("restates"),
        words=claim.get("words") or "(computed)",
    )


def read_with_parser(text: Text) -> Found:
    """What ``claims.parsing.read`` makes of the text; an exception becomes the verdict ``error``."""
    from claims.model import Statement
    from claims.parsing import read

    try:
        reading = read(Statement(text=text.text, published_at=text.published_at, source=text.source))
    except Exception as error:  # a crash is a miss like any other, to be shown and counted
        return Found("error", f"{type(error).__name__}: {error}", ())
    index = {claim.claim_id: number for number, claim in enumerate(reading.claims)}
    claims = []
    for claim in reading.claims:
        words = " … ".join(text.text[start:end] for start, end in claim.spans[:1])
        claims.append(
            Assertion(
                claimant=claim.claimant,
                outcome=str(claim.outcome),
                weapon=claim.weapon,
                low=claim.count_low,
                high=claim.count_high,
                regions=(frozenset(claim.regions), claim.unnamed_regions or 0),
                window=_utc(claim.window_start, claim.window_end),
                parent=None if claim.part_of is None else index.get(claim.part_of, -1),
                axis=None if claim.part_axis is None else str(claim.part_axis),
                qualifier=str(claim.qualifier),
                unit=str(claim.unit),
                tally=str(claim.tally),
                scope=str(claim.scope),
                restates=None if claim.restates is None else index.get(claim.restates, -1),
                words=words or "(computed)",
            )
        )
    reason = None if reading.reason is None else str(reading.reason)
    return Found(str(reading.verdict), reason, tuple(claims))


def _utc(start: datetime | None, end: datetime | None) -> tuple[str, str] | None:
    if start is None or end is None:
        return None
    return tuple(edge.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for edge in (start, end))  # type: ignore[return-value]


# --- pairing ------------------------------------------------------------------------------------------------


def pair(expected: Sequence[Assertion], found: Sequence[Assertion]) -> list[tuple[int, int]]:
    """Index pairs (expected, found), one to one, with the greatest sum of equal pairing fields.

    Among pairings with the same sum the one that agrees most in the other fields is taken, so that two equal figures of
    two regions find their own region. Claims without any equal pairing field stay unpaired.
    """
    if not expected or not found:
        return []

    def likeness(one: Assertion, other: Assertion) -> int:
        first = sum(getattr(one, name) == getattr(other, name) for name in PAIRING)
        others = ("regions", "window", "axis", "unit", "tally", "qualifier")
        second = sum(getattr(one, name) == getattr(other, name) for name in others)
        return int(first * 1000 + second + ((one.restates is None) == (other.restates is None)))

    matrix = [[likeness(one, other) for other in found] for one in expected]
    return [(i, j) for i, j in best_assignment(matrix) if matrix[i][j] >= 1000]


def best_assignment(gain: list[list[int]]) -> list[tuple[int, int]]:
    """Pairs (row, column), one to one, with the greatest sum of ``gain`` (Hungarian method, any rectangle)."""
    rows, columns = len(gain), len(gain[0])
    if rows > columns:
        turned = [[gain[i][j] for i in range(rows)] for j in range(columns)]
        return sorted((i, j) for j, i in best_assignment(turned))
    infinite = float("inf")
    row_price: list[float] = [0.0] * (rows + 1)
    column_price: list[float] = [0.0] * (columns + 1)
    owner = [0] * (columns + 1)  # row matched to each column; row and column 0 are the free end of the search
    for row in range(1, rows + 1):
        owner[0] = row
        column = 0
        slack = [infinite] * (columns + 1)
        came_from = [0] * (columns + 1)
        used = [False] * (columns + 1)
        while owner[column]:
            used[column] = True
            current, step, following = owner[column], infinite, 0
            for j in range(1, columns + 1):
                if used[j]:
                    continue
                reduced = -gain[current - 1][j - 1] - row_price[current] - column_price[j]
                if reduced < slack[j]:
                    slack[j], came_from[j] = reduced, column
                if slack[j] < step:
                    step, following = slack[j], j
            for j in range(columns + 1):
                if used[j]:
                    row_price[owner[j]] += step
                    column_price[j] -= step
                else:
                    slack[j] -= step
            column = following
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return sorted((owner[j] - 1, j - 1) for j in range(1, columns + 1) if owner[j])


# --- scoring ------------------------------------------------------------------------------------------------


def score(text: Text, found: Found) -> Score:
    """Tallies and misses of one text."""
    result = Score(texts=1)
    expected = text.claims
    pairs = pair(expected, found.claims)
    to_found = dict(pairs)
    wrong: dict[int, list[str]] = defaultdict(list)

    for name in (*COMPARED, *ALSO):
        tally = result.fields[name]
        tally.expected, tally.found = len(expected), len(found.claims)
        for i, j in pairs:
            one, other = expected[i], found.claims[j]
            if name == "window" and one.window is None:
                tally.expected -= 1
                tally.found -= 1
            elif name == "breakdown":
                wanted = _link(one, expected)
                if wanted is not None:
                    wanted = (to_found.get(wanted[0], -2), wanted[1])
                got = _link(other, found.claims)
                _count(tally, wanted == got, wrong[i], name, _show_link(wanted), _show_link(got))
            else:
                wanted, got = getattr(one, name), getattr(other, name)
                _count(tally, wanted == got, wrong[i], name, _show(wanted), _show(got))
        if name == "window":
            paired = {i for i, _ in pairs}
            tally.expected -= sum(c.window is None for i, c in enumerate(expected) if i not in paired)

    for i, claim in enumerate(expected):
        if i not in to_found:
            result.misses.append(f"  missing   {_describe(claim)}")
        elif wrong[i]:
            result.misses.append(f"  differs   {_describe(claim)}: {'; '.join(wrong[i])}")
    paired_found = set(to_found.values())
    extra = [claim for j, claim in enumerate(found.claims) if j not in paired_found]
    result.misses += [f"  extra     {_describe(claim)}" for claim in extra]

    right = text.verdict == found.verdict
    result.fields["verdict"] = Tally(right, 1, 1)
    if text.verdict != "has_claims":
        result.invented = len(found.claims)
    if text.reason is not None:
        result.fields["reason"] = Tally(text.reason == found.reason, 1, 1)
    if not right or (text.reason is not None and text.reason != found.reason):
        wanted_verdict = f"{text.verdict} ({text.reason})" if text.reason else text.verdict
        result.misses.insert(0, f"  verdict   {wanted_verdict}, found {found.verdict} ({found.reason})")
    only_also = all(
        result.fields[name].right == result.fields[name].expected == result.fields[name].found for name in COMPARED
    )
    result.exact = int(right and only_also)
    return result


def _count(tally: Tally, equal: bool, wrong: list[str], name: str, wanted: str, got: str) -> None:
    if equal:
        tally.right += 1
    else:
        wrong.append(f"{name} {wanted} -> {got}")


def _link(claim: Assertion, claims: Sequence[Assertion]) -> tuple[int, str | None] | None:
    """Parent and axis of a claim; a result's link to the launched figure is not a breakdown (tests/gold/README.md)."""
    if claim.parent is None:
        return None
    if 0 <= claim.parent < len(claims) and claims[claim.parent].outcome == "launched" != claim.outcome:
        return None
    return claim.parent, claim.axis


def _show(value: Any) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], frozenset):
        named = ",".join(sorted(value[0])) or "-"
        return f"{named}+{value[1]} unnamed" if value[1] else named
    if isinstance(value, tuple):
        return "..".join(edge[5:16] for edge in value)
    return "-" if value is None else str(value)


def _show_link(link: tuple[int, str | None] | None) -> str:
    return "top" if link is None else f"{link[1]} of {link[0] if link[0] >= 0 else 'another'}"


def _describe(claim: Assertion) -> str:
    count = f"{_show(claim.low)}" if claim.low == claim.high else f"{_show(claim.low)}..{_show(claim.high)}"
    where = _show(claim.regions)
    unit = "" if claim.unit == "weapon" else f" {claim.unit}s"
    place = "" if where == "-" else f" @{where}"
    return f"{claim.claimant} {claim.outcome} {claim.weapon} {count}{unit}{place} «{claim.words[:40]}»"


# --- report -------------------------------------------------------------------------------------------------


def evaluate(
    reader: Callable[[Text], Found],
    languages: Iterable[str] | None = None,
    files: Iterable[str] = FILES,
    ids: Iterable[str] = (),
) -> tuple[dict[tuple[str, str], Score], list[tuple[Text, Score]]]:
    """Scores by (language, file), and each text with its own score."""
    wanted = set(ids)
    known = sorted(path.name for path in GOLD.iterdir() if path.is_dir())
    groups: dict[tuple[str, str], Score] = {}
    texts: list[tuple[Text, Score]] = []
    for language in languages or known:
        for file in files:
            path = GOLD / language / f"{file}.jsonl"
            if not path.exists():
                continue
            group = Score()
            for text in load_gold(path):
                if wanted and text.id not in wanted:
                    continue
                one = score(text, reader(text))
                group.add(one)
                texts.append((text, one))
            if group.texts:
                groups[language, file] = group
    return groups, texts


def summary(groups: dict[tuple[str, str], Score]) -> str:
    """Table of precision, recall and F1 by language, file and field."""
    lines = []
    for (language, file), group in groups.items():
        lines.append(f"{language} {file}: {group.texts} texts, {group.exact} exact, {group.invented} invented claims")
        lines.append(f"  {'':12}{'precision':>10}{'recall':>8}{'F1':>8}{'right':>8}{'found':>8}{'expected':>10}")
        for name in (*COMPARED, *ALSO, *PER_TEXT):
            if name not in group.fields:
                continue
            tally = group.fields[name]
            lines.append(
                f"  {name:12}{tally.precision:>10.4f}{tally.recall:>8.4f}{tally.f1:>8.4f}"
                f"{tally.right:>8}{tally.found:>8}{tally.expected:>10}"
            )
    return "\n".join(lines)


def as_baseline(groups: dict[tuple[str, str], Score]) -> dict[str, Any]:
    """The figures that later runs may not fall below: F1 of each field, and invented claims."""
    baseline: dict[str, Any] = {}
    for (language, file), group in groups.items():
        f1 = {
            name: int(group.fields[name].f1 * 10_000) / 10_000
            for name in (*COMPARED, *ALSO, *PER_TEXT)
            if name in group.fields
        }
        baseline[f"{language}/{file}"] = {"f1": f1, "invented": group.invented}
    return baseline


def below(baseline: dict[str, Any], groups: dict[tuple[str, str], Score]) -> list[str]:
    """One line for each figure that is worse than the baseline."""
    found = []
    for (language, file), group in groups.items():
        floor = baseline.get(f"{language}/{file}")
        if floor is None:
            continue
        for name, least in floor["f1"].items():
            now = group.fields[name].f1 if name in group.fields else 0.0
            if now < least:
                found.append(f"{language}/{file}: F1 of {name} is {now:.4f}, the baseline {least:.4f}")
        if group.invented > floor["invented"]:
            found.append(f"{language}/{file}: {group.invented} invented claims, the baseline {floor['invented']}")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; 1 when a figure is below the baseline, 2 when the gold or the parser can't be loaded."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--lang", action="append", help="only this language (repeatable)")
    parser.add_argument("--file", action="append", choices=FILES, help="only this file (repeatable)")
    parser.add_argument("--id", action="append", default=[], help="only this text, shown in full (repeatable)")
    parser.add_argument(
        "--misses", type=int, default=None, metavar="N", help="show at most N texts with misses (0: none)"
    )
    parser.add_argument("--write-baseline", action="store_true", help="store the figures as the new baseline")
    options = parser.parse_args(arguments)
    try:
        from claims.parsing import read  # noqa: F401
    except ImportError as error:
        print(f"the parser can't be imported: {error}", file=sys.stderr)
        return 2

    began = time.perf_counter()
    groups, texts = evaluate(read_with_parser, options.lang, options.file or FILES, options.id)
    took = time.perf_counter() - began
    if not texts:
        print("no gold text matches", file=sys.stderr)
        return 2
    missed = [(text, one) for text, one in texts if one.misses]
    for text, one in missed[: options.misses]:
        print(f"{text.id}  [{text.form}]  {text.source or 'no source'}, {text.published_at:%Y-%m-%d %H:%M%z}")
        body = text.text if options.id else " ".join(text.text.split())[:220]
        print("  " + body.replace("\n", "\n  "))
        print("\n".join(one.misses) + "\n")
    if options.misses is not None and len(missed) > options.misses:
        print(f"({len(missed) - options.misses} more texts with misses)\n")
    print(summary(groups))
    print(f"{len(texts)} texts in {took:.2f} s, {len(missed)} with misses")

    if options.id:
        return 0
    if options.write_baseline:
        kept = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
        kept.update(as_baseline(groups))
        BASELINE.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        print(f"baseline written to {BASELINE}")
        return 0
    if not BASELINE.exists():
        print("no baseline yet: --write-baseline writes it")
        return 0
    worse = below(json.loads(BASELINE.read_text(encoding="utf-8")), groups)
    for line in worse:
        print(f"BELOW THE BASELINE  {line}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
