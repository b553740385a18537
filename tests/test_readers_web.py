"""Articles and feeds, tables of statements; and the addresses by which all of them are known."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from claims import sources
from claims.sources.addresses import canonical
from claims.sources.registered import published_at_site, source_of
from tests.exports import PUBLISHED
from tests.reading import POST, REGISTRY, SETTINGS, rejected, statements

ARTICLE = """<!DOCTYPE html><html><head><title>Talks begin - Outlet</title>
<link rel="canonical" href="https://www.reuters.com/world/talks-begin-2025-06-02/">
<meta property="article:published_time" content="2025-06-02T14:10:00Z"><meta name="author" content="A Person">
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-06-02"}</script></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Talks begin</h1>
<p>Russian air defenses downed 162 Ukrainian drones over eight Russian regions overnight, the ministry said Monday.</p>
<p>Ukrainian air defenses damaged 52 out of 80 drones launched by Russia overnight, the Ukrainian air force said.</p>
<script>document.write('999 drones')</script></article><footer>All rights reserved. Read our newsletter.</footer>
</body></html>"""


def test_an_article_is_read_without_menus_and_scripts() -> None:
    (found,) = statements(ARTICLE, "saved.html")
    assert found.url == "https://www.reuters.com/world/talks-begin-2025-06-02/"
    assert (found.source, found.published_at) == ("reuters", datetime(2025, 6, 2, 14, 10, tzinfo=UTC))
    assert "downed 162 Ukrainian drones" in found.text
    assert "52 out of 80" in found.text
    for other in ("999", "newsletter", "Home", "A Person"):
        assert other not in found.text


def test_an_article_with_a_date_only_is_of_the_days_end() -> None:
    content = ARTICLE.replace("article:published_time", "x")
    (found,) = statements(content, "saved.html")
    assert (found.published_precision, found.published_at.day) == ("day", 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ARTICLE.replace("article:published_time", "x").replace("datePublished", "y"), "no_date"),
        ("<html><head><title>x</title></head><body></body></html>", "no_article"),
        ("", "empty_file"),
        (ARTICLE.replace("overnight", "over\0night"), "nul_character"),
    ],
)
def test_a_page_that_is_no_article_is_told(content: str, reason: str) -> None:
    assert [piece.reason for piece in rejected(content, "saved.html")] == [reason]


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title>
<item><title>Drones downed</title><link>https://tass.com/defense/1</link><description>short</description>
<pubDate>Mon, 02 Jun 2025 08:05:12 +0300</pubDate>
<content:encoded><![CDATA[<p>Air defenses downed <b>162</b> drones.</p>]]></content:encoded></item><item><title>No date</title><link>https://tass.com/defense/2</link></item>
<item><title>Third</title><link>https://t.me/s/KPSZSU/7</link><pubDate>Mon, 02 Jun 2025 05:05:12 GMT</pubDate></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>Drones</title><id>urn:x</id>
<link rel="self" href="https://x.org/self"/><link href="https://apnews.com/article/1?utm_source=rss"/>
<published>2025-06-02T05:05:12Z</published><updated>2025-06-03T05:05:12Z</updated>
<summary type="html">&lt;p&gt;Drones were downed: 162.&lt;/p&gt;</summary></entry></feed>"""


def test_items_of_a_feed_are_statements() -> None:
    first, third = statements(RSS, "feed.xml")
    assert first.text == "Drones downed\n\nAir defenses downed 162 drones."
    assert (first.source, first.published_at) == ("tass_en", PUBLISHED)
    assert third.statement_id == "https://t.me/kpszsu/7"
    assert [piece.reason for piece in rejected(RSS, "feed.xml")] == ["no_date"]
    (entry,) = statements(ATOM, "feed.atom")
    assert entry.url == "https://apnews.com/article/1"
    assert (entry.source, entry.text) == ("ap", "Drones were downed: 162.")
    assert entry.published_at == PUBLISHED


def test_a_feed_that_breaks_off_or_attacks_is_told() -> None:
    cut = RSS[: RSS.index("<item><title>Third")]
    assert len(statements(cut, "feed.xml")) == 1
    assert [piece.reason for piece in rejected(cut, "feed.xml")] == ["no_date", "broken_markup"]
    bomb = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + ATOM.replace("Drones</title>", "&b;</title>")
    assert [piece.reason for piece in rejected(bomb, "feed.xml")] == ["entities"]
    file = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + ATOM.replace("Drones</title>", "&x;</title>")
    assert [piece.reason for piece in rejected(file, "feed.xml")] == ["entities"]
    assert [piece.reason for piece in rejected("", "feed.xml")] == ["empty_file"]


CSV = """text,published_at,source,url,relay_of,more
"Збито 52 БпЛА, ""шахеди""
і ще",2025-06-02T08:05:12+03:00,kpszsu,https://t.me/kpszsu/35323,,x
"""


