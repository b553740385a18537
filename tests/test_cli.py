from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from claims import building, cli
from claims.model import CLAIM_FIELDS
from claims.schema import TABLES
from tests.factories import record, write_lines

SEED = Path(__file__).parent.parent.parent / "shared" / "seeds" / "000_580cb3e64fb35669.txt"
COMMANDS = list(cli.COMMANDS)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    code = cli.run([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def posts(tmp_path: Path, fake_parser: None) -> Path:
    return write_lines(tmp_path / "posts.jsonl", record(url="https://t.me/mod_russia/1"), record("an alert"))


@pytest.fixture
def built(tmp_path: Path, posts: Path) -> Path:
    return building.build([posts], tmp_path / "build").path


def test_parse_prints_the_words_behind_each_claim(capsys: pytest.CaptureFixture[str], posts: Path) -> None:
    code, out, err = run(capsys, "parse", posts)
    assert (code, err) == (0, "")
    for words in ("https://t.me/mod_russia/1", "1 claim", "[ru_mod]", "downed unmanned", "162",
                  "1 June 20:00 to 2 June 2025 07:00 Moscow time", "8 more", "downed 162 drones", "no claims (alert)",
                  "problem: place not known"):  # fmt: skip
        assert words in out


def test_parse_json_is_one_array_with_the_columns_of_the_table(capsys: pytest.CaptureFixture[str], posts: Path) -> None:
    code, out, err = run(capsys, "parse", posts, "--json")
    assert (code, err) == (0, "")
    (claim,) = json.loads(out)
    assert list(claim) == list(TABLES["claims"].to_schema().columns)
    assert set(CLAIM_FIELDS) < set(claim)
    assert claim["window_start"] == "2025-06-01T17:00:00Z"
    assert claim["spans"] == [[0, 17]]
    assert claim["regions"] == ["UA-43"]
    assert claim["place"] is None


def test_parse_json_of_no_claims_is_an_empty_array(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, posts: Path
) -> None:
    assert run(capsys, "parse", write_lines(tmp_path / "a.jsonl", record("alert")), "--json")[1] == "[]\n"


def test_parse_reads_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, posts: Path
) -> None:
    for text, options in (
        (b"downed 7 drones", ("--source", "mod_russia", "--published-at", "2025-06-02")),
        (b"date 2025-06-02 downed 7 drones", ("--source", "mod_russia")),
        (json.dumps(record("downed 7 drones")).encode(), ()),
    ):
        stream = type("Stdin", (), {"buffer": __import__("io").BytesIO(text), "isatty": lambda self: False})()
        monkeypatch.setattr(sys, "stdin", stream)
        code, out, _ = run(capsys, "parse", "--json", *options)
        assert code == 0
        assert json.loads(out)[0]["count_low"] == 7


# Arguments, and words that the one line on standard error must have.
MISTAKES = [
    (["parse", "none.txt"], "does not exist"),
    (["parse", "."], "is a directory"),
    (["parse", "empty.txt"], "empty.txt: the file is empty"),
    (["parse", "cyrillic.txt", "--published-at", "2025-06-02"], "cyrillic.txt: it is not UTF-8"),
    (["parse", "broken.jsonl"], "broken.jsonl:1: it is not valid JSON"),
    (["parse", "undated.txt"], "it has no date"),
    (["parse", "undated.txt"], "--published-at"),
    (["parse", "good.txt", "--published-at", "2025-06-02T08:05"], "time without a zone"),
    (["parse", "good.txt", "--published-at", "noon"], "date that can't be read"),
    (["parse", "good.txt", "--source", "mod_rusia"], "did you mean mod_russia"),
    (["parse", "good.txt", "--lang", "de"], "'de' is not one of"),
    (["parse", "good.txt", "--colour"], "No such option"),
    (["parse", "good.txt", "--registry", "none"], "does not exist"),
    (["explain", "none.txt"], "does not exist"),
    (["build", "--input", "good.txt", "--without", "x"], "no folder of coded series"),
    (["build"], "give --input"),
    (["build", "--input", "good.txt", "--out", "good.txt"], "was not made by"),
    (["check"], "make datasets"),
    (["check", "--build", "none"], "no build at none"),
    (["check", "--build", "."], "is not a build"),
    (["export", "claims", "--build", "none"], "no build at none"),
    (["export", "nothing"], "the tables are"),
    (["guess"], "No such command 'guess'"),
]


@pytest.mark.parametrize(("arguments", "words"), MISTAKES)
def test_a_mistake_is_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMS_BUILD", raising=False)
    (tmp_path / "good.txt").write_text("date 2025-06-02 Good morning")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "undated.txt").write_text("Good morning")
    (tmp_path / "cyrillic.txt").write_bytes("сбито".encode("cp1251"))
    (tmp_path / "broken.jsonl").write_text('{"text"')
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert err.startswith("claims: ")
    assert err.count("\n") == 1
    assert words in err


