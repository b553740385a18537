"""gzip and zip of any format, and what lies in them."""

from __future__ import annotations

import gzip
import io
import json
import stat
import zipfile

import pandas as pd
import pytest

from claims.sources import packed
from tests.exports import export, message, page_message, pages, preview
from tests.reading import rejected, statements
from tests.test_readers_web import ARTICLE, CSV, RSS


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_every_format_is_read_packed() -> None:
    files = {
        "a/result.json": export(message(1)),
        "a/messages.html": pages(page_message(2)),
        "page.html": preview("Збито 5", first=3),
        "reuters/1.html": ARTICLE,
        "feed.xml": RSS,
        "posts.csv": CSV,
        "posts.jsonl": '{"text": "x", "published_at": "2025-06-02"}\n',
        "ap-1.txt": "date 2025-06-02 Text",
    }
    buffer = io.BytesIO()
    pd.DataFrame([{"text": "y", "published_at": "2025-06-02"}]).to_parquet(buffer)
    packed_files = {name: content.encode() for name, content in files.items()} | {"p.parquet": buffer.getvalue()}
    plain = [piece for name, content in sorted(packed_files.items()) for piece in statements(content, name)]
    assert len(plain) == 10
    assert statements(zipped(**packed_files), "all.zip") == plain
    for name, content in packed_files.items():
        assert statements(gzip.compress(content), f"{name}.gz") == statements(content, name)


def test_a_path_that_climbs_out_is_refused_and_the_rest_is_read() -> None:
    text = b"date 2025-06-02 Text"
    content = zipped(**{"../../x.txt": text, "/etc/x.txt": text, "C:\\x.txt": text, "..\\x.txt": text, "ok.txt": text})
    assert len(statements(content, "a.zip")) == 1
    assert [piece.reason for piece in rejected(content, "a.zip")] == ["unsafe_path"] * 4


def test_links_and_archives_in_an_archive_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("inner.zip", zipped(a=b"x"))
    assert [piece.reason for piece in rejected(buffer.getvalue(), "a.zip")] == ["archive_in_archive", "unsafe_path"]


def test_a_bomb_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "ALWAYS_ALLOWED", 1_000_000)
    line = b'{"text": "x", "published_at": "2025-06-02"}\n'
    for content, name in (
        (gzip.compress(line + b" " * 50_000_000), "bomb.jsonl.gz"),
        (zipped(**{"bomb.jsonl": line + b" " * 50_000_000, "ok.txt": b"date 2025-06-02 Text"}), "bomb.zip"),
    ):
        assert [piece.reason for piece in rejected(content, name)] == ["archive_bomb"]
    assert [post.text for post in statements(content, "bomb.zip")][-1] == "Text"


def test_a_damaged_archive_is_told_and_what_came_before_is_kept() -> None:
    lines = "".join(
        json.dumps({"text": f"{n} " + "x" * 50, "published_at": "2025-06-02"}) + "\n" for n in range(50_000)
    )
    whole = gzip.compress(lines.encode())
    cut = whole[: len(whole) // 2]
    assert len(statements(cut, "x.jsonl.gz")) > 1_000
    assert [piece.reason for piece in rejected(cut, "x.jsonl.gz")] == ["damaged_archive"]
    archive = zipped(**{"a.jsonl": lines.encode()})
    assert [piece.reason for piece in rejected(archive[:2_000], "x.zip")] == ["damaged_archive"]
    flipped = bytearray(archive)
    flipped[3_000] ^= 0xFF
    assert "damaged_archive" in [piece.reason for piece in rejected(bytes(flipped), "x.zip")]


def test_an_encrypted_member_is_told() -> None:
    content = bytearray(zipped(**{"a.txt": b"date 2025-06-02 Text"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert [piece.reason for piece in rejected(bytes(content), "x.zip")] == ["encrypted"]
