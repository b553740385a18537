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


LINE = '{"text": "x", "published_at": "2025-06-02"}\n'


def test_a_gzip_with_a_wrong_end_keeps_its_lines() -> None:
    whole = gzip.compress((LINE * 3).encode())
    for content in (whole[:-4], whole[:-8] + bytes(8), whole + b"junk"):
        assert len(statements(content, "x.jsonl.gz")) == 3
        assert [piece.reason for piece in rejected(content, "x.jsonl.gz")] == ["damaged_archive"]


def test_a_zip_has_one_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "ALWAYS_ALLOWED", 100_000)
    content = zipped(**{f"{n:02}.jsonl": (LINE + " " * 90_000).encode() for n in range(30)})
    assert "archive_bomb" in [piece.reason for piece in rejected(content, "x.zip")]
    assert len(statements(content, "x.zip")) < 20


def test_bad_members_and_values_never_end_a_build() -> None:
    assert len(statements(zipped(**{".": b"x", "__MACOSX-1.jsonl": LINE.encode()}), "x.zip")) == 1
    (twice,) = rejected('{"\\ud800": 1, "\\ud800": 2}\n', "x.jsonl")
    assert (twice.reason, twice.detail) == ("duplicate_key", "?")
    for key in ("url", "statement_id", "relay_of"):
        for value in ("https://x/" + "a" * 2_000, "https://x/\x1b[2J"):
            line = json.dumps({"text": "x", "published_at": "2025-06-02", key: value})
            assert [piece.reason for piece in rejected(line, "x.jsonl")] == ["bad_value"]
    buffer = io.BytesIO()
    pd.DataFrame([{"text": b"y", "published_at": "2025-06-02"}]).to_parquet(buffer)
    assert [piece.reason for piece in rejected(buffer.getvalue(), "x.parquet")] == ["wrong_type"]
    item = f"<rss><channel><item><description>x</description><pubDate>Mon, {'9' * 30} Jun 2025 08:00:00 GMT</pubDate>"
    assert [piece.reason for piece in rejected(f"{item}</item></channel></rss>", "x.rss")] == ["bad_date"]


def test_tables_without_rows_or_with_two_columns_of_a_name_are_told() -> None:
    assert [piece.reason for piece in rejected("text,published_at\n", "x.csv")] == ["no_rows"]
    assert [piece.reason for piece in rejected("text,text,published_at\na,b,2025-06-02\n", "x.csv")] == [
        "duplicate_column"
    ]
    assert [piece.reason for piece in rejected(export(), "result.json")] == ["no_posts"]