def test_a_bad_line_does_not_keep_the_others_from_being_parsed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, posts: Path
) -> None:
    mixed = write_lines(tmp_path / "mixed.jsonl", record(published_at=None), record())
    code, out, err = run(capsys, "parse", mixed, "--json")
    assert code == 2
    assert len(json.loads(out)) == 1
    assert "mixed.jsonl:1: it has no date" in err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    assert f"claims {command}" in out.split("Examples:")[1]


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert all(command in out for command in COMMANDS)
    assert run(capsys)[0] == 2


def test_build_prints_the_accounting(capsys: pytest.CaptureFixture[str], tmp_path: Path, posts: Path) -> None:
    bad = write_lines(tmp_path / "bad.jsonl", *[record(source="pravda")] * 25)
    code, out, err = run(capsys, "build", "--input", posts, "--input", bad, "--out", tmp_path / "build")
    assert code == 0
    assert "statements in: 27 = 1 with claims + 1 (alert 1) without + 0 unreadable + 0 repeated + 25" in out
    assert "rows of claims in: 1 = 1 valid + 0 quarantined" in out
    assert err.count("rejected: ") == 21
    assert "bad.jsonl:1: its source is not in the registry" in err


def test_check_tells_whole_stale_and_damaged(capsys: pytest.CaptureFixture[str], built: Path, posts: Path) -> None:
    code, out, _ = run(capsys, "check", "--build", built)
    assert (code, "inputs unchanged" in out) == (0, True)
    posts.write_text(posts.read_text() + "\n")
    write_lines(posts.with_name("more.jsonl"), record())
    code, out, _ = run(capsys, "check", "--build", built)
    assert code == 1
    assert "posts.jsonl has changed" in out
    assert "more.jsonl is new" in out
    posts.unlink()
    (built / "claims.csv").unlink()
    code, out, _ = run(capsys, "check", "--build", built)
    assert "posts.jsonl is gone" in out
    assert "damaged: claims.csv is missing" in out
    assert "make datasets" in out


def test_check_tells_that_the_package_has_changed(
    capsys: pytest.CaptureFixture[str], built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.building.staleness.package_digest", lambda: "another")
    assert "code, registries or lexicons have changed" in run(capsys, "check", "--build", built)[1]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], [162, 7]),
        (["--side", "RU"], [162, 7]),
        (["--side", "UA"], []),
        (["--weapon", "uav"], [162, 7]),
        (["--weapon", "uav.strike"], []),
        (["--weapon", "missile"], []),
        (["--from", "2025-06-02", "--to", "2025-06-02"], [162, 7]),
        (["--from", "2025-06-03"], []),
        (["--to", "2025-06-01"], []),
        (["--from", "2025-06", "--to", "2025-06"], [162, 7]),
        (["--from", "2025-06-02T04:00:00Z"], [162, 7]),
        (["--from", "2025-06-02T04:00:01Z"], []),
    ],
)
def test_export_picks_rows(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, posts: Path, options: list[str], found: list[int]
) -> None:
    write_lines(posts, record(), record("downed 7 drones", published_at="2025-06-02T09:00Z"))
    built = building.build([posts], tmp_path / "build").path
    code, out, _ = run(capsys, "export", "claims", "--build", built, "--format", "json", *options)
    assert code == 0
    assert [row["count_low"] for row in json.loads(out)] == found


