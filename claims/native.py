"""The reader as machine code, where it has been compiled: the same readings, about twice as fast.

The modules of :mod:`claims.parsing` are plain Python, and that is enough. :mod:`claims.compiling` turns them into
extension modules with mypyc and puts those beside the virtual environment, never beside the sources. They are taken
only when they were made of exactly the sources that are there now; ``CLAIMS_PLAIN=1`` in the environment leaves them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import sysconfig
from pathlib import Path
from typing import Final

PLAIN: Final = "CLAIMS_PLAIN"
STAMP: Final = "made-of.txt"
LIBRARY: Final = "claims_reader"
SOURCES: Final = Path(__file__).parent / "parsing"
NEVER: Final = frozenset({"__init__", "explain"})
"""Modules that stay plain Python: nothing in them takes time."""


def folder() -> Path:
    """Where the compiled modules of this interpreter are, whether there are any or not."""
    return Path(sys.prefix) / "share" / "claims-reader"


def library() -> Path:
    """The file that holds what all compiled modules are made of."""
    return folder() / f"{LIBRARY}__mypyc{suffix()}"


def modules() -> list[Path]:
    """The sources that are compiled."""
    return [path for path in sorted(SOURCES.glob("*.py")) if path.stem not in NEVER]


def digest() -> str:
    """What the compiled modules must have been made of: the sources as they are, and the kind of interpreter."""
    made = hashlib.sha256(f"{sys.version}\n{suffix()}\n".encode())
    for path in modules():
        made.update(path.name.encode())
        made.update(hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()


def compiled() -> bool:
    """Whether there are compiled modules of just these sources."""
    return library().is_file() and _is_of_today(folder())


def activate(search: list[str]) -> bool:
    """Have the package whose ``__path__`` this is find its compiled modules first; whether they are there.

    Where the machine can't load them (the environment was moved from another one), plain Python reads.
    """
    if os.environ.get(PLAIN) or not compiled():
        return False
    found = importlib.util.spec_from_file_location(library().name.split(".")[0], library())
    if found is None or found.loader is None:
        return False
    try:
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
    except ImportError:
        return False
    sys.modules[found.name] = module
    search.insert(0, str(folder() / "claims" / "parsing"))
    return True


def _is_of_today(home: Path) -> bool:
    try:
        return (home / STAMP).read_text(encoding="ascii") == digest()
    except (OSError, ValueError):
        return False


def suffix() -> str:
    """How the files of extension modules end for this interpreter."""
    return str(sysconfig.get_config_var("EXT_SUFFIX"))
