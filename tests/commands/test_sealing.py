"""Where CASELOAD_TEST_DRIVER says so, tests are those of encrypted databases: however the program is run."""

import sqlite3
from contextlib import closing

import pytest
import sealing
from conftest import Program
from invented import new_store

from commands.conftest import Quick


@pytest.mark.skipif(not sealing.IS_ON, reason="CASELOAD_TEST_DRIVER is not set")
def test_every_database_of_a_test_is_encrypted_and_each_way_to_run_the_program_opens_it(ana: Program) -> None:
    assert ana.db.read_bytes()[:16] == sealing.KEY.salt
    assert ana.shell("caseload client list --ids").out == "c1\n"
    assert Quick(ana.home, ana.environ)("client", "list", "--ids") == "c1\n"
    with closing(sqlite3.connect(ana.db)) as connection:
        assert connection.execute("select count(*) from client").fetchone() == (1,)
    assert new_store().connection.execute("pragma cipher_version").fetchone()
