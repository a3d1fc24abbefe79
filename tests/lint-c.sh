#!/bin/sh
# clang-tidy and cppcheck over the C of daemon/ and client/, two at a time.
# Usage: lint-c.sh SRCDIR CPPFLAGS...
set -eu
src=$1
shift
cd "$src"
find daemon client -name '*.c' | LC_ALL=C sort |
    xargs -P 2 -n 1 sh -c '
	flags=$1
	shift
	clang-tidy --quiet "$@" -- -std=c11 $flags -I. -Iinclude -Idaemon \
	    2>/dev/null
    ' lint "$*"
cppcheck --quiet --std=c11 --enable=warning,performance,portability \
    --inline-suppr --error-exitcode=1 --suppress=missingIncludeSystem \
    --library=posix -j 2 -I. -Iinclude -Idaemon daemon client
echo "lint: C is clean"
