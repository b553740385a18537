"""What can stop a fetch."""

from __future__ import annotations


class FetchError(RuntimeError):
    """A channel can't be fetched (further); the message is one line that says what to do. What was read is kept."""