def test_rows_of_a_table_are_statements() -> None:
    (found,) = statements(CSV, "posts.csv")
    assert found.text == 'Збито 52 БпЛА, "шахеди"\nі ще'
    assert (found.statement_id, found.source, found.published_at) == (POST, "kpszsu", PUBLISHED)
    assert statements(CSV.replace(",", ";").replace("БпЛА;", "БпЛА,"), "posts.csv") == [found]
    buffer = io.BytesIO()
    row = {"text": found.text, "published_at": pd.Timestamp(PUBLISHED), "source": "kpszsu", "url": POST}
    pd.DataFrame([row]).to_parquet(buffer)
    assert statements(buffer.getvalue(), "posts.parquet") == [found]


BAD_ROWS = [
    ('=HYPERLINK("http://x"),2025-06-02,kpszsu,,,', "formula"),
    ('"@SUM(A1)",2025-06-02,kpszsu,,,', "formula"),
    ("x,2025-06-02,=cmd|'/c calc'!A1,,,", "formula"),
    ("x,2025-06-02T08:05:12,kpszsu,,,", "no_zone"),
    ("x,2025-06-02", "broken_csv"),
    ("x,2025-06-02,kpszsu,,,,,,", "broken_csv"),
    ('"x"y,2025-06-02,kpszsu,,,', "broken_csv"),
    (",2025-06-02,kpszsu,,,", "no_text"),
    ("x,2025-06-02,pravda,,,", "unknown_source"),
]


@pytest.mark.parametrize(("row", "reason"), BAD_ROWS)
def test_a_bad_row_is_told_with_its_line_and_the_rest_goes_on(row: str, reason: str) -> None:
    content = CSV + row + "\n" + "good,2025-06-02,kpszsu,,,\n"
    assert [post.text for post in statements(content, "posts.csv")][1:] == ["good"]
    (piece,) = rejected(content, "posts.csv")
    assert (piece.reason, piece.line) == (reason, 4)


def test_texts_that_only_look_like_formulas_are_read() -> None:
    rows = "-5 БпЛА,2025-06-02,,,,\n+7 drones,2025-06-02,,,,\n@channel: збито 5,2025-06-02,,,,\n'=a,2025-06-02,,,,\n"
    assert [post.text for post in statements(CSV + rows, "x.csv")][1:] == [
        "-5 БпЛА", "+7 drones", "@channel: збито 5", "=a",
    ]  # fmt: skip


def test_a_row_that_is_not_utf_8_costs_that_row_only() -> None:
    content = CSV.encode() + "збито,2025-06-02,,,,\n".encode("cp1251") + b"good,2025-06-02,,,,\n"
    assert len(statements(content, "x.csv")) == 2
    assert [piece.reason for piece in rejected(content, "x.csv")] == ["not_utf8"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.csv", b"", "empty_file"),
        ("x.csv", b"a,b\n1,2\n", "no_column"),
        ("x.csv", CSV.encode("utf-16"), "not_utf8"),
        ("x.csv", b"time_start,time_end,model,launched,destroyed,source\n", "coded_table"),
        ("x.parquet", b"", "empty_file"),
        ("x.parquet", b"PAR1 and no more", "broken_parquet"),
        ("x.docx", b"PK\x05\x06", "damaged_archive"),
    ],
)
def test_a_bad_table_is_told(name: str, content: bytes, reason: str) -> None:
    assert [piece.reason for piece in rejected(content, name)] == [reason]


@pytest.mark.parametrize(
    "address",
    [
        POST,
        "http://t.me/kpszsu/35323",
        "https://t.me/s/kpszsu/35323",
        "https://t.me/s/KPSZSU/35323/",
        "https://telegram.me/kpszsu/35323?single",
        "https://t.me/kpszsu/35323?comment=5",
    ],
)
def test_a_post_has_one_address(address: str) -> None:
    assert canonical(address, REGISTRY) == POST


@pytest.mark.parametrize(
    "address",
    [
        "https://apnews.com/article/x?id=5#part-2",
        "https://www.facebook.com/kpszsu/posts/pfbidA",
        "https://t.me/+invitation",
        "not an address",
        "https://[broken",
    ],
)
def test_other_addresses_stay_as_they_are(address: str) -> None:
    assert canonical(address, REGISTRY) == address


def test_the_registry_knows_sites_folders_and_names() -> None:
    assert published_at_site("https://www.pravda.com.ua/eng/news/1", REGISTRY) == "ukrainska_pravda_en"
    assert published_at_site("https://www.pravda.com.ua/news/1", REGISTRY) == "ukrainska_pravda"
    assert published_at_site("https://en.interfax.com.ua/x", REGISTRY) == "interfax_ukraine_en"
    assert published_at_site("https://notreuters.com/x", REGISTRY) is None
    assert source_of("a/reuters/2025/x.html", REGISTRY) == "reuters"
    assert source_of("KPSZSU/result.json", REGISTRY) == "kpszsu"


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text('{"text": "x", "published_at": "2025-06-02"}\n' * 2)
    opened = sources.open_input(path, "posts.jsonl")
    assert isinstance(opened, sources.InputFile)
    pieces = sources.read_file(opened, SETTINGS)
    next(pieces)
    path.write_text("")
    assert [piece.reason for piece in pieces if isinstance(piece, sources.Rejected)] == ["changed_while_read"]


def test_every_format_is_listed_with_its_endings() -> None:
    assert len(sources.formats()) == 10
    assert all(name and all(suffix.startswith(".") for suffix in suffixes) for name, suffixes in sources.formats())
