"""Schema 9."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import extend, watch


def m009_which_law_guards_a_screen(db: Database) -> None:
    """What an instrument asks about has a law that guards it; a disclosure says which records went out."""
    extend(db, "instrument", {
        "sensitivity": "text not null default 'normal'\n"
        "        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN'))",
    })  # fmt: skip
    extend(db, "disclosure", {"records": "text not null default '[]' check (json_valid(records))"})
    extend(db, "assessment", {"score_of": "text"})
    extend(db, "condition", {"onset_in": "text"})
    for table in ("instrument", "disclosure", "assessment", "condition"):
        watch(db, table)
    for screen, domain in (("ahc-hrsn", "safety"), ("ahc-hrsn-supplemental", "mental-health")):
        of = "update assessment set score_of = ? where screen = ? and score is not null"
        db.conn.execute(of, (domain, screen))
    guard_screens(db.conn)


def guard_screens(connection: sqlite3.Connection, only: Callable[[str], str] = lambda _: "true") -> None:
    """The instruments that came with schema 7, and the screens done with them, guarded as those of schema 9 are.

    A screen that somebody has marked keeps its mark. The log has it, as what was changed outside of any command.
    `only` gives a table's SQL for which rows it is about.
    """
    for law, names in _LAWS.items():
        some = f"in ({', '.join('?' * len(names))}) and sensitivity = 'normal'"
        for table, column in (("instrument", "name"), ("assessment", "screen")):
            where = f"{column} {some} and {only(table)}"
            connection.execute(f"update {table} set sensitivity = ? where {where}", (law, *names))
    ours = "select id, definition from instrument where name in ('ahc-hrsn', 'ahc-hrsn-supplemental')"
    ours += f" and {only('instrument')}"
    for number, text in connection.execute(ours).fetchall():
        definition: Any = json.loads(text)
        domains = definition.get("domains")
        for domain in domains if isinstance(domains, list) else ():
            if isinstance(domain, dict) and domain.get("name") in _DOMAINS:
                domain.setdefault("sensitivity", _DOMAINS[domain["name"]])
        mended = json.dumps(definition, ensure_ascii=False, separators=(",", ":"))
        connection.execute("update instrument set definition = ? where id = ?", (mended, number))


_LAWS = {
    "SUD": ("audit-c", "dast-10", "cage", "ahc-hrsn-supplemental"),
    "MH": ("phq-9", "phq-2", "gad-7"),
    "SDV": ("ahc-hrsn",),
}
_DOMAINS = {"safety": "SDV", "substance-use": "SUD", "mental-health": "MH"}
