from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claims import sources
from claims.model import PublishedPrecision, Statement, TextStatus
from claims.registry import load_registry
from claims.sources import article, json_lines
from tests.factories import record

SETTINGS = sources.Settings(load_registry())


def pieces(content: bytes | str, name: str = "posts.jsonl", **defaults: str) -> list[sources.Piece]:
    data = content.encode() if isinstance(content, str) else content
    return list(sources.read(data, name, sources.Settings(SETTINGS.registry, **defaults)))


def one(content: bytes | str, name: str = "posts.jsonl", **defaults: str) -> Statement:
    (piece,) = pieces(content, name, **defaults)
    assert isinstance(piece, Statement), piece
    return piece


def line(**changes: object) -> str:
    return json.dumps({key: value for key, value in (record() | changes).items() if value != "absent"}) + "\n"


# What is given, the reason it is rejected for, and words that the message must have.
BAD_LINES = [
    ('{"text": "a"', "broken_json", "at column"),
    ("[1, 2]", "not_an_object", "list"),
    ("null", "not_an_object", "NoneType"),
    ('{"text": "a", "text": "b", "published_at": "2025-06-02"}', "duplicate_key", "text"),
    ("[" * 100_000, "broken_json", "too deep"),
    ('{"text": ' + "9" * 5000 + "}", "broken_json", "too long"),
    (line(text="absent"), "no_text", "text"),
    (line(text=None), "no_text", "text"),
    (line(text="  \n "), "no_text", "text"),
    (line(text=162), "wrong_type", "text is 162"),
    (line(text=["a"]), "wrong_type", "text is"),
    (line(text="a\0b"), "nul_character", "NUL"),
    ('{"text": "\\ud83d", "published_at": "2025-06-02"}', "not_unicode", "surrogate"),
    (line(published_at="absent"), "no_date", "published_at"),
    (line(published_at=None), "no_date", "published_at"),
    (line(published_at=""), "no_date", "published_at"),
    (line(published_at=1748840700), "wrong_type", "published_at"),
    (line(published_at="2025-06-02T08:05:00"), "no_zone", "+03:00"),
    (line(published_at="yesterday"), "bad_date", "yesterday"),
    (line(published_at="2025-06-31"), "bad_date", "2025-06-31"),
    (line(published_at="2025-13"), "bad_date", "2025-13"),
    (line(published_at="0001-01-01T00:00:00+03:00"), "bad_date", "0001"),
    (line(published_at="9999-12-31T23:59:59-12:00"), "bad_date", "9999"),
    (line(edited_at="2025-06-02T08:05"), "no_zone", "offset"),
    (line(source="pravda"), "unknown_source", "pravda"),
    (line(lang="de"), "bad_value", "uk, ru, en"),
    (line(text_status="invented"), "bad_value", "restated"),
    (line(published_precision="hour"), "bad_value", "month"),
    (line(relay_of=7), "wrong_type", "relay_of"),
    (line(relay_of=[None]), "wrong_type", "relay_of"),
    (line(url=7), "wrong_type", "url"),
    ('{"text": "a", "published_at": "2025-06-02", "url": "https://x/\\ud800"}', "not_unicode", "surrogate"),
    (line(url="https://x/\0"), "nul_character", "NUL"),
    (line(relay_of=["https://x/\0"]), "nul_character", "NUL"),
]


@pytest.mark.parametrize(("bad", "reason", "words"), BAD_LINES)
def test_a_bad_line_is_rejected_with_its_number_and_the_rest_goes_on(bad: str, reason: str, words: str) -> None:
    first, second, third = pieces(line() + bad.strip() + "\n" + line(text="another"))
    assert isinstance(first, Statement)
    assert isinstance(third, Statement)
    assert isinstance(second, sources.Rejected)
    assert (second.reason, second.line) == (reason, 2)
    assert str(second).startswith("posts.jsonl:2: ")
    assert words in str(second)
    assert "\n" not in str(second)


def test_a_line_that_is_not_utf_8_costs_that_line_only() -> None:
    bad = line(text="сбито").encode("utf-8").replace(b"\\u", b"\\u")
    first, second = pieces(b'{"text": "\xf1\xe1\xe8\xf2\xee"}\n' + bad)
    assert isinstance(first, sources.Rejected)
    assert first.reason == "not_utf8"
    assert "iconv" in str(first)
    assert isinstance(second, Statement)


