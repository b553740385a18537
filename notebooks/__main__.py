"""``python -m notebooks``: run every notebook here and keep its outputs.

Nothing of the run's time or machine is kept.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
LONGEST_CELL = 120  # seconds


def run(path: Path) -> nbformat.NotebookNode:
    """The notebook with fresh outputs, run where it lies."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=LONGEST_CELL, record_timing=False, resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    notebook.metadata.pop("language_info", None)  # it names the Python version of the machine
    return notebook


def main(arguments: Sequence[str] | None = None) -> None:
    """Run all notebooks, or those named, and write them back."""
    known = {path.name: path for path in sorted(HERE.glob("*.ipynb"))}
    parser = argparse.ArgumentParser(
        prog="python -m notebooks",
        description="Run the notebooks on the current build and write them back with fresh outputs.",
    )
    parser.add_argument("names", nargs="*", metavar="NOTEBOOK", help=f"which ones (default: all): {', '.join(known)}")
    names = parser.parse_args(arguments).names
    if unknown := [name for name in names if name not in known]:
        parser.error(f"no notebook {', '.join(unknown)}: there are {', '.join(known)}")
    for name in names or known:
        started = time.monotonic()
        nbformat.write(run(known[name]), known[name])
        print(f"{name}: {time.monotonic() - started:.0f} s")  # noqa: T201


if __name__ == "__main__":
    main()
