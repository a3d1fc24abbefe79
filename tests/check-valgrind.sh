#!/bin/sh
# What plugins do with memory, seen by valgrind: their rules, the plugins
# themselves on the host in memory (tests/plugin/ram), and a course of each at
# the socket, where parent, worker and courier are followed.  They run without
# their lock-down then, and by slowed clocks (tests/e2e/slow.c); the daemon is the
# same.
# Usage: check-valgrind.sh [PROGRAM...]; all of that if none is named.
set -eu
top=${builddir:-.}
command -v valgrind >/dev/null || {
	echo "not here: valgrind"
	exit 77
}
courses=
if [ $# -eq 0 ]; then
	courses='plan/test_flow mapping_that_finds_a_need_reports_it_once
		eviction/test_watch nobody_reached_climbs_the_ladder_rung_by_rung
		deposit/test_flow a_guarantee_that_ends_is_a_task_of_the_caseworker_*'
	set -- "$top"/plugins/*/test_rules "$top"/plugins/*/test_property \
	    "$top"/plugins/*/test_lines
fi
look='valgrind -q --error-exitcode=99 --leak-check=full'
look="$look --errors-for-leak-kinds=definite,indirect"
export BOFLYT_SEQUENCES="${BOFLYT_SEQUENCES:-60}"
seen=0
tmp=$(mktemp -d)
log=$tmp/log
trap 'rm -rf "$tmp"' EXIT
for program; do
	[ -x "$program" ] || continue
	if grep -q __asan_init "$program"; then
		echo "not with the sanitizers in: $program"
		exit 77
	fi
	$look "$program" >"$log" 2>&1 || {
		cat "$log"
		echo "$program: not clean"
		exit 1
	}
	seen=$((seen + 1))
done

# A place where boflytd is the same one under valgrind, and all else as built.
mkdir "$tmp/build" "$tmp/said"
top=$(realpath "$top")
for file in "$top"/*; do
	ln -s "$file" "$tmp/build"
done
rm -f "$tmp/build/boflytd"
cat >"$tmp/build/boflytd" <<END
#!/bin/sh
export BOFLYT_LOCKDOWN=off BOFLYT_SELF='$top/boflytd'
export LD_PRELOAD='$top/tests/e2e/slow.so'
exec $look --trace-children=yes --log-file='$tmp/said/%p' \\
	'$top/boflytd' "\$@"
END
chmod +x "$tmp/build/boflytd"
set -f
for word in $courses; do
	set +f
	case $word in
	*/*)
		program=$top/plugins/$word
		continue
		;;
	esac
	[ -x "$program" ] || continue
	builddir=$tmp/build BOFLYT_TEST=$word "$program" >"$log" 2>&1 &&
	    grep -q 'PASSED.* [1-9][0-9]* test' "$log" &&
	    ! cat "$tmp"/said/* | grep -q . || {
		cat "$log" "$tmp"/said/*
		echo "$program: $word: not clean, or no such test"
		exit 1
	}
	seen=$((seen + 1))
done
echo "clean under valgrind: $seen programs"
[ "$seen" -gt 0 ] || exit 77
