"""The compiled reader: that it reads what plain Python reads, is never older than the sources, and is no condition."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from claims import compiling, native, parsing

LOADED = sys.modules.get(f"{native.LIBRARY}__mypyc")

READ_ALL = """
import hashlib, json, sys
from datetime import datetime
from pathlib import Path
from claims import parsing
from claims.model import Statement
from claims.registry import load_registry
from tests.bench.garbage import AFTER_A_REPORT
digest, registry = hashlib.sha256(), load_registry()
files = sorted(Path("tests/gold").glob("*/*.jsonl"))
texts = [json.loads(line) for path in files for line in path.open(encoding="utf-8")]
texts += [{"text": make(), "published_at": "2025-05-06T04:30:00+00:00"} for make in AFTER_A_REPORT.values()]
for one in texts:
    for text in (one["text"], one["text"].upper(), one["text"][: len(one["text"]) // 2]):
        post = Statement(text, datetime.fromisoformat(one["published_at"]), one.get("source"))
        digest.update(repr(parsing.read(post, registry)).encode("utf-8", "surrogatepass"))
print(parsing.COMPILED, digest.hexdigest())
"""


def read_all(plain: bool) -> tuple[str, str]:
    """Whether the reader was compiled, and the hash of its readings of every annotated text, whole, shouted and cut."""
    settings = os.environ | {native.PLAIN: "1" if plain else ""}
    run = subprocess.run([sys.executable, "-c", READ_ALL], env=settings, capture_output=True, text=True, check=True)
    compiled, _, digest = run.stdout.strip().partition(" ")
    return compiled, digest


@pytest.mark.slow
def test_it_reads_what_plain_python_reads() -> None:
    if not native.compiled():
        pytest.skip("the reader is not compiled (`make native`): there is nothing to compare")
    assert read_all(plain=False) == ("True", read_all(plain=True)[1])


def test_it_is_taken_where_it_is_there() -> None:
    assert parsing.COMPILED is (native.compiled() and not os.environ.get(native.PLAIN))


def made_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Sources and a place for what is compiled, apart from the real ones; the stamp says that they belong together."""
    sources, home = tmp_path / "parsing", tmp_path / "home"
    shutil.copytree(native.SOURCES, sources, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(native, "SOURCES", sources)
    monkeypatch.setattr(native, "folder", lambda: home)
    home.mkdir()
    (home / f"{native.LIBRARY}__mypyc{native.suffix()}").write_bytes(b"")
    (home / native.STAMP).write_text(native.digest(), encoding="ascii")
    return sources


def test_it_is_not_taken_once_the_sources_are_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sources = made_of(monkeypatch, tmp_path)
    assert native.compiled()
    with (sources / "numbers.py").open("a", encoding="utf-8") as file:
        file.write("# another rule\n")
    assert not native.compiled()
    search = ["here"]
    assert not native.activate(search)
    assert search == ["here"]


@pytest.mark.parametrize("stamp", [b"", b"\xff\xfe", b"0" * 64])
def test_it_is_not_taken_with_a_damaged_stamp(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stamp: bytes) -> None:
    made_of(monkeypatch, tmp_path)
    (native.folder() / native.STAMP).write_bytes(stamp)
    assert not native.compiled()


def test_it_is_not_taken_where_it_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made_of(monkeypatch, tmp_path)
    monkeypatch.delenv(native.PLAIN, raising=False)
    search = ["here"]
    assert native.compiled()
    assert not native.activate(search)
    assert search == ["here"]
    assert sys.modules.get(f"{native.LIBRARY}__mypyc") is LOADED


def test_without_a_compiler_a_line_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(native, "folder", lambda: tmp_path)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert compiling.main() == 0
    assert "no C compiler" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
