pkginclude_HEADERS = include/boflyt/plugin.h
