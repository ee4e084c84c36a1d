"""What migrations make tables with: the columns all kinds have, the change log's triggers, the search index."""

from collections.abc import Mapping, Sequence

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

BASE = """external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)"""
"""The columns that every kind ends with, and what tells rows of one source apart."""


def rebuild(db: Database, table: str, statements: Sequence[str], searched: Sequence[str]) -> None:
    """Make a table anew from its DDL and indexes, its rows, ids and triggers kept.

    SQLite changes no column's place or check in place. Runs with foreign keys off (`opening` sees to it and checks
    them before it commits), since dropping a table deletes its rows; `transform` of sqlite-utils would lose triggers.
    """
    made, *indexes = statements
    # As a view below, a trigger elsewhere that names the table; it is made anew below.
    db.conn.execute(f"drop trigger if exists field_find_{table}")
    views = db.conn.execute("select name, sql from sqlite_master where type = 'view' order by rowid").fetchall()
    for name, _ in views:
        # One that names a table which is not there for a moment would stop the renaming.
        db.conn.execute(f"drop view {name}")
    kept = ", ".join(str(row[1]) for row in db.conn.execute(f"pragma table_info({table})"))
    seq = db.conn.execute("select seq from sqlite_sequence where name = ?", (table,)).fetchone()
    db.conn.execute(made.replace(f"create table {table} (", f"create table {table}_anew (", 1))
    db.conn.execute(f"insert into {table}_anew ({kept}) select {kept} from {table}")
    db.conn.execute(f"drop table {table}")
    db.conn.execute(f"alter table {table}_anew rename to {table}")
    if seq:
        # Ids are never given twice, those of rows that are gone included; an empty table has no row here.
        db.conn.execute("delete from sqlite_sequence where name = ?", (table,))
        db.conn.execute("insert into sqlite_sequence (name, seq) values (?, ?)", (table, seq[0]))
    for statement in indexes:
        db.conn.execute(statement)
    watch(db, table)
    if OWN_WORDS in columns_of(db, table):
        index_own(db, table, searched)
        keep_own_searchable(db, table, searched)
    else:
        keep_searchable(db, table, searched)
    if table == "note":
        guard_signed(db)
    for _, sql in views:
        db.conn.execute(sql)


def watch(db: Database, table: str) -> None:
    """Write every insert, update and delete of a table into the change log, whoever makes it."""
    now = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
    every = columns_of(db, table)
    columns = [name for name in every if name != OWN_WORDS]
    old, row = _as_json(columns, "old."), f"(select {_as_json(columns)} from {table} where id = "
    # Read from the row where it can be, which SQLite has parsed sooner, as it does each time the file is opened. Before
    # an update it cannot: what `or ignore` then leaves alone would be logged.
    for when, event, its, before, after in (
        ("after", "insert", "new", "null", f"{row}new.id)"),
        ("after", "update", "new", old, f"{row}new.id)"),
        ("before", "delete", "old", f"{row}old.id)", "null"),
    ):
        # A bulk import logs its new rows as one range of ids; everything else about it is logged one by one.
        alone = "\nwhen not exists (select 1 from operation where open = 1 and bulk = 1)" if event == "insert" else ""
        # What only follows from own fields and their declarations is no change of the record.
        of = f" of {', '.join(columns)}" if event == "update" and columns != every else ""
        db.conn.execute(f"drop trigger if exists {table}_log_{event}")
        db.conn.execute(f"""
create trigger {table}_log_{event} {when} {event}{of} on {table}{alone}
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), {now}), '{table}', {its}.id,
        {before},
        {after});
end""")
    _refuse_replacing(db, table)


def _refuse_replacing(db: Database, table: str) -> None:
    """Refuse what other programs would write over another row, whose deletion by REPLACE no trigger sees.

    A trigger cannot tell REPLACE from an upsert or from `insert or ignore`: all of them are refused where a row is.
    caseload itself does none of these, and its own steps are let through at once.
    """
    taken = [f"{condition}exists (select 1 from {table} where {row})" for condition, row in _unique(db, table)]
    others = [f"{condition}exists (select 1 from {table} where {row} and id is not old.id)"
              for condition, row in _unique(db, table)]  # fmt: skip
    for event, keys in (("insert", taken), ("update", others)):
        db.conn.execute(f"drop trigger if exists {table}_replaces_none_by_{event}")
        joined = "\n    or ".join(keys)
        db.conn.execute(f"""
create trigger {table}_replaces_none_by_{event} before {event} on {table}
when not exists (select 1 from operation where open = 1) and ({joined})
begin select raise(abort, '{REPLACES}'); end""")


