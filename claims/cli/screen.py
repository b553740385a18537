"""The screen that ``parse`` and ``explain`` print on: its width, and whether it shows colours."""

from __future__ import annotations

import os
import shutil
import sys


def width() -> int:
    """Columns of the terminal, or what COLUMNS says; 80 when the output goes to a file or a pipe."""
    return shutil.get_terminal_size((80, 24)).columns


def in_colour() -> bool:
    """Whether to print in colour: on a terminal that knows colours, unless the user declines them (NO_COLOR)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
