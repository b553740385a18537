"""Show how a text was read: the words marked, the chunks of the grammar, the rule and the claims behind each number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape

from claims.model import Claim, Statement
from claims.parsing.reading import Analysis, analyse
from claims.registry import Registry, load_registry

_COLOURS = ("36", "33", "35", "32", "34", "31")
_KIND_NAMES = {
    "quantity": "count",
    "weapon": "weapon",
    "outcome": "outcome",
    "places": "place",
    "time": "time",
    "location": "locations",
    "speaker": "speaker",
    "speech": "speech",
    "rel": "marker",
    "attempt": "attempt",
    "neg": "negation",
    "withheld": "withheld",
    "other_noun": "other noun",
}


def count_words(claim: Claim) -> str:
    """A count as people write it: "162", "30-40", "41 or more", "not told"."""
    low, high = claim.count_low, claim.count_high
    if low is None and high is None:
        return "not told"
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low}-{high}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A statement with everything found in it; :meth:`terminal` and :meth:`html` show it."""

    statement: Statement
    found: Analysis

    def _marks(self) -> list[tuple[int, int, int]]:
        """Marked spans in order (start, end, claim number); where two overlap the earlier stays."""
        marks = sorted(
            (start, end, number)
            for number, claim in enumerate(self.found.claims, 1)
            for start, end in claim.spans
            if not claim.derived_from
        )
        kept: list[tuple[int, int, int]] = []
        for mark in marks:
            if not kept or mark[0] >= kept[-1][1]:
                kept.append(mark)
        return kept

    def _rows(self) -> list[tuple[str, ...]]:
        """One row a claim: number, claimant, outcome, weapon, count, where, window, rule."""
        numbers = {claim.claim_id: number for number, claim in enumerate(self.found.claims, 1)}
        rows: list[tuple[str, ...]] = []
        for number, claim in enumerate(self.found.claims, 1):
            where = ", ".join(claim.regions)
            if claim.unnamed_regions:
                where = f"{where} +{claim.unnamed_regions} regions" if where else f"{claim.unnamed_regions} regions"
            part = f" part of {numbers[claim.part_of]}" if claim.part_of in numbers else ""
            weapon = " ".join([claim.weapon, *claim.traits]) + ("" if claim.unit == "weapon" else f" ({claim.unit}s)")
            rows.append(
                (
                    str(number),
                    claim.claimant,
                    str(claim.outcome),
                    f"{count_words(claim)}{'' if claim.qualifier == 'exact' else f' ({claim.qualifier})'}",
                    weapon,
                    where or "-",
                    _window(claim),
                    f"{claim.rule or ''}{part}",
                )
            )
        return rows

    def _chunks(self) -> list[list[tuple[str, str]]]:
        """Per sentence the chunks as (kind in plain words, words)."""
        text, tokens = self.found.cleaned.text, self.found.tokens
        return [
            [
                (_KIND_NAMES.get(chunk.kind, ""), text[tokens[chunk.start].start : tokens[chunk.end - 1].end])
                for chunk in chunks
            ]
            for chunks in self.found.chunked
        ]

    def _verdict(self) -> str:
        verdict = f"{self.found.verdict}{f' ({self.found.reason})' if self.found.reason else ''}"
        return f"{verdict}, {len(self.found.claims)} claims, language {self.found.lang or 'unknown'}"

    # ------------------------------------------------------------------ terminal

    def terminal(self, *, color: bool = True) -> str:
        """The explanation for a terminal: marked text, chunks, claims, problems. Control characters are shown as
        "?".
        """

        def paint(text: str, code: str) -> str:
            return f"\x1b[{code}m{text}\x1b[0m" if color else text

        text = self.statement.text
        parts: list[str] = []
        at = 0
        for start, end, number in self._marks():
            code = _COLOURS[(number - 1) % len(_COLOURS)]
            parts += [_printable(text[at:start]), paint(f"[{_printable(text[start:end])}]", f"1;{code}")]
            parts.append(paint(str(number), code))
            at = end
        parts.append(_printable(text[at:]))
        lines = [paint(f"verdict: {self._verdict()}", "1"), "", "".join(parts), "", paint("how it was cut", "1")]
        for chunks in self._chunks():
            shown = [f"{paint(name, '2')} {_printable(words)}" if name else _printable(words) for name, words in chunks]
            lines.append("  " + " | ".join(shown))
        rows = self._rows()
        if rows:
            header = ("#", "claimant", "outcome", "count", "weapon", "where", "window (UTC)", "rule")
            widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
            lines += ["", paint("claims", "1")]
            for row in [header, *rows]:
                line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
                lines.append("  " + line.rstrip())
        if self.found.problems:
            lines += ["", paint("problems", "1")]
            lines += [f"  {problem.kind}: {_printable(problem.explanation)}" for problem in self.found.problems]
        return "\n".join(lines) + "\n"

    # ------------------------------------------------------------------ page

    def html(self) -> str:
        """The explanation as one page without scripts or requests; every word of the text is escaped."""
        text = self.statement.text
        parts: list[str] = []
        at = 0
        for start, end, number in self._marks():
            claim = self.found.claims[number - 1]
            title = escape(f"{claim.claimant}: {claim.outcome} {count_words(claim)} {claim.weapon}", quote=True)
            parts.append(escape(_printable(text[at:start])))
            parts.append(
                f'<mark class="m{(number - 1) % 6}" title="{title}">{escape(_printable(text[start:end]))}'
                f'<sup><a href="#claim-{number}">{number}</a></sup></mark>'
            )
            at = end
        parts.append(escape(_printable(text[at:])))
        header = ("#", "claimant", "outcome", "count", "weapon", "where", "window (UTC)", "rule")
        head = "".join(f'<th scope="col">{name}</th>' for name in header)
        body = "".join(
            f'<tr id="claim-{row[0]}">' + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in self._rows()
        )
        chunks = "".join(
            "<p>"
            + " ".join(
                f'<span class="chunk k-{name.split()[0]}"><small>{name}</small>{escape(_printable(words))}</span>'
                if name
                else f'<span class="plain">{escape(_printable(words))}</span>'
                for name, words in sentence
            )
            + "</p>"
            for sentence in self._chunks()
        )
        problems = "".join(
            f"<li><b>{escape(problem.kind)}</b>: {escape(_printable(problem.explanation))}</li>"
            for problem in self.found.problems
        )
        table = f"<div class='scroll'><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        return _PAGE.format(
            verdict=escape(self._verdict()),
            text="".join(parts),
            table=table if body else "<p>No claims.</p>",
            chunks=chunks or "<p>The text was set aside before it was cut.</p>",
            problems=f"<h2>Problems</h2><ul>{problems}</ul>" if problems else "",
        )


