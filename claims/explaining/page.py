"""Accounts as a page: one file without scripts or requests, for wide and narrow screens, light and dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape as escaped
from pathlib import Path
from zlib import crc32

from claims.explaining.account import Account, ClaimAccount, Group
from claims.explaining.chunks import CutSentence, legend
from claims.explaining.marks import Mark, Piece, cut
from claims.explaining.printable import printable

_CSS = Path(__file__).with_name("page.css")
_LANES = 3
"""The deepest lane with an underline of its own; deeper marks share it."""


def page(accounts: Sequence[Account]) -> str:
    """A page that explains the statements one after the other, with a list of them when there are several."""
    several = len(accounts) > 1
    title = f"How {len(accounts)} statements were read" if several else "How a statement was read"
    sections = "\n".join(_section(account, f"s{number}", 2) for number, account in enumerate(accounts, 1))
    contents = _contents(accounts) if several else ""
    numbers = max((claim.number for one in accounts for group in one.groups for claim in group.claims), default=0)
    return _PAGE.format(
        title=title, css=_CSS.read_text(encoding="utf-8") + _linked(numbers), contents=contents, sections=sections
    )


def fragment(account: Account) -> str:
    """The account of one statement as a piece of a page, with its style; for notebooks."""
    numbers = max((claim.number for group in account.groups for claim in group.claims), default=0)
    css = _CSS.read_text(encoding="utf-8") + _linked(numbers)
    key = f"s{crc32(account.text.encode('utf-8', 'replace')):08x}"  # the same each time, apart from other outputs
    return f'<style>{css}</style>\n<div class="explained" style="padding:1rem">{_section(account, key, 3)}</div>'


def _linked(numbers: int) -> str:
    """Rules that light up a claim's row with its marks, and the marks with the row, under the pointer or the focus."""
    rules = [
        f".explained section:has(.c{n}:hover,.c{n}:focus-within) .c{n}{{background-color:var(--glow)}}"
        for n in range(1, numbers + 1)
    ]
    return "\n".join(rules)


def _e(text: str) -> str:
    """Text that is safe between tags and in quoted attributes."""
    return escaped(printable(text), quote=True)


def _contents(accounts: Sequence[Account]) -> str:
    items = "".join(
        f'<li><a href="#s{number}">{_e(one.source)}</a>, {_e(one.published)}: {_e(one.short_verdict)}</li>'
        for number, one in enumerate(accounts, 1)
    )
    return f'<nav aria-label="Statements"><ol>{items}</ol></nav>'


def _section(account: Account, key: str, level: int) -> str:
    address = ""
    if account.address:
        shown = _e(account.address)
        web = account.address.startswith(("https://", "http://"))
        address = f'<p><a href="{shown}" rel="noopener noreferrer">{shown}</a></p>' if web else f"<p>{shown}</p>"
    missing = f"<p>{_e(account.missing)}</p>" if account.missing else ""
    left_out = f'<p class="quiet">{account.left_out:,} more characters are not shown.</p>' if account.left_out else ""
    source_id = f' <code class="id">{_e(account.source_id)}</code>' if account.source_id else ""
    lang = f' lang="{account.lang}"' if account.lang else ""
    head = f'<h{level} id="{key}-h">{_e(account.source)}{source_id}</h{level}>'
    below = level + 1
    return "\n".join(
        (
            f'<section id="{key}" aria-labelledby="{key}-h"><header>{head}',
            f'<p class="quiet">Published {_e(account.published)} · {_e(account.language)}</p>{address}',
            f'<p class="verdict">{_e(account.verdict)}</p>{missing}</header>',
            f'<h{below}>Text</h{below}><blockquote{lang} class="text">{"".join(_text(account, key))}</blockquote>',
            left_out + _claims(account, key, below) + _problems(account, key, below),
            _cut(account) + _meanings(account) + "</section>",
        )
    )


# ---------------------------------------------------------------------- the text


def _text(account: Account, key: str) -> Iterator[str]:
    """The text; over each piece all its marks, the longest outermost, each with an underline of its own."""
    told: set[str] = set()
    for piece in cut(account.text, list(account.marks)):
        yield from (f'<mark class="{_classes(mark)}">' for mark in piece.over)
        yield from (_number(mark, key, told) for mark in _by_number(piece))
        yield _e(piece.text)
        yield "</mark>" * len(piece.over)


def _by_number(piece: Piece) -> list[Mark]:
    return sorted(piece.opens, key=lambda mark: (not mark.label.isdecimal(), len(mark.label), mark.label))


def _classes(mark: Mark) -> str:
    lane = f"l{min(mark.lane, _LANES)}"
    if not mark.label.isdecimal():
        return f"{mark.kind} {lane}"
    derived = " derived" if mark.kind == "derived" else ""
    return f"c c{mark.label} {_hue(int(mark.label))} {lane}{derived}"


def _hue(number: int) -> str:
    """The class of a claim's hue."""
    return f"k{(number - 1) % 6}"


def _number(mark: Mark, key: str, told: set[str]) -> str:
    """The number of a mark, linked to its row; the first mark of a claim is where the row links back to."""
    if mark.kind == "stop":
        return '<span class="n bad" title="these words stopped the reading">!</span>'
    place = "" if mark.label in told else f' id="{key}-m{mark.label}"'
    told.add(mark.label)
    kind = "problem" if mark.kind == "problem" else "claim"
    hue = "bad" if kind == "problem" else _hue(int(mark.label))  # not the one of the innermost mark around it
    link = f'class="n {hue}"{place} href="#{key}-{kind}-{mark.label}"'
    return f'<a {link} aria-label="{kind} {mark.label}">{mark.label}</a>'


