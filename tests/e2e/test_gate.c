/*
 * test_gate -- who may know what, asked at the real socket.
 */
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "canary.h"
#include "secret.h"
#include "work.h"

static const char *const outsiders[] = { "rus01", "alloc01", "admin01",
	"forum01", "audit01", NULL };
#define N_OUTSIDERS (sizeof(outsiders) / sizeof(outsiders[0]))

/* Methods that take a number; @ is 1 (there is one) or 9 (there is none). */
static const struct {
	const char *method, *params;
} numbered[] = {
	{ "case.show", "{\"case\":\"2027/@\"}" },
	{ "case.history", "{\"case\":\"2027/@\"}" },
	{ "case.why", "{\"case\":\"2027/@\"}" },
	{ "case.why", "{\"case\":\"2027/@\",\"action\":\"reply\"}" },
	{ "case.form", "{\"case\":\"2027/@\",\"action\":\"first_talk\"}" },
	{ "case.act", "{\"case\":\"2027/@\",\"action\":\"reply\"}" },
	{ "case.act", "{\"case\":\"2027/@\",\"action\":\"nonsense\"}" },
	{ "case.act",
	    "{\"case\":\"2027/@\",\"action\":\"reply\","
	    "\"if_rev\":1}" },
	{ "case.assign", "{\"case\":\"2027/@\",\"contact\":\"nav02\"}" },
	{ "decision.list", "{\"case\":\"2027/@\"}" },
	{ "decision.show", "{\"case\":\"2027/@\",\"no\":1}" },
	{ "document.list", "{\"case\":\"2027/@\"}" },
	{ "document.get", "{\"document\":@}" },
	{ "document.put", "{\"case\":\"2027/@\",\"file\":0}" },
	{ "task.list", "{\"case\":\"2027/@\"}" },
	{ "task.done", "{\"task\":@}" },
	{ "person.show", "{\"person\":@}" },
	{ "person.change", "{\"person\":@,\"name\":\"Ny\"}" },
	{ "person.identify",
	    "{\"person\":@,\"number\":\"12838849855\",\"cause\":\"error\"}" },
	{ "person.link",
	    "{\"person\":@,\"kind\":\"guardian\","
	    "\"name\":\"Verge\"}" },
	{ "household.show", "{\"household\":@}" },
	{ "household.join",
	    "{\"household\":@,\"name\":\"Barn\","
	    "\"relation\":\"child\"}" },
	{ "household.leave", "{\"household\":@,\"member\":1}" },
};
#define N_NUMBERED (sizeof(numbered) / sizeof(numbered[0]))

/*
 * The error for number DIGIT with each 9 written as 1; the caller frees.  The
 * first numbers of the register are the canaries'.
 */
static char *
error_for(struct work *w, const char *as, size_t i, char digit)
{
	char text[256], *dump, *at;
	json_t *request, *reply;
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	snprintf(text, sizeof(text), "%s", numbered[i].params);
	if (digit == '1' && strstr(text, "person\":@") != NULL)
		digit = '0' + FIRST_PERSON;
	*strchr(text, '@') = digit;
	request = json_loads(text, 0, NULL);
	assert_non_null(request);
	reply = peer_call_fd(&w->c, fd, as, numbered[i].method, request);
	close(fd);
	dump = json_dumps(json_object_get(reply, "error"),
	    JSON_ENCODE_ANY | JSON_COMPACT);
	json_decref(reply);
	if (dump == NULL)
		return NULL;
	for (at = dump; *at != '\0'; at++)
		if (*at == '9' || *at == '0' + FIRST_PERSON)
			*at = '1';
	return dump;
}

static void
what_is_unknown_and_what_is_not_theirs_answers_alike(void **state)
{
	struct work *w = *state;
	char *forbidden, *unknown;
	size_t i, k;

	for (k = 0; k < N_OUTSIDERS; k++)
		for (i = 0; i < N_NUMBERED; i++) {
			forbidden = error_for(w, outsiders[k], i, '1');
			unknown = error_for(w, outsiders[k], i, '9');
			if (forbidden == NULL || unknown == NULL ||
			    strcmp(forbidden, unknown) != 0)
				fail_msg("%s as %s: %s but %s",
				    numbered[i].method, outsiders[k], forbidden,
				    unknown);
			free(forbidden);
			free(unknown);
		}
}

