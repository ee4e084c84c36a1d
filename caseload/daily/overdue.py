"""What is late."""

from caseload.daily.items import put_items
from caseload.daily.narrowing import narrowed, whose
from caseload.errors import Invalid
from caseload.reports import overdue as report
from caseload.reports.items import by_client, handles, page_columns
from caseload.reports.overdue import By
from caseload.reports.rules import named
from caseload.session import Session


def answer(
    session: Session, client: str | None = None, *, kind: str | None = None, rule: str | None = None,
    min_days: int = 0, by: By | None = None, why: bool = False,
) -> bool:  # fmt: skip
    """All that is late, or what of it these and the filters say; whether there is any."""
    if by and session.asked.filters.sort:
        raise Invalid("cannot stand beside --by", "one of both", field="--sort")
    if kind:
        from caseload.records.kinds import kind_named

        kind = kind_named(kind).TABLE
    items = report.overdue(
        session.store,
        session.now,
        session.rules,
        client_id=whose(session, client),
        kind=kind,
        rule=rule and named(rule, session.rules).name,
        min_days=min_days,
        by=by or By.DUE,
    )
    items = narrowed(session, items)
    if why and items:
        from caseload.daily.explaining import put_explanations
        from caseload.reports.why import explain_items

        found = explain_items(session.store, items, session.now, session.rules, session.config)
        put_explanations(session, f"Late: {len(items)}", found, named=True)
    else:
        grouped = by is By.CLIENT
        columns = page_columns(session.now, None if grouped else handles(items))
        put_items(session, items, columns, group=by_client(items) if grouped else None, empty="nothing is late")
    return bool(items)
