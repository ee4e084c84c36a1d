"""Files as people have them, brought into a database in memory."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from io import StringIO
from pathlib import Path

import pytest
from invented import new_store

from caseload.intake.asked import Asked, Imported, OnDup
from caseload.intake.delimited import table
from caseload.intake.importing import import_rows
from caseload.intake.layout import Layout
from caseload.intake.mapping import read_map
from caseload.intake.values import Written
from caseload.records.of.base import Record
from caseload.reports.rules import RULES
from caseload.store.core import Store

NOW = datetime(2026, 11, 25, 9)

Bring = Callable[..., Imported]


@pytest.fixture
def store() -> Store:
    """An empty database."""
    return new_store(filled=False)


@pytest.fixture
def filled() -> Store:
    """A database with one record of each kind, all of client c1, Ana Ruiz."""
    return new_store()


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Import a text into a store as one step: with the map in a TOML text, the default source `file`."""

    def bring(
        store: Store, kind: type[Record], text: str, said: str = "", *,
        on_dup: OnDup = OnDup.SKIP, source: str = "file", zone: tzinfo | None = None, is_named: bool = True,
        takes_namesakes: bool = False,
    ) -> Imported:  # fmt: skip
        (tmp_path / "file.csv").write_text(text, "utf-8", newline="")
        (tmp_path / "file.toml").write_text(said, "utf-8")
        read = read_map(tmp_path / "file.toml")
        written = Written(read.date_order, zone)
        asked = Asked(
            kind=kind, source=source, on_dup=on_dup, written=written, now=NOW, is_named=is_named,
            takes_namesakes=takes_namesakes, rules=[rule.name for rule in RULES],
        )  # fmt: skip
        with table(str(tmp_path / "file.csv"), StringIO()) as rows, store.step("import", bulk=True):
            return import_rows(store, rows.rows, Layout(read, kind, rows.header), asked)

    return bring