/* So that the test above asks for something that can be had. */
static void
those_of_the_unit_are_told_apart_from_unknown(void **state)
{
	struct work *w = *state;
	char *own, *unknown;
	size_t i;

	for (i = 0; i < N_NUMBERED; i++) {
		unknown = error_for(w, "nav01", i, '9');
		own = error_for(w, "nav01", i, '1');
		if (unknown == NULL || strstr(unknown, "E_NOT_FOUND") == NULL ||
		    (own != NULL && strstr(own, "E_NOT_FOUND") != NULL))
			fail_msg("%s %s: %s, %s", numbered[i].method,
			    numbered[i].params, own, unknown);
		free(own);
		free(unknown);
	}
}

static void
lists_show_nothing_of_other_units_cases(void **state)
{
	static const char *const lists[] = { "case.list", "task.list",
		"deadline.list", "day.show" };
	struct work *w = *state;
	size_t i, k;
	json_t *reply;

	work_advance(w, "2027-01-20");
	for (k = 0; k < N_OUTSIDERS; k++)
		for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
			reply = peer_call(&w->c, outsiders[k], lists[i], NULL);
			if (mentions(reply, "2027\\/1") ||
			    mentions(reply, "2027/1"))
				fail_msg("%s as %s: %s", lists[i], outsiders[k],
				    json_dumps(reply, 0));
			json_decref(reply);
		}
}

/* What a method might be asked with, by the name of the parameter. */
static void
fill(json_t *out, const char *name)
{
	static const struct {
		const char *name, *text;
	} texts[] = {
		{ "case", "2027/1" },
		{ "action", "first_talk" },
		{ "method", "case.show" },
		{ "key", "municipality.name" },
		{ "path", "boligsosial" },
		{ "definition", "boligsosial" },
		{ "name", SECRET " Navnesen" },
		{ "from", "2027-01-01" },
		{ "to", "2027-12-31" },
		{ "user", "nav01" },
	};
	static const char *const numbers[] = { "person", "household",
		"document", "task", "member", "no", "incident" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].name, name) == 0)
			json_object_set_new(out, name,
			    json_string(texts[i].text));
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (strcmp(numbers[i], name) == 0)
			json_object_set_new(out, name, json_integer(1));
}

/* Ask METHOD (as sys.describe has it) with what it needs, or all it knows. */
static void
ask_for_secrets(struct work *w, const char *as, const json_t *method, bool all)
{
	const json_t *schema = json_object_get(method, "params");
	json_t *known = json_object_get(schema, "properties"), *request, *name;
	json_t *reply, *value;
	const char *key;
	size_t i;

	request = json_object();
	json_array_foreach(json_object_get(schema, "required"), i, name)
		fill(request, json_string_value(name));
	if (all)
		json_object_foreach(known, key, value)
			fill(request, key);
	reply = peer_call(&w->c, as, text_in(method, "name"), request);
	if (mentions(reply, SECRET) && json_object_get(reply, "result") != NULL)
		fail_msg("%s as %s: %s", text_in(method, "name"), as,
		    json_dumps(reply, 0));
	json_decref(reply);
}

static void
no_method_shows_case_content_to_those_without_cases(void **state)
{
	static const char *const users[] = { "admin01", "forum01", "audit01",
		NULL };
	struct work *w = *state;
	json_t *result, *methods, *method;
	size_t i, k;

	result = peer_do(&w->c, NULL, "sys.describe", NULL);
	methods = json_object_get(result, "methods");
	assert_true(json_array_size(methods) > 40);
	for (k = 0; k < sizeof(users) / sizeof(users[0]); k++)
		json_array_foreach(methods, i, method) {
			ask_for_secrets(w, users[k], method, false);
			ask_for_secrets(w, users[k], method, true);
		}
	json_decref(result);
}