REPLACES = "a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused"


def _unique(db: Database, table: str) -> list[tuple[str, str]]:
    """SQL for each key that no two rows share: under which condition the new row has it, and which row has it too."""
    found = [("", "id = new.id")]
    for _, name, is_unique, _, is_partial in db.conn.execute(f"pragma index_list({table})").fetchall():
        if is_unique:
            columns = [str(row[2]) for row in db.conn.execute(f"pragma index_info({name})")]
            row = " and ".join(f"{column} = new.{column}" for column in columns)
            sql = db.conn.execute("select sql from sqlite_master where name = ?", (name,)).fetchone()[0]
            where = sql.partition(" where ")[2] if is_partial else ""
            # The condition of a partial index, asked of the new row too.
            its = ", ".join(f"new.{one} as {one}" for one in columns_of(db, table) if one in where.split())
            found.append((f"(select {where} from (select {its})) and ", f"{row} and {where}") if where else ("", row))
    return sorted(found)


def tell_unread(
    db: Database, table: str, *, days: Sequence[str] = (), moments: Sequence[str] = (), status: str = "",
    words: Sequence[str] = (),
) -> None:  # fmt: skip
    """The index `TABLE_unread`, which holds the rows that no list would find: another program's dates that are none.

    As a rule it is empty, and to ask it takes no time. `status` is the column whose `words` say what is open.
    """
    faults = [_unless_empty(name, _no_day(name)) for name in days]
    faults += [_unless_empty(name, _no_moment(name)) for name in moments]
    must_be = [str(row[1]) for row in db.conn.execute(f"pragma table_info({table})") if row[3]]
    faults += [f"{name} is null" for name in (*days, *moments) if name in must_be]
    stamp = "'%Y-%m-%dT%H:%M:%SZ'"
    faults.append(_unless_empty("voided_at", f"strftime({stamp}, voided_at, '+0 days') is not voided_at"))
    if status:
        listed = ", ".join(f"'{word}'" for word in words)
        faults.append(f"({status} in ({listed})) is not true")
    db.conn.execute(f"drop index if exists {table}_unread")
    joined = "\n    or ".join(faults)
    db.conn.execute(f"create index {table}_unread on {table} (id)\nwhere {joined}")


def _unless_empty(name: str, fault: str) -> str:
    # Not the word now, of which SQLite would know no answer that stays: it is told by its length.
    return f"({name} is not null and iif(length({name}) < 10, true, {fault}))"


def _no_day(name: str) -> str:
    # With a modifier, or SQLite would leave 30 February as it is.
    return f"date({name}, '+0 days') is not {name}"


def _no_moment(name: str) -> str:
    clock = f"strftime('%Y-%m-%dT%H:%M', {name}, '+0 days') is not {name}"
    return f"{name} not between '1900' and '2201' or iif(length({name}) = 10, {_no_day(name)}, {clock})"


def columns_of(db: Database, table: str) -> list[str]:
    """The columns that a table has by now."""
    return [str(row[1]) for row in db.conn.execute(f"pragma table_info({table})")]


def _as_json(columns: Sequence[str], of: str = "") -> str:
    """SQL for a row as a JSON object, in portions: a SQLite function takes at most 100 arguments."""
    portions = [columns[start : start + 40] for start in range(0, len(columns), 40)]
    sql = "json_object(" + ", ".join(f"'{name}', {of}{name}" for name in portions[0]) + ")"
    for portion in portions[1:]:
        sql = f"json_insert({sql}, " + ", ".join(f"'$.{name}', {of}{name}" for name in portion) + ")"
    return sql


def make_searchable(db: Database, table: str, columns: Sequence[str]) -> None:
    """A full-text index over some columns of a table, accents folded, kept by triggers."""
    db.conn.execute(f"""
create virtual table {table}_fts using fts5 ({", ".join(columns)},
    content = '{table}', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2')""")
    keep_searchable(db, table, columns)


def keep_searchable(db: Database, table: str, columns: Sequence[str]) -> None:
    """The triggers that keep the full-text index of a table."""
    listed, old = ", ".join(columns), ", ".join(f"old.{name}" for name in columns)
    add = f"    insert into {table}_fts (rowid, {listed})\n    select id, {listed} from {table} where id = new.id;\n"
    remove = f"    insert into {table}_fts ({table}_fts, rowid, {listed})\n    values ('delete', old.id, {old});\n"
    for event, work in (("insert", add), ("delete", remove), (f"update of {listed}", remove + add)):
        name = f"{table}_find_{event.split()[0]}"
        db.conn.execute(f"drop trigger if exists {name}")
        db.conn.execute(f"create trigger {name} after {event} on {table}\nbegin\n{work}end")


