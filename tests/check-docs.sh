#!/bin/sh
# The manual is complete: every method, parameter, key, option, Lua function and
# file is where a reader looks for it.
set -eu
cd "${srcdir:-$(dirname "$0")/..}"
list=${builddir:-.}/tests/engine/list_names
bad=0

miss()
{
	echo "docs: $*" >&2
	bad=1
}

# has PAGE WORD: does the page name it, as mdoc writes it?
has()
{
	grep -Fq -- "$2" "$1"
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

./tests/list-files.sh >"$tmp/files"
sed -n 's/^| `/&/p' doc/ARCHITECTURE.md | grep '\.[ch]` |' >"$tmp/said" || :
if ! diff "$tmp/files" "$tmp/said" >"$tmp/diff"; then
	miss "doc/ARCHITECTURE.md: out of date; run tests/list-files.sh --write"
	cat "$tmp/diff" >&2
fi

count=0
"$list" >"$tmp/names"
while read -r kind name; do
	count=$((count + 1))
	case $kind in
	method)
		has man/boflyt-protocol.7 ".It Ic $name" ||
		    miss "man/boflyt-protocol.7: method $name is missing" ;;
	daemon-key)
		has man/boflyt.conf.5 ".It Cm $name" ||
		    miss "man/boflyt.conf.5: key $name is missing" ;;
	key)
		has man/boflyt-municipality.5 ".It Cm $name" ||
		    miss "man/boflyt-municipality.5: key $name is missing" ;;
	error)
		has man/boflyt-protocol.7 ".It Er $name" ||
		    miss "man/boflyt-protocol.7: error $name is missing" ;;
	esac
done <"$tmp/names"
[ $count -gt 80 ] || miss "only $count names: the check is blind"

# The first comment line of each C function that Lua sees is its call.
lua=0
for call in $(sed -n 's|^/\* \([a-z_.:]*\)[({ ].*|\1|p' daemon/script/lua_*.c |
    LC_ALL=C sort -u); do
	lua=$((lua + 1))
	has man/boflyt-workflow.7 "$call" ||
	    miss "man/boflyt-workflow.7: $call is missing"
done
[ $lua -gt 20 ] || miss "only $lua Lua functions: the check is blind"

for word in $(sed -n 's/.*{ "\([a-z-]*\)", \(no\|required\)_argument.*/--\1/p' \
    daemon/main.c); do
	has man/boflytd.8 "Fl -${word#--}" ||
	    miss "man/boflytd.8: $word is missing"
done
for word in $(grep -oh '"--[a-z-]*"' client/args.c | tr -d '"' | sort -u); do
	has man/boflyt.1 "Fl -${word#--}" ||
	    miss "man/boflyt.1: $word is missing"
done

[ $bad -eq 0 ] && echo "docs: $count names, $lua Lua functions, all there"
exit $bad
