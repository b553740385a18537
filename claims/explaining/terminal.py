"""Accounts for a terminal: as wide as the terminal is, readable without colour, and safe to print."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from claims.explaining.account import Account, ClaimAccount, Group, in_a_row
from claims.explaining.chunks import CutSentence, legend
from claims.explaining.marks import Mark, cut, overlap
from claims.explaining.printable import printable

MIN_WIDTH, MAX_WIDTH = 40, 120
MAX_SENTENCES = 40

_COLOURS = ("cyan", "yellow", "magenta", "green", "bright_blue", "bright_red")
_KIND_COLOURS = {
    "count": "bold yellow",
    "weapon": "cyan",
    "outcome": "green",
    "place": "magenta",
    "time": "bright_blue",
}
_PROBLEM = "bold red"
_RAISED = str.maketrans("0123456789-+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")
_SELECTORS = str.maketrans("", "", "\ufe0e\ufe0f")  # terminals do not agree on the width of what they change


def terminal(accounts: Sequence[Account], *, color: bool, width: int) -> str:
    """The accounts as text of at most ``width`` columns (an address may be longer), ending with a line break."""
    parts: list[RenderableType] = []
    words: dict[str, str] = {}
    for number, account in enumerate(accounts, 1):
        if len(accounts) > 1:
            parts += [*([Text()] if parts else []), Rule(f"{number} of {len(accounts)}", characters="═"), Text()]
        shown = _shown(account)
        parts += _statement(account, shown)
        words |= dict((*account.meanings, *legend(shown)))
    if words:
        parts += [Text(), _title("Words used"), Padding(_words_used(words), (0, 0, 0, 2))]
    return rendered(parts, color=color, width=width)


def _statement(account: Account, shown: list[CutSentence]) -> list[RenderableType]:
    parts: list[RenderableType] = [*_heading(account), Text(), *_text(account)]
    for group in account.groups:
        parts += [Text(), _title("Claims")] if group is account.groups[0] else [Text()]
        parts += [*_setting(group), Text(), Padding(_claims(group), (0, 0, 0, 2))]
    if account.problems:
        parts += [Text(), _title("Problems"), Padding(_problems(account), (0, 0, 0, 2))]
    if shown:
        parts += [Text(), _title("How it was cut"), *_cut(account, shown)]
    return parts


def _shown(account: Account) -> list[CutSentence]:
    """The sentences that figures were read from; of a text without claims all."""
    told = [sentence for sentence in account.sentences if sentence.figures]
    return (told if account.groups else list(account.sentences))[:MAX_SENTENCES]


def within_bounds(width: int) -> int:
    """The columns used of a terminal of that width."""
    return max(MIN_WIDTH, min(width, MAX_WIDTH))


def rendered(parts: list[RenderableType], *, color: bool, width: int) -> str:
    """The parts one below the other, without spaces at the ends of lines."""
    file = io.StringIO()
    console = Console(
        file=file,
        width=within_bounds(width),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    for part in parts:
        long = isinstance(part, Text) and part.no_wrap
        console.print(part, no_wrap=long or None, overflow="ignore" if long else None, crop=not long)
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


# ---------------------------------------------------------------------- parts


def _heading(account: Account) -> Iterator[RenderableType]:
    """Source, time, address, verdict."""
    yield named(account.source, account.source_id)
    yield Text(f"Published {plain(account.published)} · {account.language}")
    if account.address:
        yield Text(plain(account.address), style="underline", no_wrap=True)
    yield Text()
    yield Text(plain(account.verdict), style="bold")
    if account.missing:
        yield Text(account.missing)


def _setting(group: Group) -> Iterator[RenderableType]:
    """Who says the claims of a group, about when, and where the hours come from."""
    told = group.setting
    yield Padding(named(told.claimant, told.claimant_id), (0, 0, 0, 2))
    when = [line for line in (told.when.local, told.when.utc) if line]
    basis = told.when.basis
    about = [*when, basis[:1].upper() + basis[1:], group.sides_and_area]
    yield Padding(Text("\n".join(filter(None, about))), (0, 0, 0, 2))


def named(label: str, key: str) -> Text:
    """A label with its id of the registry."""
    text = Text(plain(label), style="bold")
    return text.append(f" [{plain(key)}]" if key else "", style="not bold dim")


def _title(name: str) -> RenderableType:
    return Rule(Text(name, style="bold"), align="left", style="dim", characters="─")


def _text(account: Account) -> Iterator[RenderableType]:
    """The text with its marks: "³[words]"; where marks overlap the closing bracket has its number too."""
    yield _title("Text")
    text = Text()
    for piece in cut(account.text, list(account.marks)):
        for marks in _together(piece.opens):
            text.append(f"{_raised(marks)}[", style=_style(marks[0]))
        style = f"not bold {_style(piece.over[-1]).removeprefix('bold ')}" if piece.over else ""
        text.append(plain(piece.text), style=style)
        for marks in _together(piece.closes):
            crossed = any(overlap(marks[0], other) for other in account.marks if other not in marks)
            text.append(f"]{_raised(marks) if crossed else ''}", style=_style(marks[0]))
    text.rstrip()
    if account.left_out:
        text.append(f"\n[{account.left_out:,} more characters are not shown]", style="dim")
    yield Padding(text, (0, 0, 0, 2))


def _together(marks: tuple[Mark, ...]) -> Iterator[list[Mark]]:
    """Marks over the same words, in one bracket."""
    for _, same in itertools.groupby(marks, key=lambda mark: (mark.start, mark.end, mark.kind == "problem")):
        yield sorted(same, key=lambda mark: mark.lane)


def _raised(marks: list[Mark]) -> str:
    """The numbers of claims as superscripts, "³⁺⁴" for two over the same words; "!a" for a problem."""
    numbers = sorted(int(mark.label) for mark in marks if mark.label.isdecimal())
    if not numbers:
        return "!" + "".join(mark.label for mark in marks).replace("!", "")
    apart = f"{numbers[0]}-{numbers[-1]}" if in_a_row(numbers) else "+".join(map(str, numbers))
    return apart.translate(_RAISED)


def _style(mark: Mark) -> str:
    return f"bold {_COLOURS[(int(mark.label) - 1) % len(_COLOURS)]}" if mark.label.isdecimal() else _PROBLEM


def _claims(group: Group) -> Table:
    """One row a claim: its number, how many, and lines that say the rest. Parts stand indented under their totals."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for index, claim in enumerate(group.claims):
        if index and claim.depth == 0:
            table.add_row()
        colour = _COLOURS[(claim.number - 1) % len(_COLOURS)]
        number = f"{'  ' * (claim.depth - 1)}{'└ ' if claim.depth else ''}{claim.number}"
        table.add_row(
            Text(number, style=f"bold {colour}"), Text(claim.count, style="bold"), _claim(claim, group.places)
        )
    return table


