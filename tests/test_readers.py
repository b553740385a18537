"""Each format: what is read of a good file, and that every bad one is told while the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
import stat
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from claims import sources
from claims.model import Statement
from claims.registry import load_registry
from claims.sources import packed, telegram_export
from claims.sources.addresses import canonical
from claims.sources.json_depth import Depth
from claims.sources.registered import published_at_site, source_of
from tests import exports
from tests.exports import PUBLISHED, account, export, message, page_message, pages, preview

REGISTRY = load_registry()
SETTINGS = sources.Settings(REGISTRY)
POST = "https://t.me/kpszsu/35323"


def read(content: bytes | str, name: str) -> list[sources.Piece]:
    return list(sources.read(content.encode() if isinstance(content, str) else content, name, SETTINGS))


def statements(content: bytes | str, name: str) -> list[Statement]:
    return [piece for piece in read(content, name) if isinstance(piece, Statement)]


def rejected(content: bytes | str, name: str) -> list[sources.Rejected]:
    return [piece for piece in read(content, name) if isinstance(piece, sources.Rejected)]


def passed_over(content: bytes | str, name: str) -> dict[str, int]:
    return {piece.reason: piece.count for piece in read(content, name) if isinstance(piece, sources.PassedOver)}


# ---------------------------------------------------------------- Telegram exports


def test_a_post_of_an_export_has_its_address_time_and_text() -> None:
    (post,) = statements(export(message()), "result.json")
    assert post.statement_id == post.url == POST
    assert post.source == "kpszsu"
    assert post.published_at == PUBLISHED
    assert post.text == "Збито 52 ударних БпЛА"


def test_a_text_in_marked_pieces_is_put_together() -> None:
    marked = ["Збито ", {"type": "bold", "text": "52"}, " БпЛА\n", {"type": "custom_emoji", "text": "🛑"}]
    assert [post.text for post in statements(export(message(text=marked)), "x.json")] == ["Збито 52 БпЛА\n🛑"]


def test_an_edited_message_has_its_time_of_editing() -> None:
    edited = message(edited="2025-06-02T10:00:00", edited_unixtime="1748847600")
    never = message(35_324, edited="1970-01-01T03:00:00")
    first, second = statements(export(edited, never), "x.json")
    assert first.edited_at == datetime(2025, 6, 2, 7, tzinfo=UTC)
    assert second.edited_at is None


def test_a_forwarded_message_names_the_channel_and_never_a_person() -> None:
    known = message(forwarded_from="Генеральний штаб ЗСУ")
    person = message(35_324, forwarded_from="Ім'я Прізвище")
    first, second = statements(export(known, person), "x.json")
    assert first.relay_of == ("https://t.me/GeneralStaffZSU",)
    assert second.relay_of == ()


def test_service_messages_and_media_without_words_are_counted_not_rejected() -> None:
    content = export(message(), message(1, "", type="service"), message(2, "", photo="x.jpg"), message(3, " \n"))
    assert len(statements(content, "x.json")) == 1
    assert passed_over(content, "x.json") == {"service_message": 1, "message_without_text": 2}


def test_no_name_of_a_person_is_kept() -> None:
    found = statements(export(message(forwarded_from="Прізвище Ім'я")), "x.json")
    assert "Прізвище" not in repr(found)


def test_the_source_is_the_folder_or_the_title() -> None:
    unknown = export(message(), name="Якийсь канал")
    assert [post.source for post in statements(export(message()), "x/result.json")] == ["kpszsu"]
    assert [post.source for post in statements(unknown, "kpszsu/ChatExport_2025-06-09/result.json")] == ["kpszsu"]
    (post,) = statements(unknown, "x/result.json")
    assert (post.source, post.url, post.statement_id) == (None, None, "telegram:1000000001/35323")


def test_of_a_whole_account_only_channels_are_read() -> None:
    people = {"name": "Хтось", "type": "personal_chat", "id": 5, "messages": [message(text="привіт")]}
    channel = json.loads(export(message()))
    found = statements(account(people, channel, people), "result.json")
    assert [post.statement_id for post in found] == [POST]
    assert passed_over(account(people, channel, people), "result.json") == {"chat_of_people": 2}


BAD_EXPORTS = [
    (export(message())[:-60], "truncated", "message"),
    (export(message()) + "x", "broken_json", "1 messages"),
    (export(message(), type="private_supergroup"), "not_a_channel", "private_supergroup"),
    (export(message(), type="personal_chat"), "not_a_channel", "personal_chat"),
    ("[]", "json_array", "jq"),
    ('{"a": 1}', "not_an_export", ".jsonl"),
    ("", "empty_file", "empty"),
    ("{" * 100, "broken_json", "0 messages"),
    (export(message()).replace('"text_entities": []', '"a": ' + "[" * 3_000_000), "too_deep", "200 levels"),
    ('{"a": ' * 100_000, "too_deep", "200 levels"),
    ("[" * 100_000, "json_array", "jq"),
]


@pytest.mark.parametrize(("content", "reason", "words"), BAD_EXPORTS)
def test_a_bad_export_is_told(content: str, reason: str, words: str) -> None:
    (piece,) = rejected(content, "result.json")
    assert piece.reason == reason
    assert words in str(piece)
    assert "\n" not in str(piece)


def test_brackets_in_texts_are_not_depth() -> None:
    texts = ["[" * 5_000, "}" * 5_000 + '"[{' * 5_000, "\\" * 5_001 + '"' + "[" * 5_000, "\\", "[" * 70_000 + "\\"]
    found = statements(export(*(message(number, text) for number, text in enumerate(texts, 1))), "x.json")
    assert [post.text for post in found] == texts
    depth = Depth()
    for cut in range(0, 40_000, 7):  # wherever the stream is cut
        depth.check(json.dumps(texts).encode()[cut : cut + 7])


def test_an_export_in_another_encoding_is_told() -> None:
    (piece,) = rejected(export(message()).encode("cp1251"), "result.json")
    assert piece.reason == "not_utf8"
    assert "iconv" in str(piece)


def test_what_comes_before_the_break_is_kept() -> None:
    whole = export(*(message(number) for number in range(1, 50)))
    cut = whole[: len(whole) // 2]
    assert 20 < len(statements(cut, "x.json")) < 30
    assert [piece.reason for piece in rejected(cut, "x.json")] == ["truncated"]


BAD_MESSAGES = [
    (message(date_unixtime="absent"), "no_zone"),
    (message(date_unixtime="soon"), "bad_date"),
    (message(date_unixtime="99999999999999999999"), "bad_date"),
    (message(date_unixtime="-99999999999"), "bad_date"),
    (message(id="absent"), "wrong_type"),
    (message(text=7), "wrong_type"),
    (message(text=[7]), "wrong_type"),
    (message(text="a\0b"), "nul_character"),
    ("text", "not_an_object"),
    (None, "not_an_object"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD_MESSAGES)
def test_a_bad_message_is_told_and_the_rest_goes_on(bad: object, reason: str) -> None:
    content = json.dumps(json.loads(export(message(1), message(3))) | {"messages": [message(1), bad, message(3)]})
    assert [post.url for post in statements(content, "x.json")] == [f"https://t.me/kpszsu/{n}" for n in (1, 3)]
    assert [piece.reason for piece in rejected(content, "x.json")] == [reason]


def test_a_message_over_one_megabyte_is_left_to_the_parser_and_one_without_end_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(statements(export(message(text="я" * 1_200_000)), "x.json")[0].text) == 1_200_000
    monkeypatch.setattr(telegram_export, "LARGEST_MESSAGE", 1_000_000)
    content = export(message(1), message(2, "x" * 3_000_000))
    assert [piece.reason for piece in rejected(content, "x.json")] == ["too_large"]
    many = export(*(message(number, "x" * 900) for number in range(3_000)))
    assert len(statements(many, "x.json")) == 3_000  # it is the single message that is limited


def test_a_byte_order_mark_does_not_matter() -> None:
    assert len(statements(b"\xef\xbb\xbf" + export(message()).encode(), "x.json")) == 1


def test_pages_of_an_export_give_the_same_statement_as_its_json() -> None:
    text = 'Збито 52\u00a0БпЛА  <b> & "лапки"\n\nТримаймо небо! 🛑'
    (from_page,) = statements(pages(page_message(text=text)), "messages.html")
    (from_json,) = statements(export(message(text=text)), "result.json")
    assert from_page == from_json


def test_pages_of_an_export_know_services_media_forwards_and_people() -> None:
    photo = '<div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="x.jpg"></a></div>'
    forward = (
        '<div class="forwarded body"><div class="from_name">\nГенеральний штаб ЗСУ <span class="date details" '
        'title="02.06.2025 08:00:00 UTC+03:00"> 02.06.2025</span></div><div class="text">Збито 7 БпЛА</div></div>'
    )
    content = pages(
        page_message(),
        page_message(35_324, "друге", sender=None),
        page_message(35_325, body=photo),
        page_message(35_326, sender="Ім'я Прізвище", text="коментар"),
        page_message(35_327, body=forward),
        '<div class="message service" id="message35328"><div class="body details">pinned</div></div>',
    )
    found = statements(content, "messages.html")
    assert [post.text for post in found] == ["Збито 52 ударних БпЛА", "друге", "Збито 7 БпЛА"]
    assert found[2].relay_of == ("https://t.me/GeneralStaffZSU",)
    assert passed_over(content, "messages.html") == {
        "message_without_text": 1,
        "chat_of_people": 1,
        "service_message": 1,
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pages(page_message(), title="Якась група"), "unknown_channel"),
        (pages(page_message(when="02.06.2025 08:05:12")), "no_zone"),
        (pages(page_message(when="yesterday")), "bad_date"),
        (pages(page_message(when="31.06.2025 08:05:12 UTC+03:00")), "bad_date"),
        (pages(page_message().replace("date details", "when")), "layout_changed"),
    ],
)
def test_bad_pages_of_an_export_are_told(content: str, reason: str) -> None:
    assert [piece.reason for piece in rejected(content, "messages.html")] == [reason]


# ---------------------------------------------------------------- the public preview


def test_a_post_of_the_preview_is_the_statement_of_the_export() -> None:
    text = 'Збито 52\u00a0БпЛА  <b> & "лапки"\n\nТримаймо небо! 🛑'
    (from_preview,) = statements(preview(text), "saved.html")
    (from_json,) = statements(export(message(text=text)), "result.json")
    assert from_preview == from_json


def test_the_time_of_reading_is_in_the_name_that_fetch_gives() -> None:
    name = "kpszsu/35323-35323_20250602T050512Z_20250604T101500Z.html"
    assert statements(preview("Збито 5 БпЛА"), name)[0].retrieved_at == datetime(2025, 6, 4, 10, 15, tzinfo=UTC)
    assert statements(preview("Збито 5 БпЛА"), "kpszsu/page.html")[0].retrieved_at is None


def test_a_forwarded_post_relays_the_original() -> None:
    channel = exports.Channel({1: exports.Post("Збито 5", PUBLISHED, forwarded_from="https://t.me/generalstaffzsu/77")})
    assert statements(channel.page(None), "x.html")[0].relay_of == ("https://t.me/GeneralStaffZSU/77",)


def test_the_text_of_an_answered_post_is_not_the_posts() -> None:
    reply = (
        '<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text js-message_reply_text">A</div></a>'
    )
    content = preview("Б").replace(
        '<div class="tgme_widget_message_text', reply + '<div class="tgme_widget_message_text'
    )
    assert [post.text for post in statements(content, "x.html")] == ["Б"]


def test_long_runs_of_anything_take_no_longer() -> None:
    for run in (" ", "\n", " \n", "\t", "\u00a0", "<br>", "<b>", "&amp;"):
        content = preview("Збито 5").replace("Збито 5", "Збито 5" + run * 300_000 + "Збито 6")
        started = time.process_time()
        read(content, "x.html")
        assert time.process_time() - started < 5, run


def test_scripts_in_a_page_are_no_text() -> None:
    content = preview("Збито 5").replace("Збито 5", "Збито<script>alert('7')</script><style>x{}</style> 5<!-- 9 -->")
    assert [post.text for post in statements(content, "x.html")] == ["Збито 5"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda page: page.replace("data-post=", "data-x="), "layout_changed"),
        (lambda page: page.replace("datetime=", "data-time="), "layout_changed"),
        (lambda page: page.replace("tgme_widget_message_text", "words"), "layout_changed"),
        (lambda page: page.replace("+00:00", ""), "layout_changed"),
        (lambda _: exports.Channel({}).page(None), "no_posts"),
    ],
)
def test_a_page_of_another_layout_is_told(change: Callable[[str], str], reason: str) -> None:
    assert {piece.reason for piece in rejected(change(preview("Збито 5", "Збито 6")), "x.html")} == {reason}


# ---------------------------------------------------------------- articles, feeds, tables

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


# ---------------------------------------------------------------- packed files


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


# ---------------------------------------------------------------- identity


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
