/*
 * test_values -- each parameter of each method with values that nobody means.
 *
 * Whatever is sent, the answer is a result or an error that says what is
 * wrong; it is never our own mistake, and the daemon goes on.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "secret.h"
#include "work.h"

static const char *const odd[] = { "null", "true", "\"\"", "\" \"", "0", "1",
	"-1", "9223372036854775807", "-9223372036854775808", "1.5", "1e300",
	"[]", "{}", "[null]", "{\"a\":{\"a\":[1]}}", "\"2027/1\"", "\"2027/0\"",
	"\"99999999/1\"", "\"0001/1\"", "\"2027-02-30\"", "\"2200-01-01\"",
	"\"9999-12-31\"", "\"1m\"", "\"999999999y\"", "\"-5d\"", "\"%s%n%1$s\"",
	"\"'; DROP TABLE cases; --\"", "\"../../etc\"", "\"/etc/passwd\"",
	"\"\\u0001\\u001b[31m\"", "\"\\ud83d\\ude00\"", "\"\\u202eabc\"",
	"\"boligsosial\"", "\"@nav\"", "\"00000000000\"", "\"12838849855\"" };

/* The error of REPLY must not be one of ours. */
static void
judge(const json_t *method, const char *key, const char *value,
    const json_t *reply)
{
	const json_t *error = json_object_get(reply, "error");

	if (error != NULL &&
	    (mentions(error, "E_INTERNAL") || mentions(error, "\"E_IO\"")))
		fail_msg("%s %s=%s: %s", text_in(method, "name"), key, value,
		    json_dumps(reply, 0));
}

/* What the required parameters may be, so that the odd one is looked at. */
static void
fill(json_t *out, const char *name)
{
	static const struct {
		const char *name, *text;
	} texts[] = {
		{ "case", "2027/1" },
		{ "action", "first_talk" },
		{ "path", "boligsosial" },
		{ "definition", "boligsosial" },
		{ "key", "limits.queue" },
		{ "name", "Prøve" },
		{ "to", "2027-01-05" },
		{ "kind", "guardian" },
		{ "cause", "error" },
	};
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].name, name) == 0) {
			json_object_set_new(out, name,
			    json_string(texts[i].text));
			return;
		}
	json_object_set_new(out, name, json_integer(1));
}

static void
try_value(struct work *w, const json_t *method, const char *as, const char *key,
    const char *value)
{
	json_t *request = json_object(), *reply, *name;
	size_t i;

	json_array_foreach(json_object_get(json_object_get(method, "params"),
			       "required"),
	    i, name)
		fill(request, json_string_value(name));
	json_object_set_new(request, key,
	    json_loads(value, JSON_DECODE_ANY, NULL));
	reply = peer_call(&w->c, as, text_in(method, "name"), request);
	judge(method, key, value, reply);
	json_decref(reply);
}

static void
try_method(struct work *w, const json_t *method, const char *as)
{
	static const char *const reserved[] = { "role", "basis", "reason",
		"idem", "if_rev", "nonsense" };
	json_t *known = json_object_get(json_object_get(method, "params"),
		   "properties"),
	       *value;
	const char *key;
	size_t i, k;

	for (i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		json_object_foreach(known, key, value)
			try_value(w, method, as, key, odd[i]);
		if (strcmp(text_in(method, "kind"), "read") == 0)
			continue;
		for (k = 0; k < sizeof(reserved) / sizeof(reserved[0]); k++)
			try_value(w, method, as, reserved[k], odd[i]);
	}
}

/* Who can get furthest with a method; NULL: it is tried elsewhere. */
static const char *
who_may(const json_t *method)
{
	const char *access = text_in(method, "access");

	if (strcmp(access, "definition") == 0)
		return "admin01";
	if (strcmp(access, "audit") == 0)
		return "audit01";
	return strcmp(access, "clock") == 0 ? NULL : "leader01";
}

static void
no_value_of_a_parameter_is_answered_with_our_own_mistake(void **state)
{
	struct work *w = *state;
	json_t *result, *method;
	size_t i;

	result = peer_do(&w->c, NULL, "sys.describe", NULL);
	json_array_foreach(json_object_get(result, "methods"), i, method)
		if (who_may(method) != NULL)
			try_method(w, method, who_may(method));
	json_decref(result);
}

static void
the_clock_stays_within_the_calendar(void **state)
{
	struct work *w = *state;
	json_t *reply;
	size_t i;

	for (i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		reply = peer_call(&w->c, "admin01", "clock.advance",
		    params("{s:o}", "to",
			json_loads(odd[i], JSON_DECODE_ANY, NULL)));
		json_decref(reply);
	}
	reply = peer_do(&w->c, NULL, "clock.show", NULL);
	assert_true(strcmp(text_in(reply, "local"), "2201") < 0);
	json_decref(reply);
}

/* Each field of the first form, with each odd value. */
static void
no_value_of_a_field_is_answered_with_our_own_mistake(void **state)
{
	struct work *w = *state;
	json_t *form, *field, *reply, *method;
	const char *name;
	size_t i, k;

	method = params("{s:s}", "name", "case.create");
	form = peer_do(&w->c, "nav01", "case.form",
	    params("{s:s}", "workflow", "boligsosial"));
	json_array_foreach(json_object_get(form, "fields"), i, field)
		for (k = 0; k < sizeof(odd) / sizeof(odd[0]); k++) {
			name = text_in(field, "name");
			reply = peer_call(&w->c, "nav01", "case.create",
			    params("{s:{s:s, s:s, s:b, s:o}}", "data",
				"received", "2027-01-04", "channel", "phone",
				"asks_help", 1, name,
				json_loads(odd[k], JSON_DECODE_ANY, NULL)));
			judge(method, name, odd[k], reply);
			json_decref(reply);
		}
	json_decref(form);
	json_decref(method);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, secret_setup, work_teardown)
		T(no_value_of_a_parameter_is_answered_with_our_own_mistake),
		T(the_clock_stays_within_the_calendar),
		T(no_value_of_a_field_is_answered_with_our_own_mistake),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