def _printable(text: str) -> str:
    """Text without control characters other than the line break, so that no terminal or page is steered by it."""
    return "".join(char if char == "\n" or char.isprintable() or char.isspace() else "?" for char in text)


def _window(claim: Claim) -> str:
    start, end = claim.window_start, claim.window_end
    if start is None or end is None:
        return "-"
    return f"{start:%Y-%m-%d %H:%M} - {end:%Y-%m-%d %H:%M}"


def explain(
    text: str,
    *,
    published_at: datetime,
    source: str | None = None,
    lang: str | None = None,
    registry: Registry | None = None,
) -> Explanation:
    """How a text is read. ``published_at`` must be aware (ValueError otherwise)."""
    statement = Statement(text=text, published_at=published_at, source=source, lang=lang)
    return Explanation(statement, analyse(statement, registry or load_registry()))


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>How a statement was read</title>
<style>
:root {{ color-scheme: light dark; --line: #8884; }}
body {{ font: 16px/1.6 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.4rem; }} h2 {{ font-size: 1.1rem; margin-top: 2rem; }}
.text {{ white-space: pre-wrap; overflow-wrap: anywhere; border-left: 4px solid var(--line); padding-left: 1rem; }}
mark {{ color: inherit; border-radius: 3px; padding: 0 .15em; }}
sup {{ line-height: 0; }} sup a {{ color: inherit; padding-left: .15em; }}
.m0 {{ background: #56b4e966; }} .m1 {{ background: #e69f0066; }} .m2 {{ background: #cc79a766; }}
.m3 {{ background: #009e7366; }} .m4 {{ background: #0072b255; }} .m5 {{ background: #d55e0055; }}
.scroll {{ overflow-x: auto; }} table {{ border-collapse: collapse; font-size: .9rem; }}
th, td {{ text-align: left; padding: .3rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; }}
tr:target {{ background: #ffd54a55; }}
.chunk {{ display: inline-block; border: 1px solid var(--line); border-radius: 4px; padding: 0 .4em; margin: .1em 0; }}
.chunk small {{ display: block; font-size: .65rem; opacity: .75; line-height: 1.2; }} .plain {{ opacity: .75; }}
.k-count {{ border-color: #d55e00; }} .k-weapon {{ border-color: #0072b2; }} .k-outcome {{ border-color: #009e73; }}
</style></head><body>
<h1>How a statement was read</h1><p>{verdict}</p>
<div class="text">{text}</div>
<h2>Claims</h2>{table}
{problems}
<h2>How the text was cut</h2>{chunks}
</body></html>
"""
