"""Who may have been entered twice is told in pairs, and nobody is merged."""

import json

from commands.conftest import Quick

PEOPLE = """name,born_on,status
"O'Neill, Zoë",1950-02-28,finished
ONeill Zoe,1950-02-28,
"O'Neill, Zoë",1951-02-28,
Bo Li,1950-02-28,
Zöe Smith,1950-02-28,
Ana Ruiz,,entered in error
"""


def test_pairs_come_with_their_reason_closed_ones_too_voided_ones_not(served: Quick) -> None:
    ran = served.run("import", "client", "-", "--force", stdin=PEOPLE)
    assert "the client may be here already: 1 row, line 3 (zoe-oneill)" in ran.err
    assert "another of that name is here: 1 row, line 4 (zoe-oneill, oneill-zoe)" in ran.err
    before = served.fingerprint
    found = json.loads(served("report", "duplicates", "--json"))
    assert [(one["id"], one["other_id"], one["reason"]) for one in found] == [
        ("c3", "c4", "names swapped, same birthday"),
        ("c3", "c7", "same given name, same birthday"),
    ]
    assert served("report", "duplicates", "--fields", "id,other_name") == "c3\tONeill Zoe\nc3\tZöe Smith\n"
    assert served.fingerprint == before


def test_where_there_are_none_a_person_is_told(empty: Quick) -> None:
    assert empty("report", "duplicates", "--csv").count("\n") == 1
    assert empty.run("report", "duplicates", "--table").err == "no two clients look the same\n"
