#!/bin/sh
# Every kind of the caseload into PostgreSQL 15 or later, replacing what was there: postgres.sh [psql's options]
# Confidential addresses arrive masked, what a law of its own guards stays out, and how much is said. One transaction: readers see last night's caseload or this one.
# CASELOAD_SCHEMA names the schema, so that several caseloads fit into one database; caseload where it is not set.
set -eu
umask 077
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tables="$here/postgres.sql"
{
    cat "$tables"
    for kind in $(sed -n 's/^create table if not exists "\([a-z]*\)" (/\1/p' "$tables"); do
        caseload export "$kind" --csv --voided > "$work/$kind.csv"
        columns=$(head -n 1 "$work/$kind.csv")
        known=$(sed -n "/^create table if not exists \"$kind\" (/,/^);/s/^    \"\([a-z0-9_]*\)\" .*/\1/p" "$tables")
        for column in $(printf '%s' "$columns" | tr , ' '); do
            # A field of your own is a column of text, made when it first comes.
            printf '%s\n' "$known" | grep -qx "$column" ||
                printf '%s\n' "alter table \"$kind\" add column if not exists \"$column\" text;"
        done
        quoted=$(printf '"%s"' "$columns" | sed 's/,/","/g')
        printf '%s\n' "truncate \"$kind\";" \
            "\\copy \"$kind\" ($quoted) from '$work/$kind.csv' with (format csv, header match)"
    done
} > "$work/load.sql"
psql -X -q -v ON_ERROR_STOP=1 -v schema="${CASELOAD_SCHEMA:-caseload}" --single-transaction -f "$work/load.sql" "$@"
