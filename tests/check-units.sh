#!/bin/sh
# The services run with no more than they need: 1.2 or better on the scale of
# systemd-analyze, and every directive is one that systemd knows.
set -eu
cd "${srcdir:-$(dirname "$0")/..}"

if ! command -v systemd-analyze >/dev/null; then
	echo "units: no systemd-analyze here, so they were not looked at" \
	    "(apt install systemd)"
	exit 77
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

for unit in boflyt.service boflyt@.service; do
	# Its own folder: the tool looks for others beside the one it is given.
	cp "etc/systemd/$unit" "$tmp/"
	if ! systemd-analyze security --no-pager --offline=yes --threshold=12 \
	    "$tmp/$unit" >"$tmp/out" 2>&1; then
		cat "$tmp/out"
		echo "units: $unit: more than 1.2" >&2
		exit 1
	fi
	if grep -E 'Unknown|ignoring|Failed' "$tmp/out"; then
		echo "units: $unit: a directive that systemd does not know" >&2
		exit 1
	fi
	echo "$unit: $(tail -n 1 "$tmp/out")"
done
