/*
 * Every method, asked by everybody: nobody is shown what was not written down
 * as theirs to see, and what is forbidden cannot be told from what is unknown
 * (issue: a matrix over all methods × roles × relations × classes, generated
 * from sys.describe; equal answers by equal store-call counts).
 *
 * A new method is in here by itself.  One that takes something the matrix has
 * nothing for fails the test until it has.
 */
#include "matrix.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "look.h"
#include "matrix_plugins.h"

/* These change who the caller is, so they come last. */
static bool
is_last(const char *method)
{
	return strcmp(method, "user.identify") == 0 ||
	    strcmp(method, "emergency.open") == 0 ||
	    strncmp(method, "disqualification.", 17) == 0;
}

static json_t *
describe(struct world *w)
{
	return json_deep_copy(
	    json_object_get(fixture_ok(&w->f, "nav01", "sys.describe", NULL),
		"methods"));
}

static unsigned int asked, answered;

static void
ask(struct world *w, const struct persona *p, const json_t *d, const char *with)
{
	const char *method = text_at(d, "name");
	json_t *params = matrix_params(w, d, with, false);
	char *sent = json_dumps(params, 0);
	unsigned int seen;

	asked++;
	answered += matrix_ask(w, p, method, params) == RC_OK;
	seen = matrix_seen(w) & ~p->may_see;
	/* What one says oneself is no news: the parameters have the number. */
	if (w->f.rc != RC_OK && strstr(sent, w->number) != NULL)
		seen &= ~CANARY_CASE;
	if (seen != 0)
		fail_msg("%s %s %s: %s %s shows %s:\n%s\n%s", p->login,
		    p->role != NULL ? p->role : "",
		    p->basis != NULL ? p->basis : "", method, sent,
		    matrix_canary_name(seen),
		    w->f.result != NULL ? json_dumps(w->f.result, 0) : "",
		    w->f.err.text);
	free(sent);
}

/* Required parameters alone, each pointer on top, and all at once. */
static void
ask_all_ways(struct world *w, const struct persona *p, const json_t *d)
{
	const json_t *props = at(d, "params.properties");
	const char *name;
	json_t *one;

	ask(w, p, d, NULL);
	json_object_foreach((json_t *)(uintptr_t)props, name, one)
		if (matrix_points(name))
			ask(w, p, d, name);
	ask(w, p, d, "*");
}

static void
ask_everything(struct world *w, const struct persona *p, const json_t *methods)
{
	const json_t *d;
	size_t i;
	int last;

	for (last = 0; last < 2; last++)
		json_array_foreach(methods, i, d)
			if (is_last(text_at(d, "name")) == (last == 1))
				ask_all_ways(w, p, d);
}

/*
 * Two programs share the callers, so that neither takes long: test_matrix has
 * every other one, test_matrix_more the rest.
 */
#ifdef MATRIX_MORE
#define FIRST 1
#else
#define FIRST 0
#endif

static void
nobody_sees_what_is_not_theirs(void **state)
{
	struct world w;
	json_t *methods;
	size_t i;

	(void)state;
	for (i = FIRST; i < n_personas; i += 2) {
		matrix_open(&w);
		methods = describe(&w);
		assert_true(json_array_size(methods) > 100);
		ask_everything(&w, &personas[i], methods);
		json_decref(methods);
		matrix_close(&w);
	}
	printf("%u questions by %zu callers, %u of them answered\n", asked,
	    (n_personas + 1 - FIRST) / 2, answered);
	assert_true(answered > asked / 20);
}

#ifndef MATRIX_MORE
/* The same persona sees all that was written down, so the test can fail. */
static void
everybody_sees_what_is_theirs(void **state)
{
	static const char *const ways[] = { "case.show", "person.show",
		"task.list", "emergency.list", "erasure.list", "case.history" };
	const struct persona *p;
	unsigned int seen;
	struct world w;
	json_t *params;
	size_t i, k;

	(void)state;
	matrix_open(&w);
	for (i = 0; i < n_personas; i++) {
		p = &personas[i];
		for (seen = 0, k = 0; k < 6; k++) {
			params = k == 0 || k == 5 ?
			    json_pack("{ss}", "case", w.number) :
			    k == 1 ? json_pack("{sI}", "person", w.person) :
				     json_object();
			(void)matrix_ask(&w, p, ways[k], params);
			seen |= matrix_seen(&w);
		}
		seen |= p->may_see & CANARY_CASE; /* in lists of their own */
		if (seen != p->may_see)
			fail_msg("%s %s %s: sees %x, not %x", p->login,
			    p->role != NULL ? p->role : "",
			    p->basis != NULL ? p->basis : "", seen, p->may_see);
	}
	matrix_close(&w);
}

/* Whatever a plugin brings is asked like all else; none stays outside. */
static void
every_method_of_the_plugins_is_in_it(void **state)
{
	struct world w;
	const json_t *d;
	json_t *methods;
	size_t i, found = 0;
	char name[64];

	(void)state;
	matrix_open(&w);
	methods = describe(&w);
	json_array_foreach(methods, i, d) {
		snprintf(name, sizeof(name), "%s", text_at(d, "name"));
		name[strcspn(name, ".")] = '\0';
		if (!matrix_has_plugin(name))
			continue;
		found++;
		assert_string_not_equal(text_at(d, "access"), "(none)");
	}
	json_decref(methods);
	matrix_close(&w);
	printf("%zu methods of plugins\n", found);
	assert_int_equal(found, matrix_plugin_methods());
}

