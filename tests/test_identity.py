"""One statement for one post, whatever it came through; revisions, relays and inputs that disagree."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from claims import building, fetching, loading, store
from claims.cli import run
from tests.exports import PUBLISHED, export, message, preview
from tests.factories import record, write_lines
from tests.preview_server import Channel, Post, serving
from tests.test_seed_article import SEED

AIR_FORCE = (
    "У ніч на 2 червня (з 20:40 1 червня) противник атакував 80 ударними БпЛА типу Shahed. "
    "Станом на 08:00 протиповітряною обороною збито/подавлено 52 ворожі БпЛА."
)
MINISTRY = (
    "В течение прошедшей ночи дежурными средствами ПВО уничтожены 162 украинских беспилотных летательных аппарата "
    "над территориями восьми регионов и Республики Крым."
)
POST = "https://t.me/kpszsu/35323"


def built(folder: Path, *inputs: Path, **options: object) -> building.BuildResult:
    return building.build(inputs, folder / "build", **options)  # type: ignore[arg-type]


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def figures(claims: pd.DataFrame) -> set[tuple[str, str, int]]:
    return {(row.claimant, row.outcome, row.count_low) for row in claims.itertuples()}


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not here (../shared)")
def test_article_preview_export_and_table_at_once_give_one_table_of_claims(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    write(inputs / "ap" / "seed.txt", SEED.read_text(encoding="utf-8"))
    write(inputs / "page.html", preview(AIR_FORCE))
    write(inputs / "kpszsu" / "result.json", export(message(text=AIR_FORCE), message(35_300, "Тримаймо небо!")))
    ministry = record(MINISTRY, published_at="2025-06-02T08:30:00+03:00", url="https://t.me/mod_russia/53300")
    again = record(AIR_FORCE, published_at=PUBLISHED.isoformat(), source="kpszsu", url="https://t.me/s/kpszsu/35323")
    pd.DataFrame([ministry, again]).to_csv(inputs / "posts.csv", index=False)
    result = built(tmp_path, inputs)
    accounts = result.accounts
    assert (accounts.pieces, accounts.repeated, accounts.rejected) == (6, 2, {})
    statements = loading.load("statements", result.path)
    assert set(statements["source"]) == {"ap", "kpszsu", "mod_russia"}
    assert (statements["statement_id"] == POST).sum() == 1
    claims = loading.load("claims", result.path)
    assert claims["claim_id"].is_unique
    by_source = {source: figures(found) for source, found in claims.groupby("source")}
    night = {("ua_air_force", "launched", 80), ("ua_air_force", "neutralised", 52)}
    assert {("ru_mod", "downed", 162), *night} <= by_source["ap"]
    assert by_source["kpszsu"] == night
    assert by_source["mod_russia"] == {("ru_mod", "downed", 162)}
    assert len(loading.load("quarantine", result.path)) == 0


def test_an_edit_is_a_revision_and_its_claims_are_the_current_ones(tmp_path: Path) -> None:
    old = write(tmp_path / "one" / "kpszsu" / "result.json", export(message(text=AIR_FORCE)))
    edited = message(text=AIR_FORCE.replace("52", "55"), edited_unixtime="1748850000")
    new = write(tmp_path / "two" / "kpszsu" / "result.json", export(edited))
    result = built(tmp_path, old, new)
    assert list(loading.load("statements", result.path)["revision"]) == [0, 1]
    assert figures(loading.load("claims", result.path)) >= {
        ("ua_air_force", "neutralised", 52),
        ("ua_air_force", "neutralised", 55),
    }
    current = loading.load("current_claims", result.path)
    assert set(current["revision"]) == {1}
    assert ("ua_air_force", "neutralised", 55) in figures(current)
    with duckdb.connect(result.path / store.DATABASE, read_only=True) as connection:
        ids = connection.sql("select claim_id from current_claims").fetchall()
    assert {claim_id for (claim_id,) in ids} == set(current["claim_id"])
    assert result.doubts == ()


def test_an_original_takes_the_place_of_our_restatement(tmp_path: Path) -> None:
    shipped = Path("datasets/statements/kpszsu.jsonl")
    one = json.loads(shipped.read_text(encoding="utf-8").splitlines()[0])
    number = int(one["url"].rpartition("/")[2])
    moment = str(int(datetime.fromisoformat(one["published_at"]).timestamp()))
    original = export(message(number, AIR_FORCE, date_unixtime=moment))
    result = built(tmp_path, shipped, write(tmp_path / "kpszsu" / "result.json", original))
    statements = loading.load("statements", result.path).set_index(["statement_id", "revision"])
    assert list(statements.loc[one["url"], "text_status"]) == ["restated", "original"]
    current = loading.load("current_claims", result.path)
    assert set(current.loc[current["statement_id"] == one["url"], "revision"]) == {1}


def test_exports_that_disagree_are_told_and_the_sums_balance(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = export(message(text=AIR_FORCE), message(2, "Доброго ранку"))
    one = write(tmp_path / "one" / "kpszsu" / "result.json", content)
    other = export(
        message(text=AIR_FORCE.replace("52", "25")),
        message(2, "Доброго ранку", date_unixtime="1748999999"),
    )
    two = write(tmp_path / "two" / "kpszsu" / "result.json", other)
    code = run(["build", "--input", str(one), "--input", str(two), "--out", str(tmp_path / "build")])
    told = capsys.readouterr()
    assert code == 0
    assert f"inputs disagree: {POST}: inputs give different texts" in told.err
    assert "inputs disagree: https://t.me/kpszsu/2: inputs give different times" in told.err
    assert "statements in: 4 = 2 with claims + 1 (" in told.out
    assert "+ 1 repeated" in told.out
    problems = loading.load("problems", tmp_path / "build")
    assert {"texts_disagree", "publication_disagrees"} <= set(problems["kind"])


def test_times_of_mixed_zones_are_one_instant(tmp_path: Path) -> None:
    rows = [
        record("downed 5 drones", url=POST, published_at=written)
        for written in ("2025-06-02T08:05:12+03:00", "2025-06-02T05:05:12Z", "2025-06-02T00:05:12-05:00")
    ]
    result = built(tmp_path, write_lines(tmp_path / "posts.jsonl", *rows))
    assert result.accounts.repeated == 2
    assert result.doubts == ()
    assert list(loading.load("statements", result.path)["published_at"]) == [pd.Timestamp(PUBLISHED)]


ARTICLE = (
    "Russian air defenses downed 162 Ukrainian drones overnight, Russia's Defense Ministry said Monday. "
    "Ukrainian air defenses shot down 40 drones overnight, the Ukrainian air force said."
)


def test_a_relay_restates_what_it_relays_and_nothing_else(tmp_path: Path) -> None:
    original = record(MINISTRY, url="https://t.me/mod_russia/1", published_at="2025-06-02T08:05:00+03:00")
    relay = record(
        ARTICLE, url="https://apnews.com/1", source="ap", published_at="2025-06-02T12:00:00Z",
        relay_of="https://t.me/s/MOD_RUSSIA/1",
    )  # fmt: skip
    stranger = relay | {"url": "https://apnews.com/2", "relay_of": None}
    result = built(tmp_path, write_lines(tmp_path / "posts.jsonl", relay, original, stranger))
    claims = loading.load("claims", result.path)
    own = claims[claims["source"] == "mod_russia"].set_index("count_low")["claim_id"]
    relayed = claims[claims["url"] == "https://apnews.com/1"].set_index("count_low")["restates"]
    assert relayed[162] == own[162]
    assert pd.isna(relayed[40])
    assert claims.loc[claims["url"] == "https://apnews.com/2", "restates"].isna().all()
    statements = loading.load("statements", result.path).set_index("url")
    assert statements.loc["https://apnews.com/1", "relay_of"] == ("https://t.me/mod_russia/1",)


def test_a_forwarded_post_restates_the_post_of_the_same_words(tmp_path: Path) -> None:
    source = record(AIR_FORCE, url="https://t.me/kpszsu/7", source="kpszsu")
    mine = {"source": "mychannel", "relay_of": "https://t.me/kpszsu"}
    forward = record(AIR_FORCE, url="https://t.me/mychannel/9", **mine)
    other = record(AIR_FORCE.replace("52", "51"), url="https://t.me/mychannel/10", **mine)
    registry = write(tmp_path / "registry" / "sources.toml", SOURCE.format(preview="https://t.me/s/mychannel")).parent
    posts = write_lines(tmp_path / "posts.jsonl", forward, source, other)
    claims = loading.load("claims", built(tmp_path, posts, registry=registry).path)
    by_url = {url: found.set_index("outcome") for url, found in claims.groupby("url")}
    original, repeated, different = (
        by_url[f"https://t.me/{post}"] for post in ("kpszsu/7", "mychannel/9", "mychannel/10")
    )
    assert list(repeated["restates"]) == list(original.loc[repeated.index, "claim_id"])
    assert different["restates"].isna().all()


SOURCE = """[mychannel]
kind = "channel"
label = "Air Force, a channel of my own"
claimant = "ua_air_force"
lang = "uk"
zone = "Europe/Kyiv"
url = "https://t.me/mychannel/{{post}}"
preview = "{preview}"
titles = ["Мій канал"]
"""


def test_a_new_channel_needs_a_registry_file_and_no_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The worked example of CONTRIBUTING.md: a channel is added, listed, fetched and built."""
    posts = {7: Post(AIR_FORCE, PUBLISHED), 8: Post("Доброго ранку", PUBLISHED)}
    channel = Channel(posts, name="mychannel", title="Мій канал", verified=False)
    with serving(channel) as preview_address:
        registry = tmp_path / "registry"
        write(registry / "sources.toml", SOURCE.format(preview=preview_address))
        assert run(["sources", "--registry", str(registry)]) == 0
        assert "mychannel" in capsys.readouterr().out
        raw = tmp_path / "raw"
        command = ["fetch", "mychannel", "--since", "2025-06-01", "--registry", str(registry), "--raw", str(raw)]
        assert run(command) == 0
        assert "mychannel: 2 posts on 1 page," in capsys.readouterr().out
    out = str(tmp_path / "build")
    assert run(["build", "--input", str(raw), "--registry", str(registry), "--out", out]) == 0
    claims = loading.load("claims", out)
    assert set(claims["source"]) == {"mychannel"}
    assert figures(claims) == {("ua_air_force", "launched", 80), ("ua_air_force", "neutralised", 52)}
    assert run(["check", "--build", out]) == 0
    shutil.copy(next((raw / "mychannel").iterdir()), raw / "mychannel" / "later.html.gz")
    with (registry / "sources.toml").open("a") as file:
        file.write("\n")
    assert run(["check", "--build", out]) == 1
    told = capsys.readouterr().out
    assert "stale: later.html.gz is new in mychannel/" in told
    assert "stale: the registry that was laid over ours has changed" in told


def test_fetch_tells_mistakes_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = ["--raw", str(tmp_path)]
    assert run(["fetch", "nobody", "--since", "2025-06-01", *raw]) == 2
    assert "not in the registry" in capsys.readouterr().err
    assert run(["fetch", "kpszsu", "--since", "yesterday", *raw]) == 2
    assert run(["fetch", "kpszsu", "--since", "2025-06-01", "--pause", "1", *raw]) == 2
    assert "at least 3 seconds" in capsys.readouterr().err
    with pytest.raises(fetching.FetchError, match="time zone"):
        next(fetching.fetch(["kpszsu"], datetime(2025, 6, 1), raw=tmp_path))  # noqa: DTZ001
