"""What can go wrong with a build as a whole, in words for the person who ran it."""

from __future__ import annotations


class StoreError(RuntimeError):
    """A build can't be read or written; the message is one line that says what to do."""