/* What was planted in the records of plugins is there to be found. */
static void
records_of_plugins_are_shown_to_who_works_with_them(void **state)
{
	static const struct persona worker = { "n_caseworker", NULL, NULL, 0 };
	struct world w;
	struct {
		const char *plugin, *method, *name;
		const json_int_t *id;
		unsigned int see;
	} ways[] = {
		{ "plan", "plan.show", "plan", &w.plan, CANARY_IDENTITY },
		{ "eviction", "eviction.show", "matter", &w.matter,
		    CANARY_CASE | CANARY_IDENTITY | CANARY_ADDRESS |
			CANARY_ECONOMY },
		{ "deposit", "deposit.show", "guarantee", &w.guarantee,
		    CANARY_IDENTITY | CANARY_ADDRESS | CANARY_ECONOMY },
	};
	size_t i;

	(void)state;
	matrix_open(&w);
	for (i = 0; i < 3; i++) {
		if (!matrix_has_plugin(ways[i].plugin))
			continue;
		assert_int_equal(matrix_ask(&w, &worker, ways[i].method,
				     json_pack("{sI}", ways[i].name,
					 *ways[i].id)),
		    RC_OK);
		assert_int_equal(matrix_seen(&w), ways[i].see);
	}
	matrix_close(&w);
}
#else
/* TEXT without digits: what it says apart from the number asked for. */
static char *
without_digits(const char *text)
{
	char *out = calloc(1, strlen(text) + 1), *at = out;

	for (; *text != '\0'; text++)
		if (!isdigit((unsigned char)*text))
			*at++ = *text;
	return out;
}

struct answer {
	enum rc rc;
	char name[ERR_NAME_MAX];
	char *text;
	uint64_t steps;
};

static struct answer
measure(struct world *w, const struct persona *p, const json_t *d,
    const char *with, bool unknown)
{
	json_t *params = matrix_params(w, d, with, unknown);
	struct answer a = { .rc = RC_OK };
	uint64_t before;

	before = store_statements(w->f.store);
	a.rc = matrix_ask(w, p, text_at(d, "name"), params);
	a.steps = store_statements(w->f.store) - before;
	snprintf(a.name, sizeof(a.name), "%s",
	    a.rc == RC_OK ? "" : w->f.err.name);
	a.text = without_digits(a.rc == RC_OK ? "" : w->f.err.text);
	return a;
}

static void
compare(struct world *w, const struct persona *p, const json_t *d,
    const char *with)
{
	/* Once before, so that nothing is prepared for the first time. */
	struct answer first = measure(w, p, d, with, true);
	struct answer unknown = measure(w, p, d, with, true);
	struct answer forbidden = measure(w, p, d, with, false);

	if (forbidden.rc != RC_OK && forbidden.rc != RC_CONFLICT &&
	    (unknown.rc != forbidden.rc ||
		strcmp(unknown.name, forbidden.name) != 0 ||
		strcmp(unknown.text, forbidden.text) != 0 ||
		unknown.steps != forbidden.steps))
		fail_msg("%s: %s %s: unknown %s '%s' %llu steps, forbidden %s "
			 "'%s' %llu steps",
		    p->login, text_at(d, "name"), with != NULL ? with : "",
		    unknown.name, unknown.text,
		    (unsigned long long)unknown.steps, forbidden.name,
		    forbidden.text, (unsigned long long)forbidden.steps);
	free(first.text);
	free(unknown.text);
	free(forbidden.text);
}

static void
unknown_and_forbidden_cannot_be_told_apart(void **state)
{
	static const struct persona askers[] = {
		{ "x_caseworker", NULL, NULL, 0 },
		{ "x_performer", NULL, NULL, 0 }, { "x_leader", NULL, NULL, 0 },
		{ "h_coordinator", NULL, NULL, 0 },
		{ "n_performer", NULL, NULL, 0 }, { "barred01", NULL, NULL, 0 }
	};
	const json_t *d, *props;
	const char *name;
	struct world w;
	json_t *methods, *one;
	size_t i, k;

	(void)state;
	for (k = 0; k < sizeof(askers) / sizeof(askers[0]); k++) {
		matrix_open(&w);
		methods = describe(&w);
		json_array_foreach(methods, i, d) {
			if (is_last(text_at(d, "name")))
				continue;
			props = at(d, "params.properties");
			json_object_foreach((json_t *)(uintptr_t)props, name,
			    one)
				if (matrix_hides(name))
					compare(&w, &askers[k], d, name);
		}
		json_decref(methods);
		matrix_close(&w);
	}
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_sees_what_is_not_theirs),
#ifndef MATRIX_MORE
		cmocka_unit_test(everybody_sees_what_is_theirs),
		cmocka_unit_test(every_method_of_the_plugins_is_in_it),
		cmocka_unit_test(
		    records_of_plugins_are_shown_to_who_works_with_them),
#else
		cmocka_unit_test(unknown_and_forbidden_cannot_be_told_apart),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
