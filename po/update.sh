#!/bin/sh
# Bring the texts of the programs into the catalogues; then translate what is
# new in nb.po and nn.po, which must be complete (tests/check-po.sh).
set -eu
cd "$(dirname "$0")/.."
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT
find daemon client plugins -name '*.[ch]' 2>/dev/null | LC_ALL=C sort |
	xgettext --from-code=UTF-8 -L C -k_ -kN_ --add-location=file \
		--package-name=boflyt --add-comments=TRANSLATORS -f - -o "$pot"
for lang in nb nn; do
	msgmerge -q --no-fuzzy-matching --add-location=never --update \
		--backup=none "po/$lang.po" "$pot"
	msgattrib --no-obsolete -o "po/$lang.po" "po/$lang.po"
done
