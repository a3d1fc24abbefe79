#!/bin/sh
# Every test that a plugin's README.md names in a table "| line | shown by |" is
# there and runs, in the plugin's folder or under tests/, and no line is without
# one.  "property" is the test of the folder that draws sequences.
set -eu
cd "${srcdir:-$(dirname "$0")/..}"
bad=0
n=0

say() {
	echo "readme: $*" >&2
	bad=1
}

# The cells "shown by" of PAGE, one name a line; "-" for a cell without any.
names() {
	awk -F' *\\| *' '
		/^\| line \| shown by \|$/ { on = 1; next }
		!/^\|/ { on = 0 }
		on && $2 !~ /^-+$/ {
			gsub(/ *\([^)]*\)/, "", $3)
			print $3 == "" ? "-" : $3
		}' "$1" | sed 's/, /\n/g'
}

for page in plugins/*/README.md; do
	folder=${page%/*}
	[ ! -f "$folder/test_property.c" ] || names "$page" | grep -q . ||
	    say "$page: no table of lines and tests"
	for test in $(names "$page" | tr ' ' '_' | sort -u); do
		n=$((n + 1))
		case $test in
		property)
			[ -f "$folder/test_property.c" ] ||
			    say "$page: no $folder/test_property.c" ;;
		-)	say "$page: a line that no test shows" ;;
		*)	grep -qhx "$test(void \*\*state)" "$folder"/test_*.c tests/*/test_*.c ||
			    say "$page: no test $test"
			[ "$(cat "$folder"/test_*.c tests/*/test_*.c | grep -cw "$test")" -ge 2 ] ||
			    say "$page: $test does not run" ;;
		esac
	done
done
[ "$bad" -ne 0 ] || echo "readme: $n tests named, all there"
exit "$bad"
