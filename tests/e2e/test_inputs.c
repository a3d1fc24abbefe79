/*
 * test_inputs -- whatever is put into whichever parameter, by somebody who has
 * nothing to do with the case: nothing is read, nothing breaks, nothing stops.
 *
 * The inputs go into every parameter of every method that sys.describe tells.
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "secret.h"
#include "secret_plugins.h"
#include "work.h"

/* Values that have broken other programs; one JSON text each. */
static const char *const hostile[] = {
	"\"' OR '1'='1\"",
	"\"2027/1' --\"",
	"\"'; DROP TABLE cases; --\"",
	"\"1 UNION SELECT * FROM case_part\"",
	"\"%s%s%s%n%n%x\"",
	"\"${jndi:ldap://127.0.0.1/a}\"",
	"\"$(touch /tmp/boflyt-owned)\"",
	"\"`id`\"",
	"\"../../../../etc/passwd\"",
	"\"/proc/self/mem\"",
	"\"case.data.person\"",
	"\"os.execute('true')\"",
	"\"{{7*7}}\"",
	"\"=cmd|'/c calc'!A1\"",
	"\"\\u0000\"",
	"\"2027/1\\u0000x\"",
	"\"\\u202e1/7202\"",
	"\"\\uff12\\uff10\\uff12\\uff17/1\"",
	"\"2027/1 \"",
	"\" 2027/1\"",
	"\"2027/01\"",
	"\"2027/-1\"",
	"\"02027/1\"",
	"\"2027/99999999999999999999\"",
	"\"*\"",
	"\"%\"",
	"\"_\"",
	"\"\"",
	"\"9223372036854775808\"",
	"\"1e309\"",
	"\"NaN\"",
	"\"2027-02-30\"",
	"\"9999-12-31\"",
	"\"0000-00-00\"",
	"-1",
	"0",
	"1",
	"9223372036854775807",
	"-9223372036854775808",
	"1.0",
	"1e3",
	"true",
	"null",
	"[]",
	"[1]",
	"[\"2027/1\"]",
	"[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]",
	"{}",
	"{\"$ne\":null}",
	"{\"person\":1}",
	"{\"__proto__\":{\"roles\":[\"leader\"]}}",
};

#define N_HOSTILE (sizeof(hostile) / sizeof(hostile[0]))

/* Nobody of these has to do with case 2027/1, nor with the canaries (alloc01). */
static const char *const strangers[] = { "team01", "forum01", "admin01" };

static long long asked;

/* What a caller would say who has guessed the numbers and read the manual. */
static json_t *
guess(const char *name, const json_t *schema)
{
	const json_t *codes = json_object_get(schema, "enum");
	const json_t *least = json_object_get(schema, "minimum");
	const char *type = text_in(schema, "x-type");

	if (strcmp(type, "case") == 0 || strcmp(name, "case") == 0)
		return json_string("2027/1");
	if (strcmp(type, "date") == 0)
		return json_string("2027-01-04");
	if (codes != NULL)
		return json_incref(json_array_get(codes, 0));
	if (least != NULL)
		return json_incref((json_t *)(uintptr_t)least);
	if (strcmp(type, "text") == 0 || strcmp(type, "name") == 0)
		return json_string("nav");
	if (strcmp(type, "bool") == 0)
		return json_true();
	if (strcmp(type, "object") == 0)
		return json_object();
	if (strcmp(type, "list") == 0)
		return json_array();
	return json_integer(1);
}

/* Moving the clock and ending what is tested here is for another test. */
static bool
is_left_out(const char *method)
{
	return strncmp(method, "clock.", 6) == 0 ||
	    strncmp(method, "watch.", 6) == 0 ||
	    strncmp(method, "workflow.", 9) == 0 ||
	    strncmp(method, "key.", 4) == 0 ||
	    strncmp(method, "sys.backup", 10) == 0;
}

/* One line out; what is no JSON for the daemon has no number. */
static void
say(struct work *w, const char *as, const char *method, json_t *p)
{
	json_t *line;
	char *text;

	json_object_set_new(p, "as", json_string(as));
	line = json_pack("{ss si ss so}", "jsonrpc", "2.0", "id", 1, "method",
	    method, "params", p);
	text = json_dumps(line, JSON_COMPACT);
	peer_send(&w->c, text, strlen(text));
	peer_send(&w->c, "\n", 1);
	free(text);
	json_decref(line);
}

