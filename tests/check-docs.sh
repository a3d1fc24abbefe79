#!/bin/sh
# The manual is complete: every method, parameter, member of a result, key, error,
# option, Lua function and file is where a reader looks for it, and nothing else.
set -eu
cd "${srcdir:-$(dirname "$0")/..}"
list=${builddir:-.}/tests/engine/list_names
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# A file, because `same` runs behind pipes and a variable would be lost there.
miss()
{
	echo "docs: $*" >&2
	: >"$tmp/bad"
}

# has PAGE WORD: does the page name it?
has()
{
	grep -Fq -- "$2" "$1"
}

# same PAGE WHAT: standard input is what the page says, $tmp/WHAT what it must.
same()
{
	LC_ALL=C sort -u >"$tmp/said"
	LC_ALL=C sort -u "$tmp/$2" >"$tmp/must"
	[ -s "$tmp/must" ] || miss "no $2 at all: the check is blind"
	comm -13 "$tmp/said" "$tmp/must" | sed "s|^|docs: $1: $2 missing: |" >&2
	comm -23 "$tmp/said" "$tmp/must" | sed "s|^|docs: $1: no such $2: |" >&2
	cmp -s "$tmp/said" "$tmp/must" || : >"$tmp/bad"
}

"$list" >"$tmp/names"
for what in method param result error key daemon-key; do
	sed -n "s/^$what //p" "$tmp/names" >"$tmp/$what"
done

sed -n 's/^\.It Ic //p' man/boflyt-protocol.7 | same boflyt-protocol.7 method
awk '/^\.S[hs] / { m = "" } /^\.It Ic / { m = $3 }
    m != "" && /^\.It Cm / {
	for (i = 3; i <= NF; i++)
		if ($i != ",")
			print m, $i
    }' man/boflyt-protocol.7 | same boflyt-protocol.7 param
awk '/^\.S[hs] / { m = "" } /^\.It Ic / { m = $3 }
    /^(Result|Rows).*:$/ { inside = 1; next }
    inside && /^\.Cm / {
	for (i = 2; i <= NF; i++)
		if ($i != "," && $i != ".")
			print m, $i
	next
    }
    { inside = 0 }' man/boflyt-protocol.7 | same boflyt-protocol.7 result
sed -n 's/^\.It Cm \(.*\.\)/\1/p' man/boflyt.conf.5 |
    same boflyt.conf.5 daemon-key
sed -n 's/^\.It Cm \(.*\.\)/\1/p' man/boflyt-municipality.5 |
    same boflyt-municipality.5 key

# Errors also come from what methods do, so the page may name more of them.
while read -r name; do
	has man/boflyt-protocol.7 ".It Er $name" ||
	    miss "boflyt-protocol.7: error missing: $name"
done <"$tmp/error"
for name in $(sed -n 's/^\.It Er //p' man/boflyt-protocol.7); do
	grep -rFq "\"$name\"" daemon ||
	    miss "boflyt-protocol.7: no such error: $name"
done

# The first comment line of each C function that Lua sees is its call.
lua=0
for call in $(sed -n 's|^/\* \([a-z_.:]*\)[({ ].*|\1|p' daemon/script/lua_*.c |
    LC_ALL=C sort -u); do
	lua=$((lua + 1))
	has man/boflyt-workflow.7 "$call" ||
	    miss "boflyt-workflow.7: $call is missing"
done
[ $lua -gt 20 ] || miss "only $lua Lua functions: the check is blind"

options=0
for word in $(sed -n 's/.*{ "\([a-z-]*\)", \(no\|required\)_argument.*/\1/p' \
    daemon/main.c); do
	options=$((options + 1))
	has man/boflytd.8 "Fl -$word" || miss "boflytd.8: --$word is missing"
done
for word in $(sed -n 's/.*{ "\([a-z-]*\)", .*OPTION_.*/\1/p' client/args.c) \
    json; do
	options=$((options + 1))
	has man/boflyt.1 "Fl -$word" || miss "boflyt.1: --$word is missing"
done
[ $options -gt 15 ] || miss "only $options options: the check is blind"

./tests/list-files.sh >"$tmp/files"
if ! grep '^| `.*\.[ch]` |' doc/ARCHITECTURE.md | diff "$tmp/files" - >&2; then
	miss "doc/ARCHITECTURE.md: out of date; run tests/list-files.sh --write"
fi

[ ! -e "$tmp/bad" ] || exit 1
echo "docs: $(wc -l <"$tmp/names") names, $lua Lua" \
    "functions, $options options, all there"
