# The programs' texts in the reader's language.  In the tree that was not
# installed they are found by BOFLYT_LOCALEDIR=$(builddir)/po/locale.
EXTRA_DIST += po/nb.po po/nn.po po/update.sh tests/check-po.sh
TESTS += tests/check-po.sh
CLEANFILES += po/locale/nb/LC_MESSAGES/boflyt.mo \
	po/locale/nn/LC_MESSAGES/boflyt.mo

nbcataloguedir = $(localedir)/nb/LC_MESSAGES
nbcatalogue_DATA = po/locale/nb/LC_MESSAGES/boflyt.mo
nncataloguedir = $(localedir)/nn/LC_MESSAGES
nncatalogue_DATA = po/locale/nn/LC_MESSAGES/boflyt.mo

po/locale/nb/LC_MESSAGES/boflyt.mo: po/nb.po
	$(AM_V_at)$(MKDIR_P) po/locale/nb/LC_MESSAGES
	$(AM_V_GEN)$(MSGFMT) --check -o $@ $(srcdir)/po/nb.po

po/locale/nn/LC_MESSAGES/boflyt.mo: po/nn.po
	$(AM_V_at)$(MKDIR_P) po/locale/nn/LC_MESSAGES
	$(AM_V_GEN)$(MSGFMT) --check -o $@ $(srcdir)/po/nn.po
