"""``claims fetch``: what channels publish, from their public web preview."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from claims.fetching import Fetched
    from claims.registry import Registry

EXAMPLES = """\b
Examples:
  claims fetch kpszsu mod_russia --since 2025-05-01
  claims fetch kpszsu --since 2025-05-01 --until 2025-05-31 --pause 10
  claims fetch mychannel --since 2025-06-01 --registry my-registry
"""
MOST_NUMBERS = 10  # posts named one by one


@click.command("fetch", epilog=EXAMPLES)
@click.argument("channels", nargs=-1, required=True, metavar="CHANNEL...")
@click.option("--since", required=True, metavar="DATE", help="Posts of this day (in the channel's zone) and later.")
@click.option("--until", metavar="DATE", help="Posts up to this day, included; without it up to now.")
@click.option("--raw", metavar="DIR", default="datasets/raw", show_default=True, help="Where the pages are kept.")
@click.option(
    "--pause", metavar="SECONDS", type=float, default=3.0, show_default=True, help="Between requests; 3 or more."
)
@click.option("--registry", metavar="DIR", type=click.Path(exists=True, file_okay=False), help="Registry to add.")
def command(
    channels: tuple[str, ...], since: str, until: str | None, raw: str, pause: float, registry: str | None
) -> int:
    """Fetch the posts of CHANNELs from their public preview into datasets/raw, which `make datasets` takes in.

    No account or key is needed. Pages are asked for one by one, three seconds apart or more, and kept as they came. An
    interrupted run goes on where it was when it is started again; posts of the last two days are read again for edits.
    Every page is checked to be the channel's own. Exit code 1 when a channel could not be read to the end.
    """
    from claims.fetching import FetchError, Manners, fetch
    from claims.registry import load_registry

    registries = load_registry(Path(registry) if registry else None)
    troubles = 0
    try:
        manners = Manners(pause=pause)
    except FetchError as error:
        raise click.BadParameter(str(error), param_hint="--pause") from None
    starts = {channel: _moment(since, channel, registries, "--since", first=True) for channel in channels}
    ends = {channel: _moment(until, channel, registries, "--until", first=False) for channel in channels if until}
    with _progress() as bar:
        for channel in dict.fromkeys(channels):
            watch = _Watch(bar, channel, starts[channel], ends.get(channel))
            results = fetch(
                [channel], starts[channel], ends.get(channel), raw, registries, manners, report=watch.report
            )
            for found in results:
                troubles += _tell(found)
    return 1 if troubles else 0


def _moment(text: str, channel: str, registry: Registry, option: str, *, first: bool) -> datetime:
    """The day's start or end in the channel's zone, or the time as it is written."""
    from claims.sources import REASONS, RejectionError, parse_moment

    try:
        moment, precision = parse_moment(text, registry.source_zone(channel))
    except RejectionError as error:
        raise click.BadParameter(f"{text!r}: {REASONS[error.reason]}", param_hint=option) from None
    if precision == "minute" or not first:
        return moment
    return moment.replace(day=1 if precision == "month" else moment.day, hour=0, minute=0, second=0)


def _progress() -> Any:
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("reached {task.fields[reached]}, {task.fields[pages]} pages"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )


class _Watch:
    """A bar from now back to the start of what is wanted, with the date reached."""

    def __init__(self, bar: Any, channel: str, since: datetime, until: datetime | None) -> None:
        self._bar = bar
        self._end = until or datetime.now(since.tzinfo)
        self._total = max((self._end - since) / timedelta(seconds=1), 1.0)
        self._task = bar.add_task(channel, total=self._total, reached="nothing yet", pages=0) if bar else None

    def report(self, _: str, reached: datetime, pages: int) -> None:
        if self._bar:
            done = min(max((self._end - reached) / timedelta(seconds=1), 0.0), self._total)
            day = reached.strftime("%Y-%m-%d %H:%M")
            self._bar.update(self._task, completed=done, reached=day, pages=pages)


def _tell(found: Fetched) -> int:
    """One line of what was read, and one for whatever a user should know; return whether there was trouble."""
    reached = f", back to {found.reached:%Y-%m-%d %H:%M} UTC" if found.reached else ""
    pages = "1 page" if found.pages == 1 else f"{found.pages} pages"
    click.echo(f"{found.channel}: {len(found.posts)} posts on {pages}{reached}")
    for words, numbers in (("edited since they were last read", found.edited), ("gone from the channel", found.gone)):
        if numbers:
            some = ", ".join(str(number) for number in sorted(numbers)[:MOST_NUMBERS])
            more = f" and {len(numbers) - MOST_NUMBERS} more" if len(numbers) > MOST_NUMBERS else ""
            click.echo(f"{found.channel}: {words}, earlier readings are kept: {some}{more}")
    if found.trouble is None:
        return 0
    click.echo(f"claims: {found.trouble}", err=True)
    return 1
