#!/bin/sh
# clang-tidy and # Quiet: getpwnam and getgrnam are fine in a program of one thread.  Jansson's
# loops are said to cppcheck, which does not read the system's headers.
cppcheck --quiet --std=c11 --enable=warning,performance,portability \
    --inline-suppr --error-exitcode=1 --suppress=missingIncludeSystem \
    --suppress=getpwnamCalled --suppress=getgrnamCalled \
    '-Djson_array_foreach(a,i,v)=for(;(v)!=0;)' \
    '-Djson_object_foreach(o,k,v)=for(;(v)!=0;)' \
    --library=posix -j 2 -I. -Iinclude -Idaemon daemon client
echo "lint: C is clean"