# ---------------------------------------------------------------------- claims


def _claims(account: Account, key: str, level: int) -> str:
    if not account.groups:
        return ""
    return f"<h{level}>Claims</h{level}>" + "".join(_group(group, key, account) for group in account.groups)


def _group(group: Group, key: str, account: Account) -> str:
    told = group.setting
    hours = "".join(f'<span class="hours">{_e(line)}</span>' for line in (told.when.local, told.when.utc) if line)
    basis = f"<span>{_e(_opened(told.when.basis))}</span>" if told.when.basis else ""
    marked = {mark.label for mark in account.marks}
    rows = "".join(_row(claim, key, str(claim.number) in marked, group.places) for claim in group.claims)
    return (
        f'<table role="table"><caption><strong>{_e(told.claimant)}</strong> <code>{_e(told.claimant_id)}</code>'
        f"{hours}{basis}<span>{_e(group.sides_and_area)}</span></caption>"
        f'<thead role="rowgroup"><tr role="row">{_HEAD}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


_HEAD = "".join(
    f'<th role="columnheader" scope="col">{name}</th>'
    for name in ("How many", "What happened, of what, where", "Words and reason")
)


def _opened(text: str) -> str:
    """A sentence's first letter in upper case."""
    return text[:1].upper() + text[1:]


def _row(claim: ClaimAccount, key: str, marked: bool, places: bool) -> str:
    n = claim.number
    number = (
        f'<a class="n" href="#{key}-m{n}" aria-label="claim {n}, to its words">{n}</a>'
        if marked
        else f'<span class="n">{n}</span>'
    )
    qualifier = f"<small>{_e(claim.qualifier)}</small>" if claim.qualifier else ""
    where = f"<p>{_e(claim.where)}</p>" if claim.where else ""
    if places and not (claim.where or claim.depth):
        where = '<p class="quiet">where: not told</p>'
    words = ""
    if claim.words and not claim.derived:
        words = f'<p class="words">{"<br>again: ".join(f"“{_e(one)}”" for one in claim.words)}</p>'
    notes = f"{_e(_opened(claim.links))}. " if claim.links else ""
    return (
        f'<tr role="row" class="c{n} {_hue(n)} d{min(claim.depth, 3)}" id="{key}-claim-{n}">'
        f'<td role="cell" class="many">{number} <span class="count">{_e(claim.count)}</span>{qualifier}</td>'
        f'<td role="cell"><p><strong>{_e(claim.happened)}</strong> {_e(claim.weapon)}</p>{where}</td>'
        f'<td role="cell" class="because">{words}'
        f'<p class="why">{notes}<span>{_e(claim.why)} <code>{_e(claim.rule)}</code></span></p></td></tr>'
    )


# ---------------------------------------------------------------------- problems, chunks, words


def _problems(account: Account, key: str, level: int) -> str:
    items = ""
    for problem in account.problems:
        link = ""
        if problem.label:
            link = (
                f'<a class="n" href="#{key}-m{problem.label}" aria-label="problem {problem.label}, to its words">'
                f"{problem.label}</a> "
            )
        place = f' id="{key}-problem-{problem.label}"' if problem.label else ""
        items += f"<li{place}>{link}<strong>{_e(problem.kind)}</strong>: {_e(problem.explanation)}</li>"
    return f'<h{level}>Problems</h{level}><ul class="problems">{items}</ul>' if items else ""


def _cut(account: Account) -> str:
    if not account.sentences:
        return ""
    shown = account.sentences
    items = "".join(f"<li>{_sentence(sentence)}</li>" for sentence in shown)
    terms = "".join(f"<dt>{_e(name)}</dt><dd>{_e(told)}</dd>" for name, told in legend(list(shown)))
    return (
        f"<details><summary>How the text was cut ({len(shown)} sentence{'s' if len(shown) > 1 else ''})</summary>"
        f'<ol class="cut">{items}</ol><dl>{terms}</dl></details>'
    )


def _sentence(sentence: CutSentence) -> str:
    pieces: list[str] = []
    for one in sentence.cuts:
        value = f" <code>{_e(one.value)}</code>" if one.value else ""
        pieces.append(
            f'<span class="chunk"><b>{_e(one.name)}</b> {_e(one.words)}{value}</span>' if one.name else _e(one.words)
        )
    return " ".join(pieces)


def _meanings(account: Account) -> str:
    if not account.meanings:
        return ""
    terms = "".join(f"<dt>{_e(name)}</dt><dd>{_e(told)}</dd>" for name, told in account.meanings)
    return f"<details><summary>What the outcomes mean</summary><dl>{terms}</dl></details>"


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{css}
html {{ background: #fdfdfc; }}
body {{ margin: 0; }}
main {{ max-width: 62rem; margin: 0 auto; padding: 2rem 1.2rem 4rem; }}
section + section {{ margin-top: 3.5rem; border-top: 3px solid var(--line); padding-top: 1.5rem; }}
body .lead {{ color: var(--soft); margin-bottom: 1.8rem; }}
nav {{ margin-bottom: 2.5rem; }}
@media (prefers-color-scheme: dark) {{ html {{ background: #15171b; }} }}
</style>
</head>
<body class="explained">
<main>
<h1>{title}</h1>
<p class="lead">A claim is what an official source says, not what is known to be true. Numbers in the text lead to the
claims read from it.</p>
{contents}
{sections}
</main>
</body>
</html>
"""
