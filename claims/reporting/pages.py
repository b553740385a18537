"""The pages of the site, from the templates. Everything is escaped; no page holds a script or style of its own."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup, escape

from claims.model import Method
from claims.publishing.datapackage import title
from claims.publishing.parts import FORMS, Part, parts
from claims.publishing.public import PUBLIC_TABLES
from claims.publishing.releasing import Material
from claims.reconciling.summary import TITLES
from claims.reporting.figures import Figure
from claims.reporting.grids import Grid
from claims.reporting.wording import Labels, plain
from claims.schema.columns import column_metadata, kind_of
from claims.schema.dictionary import constraints
from claims.store import DATABASE, Entry, entries
from claims.store.csv_text import CELLS

SAMPLE = 8
LONGEST_CELL = 90
_CODE = re.compile(r"`([^`]+)`")

GRID_PAGES = {
    "claims": ("Claims", "Every counted assertion, with the words it came from and their address."),
    "daily": ("Days", "One figure for each reporting day, claimant, scope, weapon and outcome, with its interval."),
    "episodes": ("Waves", "Each wave of attack as each claimant tells it, with the balance of its figures."),
    "discrepancies": ("Disagreements", "Every comparison of figures that fails, the largest first."),
}
"""The pages with a grid: their titles and what they are, in a sentence."""

NAVIGATION = (
    ("index", "Overview"),
    *((name, words[0]) for name, words in GRID_PAGES.items()),
    ("tables", "Tables"),
    ("downloads", "Downloads"),
    ("method", "Method"),
)


class Pages:
    """Writes the pages of one build."""

    def __init__(
        self,
        given: Material,
        grids: Mapping[str, Grid],
        figures: list[Figure],
        labels: Labels,
        downloads: Path,
    ) -> None:
        self._given, self._grids, self._figures, self._labels, self._downloads = (
            given,
            grids,
            figures,
            labels,
            downloads,
        )
        self._files = {item.name: item for item in entries(downloads)}
        self._parts = list(parts(PUBLIC_TABLES, given.tables, given.about.series))
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("claims.reporting"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        filters: dict[str, Callable[..., Any]] = {
            "number": lambda value: f"{value:,}",
            "size": size,
            "plain": plain,
            "code": code,
        }
        self._environment.filters |= filters
        self._environment.globals |= {"navigation": NAVIGATION, "about": given.about}

    def write(self, folder: Path) -> None:
        """Write every page into the folder."""
        pages: dict[str, tuple[str, dict[str, Any]]] = {
            "index": ("index.html", self._overview()),
            "tables": ("tables.html", {"tables": self._tables()}),
            "downloads": ("downloads.html", self._download_page()),
            "method": ("method.html", self._method()),
        }
        for name, (heading, lead) in GRID_PAGES.items():
            pages[name] = ("grid.html", {"grid": self._grids[name], "heading": heading, "lead": lead})
        for name in PUBLIC_TABLES:
            pages[f"table-{name}"] = ("table.html", self._table(name))
        for name, (template, values) in pages.items():
            text = self._environment.get_template(template).render(page=name, **values)
            (folder / f"{name}.html").write_text(text + "\n", encoding="utf-8")

    def _overview(self) -> dict[str, Any]:
        tables = self._given.tables
        claims = tables["claims"]
        comparisons = tables["comparisons"]
        coded = claims["method"] == Method.CODED.value
        sides = claims["claimant_side"].value_counts()
        series = {one.id: int((claims["source"] == one.id).sum()) for one in self._given.about.series}
        return {
            "figures": self._figures,
            "counts": {
                "claims": len(claims),
                "parsed": int((~coded).sum()),
                "coded": int(coded.sum()),
                "statements": len(tables["statements"]),
                "claimants": int(claims["claimant"].nunique()),
                "daily": len(tables["daily"]),
                "compared": int(comparisons["compared"].sum()),
                "agree": int(comparisons["agree"].sum()),
                "discrepancies": len(tables["discrepancies"]),
                "quarantine": len(tables["quarantine"]),
                "problems": len(tables["problems"]),
            },
            "sides": [(self._labels.region(str(side)), int(number)) for side, number in sorted(sides.items())],
            "series": series,
            "comparisons": [
                (TITLES.get(kind, plain(kind)), int(compared), int(agree))
                for kind, compared, agree in zip(
                    comparisons["kind"], comparisons["compared"], comparisons["agree"], strict=True
                )
            ],
            "json_ld": self._json_ld(),
        }

    def _json_ld(self) -> Markup:
        """The schema.org description, its addresses from the site's root, safe in a script element."""
        told = json.loads((self._downloads / "dataset.jsonld").read_text(encoding="utf-8"))
        for one in told["distribution"]:
            one["contentUrl"] = f"{self._downloads.name}/{one['contentUrl']}"
        text = json.dumps(told, ensure_ascii=False, indent=1)
        return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704

    def _tables(self) -> list[dict[str, Any]]:
        return [
            {"name": name, "about": _first_line(name), "rows": len(self._given.tables[name]), "columns": df.shape[1]}
            for name, df in self._given.tables.items()
        ]

    def _table(self, name: str) -> dict[str, Any]:
        model = PUBLIC_TABLES[name]
        schema = model.to_schema()
        columns = []
        for column, field in schema.columns.items():
            metadata = column_metadata(model, column)
            columns.append(
                {
                    "name": column,
                    "title": field.title,
                    "description": field.description,
                    "type": kind_of(model, column).words,
                    "null": field.nullable,
                    "unit": metadata["unit"],
                    "references": metadata["references"],
                    "values": constraints(model, column).get("enum", ()),
                }
            )
        df = self._given.tables[name]
        return {
            "name": name,
            "paragraphs": (inspect.getdoc(model) or "").split("\n\n"),
            "columns": columns,
            "checks": [(check.name, check.description) for check in schema.checks],
            "rows": len(df),
            "sample": _sample(name, df),
            "grid": name if name in GRID_PAGES else None,
            "files": [self._listed(part) for part in self._parts if part.table == name],
        }

    def _listed(self, part: Part) -> dict[str, Any]:
        return {
            "title": title(part),
            "rows": len(part.rows),
            "rests_on": part.rests_on,
            "licences": [(one.id, one.address) for one in {one.id: one for one in part.licences}.values()],
            "forms": [(form, self._files[part.path(form)]) for form in FORMS],
        }

    def _download_page(self) -> dict[str, Any]:
        groups: dict[str, list[dict[str, Any]]] = {}
        for part in self._parts:
            groups.setdefault(part.folder, []).append(self._listed(part))
        other = [item for name, item in self._files.items() if "/" not in name]
        database = next(item for item in other if item.name == DATABASE)
        return {
            "groups": [(self._group(folder), listed) for folder, listed in groups.items()],
            "database": database,
            "other": [item for item in other if item is not database],
            "series": self._given.about.series,
        }

    def _group(self, folder: str) -> str:
        titles = {one.id: one.title for one in self._given.about.series}
        return titles.get(folder, "Rows that rest on several coded series" if folder else "Our own work")

    def _method(self) -> dict[str, Any]:
        tables = self._given.tables
        builds = tables["builds"]
        rows = list(
            zip(builds["section"], builds["name"], builds["reason"], builds["value"], builds["number"], strict=True)
        )
        return {
            "versions": [
                (name, value) for section, name, _, value, _ in rows if section == "version" and not pd.isna(value)
            ],
            "accounts": [
                (name, None if pd.isna(reason) else plain(reason), int(number))
                for section, name, reason, _, number in rows
                if section == "statements" and not pd.isna(number)
            ],
            "outcomes": list(zip(tables["outcomes"]["outcome"], tables["outcomes"]["label"], strict=True)),
            "series": self._given.about.series,
        }


def _first_line(name: str) -> str:
    return (inspect.getdoc(PUBLIC_TABLES[name]) or "").splitlines()[0]


def _sample(name: str, df: pd.DataFrame) -> list[list[str]]:
    """Some rows, spread over the table, as our CSV writes them, long cells cut."""
    model = PUBLIC_TABLES[name]
    chosen = df.iloc[:: max(1, len(df) // SAMPLE)].head(SAMPLE)
    kinds = [kind_of(model, column).name for column in df.columns]
    rows = []
    for row in chosen.itertuples(index=False):
        cells = ["" if _null(value) else CELLS[kind](value) for kind, value in zip(kinds, row, strict=True)]
        rows.append([cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…" for cell in cells])
    return rows


def code(text: str) -> Markup:
    """Text with what stands in backticks as code; everything is escaped."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704


def _null(value: Any) -> bool:
    return not isinstance(value, tuple) and bool(pd.isna(value))


def size(file: Entry) -> str:
    """The size of a file for people."""
    if file.bytes < 1_000:
        return f"{file.bytes} B"
    return f"{file.bytes / 1e3:,.0f} kB" if file.bytes < 1_000_000 else f"{file.bytes / 1e6:,.1f} MB"