static void
somebody_whom_no_file_names_may_call_only_what_is_public(void **state)
{
	struct work *w = *state;
	json_t *result, *methods, *method, *reply;
	const char *access;
	size_t i;

	result = peer_do(&w->c, NULL, "sys.describe", NULL);
	methods = json_object_get(result, "methods");
	json_array_foreach(methods, i, method) {
		access = text_in(method, "access");
		if (strcmp(access, "public") == 0 ||
		    strcmp(access, "clock") == 0)
			continue;
		reply = peer_call(&w->c, NULL, text_in(method, "name"), NULL);
		assert_non_null(json_object_get(reply, "error"));
		json_decref(reply);
	}
	json_decref(result);
	peer_refused(&w->c, "nobody", "case.list", NULL, "E_NO_BASIS");
}

/* The caller becomes nav01 itself, and no gateway. */
static void
only_a_gateway_speaks_for_others(void **state)
{
	struct work *w = *state;
	char login[128];
	const char *you;

	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	snprintf(login, sizeof(login), "login = %s\n",
	    getpwuid(getuid())->pw_name);
	place_replace(&w->place, "municipalities/3401.ini", "login = nav01\n",
	    login);
	place_replace(&w->place, "municipalities/3401.ini", "[gateway test]\n",
	    "[gateway test]\nlogin = somebody\n");
	place_replace(&w->place, "municipalities/3401.ini",
	    "login = somebody\nlogin = ", "login = somebody\n;");
	place_start(&w->place);
	peer_close(&w->c);
	peer_open(&w->c, &w->place);
	you = text_in(json_object_get(json_object_get(w->c.hello, "boflyt"),
			  "you"),
	    "user");
	assert_string_equal(you, "nav01");
	json_decref(peer_do(&w->c, NULL, "case.show",
	    params("{s:s}", "case", "2027/1")));
	peer_refused(&w->c, "leader01", "case.show",
	    params("{s:s}", "case", "2027/1"), "E_NO_BASIS");
	peer_refused(&w->c, "nav01", "report.list", NULL, "E_NO_BASIS");
}

/* The teardown needs an auditor, whom this caller cannot speak for. */
static int
end_of_gateway(void **state)
{
	struct work *w = *state;

	peer_close(&w->c);
	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	place_remove(&w->place);
	free(w);
	return 0;
}

static void
a_chosen_role_is_the_only_one(void **state)
{
	struct work *w = *state;
	json_t *input = params("{s:s, s:s, s:s, s:i, s:s, s:s}", "stay_type",
	    "municipal", "stay_from", "2027-01-03", "stay_place", "sted",
	    "children", 1, "decision_content", "x", "reason_facts", "y");

	peer_refused(&w->c, "nav02", "case.act",
	    params("{s:s, s:s, s:O, s:s}", "case", "2027/1", "action",
		"emergency_stay", "input", input, "role", "caseworker"),
	    "E_NO_BASIS");
	peer_refused(&w->c, "leader01", "report.list",
	    params("{s:s}", "role", "caseworker"), "E_NO_BASIS");
	json_decref(peer_do(&w->c, "leader01", "report.list",
	    params("{s:s}", "role", "leader")));
	json_decref(peer_do(&w->c, "nav02", "case.act",
	    params("{s:s, s:s, s:o, s:s}", "case", "2027/1", "action",
		"emergency_stay", "input", input, "role", "decision_maker")));
}

static void
a_role_that_one_does_not_have_cannot_be_chosen(void **state)
{
	struct work *w = *state;

	peer_refused(&w->c, "nav01", "case.list",
	    params("{s:s}", "role", "leader"), "E_NO_BASIS");
	peer_refused(&w->c, "nav01", "sys.verify",
	    params("{s:s}", "role", "auditor"), "E_NO_BASIS");
}

