"""Accounts as small tables, one a statement: what ``claims parse`` prints for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claims.explaining.account import Account, ClaimAccount, Group
from claims.explaining.terminal import named, plain, rendered, within_bounds


def tables(accounts: Sequence[Account], *, color: bool, width: int) -> str:
    """For each statement a line on it, its claims in a table, and its problems; ends with a line break."""
    width = within_bounds(width)
    parts: list[RenderableType] = []
    for account in accounts:
        parts += [Text(), *_statement(account, width)]
    return rendered(parts[1:], color=color, width=width)


def _statement(account: Account, width: int) -> list[RenderableType]:
    head = named(account.source, account.source_id).append(f" · {account.short_verdict}")
    published = Text(plain(account.published))
    together = Text(" · ").join((head, published))
    parts: list[RenderableType] = [together] if together.cell_len <= width else [head, published]
    if account.address:
        parts.append(Text(plain(account.address), style="underline", no_wrap=True))
    claims = [claim for group in account.groups for claim in group.claims]
    for group in account.groups:
        parts += [
            Padding(_setting(group, width - 2), (1, 0, 0, 2)),
            Padding(_table(group, claims, width - 2), (0, 0, 0, 2)),
        ]
    if not account.groups:
        parts.append(Padding(Text(account.verdict), (0, 0, 0, 2)))
    for problem in account.problems:
        told = Text(f"problem: {problem.kind}: ", style="bold red")
        told.append(plain(problem.explanation), style="not bold")
        parts.append(Padding(told, (1 if problem is account.problems[0] and account.groups else 0, 0, 0, 2)))
    return parts


def _setting(group: Group, width: int) -> Text:
    """Who says it and about when."""
    told = group.setting
    when = f"{told.when.local} ({told.when.utc})" if told.when.local else told.when.utc
    if len(when) > width and told.when.local:
        when = f"{told.when.local}\n{told.when.utc}"
    return named(told.claimant, told.claimant_id).append(f"\n{when}", style="not bold")


def _table(group: Group, claims: Sequence[ClaimAccount], width: int) -> Table:
    """A row a claim. ``claims`` are all of the statement: the tables of its groups have the same columns."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    numbers, counts = max(len(_number(claim)) for claim in claims), max(len(claim.count) for claim in claims)
    table.add_column("", no_wrap=True, min_width=numbers)
    table.add_column("count", justify="right", no_wrap=True, min_width=max(counts, len("count")))
    columns: dict[str, Callable[[ClaimAccount], Text]] = {"what": _what, "where": _where, "words": _words}
    if not any(claim.where for claim in claims):
        del columns["where"]
    room = width - numbers - max(counts, len("count")) - 2 * (1 + len(columns))
    for name, size in zip(
        columns, _widths([[cell(claim) for claim in claims] for cell in columns.values()], room), strict=True
    ):
        table.add_column(name, width=size, overflow="fold")
    for claim in group.claims:
        cells = (cell(claim) for cell in columns.values())
        table.add_row(Text(_number(claim)), Text(claim.count, style="bold"), *cells)
    return table


def _what(claim: ClaimAccount) -> Text:
    qualifier = f" ({claim.qualifier})" if claim.qualifier else ""
    return Text(claim.happened, style="bold").append(f" {plain(claim.weapon)}{qualifier}", style="not bold")


def _where(claim: ClaimAccount) -> Text:
    return Text(plain(claim.where)) if claim.where else Text("not told", style="dim")


def _words(claim: ClaimAccount) -> Text:
    """The words of a claim, and how it hangs on others; a total that no words state has only the latter."""
    stated = not claim.derived
    words = Text(" … ".join(plain(one) for one in claim.words) if stated else "")
    if claim.notes:
        words.append(f"{' ' if words else ''}({'; '.join(claim.notes)})", style="dim")
    return words


def _widths(columns: list[list[Text]], room: int) -> list[int]:
    """Widths of columns that share ``room``: no word is cut as long as the longest words fit side by side, and what is
    left goes to the narrowest that can use it.
    """
    widths = [max(cell_len(word) for text in cells for word in text.plain.split() or [""]) for cells in columns]
    widths = [max(size, len("words")) for size in widths]
    if sum(widths) > room:
        return [max(size * room // sum(widths), 1) for size in widths]
    whole = [max(text.cell_len for text in cells) for cells in columns]
    for _ in range(room - sum(widths)):
        wanting = [index for index, size in enumerate(widths) if size < whole[index]]
        if not wanting:
            break
        widths[min(wanting, key=widths.__getitem__)] += 1
    return widths


def _number(claim: ClaimAccount) -> str:
    return f"{'  ' * (claim.depth - 1)}{'└ ' if claim.depth else ''}{claim.number}"
