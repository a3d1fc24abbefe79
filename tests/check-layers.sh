#!/bin/sh
# Holds every #include of daemon/ and client/ against daemon/LAYERS, and that of
# a plugin against what a plugin may know: the one header, jansson and libc.
set -eu
top=${srcdir:-$(dirname "$0")/..}
cd "$top"

awk '
FILENAME == "daemon/LAYERS" {
	if ($0 ~ /^#/ || $0 !~ /:/)
		next
	split($0, half, ":")
	if (half[1] ~ /^</) {
		n = split(half[2], r, " ")
		guarded[++n_guarded] = half[1]
		for (i = 1; i <= n; i++)
			holder[half[1], r[i]] = 1
	} else {
		room[half[1]] = 1
		may[half[1], half[1]] = 1
		n = split(half[2], r, " ")
		for (i = 1; i <= n; i++)
			may[half[1], r[i]] = 1
	}
	next
}
FNR == 1 {
	files++
	n = split(FILENAME, part, "/")
	here = (part[1] == "daemon" && n == 3) ? part[2] : part[1]
	if (FILENAME == "daemon/main.c")
		here = "main"
	if (!(here in room)) {
		print FILENAME ": room " here " is not in daemon/LAYERS"
		bad = 1
	}
}
/^#[ \t]*include[ \t]*"/ {
	split($0, q, "\"")
	n = split(q[2], part, "/")
	target = n > 1 ? part[1] : here
	if (q[2] == "config.h")
		next
	if (!((here, target) in may)) {
		print FILENAME ":" FNR ": room " here " may not include " q[2]
		bad = 1
	}
	seen++
}
/^#[ \t]*include[ \t]*</ {
	match($0, /<[^>]*>/)
	header = substr($0, RSTART, RLENGTH)
	for (i = 1; i <= n_guarded; i++)
		if (index(header, guarded[i]) == 1 &&
		    !((guarded[i], here) in holder)) {
			print FILENAME ":" FNR ": room " here \
			    " may not include " header
			bad = 1
		}
}
END {
	if (seen < 50) {
		print "layers: only " seen " includes seen: the check is blind"
		bad = 1
	}
	printf "layers: %d files, %d includes looked at\n", files, seen
	exit bad
}
' daemon/LAYERS $(find daemon client -name '*.[ch]' | LC_ALL=C sort)

# A plugin's tests may link the tables that its rules are given; nothing else of
# it may know more than this.
allowed='assert ctype errno inttypes libintl limits stdarg stdbool stddef stdint
stdio stdlib string'
bad=0
for f in $(find plugins -name '*.[ch]' ! -name 'test_*' | LC_ALL=C sort); do
	for header in $(sed -n 's/^#[ \t]*include[ \t]*\([<"][^>"]*[>"]\).*/\1/p' "$f")
	do
		case $header in
		'<boflyt/plugin.h>' | '<boflyt/rows.h>' | '<boflyt/values.h>' | '<jansson.h>')
			continue ;;
		'"'*/* | '"config.h"') ;;
		'"'*)
			name=${header#?}
			[ ! -f "${f%/*}/${name%?}" ] || continue
			;;
		'<'*)
			name=${header#?}
			for word in $allowed; do
				[ "$word.h" != "${name%?}" ] || continue 2
			done
			;;
		esac
		echo "$f: a plugin may not include $header" >&2
		bad=1
	done
done
exit $bad