def _claim(claim: ClaimAccount, places: bool) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(ratio=1)
    wording = f" ({claim.qualifier})" if claim.qualifier else ""
    outer = Table.grid()
    outer.add_row(Text(f"{claim.happened} · {plain(claim.weapon)}{wording}", style="bold"))
    if claim.where or (places and not claim.depth):
        table.add_row("where", plain(claim.where) or "not told")
    if not claim.derived:
        table.add_row("words", Text(", again ".join(f"“{plain(words)}”" for words in claim.words)))
    if claim.links:
        table.add_row("links", Text(claim.links))
    why = Text(f"{claim.why} ")
    why.append(f"[{plain(claim.rule)}]", style="dim")
    table.add_row("why", why)
    outer.add_row(table)
    return outer


def _problems(account: Account) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style=_PROBLEM)
    table.add_column()
    for problem in account.problems:
        told = Text(f"{problem.kind}: ", style="bold")
        told.append(plain(problem.explanation), style="not bold")
        table.add_row(f"!{problem.label}", told)
    return table


def _cut(account: Account, shown: list[CutSentence]) -> Iterator[RenderableType]:
    """The chunks of the sentences shown, each with its kind and what it was read as."""
    table = Table.grid(padding=(0, 1, 0, 0))
    for sentence in shown:
        line = Text()
        for cut_out in sentence.cuts:
            line.append(" " if line else "")
            if not cut_out.name:
                line.append(plain(cut_out.words), style="dim")
                continue
            line.append(f"{cut_out.name}[", style="dim")
            line.append(plain(cut_out.words), style=_KIND_COLOURS.get(cut_out.name, "bold"))
            line.append(f"{f' = {plain(cut_out.value)}' if cut_out.value else ''}]", style="dim")
        table.add_row(Text("-", style="dim"), line)
    yield Padding(table, (0, 0, 0, 2))
    left = len(account.sentences) - len(shown)
    if left:
        which = f"{left} more sentence{'s' if left > 1 else ''}"
        yield Padding(Text(f"({which} without a figure that was read; --html shows all)", style="dim"), (0, 0, 0, 2))


def _words_used(words: dict[str, str]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    for name, told in words.items():
        table.add_row(name, Text(told))
    return table


def plain(text: str) -> str:
    """Text that is safe to print and as wide as it looks."""
    return printable(text).translate(_SELECTORS)
