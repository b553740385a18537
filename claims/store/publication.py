"""Putting a build in place whole.

``datasets/build`` is a symlink to ``datasets/builds/<id>``. A build is written beside the old one, flushed to disk,
given its name, and only then does one rename of a new symlink over the old make it the build. A crash, a kill or a full
disk at any step leaves the link on the last good build; what the crash left behind is swept away by the next run.

For a link of another name the folder is that name with an ``s``: ``/tmp/mine`` points into ``/tmp/mines``.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from claims.store.errors import StoreError
from claims.store.manifest import damages, read_manifest

PARTIAL = ".partial"
WORK = ".work"
_OURS = re.compile(r"[0-9a-f]{16}(-\d+)?(\.partial)?")
"""Names of folders that a build makes: nothing else beside them is ever removed."""
Step = Callable[[str], None]


def builds_folder(out: Path) -> Path:
    """The folder that holds the builds which the link ``out`` may point to."""
    return out.with_name(f"{out.name}s")


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Keep every other build of the same ``out`` away; leftovers of a crashed one are swept first.

    The lock is the kernel's and dies with the process, so a killed build never locks out the next.
    Raises :class:`StoreError` when another build is running, or ``out`` is not ours to replace.
    """
    if out.exists() and not out.is_symlink():
        raise StoreError(f"{out} exists and was not made by `claims build`: move it away, or choose another --out")
    folder = builds_folder(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("a")
    except OSError as error:
        raise StoreError(f"{folder} can't be written ({error.strerror}): choose another --out") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(f"another build of {out} is running: wait for it, or choose another --out") from None
        _sweep(out)
        yield


def publish(out: Path, build: str, write: Callable[[Path, Step], None], step: Step) -> Path:
    """Let ``write`` fill a new folder, then make ``out`` point to it; return the folder. Call it under :func:`locked`.

    ``write`` must leave a manifest. When the build of that id is already there, whole and with the same content, it
    stays and the new copy is thrown away. ``step`` hears of every step done; tests kill the process there.
    """
    folder = builds_folder(out)
    partial = folder / f"{build}{PARTIAL}"
    partial.mkdir()
    try:
        step("started")
        write(partial, step)
        _flush(partial)
        step("flushed")
        final = _name(partial, folder, build)
        step("named")
        _link(out, final, step)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    _prune(out)
    step("pruned")
    return final


@contextmanager
def workplace(out: Path) -> Iterator[Path]:
    """A folder beside the builds for what a build needs only while it is made. Call it under :func:`locked`."""
    folder = builds_folder(out) / WORK
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove what a crashed build left: half-written folders and a link not yet in place."""
    for leftover in builds_folder(out).glob(f"*{PARTIAL}"):
        if not _OURS.fullmatch(leftover.name):
            continue
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.rmtree(builds_folder(out) / WORK, ignore_errors=True)
    _new_link(out).unlink(missing_ok=True)


def _flush(folder: Path) -> None:
    """Have the kernel write every file and directory under ``folder`` to disk."""
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _name(partial: Path, folder: Path, build: str) -> Path:
    """Give the new folder its name, or find the same build under that name; return where it is."""
    final = folder / build
    copy = 2
    while final.exists():
        if _same(final, partial):
            shutil.rmtree(partial)
            return final
        final = folder / f"{build}-{copy}"  # the one with that name is damaged, or other packages wrote it
        copy += 1
    partial.rename(final)
    _flush_directory(folder)
    return final


def _same(old: Path, new: Path) -> bool:
    try:
        manifest = read_manifest(old)
    except StoreError:
        return False
    return manifest.reproducible() == read_manifest(new).reproducible() and not damages(old, manifest)


def _link(out: Path, final: Path, step: Step) -> None:
    """Point ``out`` to the build by one rename."""
    new = _new_link(out)
    new.unlink(missing_ok=True)
    new.symlink_to(Path(builds_folder(out).name) / final.name)
    step("linked")
    new.replace(out)
    _flush_directory(out.parent)
    step("swapped")


def _prune(out: Path) -> None:
    """Remove every build but the one in place. What can't be removed now is left for the next time."""
    current = out.resolve()
    for folder in builds_folder(out).iterdir():
        if folder.is_dir() and folder.resolve() != current and _OURS.fullmatch(folder.name):
            shutil.rmtree(folder, ignore_errors=True)


def _new_link(out: Path) -> Path:
    return out.with_name(f".{out.name}.new")


def _flush_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