/* A case of the mental health unit's, with something of class health in it. */
static void
write_health(struct work *w, char *number)
{
	json_t *result;

	result = peer_do(&w->c, "rus01", "case.create",
	    params("{s:{s:s, s:s, s:b, s:i, s:s}}", "data", "received",
		"2027-01-04", "channel", "phone", "asks_help", 1, "person",
		FIRST_PERSON, "request", SECRET " diagnose i egne ord"));
	snprintf(number, NUMBER_SIZE, "%s", text_in(result, "case"));
	json_decref(result);
	json_decref(work_act(w, "rus01", number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
	json_decref(work_act(w, "rus01", number, "map_health",
	    params("{s:s}", "health_needs", SECRET " diagnose")));
}

/* Domain 0.3 no. 5: care to NAV is not symmetric. */
static void
health_that_another_unit_wrote_does_not_go_with_the_case_to_nav(void **state)
{
	static const char *const reads[] = { "case.show", "case.history",
		"case.why" };
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *result;
	size_t i;

	/* nav01 registered person 1; rus01 may not know of it. */
	json_decref(peer_do(&w->c, "nav01", "case.assign",
	    params("{s:s, s:s, s:s}", "case", "2027/1", "unit", "mental_health",
		"contact", "rus01")));
	write_health(w, number);
	result = work_show(w, "rus01", number);
	assert_true(mentions(result, SECRET " diagnose"));
	assert_true(mentions(result, SECRET " diagnose i egne ord"));
	json_decref(result);
	json_decref(peer_do(&w->c, "rus01", "case.assign",
	    params("{s:s, s:s, s:s}", "case", number, "unit", "nav", "contact",
		"nav01")));
	for (i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
		result = peer_do(&w->c, "nav01", reads[i],
		    params("{s:s}", "case", number));
		assert_false(mentions(result, "diagnose"));
		json_decref(result);
	}
	result = peer_do(&w->c, "nav01", "case.form",
	    params("{s:s, s:s}", "case", number, "action", "map_health"));
	assert_false(mentions(result, "diagnose"));
	json_decref(result);
	work_act_refused(w, "nav01", number, "map_health",
	    params("{s:s}", "health_needs", "x"), "E_FIELDS");
}

static void
a_task_shows_its_unit_no_free_text_of_the_case(void **state)
{
	struct work *w = *state;
	json_t *result, *reply;

	json_decref(work_act(w, "nav01", "2027/1", "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
	json_decref(work_act(w, "nav01", "2027/1", "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s, s:s}", "mapped_on",
		"2027-01-04", "situation", "1.4", "wishes", SECRET " tre rom",
		"level", 2, "level_reason", SECRET " grunn", "plan_need",
		"goal_plan", "coordinator", "nav02", "child_view", SECRET)));
	work_allocate(w, "2027/1", false, NULL, NULL);
	json_decref(work_act(w, "nav02", "2027/1", "decide",
	    decision_input("2027-01-04", SECRET)));
	result = peer_do(&w->c, "rus01", "task.list", NULL);
	assert_int_equal(json_array_size(json_object_get(result, "rows")), 1);
	assert_false(mentions(result, SECRET));
	json_decref(result);
	result = work_show(w, "rus01", "2027/1");
	assert_false(mentions(result, SECRET));
	json_decref(result);
	reply = peer_call(&w->c, "rus01", "person.show",
	    params("{s:i}", "person", FIRST_PERSON));
	assert_false(mentions(reply, SECRET));
	json_decref(reply);
	work_act_refused(w, "rus01", "2027/1", "withdraw", NULL, "E_NO_BASIS");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, secret_setup, secret_teardown)
		T(what_is_unknown_and_what_is_not_theirs_answers_alike),
		T(those_of_the_unit_are_told_apart_from_unknown),
		T(lists_show_nothing_of_other_units_cases),
		T(no_method_shows_case_content_to_those_without_cases),
		T(somebody_whom_no_file_names_may_call_only_what_is_public),
		cmocka_unit_test_setup_teardown(
		    only_a_gateway_speaks_for_others, secret_setup,
		    end_of_gateway),
		T(a_chosen_role_is_the_only_one),
		T(a_role_that_one_does_not_have_cannot_be_chosen),
		T(health_that_another_unit_wrote_does_not_go_with_the_case_to_nav),
		T(a_task_shows_its_unit_no_free_text_of_the_case),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
