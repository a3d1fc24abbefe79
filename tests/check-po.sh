#!/bin/sh
# Every text that the programs show must stand in the Norwegian catalogue.
# nb is complete by this check; the other languages only have to be well-formed.
set -eu
srcdir=${srcdir:-.}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$srcdir"

find daemon client -name '*.[ch]' | LC_ALL=C sort >"$dir/files"
[ -d plugins ] && find plugins -name '*.[ch]' | LC_ALL=C sort >>"$dir/files"
xgettext --from-code=UTF-8 -L C -k_ -kN_ --add-location=file -f "$dir/files" \
	-o "$dir/boflyt.pot" 2>"$dir/warnings" || { cat "$dir/warnings"; exit 1; }

status=0
for lang in nb nn; do
	msgfmt --check -o /dev/null "po/$lang.po" || status=1
done
msgmerge -q --no-fuzzy-matching po/nb.po "$dir/boflyt.pot" -o "$dir/nb.po"
for what in untranslated only-fuzzy; do
	msgattrib --no-obsolete --$what "$dir/nb.po" >"$dir/bad"
	if grep -q '^msgid' "$dir/bad"; then
		echo "po/nb.po: $what (po/update.sh brings the new texts in):"
		sed -n '/^#:/,$p' "$dir/bad"
		status=1
	fi
done
exit $status
