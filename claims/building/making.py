"""The tables of one build, made portion by portion: read, validate, put in order, write, and account for everything."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from claims import coded, parsing, store
from claims.analysis import CLAIM_COLUMNS, NEVER_NEEDED, draw_figures
from claims.building.accounts import Accounts
from claims.building.derived import derived_tables, finished
from claims.building.inputs import Meter, Taken, parser_digest
from claims.building.portions import Given, Portion, valid_portion
from claims.building.readings import Readings, key_of
from claims.building.registry_rows import registry_rows
from claims.building.relays import READ, READ_COLUMNS, link_relays
from claims.building.rows import coded_problem_row, rejected_record
from claims.building.spool import Spool, batches
from claims.building.workers import Asked, cores, in_order
from claims.reconciling.summary import comparisons
from claims.registry import Registry, load_registry
from claims.schema import TABLES
from claims.schema.frames import frame, to_arrow
from claims.schema.validation import validate

PORTION = 2_000  # statements
PORTION_CHARACTERS = 2_000_000
FEW = 3_000  # statements that are read before workers would have started
MOST_DOUBTS = 1_000
REGISTRIES = ("regions", "claimants", "weapons", "outcomes")
_DOUBTS = ("texts_disagree", "publication_disagrees")

Step = Callable[[str], None]


class Making:
    """The making of one build's tables from what was read. ``accounts`` are complete when it is done."""

    def __init__(
        self,
        registry: Registry,
        spool: Spool,
        taken: Taken,
        series: Sequence[coded.CodedSeries],
        work: Path,
        meter: Meter,
    ) -> None:
        self.accounts = Accounts(
            pieces=spool.count + taken.reasons.total(), rejected=taken.reasons, passed_over=taken.passed_over
        )
        self.parsed = 0
        self.doubts: tuple[str, ...] = ()
        self._registry, self._spool, self._series = registry, spool, series
        self._work, self._meter = work, meter
        self._met: set[str] = set()

    def write(self, folder: Path, step: Step, record: Callable[[Accounts], pd.DataFrame], workers: int | None) -> None:
        """Make all tables and write them into ``folder``; ``record`` makes the table of the build itself."""
        with store.Staging(self._work) as staging, store.TableFiles(folder, step) as files:
            self.accounts.repeated = self._spool.number_revisions()
            step("numbered the revisions")
            for portion in self._portions(workers):
                files.add("statements", portion.tables["statements"], portion.statements_csv)
                self._stage(portion, staging)
            files.finish("statements")
            self._spool.close()
            for portion in self._coded_portions():
                self._stage(portion, staging)
            step("read the statements")
            link_relays(staging, self._registry)
            self._in_order("claims", staging, files)
            self._in_order("problems", staging, files)
            step("validated the tables")
            staging.shrink()
            registries = self._registries(staging, files)
            derived = self._derived(folder, registries, staging, files)
            self._in_order("quarantine", staging, files)
            self.accounts.check()
            files.add_frame("builds", record(self.accounts))
            files.finish_all()
            claims = finished(folder, "claims", CLAIM_COLUMNS)
            draw_figures({"claims": claims, **registries, **derived}, folder / "figures")
            step("drew the figures")

    def _portions(self, workers: int | None) -> Iterator[Portion]:
        """The statements read, some thousand at a time, in the order of their table."""
        total, done = self._spool.numbered, 0
        number = workers if workers is not None else 1 if total <= FEW else cores()
        readings = None
        if self._registry is load_registry(self._registry.overlay):  # another can't be told from it by a hash
            readings = Readings(self._work.parent, parser_digest(self._registry, parsing.PARSER_VERSION))
        asked: deque[tuple[Given, list[bytes]]] = deque()

        def ask() -> Iterator[Asked]:
            for given in batches(self._spool.statements(), PORTION, PORTION_CHARACTERS):
                keys = [key_of(one) for one, _ in given] if readings else []
                asked.append((given, keys))
                yield given, readings.get(keys) if readings else [None] * len(given)

        for portion in in_order(ask(), self._registry, number):
            given, keys = asked.popleft()
            self.parsed += len(portion.texts)
            if readings:
                readings.put((keys[position], text) for position, text in portion.texts)
            self._note_doubts(given)
            done += len(given)
            self._meter("parsing", done, total)
            yield portion
        if readings:
            readings.close()

    def _note_doubts(self, given: Given) -> None:
        found = [
            f"{statement.statement_id}: {problem.explanation}"
            for statement, problems in given
            for problem in problems
            if problem.kind in _DOUBTS
        ]
        self.doubts += tuple(found[: MOST_DOUBTS - len(self.doubts)])

    def _coded_portions(self) -> Iterator[Portion]:
        for one in self._series:
            by_id = {claim.claim_id: claim for claim in one.claims}
            problems = [coded_problem_row(one.id, by_id.get(key or ""), problem) for key, problem in one.problems]
            rows: dict[str, list[dict[str, Any]]] = {
                "claims": [claim.as_row() for claim in one.claims],
                "problems": problems,
                "quarantine": [rejected_record(one.id, record, reason) for record, reason in one.rejected],
            }
            self.accounts.coded[one.id] = (len(one.claims), len(one.rejected))
            yield valid_portion(rows, self._registry, {claim.claimant for claim in one.claims})

    def _stage(self, portion: Portion, staging: store.Staging) -> None:
        for name in ("claims", "problems"):
            staging.add(name, portion.tables[name])
        staging.add("quarantine", portion.quarantine)
        staging.add(READ, portion.tables["statements"].select(READ_COLUMNS))
        self._met |= portion.met
        self.accounts.add_verdicts(portion.verdicts)
        self.accounts.add_rows(portion.rows)
        self.accounts.problems.update(portion.problems)

    def _in_order(self, name: str, staging: store.Staging, files: store.TableFiles) -> None:
        """Write a staged table in its order."""
        if name == "claims" and (again := staging.repeated("claims", "claim_id")):
            raise RuntimeError(f"claim ids are not unique across statements: {', '.join(again)}")
        schema = to_arrow(TABLES[name], frame(TABLES[name], ())).schema
        files.add(name, schema.empty_table())
        done, total = 0, staging.rows(name)
        for rows in staging.ordered(name, schema):
            files.add(name, rows)
            done += rows.num_rows
            self._meter(f"writing {name}", done, total)
        files.finish(name)

    def _registries(self, staging: store.Staging, files: store.TableFiles) -> dict[str, pd.DataFrame]:
        rows = registry_rows(self._registry, self._met)
        result = validate({name: frame(TABLES[name], rows[name]) for name in REGISTRIES}, {})
        self._account(result.rows_in, result.rows_quarantined, REGISTRIES)
        staging.add("quarantine", to_arrow(TABLES["quarantine"], result.tables["quarantine"]))
        for name in REGISTRIES:
            files.add_frame(name, result.tables[name])
        return {name: result.tables[name] for name in REGISTRIES}

    def _derived(
        self,
        folder: Path,
        registries: dict[str, pd.DataFrame],
        staging: store.Staging,
        files: store.TableFiles,
    ) -> dict[str, pd.DataFrame]:
        tables = derived_tables(folder, self._registry)
        result = validate(tables, {"claims": finished(folder, "claims", ["claim_id"]), **registries})
        self._account(result.rows_in, result.rows_quarantined, tables)
        staging.add("quarantine", to_arrow(TABLES["quarantine"], result.tables["quarantine"]))
        for name in tables:
            files.add_frame(name, result.tables[name])
        self.accounts.compared = comparisons(result.tables["comparisons"])
        return {name: result.tables[name].drop(columns=list(NEVER_NEEDED.get(name, ()))) for name in tables}

    def _account(self, given: dict[str, int], quarantined: dict[str, int], names: Any) -> None:
        self.accounts.add_rows(
            {name: (given[name], given[name] - quarantined[name], quarantined[name]) for name in names}
        )
