from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from claims import cli, loading, parsing, store
from claims.publishing import PUBLIC_TABLES, ReleaseError, public, release, releasing
from claims.publishing.checking import check
from claims.publishing.releasing import RELEASED
from claims.publishing.sums import read_sums
from claims.schema import TABLES
from claims.schema.published import LONGEST_QUOTATION
from tests import factories
from tests.factories import record
from tests.publications import LONG, SERIES, built, contents, posts, read_json


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a build and its release, made once."""
    folder = tmp_path_factory.mktemp("release")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "read", factories.read)
        patch.setattr(parsing, "PARSER_VERSION", "fake")
        release(built(folder), folder / "release")
    return folder


@pytest.fixture
def build(place: Path) -> Path:
    return place / "build"


@pytest.fixture
def made(place: Path, tmp_path: Path) -> Path:
    """A copy of the release, to alter."""
    return shutil.copytree((place / "release").resolve(), tmp_path / "made" / (place / "release").resolve().name)


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Validation takes the most time, and is not what these tests are about."""
    monkeypatch.setattr(releasing, "check", lambda *_: None)


def test_a_release_is_whole_and_valid(made: Path) -> None:
    check(made, RELEASED)
    for name, sha256 in read_sums(made).items():
        assert hashlib.sha256((made / name).read_bytes()).hexdigest() == sha256
    assert {path.name for path in made.iterdir()} >= {"README.md", "CITATION.cff", "LICENSE.md", "CHANGES.md"}


@pytest.mark.usefixtures("unchecked")
def test_the_same_build_gives_the_same_bytes(build: Path, made: Path, tmp_path: Path) -> None:
    first = contents(made)
    second = contents(release(build, tmp_path / "release").folder)
    assert first.keys() == second.keys()
    differ = {name for name in first if first[name] != second[name]}
    assert differ <= {store.DATABASE}


@pytest.mark.usefixtures("unchecked")
def test_a_release_made_again_stays(build: Path, tmp_path: Path) -> None:
    first = release(build, tmp_path / "release")
    again = release(build, tmp_path / "release")
    assert (first.again, again.again) == (False, True)
    assert first.folder == again.folder
    assert (tmp_path / "release").resolve() == first.folder.resolve()
    assert [path.name for path in first.folder.parent.iterdir()] == [first.version]


@pytest.mark.usefixtures("unchecked")
def test_a_release_is_never_replaced_by_another(build: Path, tmp_path: Path) -> None:
    folder = release(build, tmp_path / "release").folder
    sums = (folder / "SHA256SUMS").read_text()
    (folder / "SHA256SUMS").write_text(sums.replace(sums[:8], "00000000"))
    with pytest.raises(ReleaseError, match="never replaced"):
        release(build, tmp_path / "release")
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("name", ["csv/claims.csv", f"parquet/{SERIES}/claims.parquet", "datapackage.json"])
def test_an_altered_file_is_found(made: Path, name: str) -> None:
    (made / name).write_bytes((made / name).read_bytes() + b" ")
    with pytest.raises(ReleaseError, match=f"{name} was altered"):
        check(made, RELEASED)


def test_an_altered_database_is_found_by_its_content(made: Path) -> None:
    with duckdb.connect(made / store.DATABASE) as connection:
        connection.execute("UPDATE claims SET count_low = 0")
    with pytest.raises(ReleaseError, match="the table claims"):
        check(made, RELEASED)


def test_rows_are_parted_by_series_and_none_is_lost(build: Path, made: Path) -> None:
    for name in PUBLIC_TABLES:
        if name == "quotations":
            continue
        found = (made / "csv").rglob(f"{name}.csv")
        assert sum(len(pd.read_csv(path)) for path in found) == len(loading.load(name, build)), name
    own, series = (pd.read_csv(made / "csv" / folder / "claims.csv") for folder in (".", SERIES))
    assert set(own["method"]) == {"parsed"}
    assert set(series["source"]) == {SERIES}


def test_each_resource_has_its_licence(made: Path) -> None:
    package = read_json(made / "datapackage.json")
    licences = {one["name"]: [each["name"] for each in one["licenses"]] for one in package["resources"]}
    assert licences["claims"] == ["CC-BY-4.0"]
    assert licences[f"{SERIES}.claims"] == ["MIT"]
    assert set(licences["database"]) == {"CC-BY-4.0", "MIT"}
    assert {path.name for path in (made / "LICENSES").iterdir()} == {"CC-BY-4.0.txt", "MIT.txt"}


def test_no_full_text_of_an_original_leaves_the_house(build: Path, made: Path) -> None:
    assert LONG in loading.load("statements", build)["text"].str.cat()
    assert any(
        "downed 7 drones" in content.decode() for name, content in contents(made).items() if name.endswith(".csv")
    )
    for name, content in contents(made).items():
        assert LONG.encode()[:LONGEST_QUOTATION] not in content, name
    statements = pd.read_parquet(made / "parquet" / "statements.parquet")
    assert list(statements["text"].isna()) == list(statements["text_status"] == "original")


