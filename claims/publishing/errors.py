"""What can go wrong with a release, in words for the person who makes it."""

from __future__ import annotations


class ReleaseError(RuntimeError):
    """A release can't be made; the message is one line that says what to do."""
