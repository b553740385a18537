"""Telegram: exports as JSON and as web pages, and saved pages of the public preview."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from claims.sources import telegram_export
from claims.sources.json_depth import Depth
from tests import exports
from tests.exports import PUBLISHED, account, export, message, page_message, pages, preview
from tests.reading import POST, passed_over, read, rejected, statements


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
