"""The command line. It says the same things as the library, with the same names.

Exit codes: 0 done; 1 ``check`` found something, or the machine failed us (disk full); 2 a mistake in what was asked or
given, told in one line; 130 interrupted. A traceback is shown only with ``CLAIMS_DEBUG=1``.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click

from claims.version import __version__

# name -> module; a command's module is imported only when the command runs, so that help is instant
COMMANDS = {
    "parse": "claims.cli.parse",
    "explain": "claims.cli.explain",
    "sources": "claims.cli.sources",
    "fetch": "claims.cli.fetch",
    "build": "claims.cli.build",
    "check": "claims.cli.check",
    "reconcile": "claims.cli.reconcile",
    "report": "claims.cli.report",
    "export": "claims.cli.export",
    "release": "claims.cli.release",
}

# Errors whose message is written for the user. By name, as their modules are not imported before they are raised.
MISTAKES = {
    "InputError",
    "StoreError",
    "LoadError",
    "RegistryError",
    "SeriesError",
    "ConversionError",
    "FetchError",
    "WorkerError",
    "ReleaseError",
}


class _Commands(click.Group):
    """The group of commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="claims")
def cli() -> None:
    """Official air-defence claims of both sides of a war, as validated tables."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    try:
        result = cli.main(arguments, prog_name="claims", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return 2
    except click.ClickException as error:
        return _say(error.format_message(), 2)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # the reader (head, less) has gone; keep Python from complaining when it closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _failed(error)
    return result if isinstance(result, int) else 0


def _failed(error: Exception) -> int:
    if type(error).__name__ in MISTAKES:
        return _say(str(error), 2)
    if isinstance(error, OSError) and error.strerror:
        place = f": {error.filename}" if error.filename else ""
        return _say(f"{error.strerror}{place}; nothing was replaced", 1)
    if os.environ.get("CLAIMS_DEBUG"):
        raise error
    name = type(error).__name__
    return _say(f"an error of the program ({name}: {error}); run again with CLAIMS_DEBUG=1 and please report it", 1)


def _say(message: str, code: int) -> int:
    click.echo(f"claims: {' '.join(message.split())}", err=True)
    return code
