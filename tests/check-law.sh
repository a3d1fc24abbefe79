#!/bin/sh
# Every test that doc/law-tests.md names is there and runs, every line of the
# deadline table stands in the test, and no rule of the list is without a line.
set -eu
cd "${srcdir:-$(dirname "$0")/..}"
page=doc/law-tests.md
table=tests/model/test_deadline.c
bad=0
n=0
tmp=$(mktemp)
trap 'rm -f "$tmp"' EXIT

grep -o '`tests/[^`]*: [^`]*`' "$page" | tr -d '`' | sort -u >"$tmp"
while IFS= read -r line; do
	file=${line%%:*}
	test=${line#*: }
	n=$((n + 1))
	if [ ! -f "$file" ]; then
		echo "law: $file: no such file" >&2
		bad=1
	elif ! grep -q "^$test(void" "$file" ||
	    [ "$(grep -cw "$test" "$file")" -lt 2 ]; then
		echo "law: $file: no test $test" >&2
		bad=1
	fi
done <"$tmp"

sed -n 's/^| .* | \("[A-Z].*"\) |$/\1/p' "$page" >"$tmp"
[ "$(wc -l <"$tmp")" -ge 13 ] || {
	echo "law: the rows of the deadline table are missing" >&2
	bad=1
}
while IFS= read -r line; do
	n=$((n + 1))
	if ! grep -qF "{ $line }," "$table"; then
		echo "law: $table: no line $line" >&2
		bad=1
	fi
done <"$tmp"

for rule in D-003 D-034 D-131 D-142 D-143 D-144 D-301 D-302 D-303 D-304 D-305 \
    S-01 S-02 S-03 S-11 A-1 A-2 A-3 A-4 A-5 A-6 A-14 A-15 A-16 A-18 A-20 A-25 \
    A-26 'row 4' 'row 5' 'row 9' 'row 15' 'row 18' 'row 30' 'row 33' 'row 34' \
    'row 35' 'row 36' 'row 52' 'row 53' 'row 54' 'row 56' 'row 58' 'row 59' \
    'row 60' 'row 61' 'row 62' 'row 63' 'row 64' 'row 65' 'row 66' 'row 67' \
    'row 68' 'row 69' 'row 70' 'row 71' 'row 72'; do
	if ! grep -q "^| $rule |" "$page"; then
		echo "law: $page: nothing about $rule" >&2
		bad=1
	fi
done
[ "$bad" -ne 0 ] || echo "law: $n tests and lines named, all there"
exit "$bad"
