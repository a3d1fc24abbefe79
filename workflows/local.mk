# Definitions that are shipped; the daemon reads them from its workflows folder.
boligsosialdir = $(pkgdatadir)/workflows/boligsosial
dist_boligsosial_DATA = \
	workflows/boligsosial/README.md \
	workflows/boligsosial/codes.lua \
	workflows/boligsosial/fields.lua \
	workflows/boligsosial/rules.lua \
	workflows/boligsosial/workflow.lua
