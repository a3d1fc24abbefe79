pkginclude_HEADERS = include/boflyt/plugin.h include/boflyt/rows.h \
	include/boflyt/values.h
