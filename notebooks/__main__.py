"""``python -m notebooks``: run every notebook here and keep its outputs.

Nothing of the run's time or machine is kept.
"""

from __future__ import annotations

import time
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


if __name__ == "__main__":
    for path in sorted(HERE.glob("*.ipynb")):
        started = time.monotonic()
        nbformat.write(run(path), path)
        print(f"{path.name}: {time.monotonic() - started:.0f} s")  # noqa: T201
