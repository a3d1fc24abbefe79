#!/bin/sh
# When all tests have run: nothing that came out of the daemon or the client has a
# word of a protected canary in it (tests/e2e/canary.h).  First the search itself
# is seen to find one in every dress.
set -eu
cd "${builddir:-.}"
find=tests/e2e/find_canary
tee=${BOFLYT_TEE:-tests/tee}
bad=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# planted TEXT: is it found in the middle of other bytes?
planted()
{
	printf 'before%safter' "$1" >"$tmp/out"
	if "$find" "$tmp" >/dev/null; then
		echo "canary: not found: $1" >&2
		bad=1
	fi
}

planted Burdueveien
planted BURDUEVEIEN
planted 16847730033
planted "$(printf x%s Sidensvans | base64)"
planted "$(printf xy%s Sidensvans | base64)"
planted "$(printf xyz%s Sidensvans | base64)"
planted "$(printf %s Redekassegata | od -An -tx1 | tr -d ' \n')"
planted "$(printf %s Redekassegata | rev)"
printf 'R\0e\0d\0e\0k\0a\0s\0s\0e\0g\0a\0t\0a\0' >"$tmp/out"
"$find" "$tmp" >/dev/null && bad=1
echo "nothing of the kind" >"$tmp/out"
"$find" "$tmp" >/dev/null || bad=1
[ "$bad" -eq 0 ] || { echo "canary: the search is blind" >&2; exit 1; }

# The tests must have left what they were told.
for what in test_nest.socket test_nest.client test_nest.state test_gate.socket \
    test_lookup.log test_watch.socket; do
	if [ ! -s "$tee/$what" ]; then
		echo "canary: $tee/$what: missing; run make check" >&2
		bad=1
	fi
done
"$find" "$tee" || bad=1
exit "$bad"