/* What SCHEMA requires, guessed, and NAME as TEXT. */
static json_t *
make(const json_t *schema, const char *name, const char *text)
{
	const json_t *properties = json_object_get(schema, "properties");
	json_t *p = json_object(), *one;
	size_t i;

	json_array_foreach(json_object_get(schema, "required"), i, one)
		json_object_set_new(p, json_string_value(one),
		    guess(json_string_value(one),
			json_object_get(properties, json_string_value(one))));
	json_object_set_new(p, name,
	    json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL));
	return p;
}

static void
hear(struct work *w, const char *method, const char *name, const char *text)
{
	json_t *reply = peer_read(&w->c);

	if (reply == NULL)
		fail_msg("%s of %s = %s: no answer", name, method, text);
	if (mentions(reply, SECRET))
		fail_msg("%s of %s = %s shows a secret", name, method, text);
	if (mentions(reply, "E_INTERNAL"))
		fail_msg("%s of %s = %s: E_INTERNAL", name, method, text);
	json_decref(reply);
	asked++;
}

/* Each hostile value once in every parameter, the askers in turns. */
static void
try_method(struct work *w, const json_t *row)
{
	const char *method = text_in(row, "name"), *name;
	json_t *schema = json_object_get(row, "params"), *type;
	size_t i, turn = 0;

	json_object_foreach(json_object_get(schema, "properties"), name, type) {
		for (i = 0; i < N_HOSTILE; i++)
			say(w, strangers[turn++ % 3], method,
			    make(schema, name, hostile[i]));
		for (i = 0; i < N_HOSTILE; i++)
			hear(w, method, name, hostile[i]);
	}
}

static void
no_input_in_any_parameter_reads_breaks_or_stops_anything(void **state)
{
	struct work *w = *state;
	json_t *all = peer_do(&w->c, "admin01", "sys.describe", NULL);
	json_t *before = work_show(w, "nav01", "2027/1"), *after, *row;
	json_t *records = secret_show_plugins(w), *left;
	pid_t worker = place_worker(&w->place);
	size_t i;

	json_array_foreach(json_object_get(all, "methods"), i, row) {
		if (!is_left_out(text_in(row, "name")))
			try_method(w, row);
	}
	json_decref(all);
	print_message("%lld requests with %zu hostile values\n", asked,
	    N_HOSTILE);
	assert_true(asked > 5000);
	assert_int_equal(place_worker(&w->place), worker);
	after = work_show(w, "nav01", "2027/1");
	assert_true(json_equal(before, after));
	left = secret_show_plugins(w);
	assert_true(json_equal(records, left));
	json_decref(before);
	json_decref(after);
	json_decref(records);
	json_decref(left);
}

/* Lines that are no requests, on a connection that goes on or ends. */
static void
no_line_stops_anything(void **state)
{
	static const char *const lines[] = {
		"\n",
		"{}\n",
		"[]\n",
		"null\n",
		"{\"jsonrpc\":\"2.0\"}\n",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":1}\n",
		"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"case.show\"}\n",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"a\"}\n",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.show\","
		"\"params\":[\"2027/1\"]}\n",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.show\","
		"\"params\":{\"case\":\"2027/"
		"1\",\"as\":{\"user\":\"nav01\"}}}\n",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.show\","
		"\"params\":{\"case\":\"2027/1\",\"as\":\"system\"}}\n",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.show\","
		"\"params\":{\"case\":\"2027/1\",\"as\":\"nav01\","
		"\"role\":\"system\"}}\n",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"__index\"}\n",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.show\\u0000\"}"
		"\n",
		"\xff\xfe\xfd\n",
		"{\"a\":\"\xc3\x28\"}\n",
		"\x00\x01\x02\n",
	};
	struct work *w = *state;
	struct peer c;
	json_t *reply;
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		peer_open(&c, &w->place);
		peer_send(&c, lines[i],
		    lines[i][0] == '\0' ? 4 : strlen(lines[i]));
		reply = peer_read(&c);
		if (reply != NULL && mentions(reply, SECRET))
			fail_msg("line %zu shows a secret", i);
		json_decref(reply);
		peer_close(&c);
	}
	json_decref(peer_do(&w->c, "admin01", "sys.status", NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    no_input_in_any_parameter_reads_breaks_or_stops_anything,
		    secret_setup_plugins, secret_teardown),
		cmocka_unit_test_setup_teardown(no_line_stops_anything,
		    secret_setup, secret_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
