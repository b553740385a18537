"""What every descriptor of a release says of it: title, version, dates, places, sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata

import pandas as pd

from claims.publishing.series import Series
from claims.store import Manifest
from claims.version import __version__


@dataclass(frozen=True, slots=True)
class About:
    """``version`` is the package's with the build's id; ``newest`` the date of the newest statement or coded record."""

    title: str
    description: str
    version: str
    build: str
    creator: str
    keywords: tuple[str, ...]
    earliest: str
    newest: str
    newest_statement: str
    places: tuple[str, ...]
    series: tuple[Series, ...]


def version_of(manifest: Manifest) -> str:
    """The id of the release of a build."""
    return f"{__version__}+{manifest.build}"


def about(tables: Mapping[str, pd.DataFrame], series: Sequence[Series], manifest: Manifest) -> About:
    """The facts that the descriptors share, from the package's metadata and the tables. No time of the run is in it."""
    claims = tables["claims"]
    told = metadata.metadata("claims")
    summary = str(told["Summary"])
    defenders = claims["defender"].dropna().unique()
    labels = dict(zip(tables["regions"]["region"], tables["regions"]["label"], strict=True))
    published = pd.concat([claims["published_at"], tables["statements"]["published_at"]])
    starts = claims["window_start"].dropna()
    return About(
        title=summary.partition(",")[0],
        description=summary + ".",
        version=version_of(manifest),
        build=manifest.build,
        creator=str(told["Author"] or "The claims developers"),
        keywords=tuple(str(told["Keywords"] or "").split(",")),
        earliest=_date(starts.min() if len(starts) else published.min()),
        newest=_date(published.max()),
        newest_statement=_date(tables["statements"]["published_at"].max()),
        places=tuple(sorted(str(labels.get(code, code)) for code in defenders)),
        series=tuple(series),
    )


def _date(moment: pd.Timestamp) -> str:
    return "" if pd.isna(moment) else moment.date().isoformat()
