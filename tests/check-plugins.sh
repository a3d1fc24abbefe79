#!/bin/sh
# Every plugin that was built: it exports one symbol, goes through its paces
# without a mistake, and its manual page and its stubs are well formed.
set -eu
build=${builddir:-.}
src=${srcdir:-$(dirname "$0")/..}
bad=0
n=0

say()
{
	echo "plugins: $*" >&2
	bad=1
}

for so in "$build"/plugins/*/*.so; do
	[ -f "$so" ] || continue
	n=$((n + 1))
	symbols=$(nm -D --defined-only "$so" | awk '{ print $3 }' |
	    grep -v -E '^(__asan|__odr_asan|__ubsan|__gcov|mangle_path)' || :)
	[ "$symbols" = bf_plugin ] || say "$so: exports $symbols"
	if ! "$build/boflytd" --plugin-check "$so" --law "$src/etc/law.ini" \
	    >"$so.check" 2>&1; then
		grep -E '^!|boflytd:' "$so.check" >&2 || tail -n 5 "$so.check" >&2
		say "$so: did not get through its paces"
	fi
	"$build/boflytd" --plugin-man "$so" >"$so.7" 2>/dev/null ||
	    say "$so: no manual page"
	if command -v mandoc >/dev/null; then
		mandoc -Tlint -Wwarning "$so.7" >&2 || say "$so: its page"
	fi
	"$build/boflytd" --plugin-stubs "$so" >"$so.lua" 2>/dev/null ||
	    say "$so: no stubs"
	if command -v luac5.4 >/dev/null; then
		luac5.4 -p "$so.lua" || say "$so: its stubs"
	fi
	echo "$so: $(grep -c '^  ' "$so.check") methods, $(tail -n 1 "$so.check")"
	rm -f "$so.check" "$so.7" "$so.lua"
done
# The template builds by itself, with the headers alone.
if [ -d "$src/plugins/template" ]; then
	own=$(mktemp -d)
	trap 'rm -rf "$own"' EXIT
	cp "$src"/plugins/template/*.[ch] "$src/plugins/template/Makefile" "$own"
	rm -f "$own"/test_*
	mkdir "$own/include"
	cp -r "$src/include/boflyt" "$own/include"
	env -u MAKEFLAGS -u MFLAGS make -s -C "$own" PREFIX="$own" \
	    CFLAGS='-std=c11 -O1 -Wall -Wextra -Werror' >/dev/null &&
	    "$build/boflytd" --plugin-check "$own/template.so" >/dev/null 2>&1 ||
	    say "template: does not build by itself"
fi
# One that crashes is told by the name of what it was doing.
so=$build/tests/plugin/trial.so
if [ -f "$so" ] && ! grep -q __asan_init "$so"; then
	out=$("$build/boflytd" --plugin-check "$so" 2>&1) || :
	echo "$out" | grep -q -E '^! trial\.[a-z]+: ' ||
	    say "$so: does not tell what crashes"
fi
echo "plugins: $n looked at"
exit $bad
