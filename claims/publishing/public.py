"""What of a build may be published: of original posts only short quotations, of restated ones the whole text.

The words of an original post are its author's. A release and the report site carry the full text of restated statements
only; of an original the words that a claim rests on, at most ``LONGEST_QUOTATION`` characters, and the address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from claims.model import TextStatus
from claims.schema import TABLES, Table
from claims.schema.frames import frame, ordered
from claims.schema.published import LONGEST_QUOTATION, PublicStatements, Quotations
from claims.schema.validation import row_json

CUT = "…"
Key = tuple[str, int]  # statement and revision


def _public_tables() -> dict[str, type[Table]]:
    tables: dict[str, type[Table]] = {}
    for name, model in TABLES.items():
        tables[name] = PublicStatements if name == "statements" else model
        if name == "claims":
            tables["quotations"] = Quotations
    return tables


PUBLIC_TABLES: dict[str, type[Table]] = _public_tables()
"""Every published table by name, in the order of a build."""


def public(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables of a build as they may be published, valid by their models, and ``quotations`` beside them."""
    statements = tables["statements"]
    restated = statements["text_status"] == TextStatus.RESTATED.value
    keys = zip(statements["statement_id"], statements["revision"].astype(int), strict=True)
    texts: dict[Key, str] = dict(zip(keys, statements["text"], strict=True))
    originals = {key for key, ours in zip(texts, restated, strict=True) if not ours}
    published = dict(tables)
    published["statements"] = statements.assign(text=statements["text"].where(restated))
    published["quotations"] = _quotations(tables["claims"], texts, originals)
    published["claims"] = _clipped(tables["claims"], ("weapon_text", "place"), originals)
    published["problems"] = _problems(tables["problems"], originals)
    published["quarantine"] = _quarantine(tables["quarantine"])
    made = {name: ordered(PUBLIC_TABLES[name], published[name]) for name in PUBLIC_TABLES}
    for name in ("statements", "quotations"):
        PUBLIC_TABLES[name].validate(made[name], lazy=True)
    return made


def clipped(words: str, longest: int = LONGEST_QUOTATION) -> str:
    """The words, cut to ``longest`` characters with an ellipsis as the last one."""
    return words if len(words) <= longest else words[: max(longest - len(CUT), 0)].rstrip() + CUT


def _quotations(claims: pd.DataFrame, texts: Mapping[Key, str], originals: set[Key]) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    parsed = claims[claims["statement_id"].notna()]
    columns = (parsed[name] for name in ("claim_id", "statement_id", "revision", "spans"))
    for claim_id, statement_id, revision, spans in zip(*columns, strict=True):
        key = (statement_id, int(revision))
        text = texts.get(key)
        left = LONGEST_QUOTATION if key in originals else None
        for place, (start, stop) in enumerate(spans if text is not None else ()):
            whole = str(text)[start:stop]
            words = whole if left is None else clipped(whole, left)
            if left is not None:
                left -= len(words)
            if words.strip(CUT):
                rows.append({"claim_id": claim_id, "place": place, "words": words, "shortened": words != whole})
    return frame(Quotations, rows)


def _of_originals(df: pd.DataFrame, originals: set[Key]) -> pd.Series[bool]:
    keys = zip(df["statement_id"], df["revision"], strict=True)
    return pd.Series([not pd.isna(one) and (one, int(number)) in originals for one, number in keys], df.index, bool)


def _clipped(df: pd.DataFrame, columns: tuple[str, ...], originals: set[Key]) -> pd.DataFrame:
    concerned = _of_originals(df, originals)
    if not concerned.any():
        return df
    cut = {
        name: df[name].where(~concerned | df[name].isna(), df[name].fillna("").map(clipped)).astype("string")
        for name in columns
    }
    return df.assign(**cut)


def _problems(problems: pd.DataFrame, originals: set[Key]) -> pd.DataFrame:
    """Words of originals cut, in the explanations that repeat them too."""
    cut = _clipped(problems, ("word",), originals)
    told = [
        explanation if pd.isna(word) or word == short else str(explanation).replace(str(word), str(short))
        for explanation, word, short in zip(problems["explanation"], problems["word"], cut["word"], strict=True)
    ]
    return cut.assign(explanation=pd.Series(told, index=cut.index, dtype="string"))


def _quarantine(quarantine: pd.DataFrame) -> pd.DataFrame:
    """Rows that failed, without texts that are not ours and with words cut."""
    kept = [
        text if str(table).startswith("coded:") else row_json(_public_row(json.loads(str(text))))
        for table, text in zip(quarantine["table_name"], quarantine["row_json"], strict=True)
    ]
    return quarantine.assign(row_json=pd.Series(kept, index=quarantine.index, dtype="string"))


def _public_row(row: dict[str, Any]) -> dict[str, Any]:
    if "text" in row and row.get("text_status") != TextStatus.RESTATED.value:
        row["text"] = None
    short = {key: clipped(value) for key, value in row.items() if key in ("word", "weapon_text", "place") and value}
    return {key: _listed(value) for key, value in (row | short).items()}


def _listed(value: Any) -> Any:
    return tuple(_listed(part) for part in value) if isinstance(value, list) else value
