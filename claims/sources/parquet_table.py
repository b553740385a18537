"""Statements as Parquet: a row a statement, columns called like the keys of JSON Lines."""

from __future__ import annotations

import shutil
import tempfile
from typing import BinaryIO

from claims.sources.columns import KEYS, check_header, from_row
from claims.sources.incoming import Pieces, Rejected, RejectionError, Settings

FORMAT = "Parquet with the same columns"
SUFFIXES = (".parquet",)
LARGEST_GROUP = 2**30  # bytes of a row group when unpacked
_HELD = 8 * 2**20
_BATCH = 1_000


def recognise(name: str, head: bytes) -> bool:
    """Whether a file is ours, by its name or its first bytes."""
    return name.lower().endswith(SUFFIXES) or head.startswith(b"PAR1")


def read(file: BinaryIO, name: str, settings: Settings) -> Pieces:
    """The statements of the rows, in order, some of them at a time. A bad row is rejected with its number."""
    import pyarrow.parquet  # heavy, and most inputs are of other kinds

    row = 0
    try:
        with tempfile.SpooledTemporaryFile(max_size=_HELD) as copy:  # Parquet is read from its end
            shutil.copyfileobj(file, copy)
            if not copy.tell():
                raise RejectionError("empty_file")
            copy.seek(0)
            with pyarrow.parquet.ParquetFile(copy, thrift_string_size_limit=2**26) as table:
                columns = table.schema_arrow.names
                check_header(columns)
                groups = (table.metadata.row_group(number) for number in range(table.metadata.num_row_groups))
                if any(group.total_byte_size > LARGEST_GROUP for group in groups):
                    raise RejectionError("too_large", f"a row group of more than {LARGEST_GROUP:,} bytes")
                wanted = [key for key in KEYS if key in columns]
                if not table.metadata.num_rows:
                    raise RejectionError("no_rows")
                for batch in table.iter_batches(_BATCH, columns=wanted, use_threads=False):
                    for cells in batch.to_pylist():
                        row += 1
                        yield from_row(cells, name, row, settings)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        if isinstance(error, RejectionError):
            yield Rejected(name, error.reason, None, error.detail)
        else:
            yield Rejected(name, "broken_parquet", None, f"after {row:,} rows: {str(error).splitlines()[0][:80]}")
