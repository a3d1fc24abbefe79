# What people read beside the manual.
dist_doc_DATA = README.md doc/ARCHITECTURE.md doc/threat-model.md
nbdocdir = $(docdir)/nb
dist_nbdoc_DATA = doc/nb/arbeidsflyt.md doc/nb/liten-kommune.md \
	doc/nb/saksbehandler.md
