# The manual.
dist_man_MANS += man/boflyt.1 man/boflytd.8 man/boflyt.conf.5 \
	man/boflyt-municipality.5 man/boflyt-plugin.7 man/boflyt-letter.7 man/boflyt-protocol.7 man/boflyt-spool.7 \
	man/boflyt-workflow.7
