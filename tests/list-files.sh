#!/bin/sh
# A line for every file pair of daemon/ and client/, out of its first comment:
# the table in doc/ARCHITECTURE.md.  Usage: list-files.sh [--write]
set -eu
cd "${srcdir:-$(dirname "$0")/..}"

lines()
{
	for f in $(find include daemon client -name '*.h' -o -name '*.c' |
	    LC_ALL=C sort); do
		case $f in
		*.c) [ ! -f "${f%.c}.h" ] || continue ;;
		esac
		awk -v f="$f" '
		/^ \* / && !done {
			line = substr($0, 4)
			text = text (text == "" ? "" : " ") line
			if (line ~ /[.:;]$/) { done = 1 }
		}
		/^ \*$/ || /^ \*\// { done = 1 }
		done { exit }
		END {
			sub(/[.:;]$/, "", text)
			sub(/^[^ ]+ -- /, "", text)
			sub(/; see [a-z_]*\.h$/, "", text)
			printf "| `%s` | %s |\n", f, text
		}' "$f"
	done
}

case ${1-} in
--write)
	{
		sed '/^<!-- files -->$/q' doc/ARCHITECTURE.md
		printf '\n| file | what for |\n| --- | --- |\n'
		lines
	} >doc/ARCHITECTURE.md.new
	mv doc/ARCHITECTURE.md.new doc/ARCHITECTURE.md
	;;
*)
	lines
	;;
esac
