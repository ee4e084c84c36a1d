"""Schema 16."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import BASE, make_searchable, put_aside, put_back, rename_own, tell_unread


def m016_checklists(db: Database) -> None:
    """Template, and the steps of those that were applied to a client."""
    put_aside(db)
    # Columns of the list of tasks from now on.
    rename_own(db, "task", "step", "template")
    for table, columns, searched, indexes in (
        ("template", _TEMPLATE, ("name", "title"), ("create index template_name on template (name)",)),
        ("step", _STEP, ("exempt_reason",), _STEP_INDEXES),
    ):
        db.conn.execute(f"create table {table} (\n    id integer primary key autoincrement,\n"
                        f"{columns}    {BASE}\n) strict")  # fmt: skip
        for statement in indexes:
            db.conn.execute(statement)
        make_searchable(db, table, searched)
    tell_unread(db, "template", days=(), moments=(), status="", words=())
    tell_unread(db, "step", days=("anchored_on",), moments=("due_as_applied",), status="", words=())
    put_back(db)


_TEMPLATE = """    name text not null,
    version text not null,
    title text not null,
    anchor text not null default 'day',
    pace text not null default 'all-at-once' check (pace in ('all-at-once', 'as-you-go')),
    definition text not null check (json_valid(definition)),
"""

_STEP = """    client_id integer not null references client (id),
    template_id integer not null references template (id),
    name text not null,
    anchor text not null,
    anchored_on text,
    round integer not null default 1,
    task_id integer references task (id),
    appointment_id integer references appointment (id),
    document_id integer references document (id),
    goal_id integer references goal (id),
    need_id integer references need (id),
    due_as_applied text,
    exempt_reason text,
"""

_STEP_INDEXES = (
    "create index step_client on step (client_id)",
    "create index step_template on step (template_id)",
    *(f"create index step_{one} on step ({one}_id) where {one}_id is not null"
      for one in ("task", "appointment", "document", "goal", "need")),
)  # fmt: skip
