# Samples of the configuration and the dated rules.
dist_pkgsysconf_DATA = etc/law.ini
pkgsysconfdir = $(sysconfdir)/boflyt
exampledir = $(docdir)/examples
dist_example_DATA = etc/boflyt.conf
examplemunicipalitiesdir = $(docdir)/examples/municipalities
dist_examplemunicipalities_DATA = \
	etc/municipalities/3401-kongsvinger.ini \
	etc/municipalities/5501-tromso.ini \
	etc/municipalities/5532-balsfjord.ini

# For systemd; another manager needs none of it.
systemdsystemunitdir = $(prefix)/lib/systemd/system
dist_systemdsystemunit_DATA = etc/systemd/boflyt.service \
	etc/systemd/boflyt@.service
tmpfilesdir = $(prefix)/lib/tmpfiles.d
dist_tmpfiles_DATA = etc/systemd/boflyt.conf
