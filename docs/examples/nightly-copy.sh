#!/bin/sh
# A whole, checked copy of the caseload, one for each day of the week: nightly-copy.sh DATABASE FOLDER
# Nothing is replaced before the new copy has been read from end to end. For cron; silent when all is well.
set -eu
umask 077
database=$1
folder=$2
copy=$folder/caseload-$(LC_ALL=C date +%a).db
new=$copy.$$
[ -f "$database" ] || { echo "nightly-copy: there is no $database" >&2; exit 1; }
mkdir -p "$folder"
trap 'rm -f "$new"' EXIT
sqlite3 -readonly "$database" ".timeout 5000" "vacuum into '$(printf %s "$new" | sed "s/'/''/g")'"
[ "$(sqlite3 -readonly "$new" "pragma integrity_check")" = ok ] || { echo "nightly-copy: $new is not sound" >&2; exit 1; }
mv "$new" "$copy"
