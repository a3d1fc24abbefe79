/*
 * tenancy -- is it followed already, as far as who tells may work with it?
 *
 * One tenancy is one tenant at one address: the person of the register where
 * that is known, else the name; letters and figures of the address.  What is
 * not known fits nothing by name.  All is looked up through the gate: a matter
 * that the caller may not work in is passed over as if it were not there, so
 * that a notice tells nobody what another unit does.  That unit hears of
 * it by the rules of release, from the match.
 */
#include <ctype.h>
#include <string.h>

#include "eviction.h"

#define PLAIN_SIZE 256

/* What a notice is about. */
struct about {
	int64_t person; /* 0: not known */
	char address[PLAIN_SIZE]; /* plain; "": not known */
};

/* Letters and figures of S in lower case, also æ, ø and å. */
static void
plain(const char *s, char out[PLAIN_SIZE])
{
	unsigned char c, before = 0;
	size_t n = 0;

	for (; s != NULL && *s != '\0' && n + 1 < PLAIN_SIZE; s++) {
		c = (unsigned char)*s;
		if (before == 0xc3 && c >= 0x80 && c <= 0x9e && c != 0x97)
			c = (unsigned char)(c + 0x20);
		if (c >= 0x80 || isalnum(c))
			out[n++] = (char)tolower(c);
		before = (unsigned char)*s;
	}
	out[n] = '\0';
}

/* The key of tenant and address in VALUES, if both are known. */
static void
set_key(struct bf_call *call, json_t *values)
{
	char text[2 * PLAIN_SIZE + 2], name[PLAIN_SIZE], at[PLAIN_SIZE];
	char digest[65];
	int n;

	plain(bf_text_of(values, "tenant"), name);
	plain(bf_text_of(values, "address"), at);
	if (name[0] == '\0' || at[0] == '\0')
		return;
	n = snprintf(text, sizeof(text), "%s|%s", name, at);
	bf_host(call)->digest(call, text, (size_t)n, digest);
	json_object_set_new(values, "tenancy", json_string(digest));
}

void
tenancy_merge(struct bf_call *call, const json_t *from, json_t *to)
{
	static const char *const names[] = { "tenant", "address" };
	char then[PLAIN_SIZE], now[PLAIN_SIZE];
	json_t *before[2];
	size_t i;

	for (i = 0; i < 2; i++)
		before[i] = json_incref(json_object_get(to, names[i]));
	facts_merge(from, to);
	for (i = 0; i < 2; i++) {
		plain(json_string_value(before[i]), then);
		plain(bf_text_of(to, names[i]), now);
		if (before[i] != NULL && strcmp(then, now) == 0)
			json_object_set(to, names[i], before[i]);
		json_decref(before[i]);
	}
	set_key(call, to);
}

/* Can VALUES be of the same tenancy?  SURE: and both name the address. */
static bool
fits(const struct about *a, const json_t *values, bool sure)
{
	int64_t person = bf_int_of(values, "person", 0);
	enum eviction_state s;
	char at[PLAIN_SIZE];

	if (!eviction_state_parse(bf_text_of(values, "state"), &s) ||
	    s >= EVICTION_SOLVED ||
	    (a->person != 0 && person != 0 && a->person != person))
		return false;
	plain(bf_text_of(values, "address"), at);
	if (a->address[0] == '\0' || at[0] == '\0')
		return !sure;
	return strcmp(a->address, at) == 0;
}

/* The first record of Q that fits and that the caller may work with. */
static int
look(struct bf_call *call, struct bf_query q, const struct about *a,
    struct matter *m)
{
	json_t *rows, *row;
	size_t i;
	int sure, rc;

	q.limit = 200;
	rc = bf_host(call)->record_find(call, "matter", &q, &rows);
	if (rc != BF_OK)
		return rc;
	for (sure = 1; sure >= 0 && rc == BF_OK && m->id == 0; sure--)
		json_array_foreach(rows, i, row) {
			if (!fits(a, json_object_get(row, "values"), sure))
				continue;
			rc = matter_get(call, bf_int_of(row, "id", 0),
			    BF_CHANGE, m);
			if (rc == BF_OK)
				break;
			matter_fini(m);
			m->id = 0;
			if (rc != BF_NOT_FOUND && rc != BF_DENIED)
				break;
			rc = BF_OK;
		}
	json_decref(rows);
	return rc;
}

static int
look_by(struct bf_call *call, const char *index, json_t *key,
    const struct about *a, struct matter *m)
{
	struct bf_query q = { .index = index };
	json_t *equal = json_pack("[o]", key);
	int rc;

	q.equal = equal;
	rc = look(call, q, a, m);
	json_decref(equal);
	return rc;
}

int
tenancy_find(struct bf_call *call, const json_t *params, int64_t person,
    int64_t case_id, struct matter *m)
{
	struct about a = { .person = person };
	struct bf_query q = { .owner = case_id };
	json_t *v = json_object();
	int rc = BF_OK;

	memset(m, 0, sizeof(*m));
	plain(bf_text_of(params, "address"), a.address);
	tenancy_merge(call, params, v);
	if (case_id != 0)
		rc = look(call, q, &a, m);
	if (rc == BF_OK && m->id == 0 && person != 0)
		rc = look_by(call, "by_person", json_integer(person), &a, m);
	if (rc == BF_OK && m->id == 0 && bf_text_of(v, "tenancy") != NULL)
		rc = look_by(call, "by_tenancy",
		    json_incref(json_object_get(v, "tenancy")), &a, m);
	json_decref(v);
	return rc;
}
