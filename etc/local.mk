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