OWN_WORDS = "own_words"
"""The column with the words that fields of the user's own hold in a record: what `find` looks through of them."""

OWN = {"own": "text not null default '{}' check (json_valid(own) and json_type(own) = 'object')", OWN_WORDS: "text"}
"""The columns of what fields of the user's own hold."""


def extend(db: Database, table: str, columns: Mapping[str, str]) -> None:
    """Columns more, while triggers are put aside; fields of the user's own that have their names are renamed."""
    for name, declared in columns.items():
        db.conn.execute(f"alter table {table} add column {name} {declared}")
        # In files and on the command line goal_id is goal, and goal_ids goals.
        rename_own(db, table, name, name.removesuffix("_id") if name.endswith("_id") else name.replace("_ids", "s"))


_GUARDS = {
    "sensitivity": "text not null default 'normal'\n"
    "        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN'))",
    "part2": "text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown'))",
}


def guard(db: Database, table: str) -> None:
    """The columns that say which law guards a record, where they are not there yet; and the index of those it does."""
    there = columns_of(db, table)
    extend(db, table, {name: declared for name, declared in _GUARDS.items() if name not in there})
    db.conn.execute(f"create index {table}_guarded on {table} (id)\nwhere sensitivity <> 'normal' or part2 = 'yes'")


def rename_own(db: Database, table: str, *called: str) -> None:
    """Fields of the user's own that have a name which means something else from now on are called otherwise."""
    same = f"select id, name from field where of = ? and name in ({', '.join('?' * len(called))}) order by id"
    live = "select name from field where of = ? and voided_at is null"
    for number, was in db.conn.execute(same, (table, *called)).fetchall():
        taken = {*columns_of(db, table), *called, *(row[0] for row in db.conn.execute(live, (table,)))}
        free = f"own_{was}"
        while free in taken:
            free = f"own_{free}"
        db.conn.execute("update field set name = ? where id = ?", (free, number))


def rename_taken(db: Database) -> None:
    """Fields of the user's own whose names mean something else in the program as it is now are called otherwise."""
    from caseload.records.kinds import kind_of
    from caseload.records.of.fields import fields_of
    from caseload.records.of.own import reserved

    for (table,) in db.conn.execute("select distinct of from field").fetchall():
        try:
            kind = kind_of(table)
        except KeyError:
            # Another program's: `doctor` tells.
            continue
        rename_own(db, table, *reserved(kind), *(name for one in fields_of(kind) for name in (one.name, one.key)))


_MAY_CHANGE = frozenset({
    "id", "status", "signed_at", "external_id", "source", "created_at", "updated_at", "voided_at", "void_reason",
    OWN_WORDS,
})  # fmt: skip
"""Columns of a signed note that may change: it is voided, or found again in the file it came from."""


def guard_signed(db: Database) -> None:
    """The trigger that refuses to change what a signed note says, every column that is there by now."""
    said = [name for name in columns_of(db, "note") if name not in _MAY_CHANGE]
    old, new = (", ".join(f"{row}.{name}" for name in said) for row in ("old", "new"))
    db.conn.execute("drop trigger if exists note_signed_is_not_edited")
    db.conn.execute(f"""
create trigger note_signed_is_not_edited before update on note
when old.status = 'signed' and new.status = 'signed' and ({new})
    is not ({old})
begin select raise(abort, 'a signed note is never edited'); end""")


def _words_in(own: str, table: str) -> str:
    """SQL for the words in a column `own`: text and words of fields that are declared and not dropped."""
    several = "(select group_concat(value, ' ') from json_each(part.value))"
    return f"""(select nullif(group_concat(iif(part.type = 'array', {several}, part.value), char(10)), '')
        from json_each({own}) as part join field on part.key = 'f' || field.id
        where field.of = '{table}' and field.type in ('text', 'word', 'words') and field.voided_at is null)"""


def index_own(db: Database, table: str, columns: Sequence[str]) -> None:
    """The full-text index of a table made anew, with what own fields hold in it."""
    db.conn.execute(f"drop table if exists {table}_fts")
    db.conn.execute(f"""
create virtual table {table}_fts using fts5 ({", ".join((*columns, OWN_WORDS))},
    content = '{table}', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2')""")
    db.conn.execute(f"insert into {table}_fts ({table}_fts) values ('rebuild')")


