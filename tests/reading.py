"""What a reader makes of the content of a file, parted for the tests."""

from __future__ import annotations

from claims import sources
from claims.model import Statement
from claims.registry import load_registry

REGISTRY = load_registry()
SETTINGS = sources.Settings(REGISTRY)
POST = "https://t.me/kpszsu/35323"


def read(content: bytes | str, name: str) -> list[sources.Piece]:
    return list(sources.read(content.encode() if isinstance(content, str) else content, name, SETTINGS))


def statements(content: bytes | str, name: str) -> list[Statement]:
    return [piece for piece in read(content, name) if isinstance(piece, Statement)]


def rejected(content: bytes | str, name: str) -> list[sources.Rejected]:
    return [piece for piece in read(content, name) if isinstance(piece, sources.Rejected)]


def passed_over(content: bytes | str, name: str) -> dict[str, int]:
    return {piece.reason: piece.count for piece in read(content, name) if isinstance(piece, sources.PassedOver)}
