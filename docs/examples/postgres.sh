#!/bin/sh
# Every kind of the caseload into PostgreSQL 15 or later, replacing what was there: postgres.sh [psql's options]
# Confidential addresses arrive masked. One transaction: readers see last night's caseload or this one.
# CASELOAD_SCHEMA names the schema, so that several caseloads fit into one database; caseload where it is not set.
set -eu
umask 077
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kinds="client person plan goal observation task appointment note addendum link waiver"
{
    cat "$here/postgres.sql"
    for kind in $kinds; do
        caseload export "$kind" --csv --voided > "$work/$kind.csv"
        printf '%s\n' "truncate $kind;" "\\copy $kind from '$work/$kind.csv' with (format csv, header match)"
    done
} > "$work/load.sql"
psql -X -q -v ON_ERROR_STOP=1 -v schema="${CASELOAD_SCHEMA:-caseload}" --single-transaction -f "$work/load.sql" "$@"