def _search_no_more(db: Database, table: str) -> None:
    """Drop the triggers of a full-text index, those of older schemas too."""
    for event in ("insert", "insert_own", "update", "update_own", "words", "delete"):
        db.conn.execute(f"drop trigger if exists {table}_find_{event}")
    db.conn.execute(f"drop trigger if exists field_find_{table}")


def keep_own_searchable(db: Database, table: str, columns: Sequence[str]) -> None:
    """The triggers that keep the full-text index of a table, and the words that own fields hold.

    SQLite runs several triggers of one event in no order: the words are found by one that the others call, by making
    the column empty, which they are never found to be.
    """
    _search_no_more(db, table)
    indexed = [*columns, OWN_WORDS]
    listed = ", ".join(indexed)
    old = ", ".join(f"old.{name}" for name in indexed)
    add = f"    insert into {table}_fts (rowid, {listed})\n    select id, {listed} from {table} where id = new.id;\n"
    remove = f"    insert into {table}_fts ({table}_fts, rowid, {listed})\n    values ('delete', old.id, {old});\n"
    words = f"    update {table} set {OWN_WORDS} = {_words_in('new.own', table)}\n    where id = new.id;\n"
    anew = f"    update {table} set {OWN_WORDS} = '' where id = new.id and new.own is not "
    for name, event, work in (
        ("insert", "insert", add + anew + "'{}';\n"),
        ("update", f"update of {', '.join((*columns, 'own'))}", remove + add + anew + "old.own;\n"),
        ("words", f"update of {OWN_WORDS}", remove + words + add),
        ("delete", "delete", remove),
    ):
        when = f"\nwhen new.{OWN_WORDS} = ''" if name == "words" else ""
        db.conn.execute(f"create trigger {table}_find_{name} after {event} on {table}{when}\nbegin\n{work}end")
    db.conn.execute(f"""
create trigger field_find_{table} after update of type, voided_at on field
when new.of = '{table}' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update {table} set {OWN_WORDS} = ''
    where own <> '{{}}' and json_type(own, '$.f' || new.id) is not null;
end""")


def make_kind(
    db: Database, table: str, columns: str, *, searched: Sequence[str] = (), indexes: Sequence[str] = (),
    days: Sequence[str] = (), moments: Sequence[str] = (), status: str = "", words: Sequence[str] = (),
) -> None:  # fmt: skip
    """The table of a kind that may have fields of the user's own, whole but for its triggers, which `put_back` makes.

    `columns` is DDL, without id and the columns that every kind has; `indexes` is DDL too.
    """
    own = "own text not null default '{}' check (json_valid(own) and json_type(own) = 'object')"
    searchable = f"    {own},\n    {OWN_WORDS} text,\n"
    db.conn.execute(f"create table {table} (\n    id integer primary key autoincrement,\n"
                    f"{columns.rstrip().rstrip(',')},\n{searchable}    {BASE}\n) strict")  # fmt: skip
    for statement in indexes:
        db.conn.execute(statement)
    if searched:
        index_own(db, table, searched)
    tell_unread(db, table, days=days, moments=moments, status=status, words=words)


def put_aside(db: Database) -> None:
    """Drop the triggers that watch a kind's table or keep it searchable: `alter table` parses each of them, twice.

    Those of `field` stay, whose rows migrations change.
    """
    for table in _kinds(db):
        if table == "field":
            continue
        _search_no_more(db, table)
        ours = [f"{table}_log_{event}" for event in ("insert", "update", "delete")]
        ours += [f"{table}_replaces_none_by_{event}" for event in ("insert", "update")]
        for name in (*ours, "note_signed_is_not_edited"):
            db.conn.execute(f"drop trigger if exists {name}")


def put_back(db: Database) -> None:
    """Make the triggers that every kind's table has."""
    for table in _kinds(db):
        if searched := columns_of(db, f"{table}_fts"):
            own = OWN_WORDS in searched
            keep = keep_own_searchable if own else keep_searchable
            keep(db, table, searched[:-1] if own else searched)
        watch(db, table)
    guard_signed(db)


def _kinds(db: Database) -> list[str]:
    kinds = "select name from sqlite_master where type = 'table' and sql like '%unique (source, external_id)%'"
    return [name for (name,) in db.conn.execute(kinds)]