# Whole files: name, content, reason
BAD_FILES = [
    ("posts.jsonl", b"", "empty_file"),
    ("posts.jsonl", b"\n \n", "empty_file"),
    ("article.txt", b"", "empty_file"),
    ("article.txt", b"date 2025-06-02\n", "empty_file"),
    ("article.txt", "date 2025-06-02 сбито".encode("cp1251"), "not_utf8"),
    ("article.txt", "date 2025-06-02 text".encode("utf-16"), "not_utf8"),
    ("article.txt", b"no date here", "no_date"),
    ("article.txt", b"date 2025-99-02 text", "bad_date"),
    ("article.txt", b"date 2025-06-02 a\0b", "nul_character"),
    ("table.xlsx", b"PK", "unknown_format"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD_FILES)
def test_a_bad_file_is_one_rejection(name: str, content: bytes, reason: str) -> None:
    (piece,) = pieces(content, name)
    assert isinstance(piece, sources.Rejected)
    assert piece.reason == reason
    assert str(piece).startswith(f"{name}: ")


def test_every_reason_says_what_to_do() -> None:
    for _, reason, _ in BAD_LINES:
        assert reason in sources.REASONS
    assert all(": " in words or words.startswith(("it is", "a key", "there is")) for words in sources.REASONS.values())


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    data = b"\xef\xbb\xbf" + line().encode().replace(b"\n", b"\r\n") + b"\r\n" + line(text="b").encode()
    assert [piece.text for piece in pieces(data) if isinstance(piece, Statement)] == ["downed 162 drones", "b"]


def test_a_text_over_one_megabyte_is_left_to_the_parser() -> None:
    assert len(one(line(text="x" * 1_200_000)).text) == 1_200_000


def test_all_keys_reach_the_statement_and_others_are_ignored() -> None:
    statement = one(
        line(
            url="https://t.me/mod_russia/1",
            lang="ru",
            relay_of=["https://t.me/a/1", "https://t.me/b|c"],
            text_status="restated",
            edited_at="2025-06-02T09:00:00+03:00",
            retrieved_at="2025-06-03T00:00:00Z",
            figures_from=["whatever"],
        )
    )
    assert statement.statement_id == statement.url == "https://t.me/mod_russia/1"
    assert statement.relay_of == ("https://t.me/a/1", "https://t.me/b%7Cc")
    assert statement.text_status == TextStatus.RESTATED
    assert statement.edited_at == datetime(2025, 6, 2, 6, tzinfo=UTC)
    assert statement.published_at == datetime(2025, 6, 2, 5, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "source", "instant", "precision"),
    [
        ("2025-06-02", "mod_russia", datetime(2025, 6, 2, 20, 59, 59, tzinfo=UTC), PublishedPrecision.DAY),
        ("2025-06-02", "kpszsu", datetime(2025, 6, 2, 20, 59, 59, tzinfo=UTC), PublishedPrecision.DAY),
        ("2025-01-02", "kpszsu", datetime(2025, 1, 2, 21, 59, 59, tzinfo=UTC), PublishedPrecision.DAY),
        ("2025-06-02", None, datetime(2025, 6, 2, 23, 59, 59, tzinfo=UTC), PublishedPrecision.DAY),
        ("2024-02", None, datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC), PublishedPrecision.MONTH),
        ("2025-06-02T08:05Z", None, datetime(2025, 6, 2, 8, 5, tzinfo=UTC), PublishedPrecision.MINUTE),
        ("2025-06-02 08:05:01+03:00", None, datetime(2025, 6, 2, 5, 5, 1, tzinfo=UTC), PublishedPrecision.MINUTE),
    ],
)
def test_dates(written: str, source: str | None, instant: datetime, precision: PublishedPrecision) -> None:
    statement = one(line(published_at=written, source=source))
    assert statement.published_at == instant
    assert statement.published_precision == precision


def test_a_stated_precision_coarser_than_the_time_holds() -> None:
    assert one(line(published_precision="day")).published_precision == PublishedPrecision.DAY


def test_the_date_line_of_an_article_is_metadata() -> None:
    statement = one(" date 2025-06-02 The second round\n\nof talks \n", "000_580cb3e64fb35669.txt", source="ap")
    assert statement.text == "The second round\n\nof talks \n"
    assert statement.source == "ap"
    assert statement.published_precision == PublishedPrecision.DAY


@pytest.mark.parametrize(
    ("text", "date", "rest"),
    [
        ("date 2025-06-02 Text", "2025-06-02", "Text"),
        ("date 2025-06-02\nText", "2025-06-02", "Text"),
        ("date 2025-06-02\r\nText", "2025-06-02", "Text"),
        ("date 2025-06-02  Text", "2025-06-02", " Text"),  # one space only
        ("date 2025-06 Text", "2025-06", "Text"),
        ("date 2025-06-02T08:00+03:00 Text", "2025-06-02T08:00+03:00", "Text"),
        ("date palms are dying", None, "date palms are dying"),
        ("Update 2025-06-02 Text", None, "Update 2025-06-02 Text"),
        ("Text\ndate 2025-06-02 ", None, "Text\ndate 2025-06-02 "),
    ],
)
def test_date_lines(text: str, date: str | None, rest: str) -> None:
    assert article.split_date_line(text) == (date, rest)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("raw/reuters/0001.txt", "reuters"),
        ("raw/reuters-0001.txt", "reuters"),
        ("raw/mod_russia_17.txt", "mod_russia"),
        ("raw/apples.txt", None),
        ("raw/0001.txt", None),
    ],
)
def test_source_from_folder_or_name(name: str, source: str | None) -> None:
    assert one("date 2025-06-02 Text", name).source == source


def test_a_given_source_and_time_outrank_the_file() -> None:
    statement = one("date 2025-06-02 Text", "reuters-1.txt", source="ap", published_at="2025-06-03T10:00Z")
    assert statement.source == "ap"
    assert statement.published_at == datetime(2025, 6, 3, 10, tzinfo=UTC)


def test_a_nameless_stream_is_told_by_its_first_character() -> None:
    assert json_lines.recognise("stdin", b' {"text"')
    assert not json_lines.recognise("stdin", b"Drones")
    assert article.recognise("stdin", b"Drones")


def test_find_takes_known_files_in_order_and_no_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a/z.txt", ".git/x.txt", "a/.hidden.txt", "README.md", "a/c.ndjson"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [path.relative_to(tmp_path).as_posix() for path in sources.find(tmp_path)] == [
        "a/c.ndjson",
        "a/z.txt",
        "b.jsonl",
    ]


def test_missing_and_closed_files(tmp_path: Path) -> None:
    missing = sources.open_input(tmp_path / "none.txt", "none.txt")
    assert isinstance(missing, sources.Rejected)
    assert missing.reason == "missing_file"
    folder = sources.open_input(tmp_path, "folder")
    assert isinstance(folder, sources.Rejected)
    assert folder.reason == "not_readable"
