"""The store: builds on disk, complete or not at all."""

from __future__ import annotations

from claims.store.errors import StoreError
from claims.store.files import DATABASE, TableFiles, write_database, write_parquet
from claims.store.manifest import (
    MANIFEST,
    SITE,
    Entry,
    Manifest,
    damages,
    entries,
    entry,
    read_manifest,
    write_manifest,
)
from claims.store.publication import builds_folder, locked, publish, workplace
from claims.store.staging import Staging

__all__ = [
    "DATABASE",
    "MANIFEST",
    "SITE",
    "Entry",
    "Manifest",
    "Staging",
    "StoreError",
    "TableFiles",
    "builds_folder",
    "damages",
    "entries",
    "entry",
    "locked",
    "publish",
    "read_manifest",
    "workplace",
    "write_database",
    "write_manifest",
    "write_parquet",
]