def test_export_formats_agree(capsys: pytest.CaptureFixture[str], tmp_path: Path, built: Path) -> None:
    for name in ("claims", "statements"):
        for form in ("csv", "parquet", "json"):
            assert run(capsys, "export", name, "--build", built, "-o", tmp_path / f"out.{form}")[0] == 0
        assert (tmp_path / "out.csv").read_bytes() == (built / f"{name}.csv").read_bytes()
        assert (tmp_path / "out.parquet").read_bytes() == (built / f"{name}.parquet").read_bytes()
        rows = json.loads((tmp_path / "out.json").read_text())
        assert list(rows[0]) == list(pd.read_csv(tmp_path / "out.csv").columns)
    assert run(capsys, "export", "claims", "--build", built)[1] == (built / "claims.csv").read_text()


def test_export_options_that_do_not_fit_the_table(capsys: pytest.CaptureFixture[str], built: Path) -> None:
    for arguments in (
        ["weapons", "--side", "UA"],
        ["regions", "--from", "2025-06-02"],
        ["claims", "--format", "parquet"],
    ):
        code, _, err = run(capsys, "export", *arguments, "--build", built)
        assert (code, err.count("\n")) == (2, 1)


def test_sources_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "sources")
    assert code == 0
    assert "mod_russia" in out
    assert {"id", "kind", "claimant"} < set(json.loads(run(capsys, "sources", "--json")[1])[0])


def test_an_error_of_the_program_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, posts: Path
) -> None:
    crash = write_lines(tmp_path / "crash.jsonl", record("crash"))
    code, _, err = run(capsys, "parse", crash)
    assert code == 1
    assert err.count("\n") == 1
    assert "ZeroDivisionError" in err
    assert "report" in err
    monkeypatch.setenv("CLAIMS_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.run(["parse", str(crash)])


def test_a_machine_that_fails_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, posts: Path
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "datasets/builds/x")

    monkeypatch.setattr(building, "build", full)
    code, _, err = run(capsys, "build")
    assert code == 1
    assert err == "claims: No space left on device: datasets/builds/x; nothing was replaced\n"


def test_an_interrupt_is_quiet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "build", interrupted)
    assert run(capsys, "build")[0] == 130


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "claims", *arguments]


def test_a_closed_pipe_is_quiet(tmp_path: Path, built: Path) -> None:
    process = subprocess.Popen(
        command("export", "regions", "--build", str(built)), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) in (0, 1)


def test_help_is_instant_and_imports_nothing_heavy() -> None:
    script = (
        "import sys; from claims.cli import run; run(['--help']); run(['parse', '--help']);"
        "heavy = {'pandas', 'pandera', 'duckdb', 'matplotlib', 'pyarrow', 'numpy'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    started = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert result.returncode == 0, result.stderr
    assert time.monotonic() - started < 2  # 0.1 s when the machine is idle


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not here (../shared)")
def test_the_seed_article(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "parse", SEED, "--source", "ap", "--json")
    assert (code, err) == (0, "")
    night = [claim for claim in json.loads(out) if claim["claimant"] in ("ru_mod", "ua_air_force")]
    got = [
        (claim["claimant"], claim["outcome"], claim["weapon"], claim["count_low"], claim["count_high"],
         claim["unnamed_regions"], claim["regions"], claim["window_start"], claim["window_end"])
        for claim in night
    ]  # fmt: skip
    russian = ("2025-06-01T17:00:00Z", "2025-06-02T04:00:00Z")
    ukrainian = ("2025-06-01T15:00:00Z", "2025-06-02T05:00:00Z")
    assert sorted(got, key=str) == [
        ("ru_mod", "downed", "uav", 162, 162, 8, ["UA-43"], *russian),
        ("ua_air_force", "launched", "uav", 80, 80, None, [], *ukrainian),
        ("ua_air_force", "neutralised", "uav", 52, 52, None, [], *ukrainian),
    ]


def test_a_text_over_the_limit_is_told_with_its_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    long = write_lines(tmp_path / "long.jsonl", record("сбит БПЛА " * 60_000))
    _, _, told = run(capsys, "parse", long)
    assert "long.jsonl" in told
    assert "split it" in told
    code, out, told = run(capsys, "build", "--input", long, "--out", tmp_path / "build")
    assert (code, "long.jsonl" in told, "1 (too_long 1) unreadable" in out) == (0, True, True)
