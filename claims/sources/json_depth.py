"""How deep the JSON that streams by is nested, told before it is parsed.

The parser of the stream names the place of every value, which takes the square of the depth: a few megabytes of ``[``
would keep it busy for hours. Real exports are a dozen levels deep.
"""

from __future__ import annotations

from claims.sources.incoming import RejectionError

DEEPEST = 200
_MARKS = b'"[]{}'
_OTHERS = bytes(set(range(256)) - set(_MARKS))
_OPENING = b"[{"


class Depth:
    """Counts brackets outside of strings, chunk by chunk, at the speed of copying."""

    def __init__(self) -> None:
        self._depth = 0
        self._inside = False  # a string
        self._held = b""  # a backslash whose meaning the next chunk tells

    def check(self, chunk: bytes) -> None:
        """Raise :class:`RejectionError` when the JSON up to the end of ``chunk`` is nested too deep."""
        plain = (self._held + chunk).replace(b"\\\\", b"").replace(b'\\"', b"")
        self._held = b"\\" if plain.endswith(b"\\") else b""
        parts = plain.translate(None, _OTHERS).split(b'"')
        outside = b"".join(parts[1 if self._inside else 0 :: 2])
        self._inside ^= len(parts) % 2 == 0
        opening = sum(outside.count(mark) for mark in (b"[", b"{"))
        if self._depth + opening > DEEPEST:
            self._check_each(outside)
        self._depth += 2 * opening - len(outside)

    def _check_each(self, brackets: bytes) -> None:
        depth = self._depth
        for bracket in brackets:
            depth += 1 if bracket in _OPENING else -1
            if depth > DEEPEST:
                raise RejectionError("too_deep", f"more than {DEEPEST} levels")
