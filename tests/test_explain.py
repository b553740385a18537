"""What `claims explain` and the tables of `claims parse` show, and that no text can do harm to who reads them."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from claims import cli
from claims.explaining import rules
from claims.explaining.account import Account, account_of
from claims.explaining.marks import Mark, cut, in_lanes
from claims.explaining.page import _CSS, page
from claims.explaining.printable import printable
from claims.explaining.table import tables
from claims.explaining.terminal import terminal
from claims.model import Basis, Outcome, PartAxis, Precision, Problem, Qualifier, Reading, Tally, Unit, Verdict
from claims.parsing import analyse
from claims.parsing.explain import Explanation, explain, explain_statement
from claims.registry import load_registry
from tests.factories import claim, record, statement, write_lines

ROOT = Path(__file__).parent.parent
PUBLISHED = datetime(2025, 5, 26, 7, 27, tzinfo=UTC)
REPORT = (
    "С 7.50 мск до 8.30 мск сбито пять украинских беспилотников: три БПЛА – над Курской областью, "
    "по одному – над Орловской и Тульской областями."
)
SUM = "Ночью 6 украинских БПЛА уничтожены над Краснодарским краем, 4 – над акваторией Черного моря."
RECAP = "#ИтогиДня 3 апреля: сбито 84 БПЛА"


def told(text: str, source: str | None = "mod_russia") -> Explanation:
    return explain(text, published_at=PUBLISHED, source=source)


def shown(text: str, width: int = 80) -> str:
    return told(text).terminal(color=False, width=width)


def account(text: str, *claims: Any, **changes: Any) -> Account:
    """The account of a made-up reading."""
    found = Reading(statement(text), Verdict.HAS_CLAIMS, None, claims, changes.pop("problems", ()))
    return account_of(statement(text, **changes), found, load_registry())


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = cli.run([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


# ---------------------------------------------------------------------- what is told


def test_a_claim_tells_who_what_how_many_where_when_and_why() -> None:
    text = " ".join(shown(REPORT).split())
    for words in (
        "Ministry of Defence of the Russian Federation [ru_mod]",
        "26 May 2025, 07:50 to 08:30 Moscow time",
        "26 May 2025, 04:50 to 05:30 UTC",
        "Start and end stated to the minute",
        "attacker Ukraine, defender Russia",
        "1 5 downed · unmanned aerial vehicle",
        "“пять украинских беспилотников”",
        "└ 2 3 downed",
        "where Kursk Oblast",
        "part of claim 1 by region",
        "The verb beside the count says what happened. [result]",
    ):
        assert words in text


def test_parts_stand_under_their_total_whatever_their_place_in_the_text() -> None:
    lines = shown("Дроны сбили ночью над Курской (8), Орловской (4) и Липецкой (2) областями – всего 14.").splitlines()
    numbers = [match[1] for line in lines if (match := re.match(r" +((?:└ )?\d) +\d+  downed", line))]
    assert numbers == ["4", "└ 1", "└ 2", "└ 3"]


def test_a_derived_total_tells_from_which_claims() -> None:
    text = " ".join(shown(SUM).split())
    assert "added up from claims 2 and 3" in text
    assert "No words state this total" in text
    assert "added up from claims 2 and 3" in page([told(SUM).account()]).replace("Added", "added")


def test_a_rest_tells_what_it_was_worked_out_from() -> None:
    text = " ".join(shown("ВСУ атаковали 24 дронами. 15 сбиты, остальные подавлены.").split())
    assert "worked out from claims 1 and 2" in text


def test_a_share_has_words_of_its_own() -> None:
    text = " ".join(shown("ВСУ атаковали 24 дронами. Большая часть сбита над Брянской областью.").split())
    assert "worked out from claim 1" in text
    assert "words “Большая часть" in text


def test_a_headline_with_another_figure_says_that_it_repeats() -> None:
    first = claim(claim_id="a", spans=((0, 8),))
    second = claim(claim_id="b", count_low=160, restates="a", spans=((9, 17),))
    text = terminal([account("downed 162 downed 160", first, second)], color=False, width=120)
    assert "says claim 1 again" in text


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ((Basis.STATED, Precision.MINUTE, Basis.STATED, Precision.MINUTE), "Start and end stated to the minute"),
        (
            (Basis.STATED, Precision.HOUR, Basis.PHRASE, Precision.PART_OF_DAY),
            "Start stated to the hour; end filled in from the calendar, as the words name only a part of the day",
        ),
        (
            (Basis.PHRASE, Precision.DAY, Basis.PUBLICATION, Precision.MINUTE),
            "Start filled in from the calendar, as the words name only a day; end not told, so it is the time of "
            "publication",
        ),
        (
            (Basis.PUBLICATION, Precision.DAY, Basis.PUBLICATION, Precision.DAY),
            "No hours told, so it is the reporting day of publication",
        ),
    ],
)
def test_the_edges_of_a_window_tell_where_they_come_from(basis: tuple[Any, ...], words: str) -> None:
    start_basis, start_precision, end_basis, end_precision = basis
    one = claim(
        start_basis=start_basis, start_precision=start_precision, end_basis=end_basis, end_precision=end_precision
    )
    assert words in " ".join(terminal([account("downed 162 drones", one)], color=False, width=120).split())


@pytest.mark.parametrize(("basis", "precision"), list(itertools.product(Basis, Precision)))
def test_every_basis_and_precision_has_words(basis: Basis, precision: Precision) -> None:
    one = claim(start_basis=basis, end_basis=Basis.STATED, start_precision=precision, end_precision=Precision.MINUTE)
    (group,) = account("downed 162 drones", one).groups
    assert group.setting.when.basis


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"count_low": 41, "count_high": None, "qualifier": Qualifier.MORE_THAN}, ["41 or more", "“more than”"]),
        ({"count_low": 0, "count_high": 17, "qualifier": Qualifier.AT_MOST}, ["up to 17", "“up to”"]),
        ({"count_low": 0, "count_high": 0}, [" 0 downed"]),
        ({"count_low": None, "count_high": None, "qualifier": Qualifier.WITHHELD}, ["not given", "withheld"]),
        ({"count_low": 45620, "count_high": 45620}, ["45,620"]),
        ({"unit": Unit.LOCATION, "outcome": Outcome.DEBRIS}, ["locations where debris fell"]),
        ({"outcome": Outcome.CROSSED, "regions": ("BY",)}, ["crossed a border", "into Belarus"]),
        ({"regions": ("RU-MOW",), "part_axis": PartAxis.DESTINATION, "place": "Moscow"}, ["heading for Moscow"]),
        ({"unnamed_regions": 8}, ["Autonomous Republic of Crimea; 8 more regions, not named (one figure for all)"]),
        ({"outcome": Outcome.LAUNCHED, "launched_from": ("RU-KRS", "Primorsko-Akhtarsk")}, ["from Kursk Oblast, Prim"]),
        ({"tally": Tally.INCREMENT}, ["adds to this claimant's earlier posts"]),
        ({"tally": Tally.RUNNING, "since": datetime(2022, 2, 23, 21, tzinfo=UTC)}, ["total since 24 February 2022"]),
        ({"weapons": ("missile.cruise.x_101", "missile.cruise.kalibr")}, ["Kh-101 and 3M-14 Kalibr"]),
        ({"claimant": "ru_governor:RU-BEL"}, ["Head of a region of Russia: Belgorod Oblast"]),
        ({"claimant": "other:mayor:UA-63:Kharkiv"}, ["Mayor, Kharkiv"]),
        ({"as_of": datetime(2025, 6, 2, 5, tzinfo=UTC)}, ["as of 08:00 Moscow time"]),
    ],
)
def test_fields_in_words(changes: dict[str, Any], words: list[str]) -> None:
    text = " ".join(terminal([account("downed 162 drones", claim(**changes))], color=False, width=120).split())
    assert all(one in text for one in words), text


def test_every_rule_that_reads_the_shipped_texts_has_a_sentence() -> None:
    files = [*ROOT.glob("datasets/statements/*.jsonl"), *ROOT.glob("tests/gold/*/developed_on.jsonl")]
    registry = load_registry()
    used: set[str] = set()
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            if len(one["published_at"]) > 10:
                moment = datetime.fromisoformat(one["published_at"])
                read = analyse(statement(one["text"], published_at=moment, source=one["source"], lang=None), registry)
                used |= {str(found.rule) for found in read.claims}
    assert used
    assert {rule for rule in used if rules.why(rule).startswith("Read by the rule")} == set()


# ---------------------------------------------------------------------- verdicts and problems


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (RECAP, ["No claims: it is a round-up", "!["]),
        ("Внимание! Опасность атаки беспилотников.", ["live alert", "![Опасность атаки]"]),
        ("Сбиты планы врага, беспилотники летают.", ["no count was found"]),
        ("Встреча министров прошла в Туле.", ["no word for a weapon"]),
        ("12345", ["No claims"]),
        ("Сообщения о сбитых 5 БПЛА не соответствуют действительности.", ["a denial is no claim", "![не соотв"]),
        ("сбит БПЛА " * 120_000, ["Unreadable: it is too long", "more characters are not shown", "too long: "]),
    ],
)
def test_a_text_without_claims_tells_why_with_the_words_that_stopped_it(text: str, words: list[str]) -> None:
    told_all = " ".join(shown(text).replace("![Внимание", "![Опасность").split())
    assert all(one in told_all for one in words), told_all[:1000]


def test_a_problem_is_marked_where_its_words_stand() -> None:
    text = shown("Сбито 5 БПЛА над Курской и Несуществующенской областями.")
    assert "!a[Несуществующенской областями]" in " ".join(text.split())
    assert "!a  place not known: " in text


def test_a_problem_without_words_is_told_too() -> None:
    one = account("downed 162 drones", claim(), problems=(Problem("published_month_only", "only the month"),))
    assert "publication known by month only: only the month" in terminal([one], color=False, width=80)


# ---------------------------------------------------------------------- marks


def test_overlapping_marks_are_all_visible() -> None:
    text = shown(SUM)
    assert "¹[²[6 украинских БПЛА]² уничтожены" in text
    assert "³[4 – над" in text
    html = page([told(SUM).account()])
    assert {"s1-m1", "s1-m2", "s1-m3"} <= set(re.findall(r'id="([^"]+)"', html))


def test_crossing_marks_close_in_their_own_order() -> None:
    first, second = claim(claim_id="a", spans=((0, 10),)), claim(claim_id="b", spans=((7, 17),))
    text = terminal([account("downed 162 drones", first, second)], color=False, width=80)
    assert "¹[downed ²[162]¹ drones]²" in text


def test_marks_over_the_same_words_share_a_bracket() -> None:
    assert "²⁺³[по одному – над" in shown("Сбиты 2 БПЛА: по одному – над Орловской и Тульской областями.")


def test_cut_pieces_are_the_whole_text_and_lanes_keep_overlaps_apart() -> None:
    marks = in_lanes([Mark(0, 9, "claim", "1"), Mark(2, 4, "claim", "2"), Mark(3, 7, "claim", "3")])
    pieces = cut("0123456789", marks)
    assert "".join(piece.text for piece in pieces) == "0123456789"
    assert [len(piece.over) for piece in pieces] == [1, 2, 3, 2, 1, 0]
    assert all(len({mark.lane for mark in piece.over}) == len(piece.over) for piece in pieces)


# ---------------------------------------------------------------------- the terminal


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_fit_the_terminal_and_words_are_whole(width: int) -> None:
    lines = shown(REPORT + "\n\n" + SUM, width).splitlines()
    assert max(map(cell_len, lines)) <= width
    words = set(" ".join(lines).replace("[", " ").replace("]", " ").split())
    assert {"беспилотников", "Краснодарским", "акваторией", "distributive"} <= words
    assert not any(line != line.rstrip() for line in lines)


def test_an_address_stays_in_one_piece() -> None:
    url = "https://example.org/" + "long/" * 30
    text = terminal([account("downed 162 drones", claim(), url=url)], color=False, width=80)
    assert url in text.splitlines()


def test_without_colour_there_is_no_escape_and_with_it_the_words_are_the_same() -> None:
    plain, coloured = told(REPORT).terminal(color=False), told(REPORT).terminal(color=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


def test_print_shows_the_explanation() -> None:
    assert str(told(REPORT)) == shown(REPORT)


# ---------------------------------------------------------------------- harm

HOSTILE = (
    "сбиты 5 БПЛА\x1b[31m\x07 <script>alert(\"x\")</script> & <b onmouseover='x'> \x9b2J\r"
    "\u202eслева\u202c \ud800 \x1b]0;title\x07"
)


def test_control_characters_become_symbols() -> None:
    assert printable("a\x1b[2J\x07\x9b\x7f\r\n\tb\u202e\ud800\u200b\u2028") == "a␛[2J␇�␡\n b��\n"


def test_no_text_or_address_steers_the_terminal() -> None:
    one = explain_statement(statement(HOSTILE, url="https://t.me/x\x1b]0;owned\x07\u202e", source=None, lang=None))
    for text in (
        one.terminal(color=False),
        re.sub(r"\x1b\[[0-9;]*m", "", one.terminal(color=True)),
        tables([one.account()], color=False, width=80),
    ):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert "␛]0;owned␇" in one.terminal(color=False)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(html: str) -> _Tags:
    tags = _Tags()
    tags.feed(html)
    assert tags.open == []
    return tags


def test_the_page_escapes_every_word() -> None:
    one = explain_statement(statement(HOSTILE, url='https://x.org/"><img src=x onerror=y>', source=None, lang=None))
    html = page([one.account()])
    tags = parsed(html)
    assert not {"script", "b onmouseover", "img"} & set(tags.tags)
    assert not [name for name, _ in tags.attributes if name.startswith("on")]
    assert "&lt;script&gt;" in html
    assert html.encode("utf-8")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", html)


def test_only_web_addresses_become_links() -> None:
    html = page([explain_statement(statement(url="javascript:alert(1)")).account()])
    assert 'href="javascript' not in html
    assert "javascript:alert(1)" in html


def test_a_registry_of_ones_own_cannot_inject_either(tmp_path: Path) -> None:
    (tmp_path / "claimants.toml").write_text('[ru_mod]\nlabel = "<i>MoD</i>\\u001b[31m"\n')
    one = explain(REPORT, published_at=PUBLISHED, source="mod_russia", registry=load_registry(tmp_path))
    assert "<i>" not in page([one.account()])
    assert "\x1b" not in one.terminal(color=False)


# ---------------------------------------------------------------------- the page


def test_the_page_stands_alone() -> None:
    html = page([told(REPORT).account()])
    tags = parsed(html)
    assert not {"script", "link", "iframe", "img"} & set(tags.tags)
    assert "url(" not in html
    assert "@import" not in html
    assert html.startswith("<!doctype html>")
    assert '<html lang="en">' in html
    assert '<blockquote lang="ru"' in html
    assert "<caption>" in html
    assert 'scope="col"' in html


def test_every_link_of_the_page_leads_somewhere_and_ids_are_unique() -> None:
    html = page(
        [told(text).account() for text in (REPORT, SUM, REPORT, "Сбито 5 БПЛА над Несуществующенской областью.")]
    )
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_have_the_contrast_that_reading_needs(mode: str) -> None:
    light, dark = _CSS.read_text().split("@media (prefers-color-scheme: dark)")
    colours = dict(re.findall(r"--(\w[\w-]*): (#[0-9a-f]{6})", light if mode == "light" else dark))

    def contrast(one: str, other: str) -> float:
        high, low = sorted((_luminance(colours[one]), _luminance(colours[other])), reverse=True)
        return (high + 0.05) / (low + 0.05)

    on_ground = [(name, ground) for name in ("ink", "soft", "link", "bad") for ground in ("ground", "panel")]
    on_tint = [("ink", tint) for tint in ("t0", "t1", "t2", "t3", "t4", "t5", "glow", "bad-tint")]
    numbers = [("ground", f"k{number}") for number in range(6)]
    low = {pair: round(contrast(*pair), 2) for pair in (*on_ground, *on_tint, *numbers) if contrast(*pair) < 4.5}
    assert low == {}


def test_a_notebook_shows_a_fragment_that_is_the_same_each_time() -> None:
    one, other = told(REPORT)._repr_html_(), told(REPORT)._repr_html_()
    assert one == other
    assert "<html" not in one
    parsed(one)


# ---------------------------------------------------------------------- the commands


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    return write_lines(
        tmp_path / "posts.jsonl",
        record(REPORT, url="https://t.me/mod_russia/1"),
        record(RECAP),
        record("У ніч на 2 червня збито/подавлено 52 ворожих БпЛА.", source="kpszsu"),
    )


def test_explain_prints_all_posts_of_a_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, posts: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(capsys, "explain", posts)
    assert (code, err) == (0, "")
    assert [line.strip("═ ") for line in out.splitlines() if line.startswith("═")] == ["1 of 3", "2 of 3", "3 of 3"]
    assert "https://t.me/mod_russia/1" in out
    assert "Kyiv time" in out
    assert out.count("Words used") == 1
    assert max(map(cell_len, out.splitlines())) <= 80


def test_explain_writes_one_page_for_all_posts(capsys: pytest.CaptureFixture[str], tmp_path: Path, posts: Path) -> None:
    code, out, err = run(capsys, "explain", posts, "--html", tmp_path / "page.html")
    assert (code, err) == (0, "")
    assert out == f"{tmp_path / 'page.html'}: 3 statements explained\n"
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert [html.count(f'<section id="s{number}"') for number in (1, 2, 3, 4)] == [1, 1, 1, 0]
    assert '<nav aria-label="Statements">' in html


def test_explain_and_parse_use_the_registry_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, posts: Path
) -> None:
    folder = tmp_path / "registry"
    folder.mkdir()
    (folder / "claimants.toml").write_text('[ru_mod]\nlabel = "The ministry, in our own words"\n')
    (folder / "sources.toml").write_text(
        '[my_channel]\nkind = "channel"\nlabel = "My channel"\nclaimant = "ru_mod"\nlang = "ru"\nzone = "Asia/Omsk"\n'
    )
    mine = write_lines(tmp_path / "mine.jsonl", record(REPORT, source="my_channel"))
    for command in ("explain", "parse"):
        code, out, _ = run(capsys, command, mine, "--registry", folder)
        assert code == 0
        assert "The ministry, in our own words" in out
        assert "My channel" in out
        assert "Omsk time" in out


def test_parse_shows_a_line_and_a_table_for_each_post(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, posts: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(capsys, "parse", posts)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert "Russian Ministry of Defence (Telegram) [mod_russia] · 4 claims" in lines
    assert "2 June 2025, 08:05 Moscow time (05:05 UTC)" in lines
    assert "https://t.me/mod_russia/1" in lines
    assert "no claims (recap)" in out
    assert "Ukrainian Air Force (Telegram) [kpszsu] · 1 claim" in out
    header = next(line for line in lines if line.split() == ["count", "what", "where", "words"])
    rows = [line for line in lines if re.match(r"  (1|└ \d) ", line)][:4]
    assert all(row[header.index("what") :].startswith("downed") for row in rows)
    assert max(map(cell_len, lines)) <= 80


def test_tables_cut_no_word_that_has_room() -> None:
    text = (
        "Ворог застосував 298 ударних БпЛА типу Shahed та безпілотників-імітаторів інших типів із напрямків: Курськ, "
        "Приморсько-Ахтарськ."
    )
    out = tables([explain(text, published_at=PUBLISHED, source="kpszsu").account()], color=False, width=80)
    assert {"безпілотників-імітаторів", "Primorsko-Akhtarsk", "Shahed-131/136"} <= set(out.split())


def test_an_account_is_the_same_from_a_reading_but_for_the_cutting() -> None:
    one = told(REPORT)
    reading = Reading(one.statement, one.found.verdict, one.found.reason, tuple(one.found.claims))
    plain = account_of(one.statement, reading, one.registry)
    assert dataclasses.replace(one.account(), sentences=(), missing="") == plain
