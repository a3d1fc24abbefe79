#!/bin/sh
# Every text that the programs show must stand in both Norwegian catalogues, and
# the Nynorsk one must not slip into Bokmål.
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
	msgmerge -q --no-fuzzy-matching "po/$lang.po" "$dir/boflyt.pot" \
		-o "$dir/$lang.po"
	for what in untranslated only-fuzzy; do
		msgattrib --no-obsolete --$what "$dir/$lang.po" >"$dir/bad"
		if grep -q '^msgid' "$dir/bad"; then
			echo "po/$lang.po: $what (po/update.sh brings the new texts in):"
			sed -n '/^#:/,$p' "$dir/bad"
			status=1
		fi
	done
done
slips='ikke|hva|hvem|hvordan|hvorfor|hvilke[nt]?|hvis|fra|noe|noen|uten|også|være|ble|mye|selv|bare'
if msgattrib --no-wrap --no-obsolete po/nn.po | grep '^msgstr' |
	grep -wE "$slips"; then
	echo "po/nn.po: these are Bokmål"
	status=1
fi
exit $status
