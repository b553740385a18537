"""Compile the reader: ``python -m claims.compiling`` (``make native``). See :mod:`claims.native`.

It needs mypyc (which comes with mypy), a C compiler and Python's headers. Without them, and where the compilation
fails, one line says so and everything goes on in plain Python: the readings are the same.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from claims import native

_OTHERS: Final = (
    "analysis", "building", "cli", "coded", "compiling", "explaining", "fetching", "loading", "publishing",
    "reconciling", "reporting", "schema", "sources", "store",
)  # fmt: skip
"""Parts of the package that the reader does not import: the compiler need not look at them."""

_LINES: Final = 12  # of what the compiler says
_PATIENCE: Final = 1_200  # seconds


def missing() -> str | None:
    """What is needed and not there, in words; None when nothing is missing."""
    compiler = str(sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler) is None:
        return f"there is no C compiler ({compiler})"
    if not (Path(sysconfig.get_paths()["include"]) / "Python.h").is_file():
        return "Python's headers are not installed"
    return None if importlib.util.find_spec("mypyc") else "mypyc is not installed"


def main() -> int:
    """Compile, unless it is done already, and say in a line what came of it. Always 0: it is no condition."""
    if native.compiled():
        print("the reader is compiled already")
        return 0
    if lacks := missing():
        print(f"{lacks}: the reader stays plain Python, which reads the same at half the speed")
        return 0
    started = time.monotonic()
    print("compiling the reader, once for these sources: some minutes", flush=True)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        shutil.copytree(Path(native.__file__).parent, work / "claims", ignore=shutil.ignore_patterns("__pycache__"))
        try:
            run = subprocess.run(
                [sys.executable, "-c", "from claims.compiling import compile_here; compile_here()"],
                cwd=work, env=os.environ | {native.PLAIN: "1", "PYTHONPATH": place}, timeout=_PATIENCE,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
            )  # fmt: skip
            failed = (run.stdout.splitlines()[-_LINES:] or ["it failed"]) if run.returncode else []
        except subprocess.TimeoutExpired:
            failed = [f"it takes more than {_PATIENCE // 60} minutes"]
        if failed:
            print(*failed, sep="\n")
            print("the reader could not be compiled and stays plain Python, which reads the same at half the speed")
            return 0
        _put(work / "made")
    print(f"the reader is compiled ({time.monotonic() - started:.0f} s)")
    return 0


def _put(made: Path) -> None:
    """Put what was made in its place, with the stamp that makes it count last."""
    home = native.folder()
    shutil.rmtree(home, ignore_errors=True)
    home.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(made, home)
    (home / native.STAMP).write_text(native.digest(), encoding="ascii")


def compile_here() -> None:
    """Compile the package in the working directory into its folder ``made``."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    unseen = ",".join(["claims", *(f"claims.{name}.*,claims.{name}" for name in _OTHERS)])
    Path("mypy.ini").write_text(
        "[mypy]\nignore_missing_imports = True\nfollow_imports = silent\n"
        f"[mypy-{unseen},numpy.*,pandas.*,pyarrow.*]\nfollow_imports = skip\n",
        encoding="ascii",
    )
    sources = [f"claims/parsing/{path.name}" for path in native.modules()]
    extensions = mypycify(
        ["--config-file=mypy.ini", *sources],
        opt_level="3", debug_level="0", multi_file=True, target_dir="c", group_name=native.LIBRARY,
    )  # fmt: skip

    class Parallel(build_ext):  # type: ignore[misc]  # setuptools has no types
        """Several files at once: there are a hundred."""

        def build_extensions(self) -> None:
            one_by_one = self.compiler.compile

            def compile_all(sources: list[str], **options: Any) -> list[str]:
                with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
                    made = pool.map(lambda source: one_by_one([source], **options), sources)
                    return [name for names in made for name in names]

            self.compiler.compile = compile_all
            super().build_extensions()

    command = Parallel(Distribution({"name": "claims-reader", "ext_modules": extensions}))
    command.build_lib, command.build_temp = "made", "objects"
    command.ensure_finalized()
    command.run()


if __name__ == "__main__":
    raise SystemExit(main())
