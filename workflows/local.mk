# Definitions that are shipped; the daemon reads them from its workflows folder.
boligsosialdir = $(pkgdatadir)/workflows/boligsosial
dist_boligsosial_DATA = \
	workflows/boligsosial/README.md \
	workflows/boligsosial/allocation.lua \
	workflows/boligsosial/codes.lua \
	workflows/boligsosial/decisions.lua \
	workflows/boligsosial/fields.lua \
	workflows/boligsosial/lease.lua \
	workflows/boligsosial/nn.lua \
	workflows/boligsosial/plugins.lua \
	workflows/boligsosial/rules.lua \
	workflows/boligsosial/stay.lua \
	workflows/boligsosial/workflow.lua
boligsosiallettersdir = $(boligsosialdir)/letters
dist_boligsosialletters_DATA = \
	workflows/boligsosial/letters/advance_notice.nb.txt \
	workflows/boligsosial/letters/advance_notice.nn.txt \
	workflows/boligsosial/letters/complaint_forward.nb.txt \
	workflows/boligsosial/letters/complaint_forward.nn.txt \
	workflows/boligsosial/letters/complaint_outcome.nb.txt \
	workflows/boligsosial/letters/complaint_outcome.nn.txt \
	workflows/boligsosial/letters/complaint_statement.nb.txt \
	workflows/boligsosial/letters/complaint_statement.nn.txt \
	workflows/boligsosial/letters/decision.nb.txt \
	workflows/boligsosial/letters/decision.nn.txt \
	workflows/boligsosial/letters/forwarded.nb.txt \
	workflows/boligsosial/letters/forwarded.nn.txt \
	workflows/boligsosial/letters/preliminary_reply.nb.txt \
	workflows/boligsosial/letters/preliminary_reply.nn.txt \
	workflows/boligsosial/letters/rights.nb.txt \
	workflows/boligsosial/letters/rights.nn.txt
EXTRA_DIST += workflows/.luacheckrc \
	workflows/boligsosial/sample/01-niva-3.jsonl \
	workflows/boligsosial/sample/02-niva-1.jsonl \
	workflows/boligsosial/sample/03-niva-2.jsonl \
	workflows/boligsosial/sample/04-niva-4.jsonl \
	workflows/boligsosial/sample/05-barnefamilie.jsonl \
	workflows/boligsosial/sample/06-avslag.jsonl \
	workflows/boligsosial/sample/07-rad-uten-navn.jsonl \
	workflows/boligsosial/sample/08-apen.jsonl
