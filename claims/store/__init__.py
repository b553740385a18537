"""The store: builds on disk, complete or not at all."""

from __future__ import annotations

from claims.store.errors import StoreError
from claims.store.files import DATABASE, write_database, write_parquet, write_tables
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
from claims.store.publication import builds_folder, locked, publish

__all__ = [
    "DATABASE",
    "MANIFEST",
    "SITE",
    "Entry",
    "Manifest",
    "StoreError",
    "builds_folder",
    "damages",
    "entries",
    "entry",
    "locked",
    "publish",
    "read_manifest",
    "write_database",
    "write_manifest",
    "write_parquet",
    "write_tables",
]
