#!/bin/sh
# What plugins do with memory, seen by valgrind: their rules, and the plugins
# themselves on the host in memory (tests/plugin/ram).  The daemon starts its own
# file again for its workers, which valgrind cannot follow: there the sanitizers
# look (CI).
# Usage: check-valgrind.sh [PROGRAM...]; all of them if none is named.
set -eu
top=${builddir:-.}
command -v valgrind >/dev/null || {
	echo "not here: valgrind"
	exit 77
}
if [ $# -eq 0 ]; then
	set -- "$top"/plugins/*/test_rules "$top"/plugins/*/test_property \
	    "$top"/plugins/*/test_lines
fi
export BOFLYT_SEQUENCES="${BOFLYT_SEQUENCES:-60}"
seen=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for program; do
	[ -x "$program" ] || continue
	if grep -q __asan_init "$program"; then
		echo "not with the sanitizers in: $program"
		exit 77
	fi
	valgrind -q --error-exitcode=99 --leak-check=full \
		--errors-for-leak-kinds=definite,indirect \
		"$program" >"$log" 2>&1 || {
		cat "$log"
		echo "$program: not clean"
		exit 1
	}
	seen=$((seen + 1))
done
echo "clean under valgrind: $seen programs"
[ "$seen" -gt 0 ] || exit 77
