"""The release for search engines and machine learning: schema.org/Dataset and Croissant, both JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from claims.publishing.about import About
from claims.publishing.datapackage import MEDIA, title
from claims.publishing.parts import FORMS, Part
from claims.publishing.series import OURS
from claims.schema.columns import kind_of
from claims.store import DATABASE, Entry

_TYPES = {
    "text": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "flag": "sc:Boolean",
    "instant": "sc:DateTime",
    "date": "sc:Date",
    "texts": "sc:Text",
    "spans": "sc:Text",
}

CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context of Croissant 1.0, as its specification gives it."""


def schema_org(about: About, parts: Sequence[Part], files: dict[str, Entry]) -> dict[str, Any]:
    """The release as a schema.org/Dataset."""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        **_head(about),
        "isAccessibleForFree": True,
        "measurementTechnique": "reading of official statements by rules; third parties' tables, coded anew",
        "variableMeasured": sorted({str(column) for part in parts if part.table == "claims" for column in part.rows}),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": f"{title(part)}, {form}",
                "contentUrl": part.path(form),
                "encodingFormat": MEDIA[form],
                "contentSize": f"{files[part.path(form)].bytes} B",
                "sha256": files[part.path(form)].sha256,
                "license": [one.address for one in part.licences],
            }
            for part in parts
            for form in FORMS
        ]
        + [{"@type": "DataDownload", "name": "DuckDB file", "contentUrl": DATABASE, "encodingFormat": MEDIA["duckdb"]}],
    }


def _head(about: About) -> dict[str, Any]:
    return {
        "name": about.title,
        "description": about.description,
        "version": about.version,
        "dateModified": about.newest,
        "datePublished": about.newest,
        "keywords": list(about.keywords),
        "license": OURS.address,
        "creator": {"@type": "Organization", "name": about.creator},
        "temporalCoverage": f"{about.earliest}/{about.newest}",
        "spatialCoverage": [{"@type": "Place", "name": place} for place in about.places],
        "isBasedOn": [
            {
                "@type": "Dataset",
                "name": one.title,
                "url": one.address,
                "license": [each.address for each in one.licences],
            }
            for one in about.series
        ],
    }


def croissant(about: About, parts: Sequence[Part], files: dict[str, Entry]) -> dict[str, Any]:
    """The release in the Croissant format, each CSV file as a record set; lists stay joined with ``|``."""
    shown = [part for part in parts if len(part.rows)]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **_head(about),
        "citeAs": f"{about.creator}: {about.title}, release {about.version}",
        "distribution": [_file(part, files[part.path("csv")]) for part in shown],
        "recordSet": [_records(part) for part in shown],
    }


def _file(part: Part, entry: Entry) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{part.name}.csv",
        "name": f"{part.name}.csv",
        "description": title(part),
        "contentUrl": entry.name,
        "contentSize": f"{entry.bytes} B",
        "encodingFormat": MEDIA["csv"],
        "sha256": entry.sha256,
    }


def _records(part: Part) -> dict[str, Any]:
    columns = part.model.to_schema().columns
    return {
        "@type": "cr:RecordSet",
        "@id": part.name,
        "name": part.name,
        "description": title(part),
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{part.name}/{name}",
                "name": name,
                "description": f"{column.title}. {column.description}",
                "dataType": _TYPES[kind_of(part.model, name).name],
                "source": {"fileObject": {"@id": f"{part.name}.csv"}, "extract": {"column": name}},
            }
            for name, column in columns.items()
        ],
    }
