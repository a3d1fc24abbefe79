#!/bin/sh
# clang-tidy and cppcheck over the C of daemon/, client/ and plugins/, two at a time.
# Usage: lint-c.sh SRCDIR CPPFLAGS...
set -eu
src=$1
shift
cd "$src"
[ -f daemon/main.c ] || { echo "lint: $src is not the source tree" >&2; exit 1; }

# The analyzer follows a function through 225 000 states unless told: most of its
# time, for a few long functions.  What only shows beyond a third is not seen.
find daemon client plugins -name '*.c' ! -name 'test_*' | LC_ALL=C sort |
    xargs -P 2 -n 1 sh -c '
	flags=$1
	clang-tidy --quiet "$2" -- -std=c11 $flags -I. -Iinclude -Idaemon \
	    -Xclang -analyzer-config -Xclang max-nodes=75000 2>/dev/null
    ' lint "$*"

# Quiet: getpwnam and getgrnam are fine in a program of one thread.  Jansson's
# loops are said to cppcheck, which does not read the system's headers.
cppcheck --quiet --std=c11 --enable=warning,performance,portability \
    --inline-suppr --error-exitcode=1 --suppress=missingIncludeSystem \
    --suppress=getpwnamCalled --suppress=getgrnamCalled \
    '-Djson_array_foreach(a,i,v)=for(;(v)!=0;)' \
    '-Djson_object_foreach(o,k,v)=for(;(v)!=0;)' \
    --library=posix -j 2 -I. -Iinclude -Idaemon daemon client plugins
echo "lint: C is clean"