def test_a_long_quotation_of_an_original_is_cut() -> None:
    from claims.schema.frames import frame
    from tests.factories import claim

    def table(name: str, *rows: dict[str, object]) -> pd.DataFrame:
        return frame(TABLES[name], rows)

    text = "x" * 150 + "y" * 150
    statement = {
        "statement_id": "s",
        "revision": 0,
        "published_at": claim().published_at,
        "published_precision": "minute",
    }
    statement |= {"text": text, "sha256": hashlib.sha256(text.encode()).hexdigest(), "verdict": "has_claims"}
    rows = claim(statement_id="s", spans=((0, 150), (150, 300)), weapon_text=text, place="Kerch").as_row()
    problem = {"statement_id": "s", "revision": 0, "kind": "doubt", "word": text, "explanation": f"{text} is not known"}
    given = {name: table(name) for name in TABLES}
    given |= {"claims": table("claims", rows), "problems": table("problems", problem)}
    for status, longest in (("original", LONGEST_QUOTATION), ("restated", 300)):
        given["statements"] = table("statements", statement | {"text_status": status})
        made = public(given)
        assert sum(map(len, made["quotations"]["words"])) == longest
        assert list(made["quotations"]["shortened"]) == [False, status == "original"]
        assert len(made["claims"]["weapon_text"][0]) == longest
        assert (text in made["problems"]["explanation"][0]) == (status == "restated")


def test_quarantined_texts_stay_in_the_house() -> None:
    from claims.schema.frames import frame

    row = {"text": LONG, "text_status": "original", "word": LONG}
    given = {name: frame(TABLES[name], ()) for name in TABLES}
    given["quarantine"] = frame(
        TABLES["quarantine"], [{"table_name": "statements", "row_json": json.dumps(row), "reason": "bad"}]
    )
    kept = json.loads(public(given)["quarantine"]["row_json"][0])
    assert kept["text"] is None
    assert len(kept["word"]) == LONGEST_QUOTATION


def test_croissant_reads_the_rows(made: Path) -> None:
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=str(made / "croissant.json"))
    records = list(dataset.records("claims"))
    assert sorted(one["claims/count_low"] for one in records) == [7, 9, 162]


def test_the_command_says_what_it_did(build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["release", "--build", str(build), "-o", str(tmp_path / "release")]) == 0
    assert "nothing to compare with" in capsys.readouterr().out
    assert cli.run(["release", "--check", str(tmp_path / "release")]) == 0
    (tmp_path / "release" / "README.md").unlink()
    assert cli.run(["release", "--check", str(tmp_path / "release")]) == 2
    assert "README.md is missing" in capsys.readouterr().err


def test_a_series_that_changed_since_the_build_is_told(place: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(place, tmp_path / "moved", symlinks=True)
    path = moved / "coded" / f"{SERIES}.toml"
    path.write_text(path.read_text() + "\n")
    with pytest.raises(ReleaseError, match="has changed or gone since the build"):
        release(moved / "build", tmp_path / "release")


@pytest.mark.usefixtures("fake_parser")
def test_a_build_without_series_makes_a_release(tmp_path: Path) -> None:
    from claims import building
    from tests.factories import write_lines

    inputs = write_lines(tmp_path / "inputs" / "posts.jsonl", *posts(record("downed 8 drones")))
    folder = release(building.build([inputs], tmp_path / "build").path, tmp_path / "release").folder
    check(folder, RELEASED)
    assert {path.name for path in (folder / "LICENSES").iterdir()} == {"CC-BY-4.0.txt"}


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside.csv", "https://example.org/a.csv", "unlisted.csv"])
def test_a_descriptor_that_names_other_files_is_found(made: Path, path: str) -> None:
    for name, key, place in (
        ("datapackage.json", "path", "resources"),
        ("croissant.json", "contentUrl", "distribution"),
    ):
        content = read_json(made / name)
        content[place][0][key] = path
        (made / name).write_text(json.dumps(content))
    with pytest.raises(ReleaseError) as told:
        check(made, RELEASED)
    assert str(told.value).count(repr(path)) == 2


@pytest.mark.parametrize("key", ["schema", "dialect"])
def test_a_schema_elsewhere_is_not_fetched(made: Path, key: str) -> None:
    content = read_json(made / "datapackage.json")
    content["resources"][0][key] = "https://example.org/schema.json"
    (made / "datapackage.json").write_text(json.dumps(content))
    with pytest.raises(ReleaseError, match="must stand in the descriptor itself"):
        check(made, RELEASED)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("SHA256SUMS", "abc\n", "no hash with a name"),
        ("datapackage.json", "{}", "it has no resources"),
        ("claims.duckdb.content.json", "{", "is damaged"),
    ],
)
def test_damaged_descriptors_are_told(made: Path, name: str, content: str, words: str) -> None:
    (made / name).write_text(content)
    with pytest.raises(ReleaseError, match=words):
        check(made, RELEASED)


def test_a_build_whose_id_is_a_path_is_refused(build: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(build.resolve(), tmp_path / "copy")
    content = read_json(copy / "manifest.json") | {"build": "../../x"}
    (copy / "manifest.json").write_text(json.dumps(content))
    with pytest.raises(store.StoreError, match="16 hex digits"):
        release(copy, tmp_path / "release")
