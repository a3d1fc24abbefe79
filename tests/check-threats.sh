#!/bin/sh
# Every test that doc/threat-model.md names is there, and no adversary is without.
set -eu
cd "${srcdir:-$(dirname "$0")/..}"
page=doc/threat-model.md
bad=0
n=0
tmp=$(mktemp)
trap 'rm -f "$tmp"' EXIT

grep -Eo '`(tests|plugins)/[^`]*`' "$page" | tr -d '`' | sort -u >"$tmp"
while IFS= read -r line; do
	file=${line%%:*}
	n=$((n + 1))
	if [ ! -f "$file" ]; then
		echo "threats: $file: no such file" >&2
		bad=1
	elif [ "$file" != "$line" ]; then
		test=${line#*: }
		# Defined, and among those that run.
		if ! grep -q "^$test(void" "$file" ||
		    [ "$(grep -cw "$test" "$file")" -lt 2 ]; then
			echo "threats: $file: no test $test" >&2
			bad=1
		fi
	fi
done <"$tmp"
for who in "hostile local user" "hostile workflow author" \
    "hostile municipality" "stolen backup" "stolen disk" "curious employee" \
    "hostile landlord"; do
	if ! grep -q "^## .*$who" "$page"; then
		echo "threats: nothing about a $who" >&2
		bad=1
	fi
done
[ "$(grep -c '^Not stopped:' "$page")" -ge 6 ] || {
	echo "threats: what is not stopped must be said" >&2
	bad=1
}
[ "$bad" -ne 0 ] || echo "threats: $n tests named, all there"
exit "$bad"
