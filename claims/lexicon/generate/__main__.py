"""``python -m claims.lexicon.generate``: rewrite the generated lexicon files, print their sizes."""

from __future__ import annotations

import sys

from claims.lexicon.generate.sources import FORMS_DIRECTORY, generate_all
from claims.lexicon.generate.words import write_words


def main() -> None:
    """Write every generated file beside the tables that it comes from."""
    FORMS_DIRECTORY.mkdir(exist_ok=True)
    for name, text in generate_all().items():
        (FORMS_DIRECTORY / name).write_text(text, encoding="utf-8", newline="\n")
    write_words(FORMS_DIRECTORY)
    for path in sorted(FORMS_DIRECTORY.glob("*.json")):
        lines = path.read_bytes().count(b"\n")
        sys.stdout.write(f"{path.name}: {lines:,} lines\n")


if __name__ == "__main__":
    main()
