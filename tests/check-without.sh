#!/bin/sh
# A plugin is a room of its own: delete its folder and its line, and everything
# else builds and its tests pass.  Slow, so it is no part of `make check`.
# Usage: check-without.sh [PLUGIN...]; all of them together if none is named.
# WITHOUT_TESTS names the tests to run; every test if it is empty.
set -eu
cd "$(dirname "$0")/.."
top=$PWD
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

if [ $# -eq 0 ]; then
	for folder in plugins/*/; do
		name=${folder%/}
		set -- "$@" "${name#plugins/}"
	done
fi

git archive HEAD | tar -x -C "$tmp"
cd "$tmp"
for name; do
	[ -d "plugins/$name" ] || { echo "no plugin $name" >&2; exit 64; }
	rm -r "plugins/$name"
	sed -i "/^include plugins\/$name\/local\.mk\$/d" plugins/local.mk
	echo "without: $name"
done
./autogen.sh >/dev/null 2>&1
mkdir build
cd build
# What is asked is whether it builds and passes, not how fast it is.
../configure -q CFLAGS=-O1 --enable-werror ${CC:+"CC=$CC"} >/dev/null
make -s -j"$(nproc)" all >/dev/null
make -s -j"$(nproc)" check ${WITHOUT_TESTS:+"TESTS=$WITHOUT_TESTS"} >"$tmp/log" 2>&1 || {
	grep -E '^(FAIL|ERROR|# )' "$tmp/log" >&2
	exit 1
}
grep -E '^# (TOTAL|PASS|SKIP|FAIL|ERROR)' "$tmp/log"
cd "$top"
