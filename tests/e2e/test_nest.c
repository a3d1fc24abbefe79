/*
 * test_nest -- a case full of protected addresses, and everybody asks for it.
 *
 * What is heard here goes into the tee, where tests/check-canary.sh looks for the
 * canaries byte by byte; what those may hear who work with the person is looked
 * at here, for the addresses alone (domain §2.2, §7.4 no. 11).
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "canary.h"
#include "guess.h"
#include "tee.h"
#include "work.h"

/* Who has nothing to do with the canaries. */
static const char *const others[] = { "nav01", "nav02", "rus01", "forum01",
	"admin01", "audit01", NULL };

static const char *const formats[] = { "table", "csv", "json", "svg" };

/* A case of the canaries' own unit; its letters may not say where they live. */
static const char nest[] =
    "return workflow {\n"
    "  name = 'nest', title = 'Rede', start = 'first',\n"
    "  data = {\n"
    "    received = date { required = true, title = 'Mottatt',"
    " class = 'case', find = 'range' },\n"
    "    person = person { title = 'Søker' },\n"
    "    other = person { title = 'Samboer' },\n"
    "    place = text { title = 'Sted', class = 'address',"
    " find = 'exact' },\n"
    "  },\n"
    "  create = { { 'received', required = true }, 'person', 'other',"
    " 'place' },\n"
    "  stages = {\n"
    "    first = stage { title = 'Først', unit = 'allocation_office',\n"
    "      deadlines = { answer = deadline { days(10), from = 'received',"
    " goal = true, title = 'Svar' } },\n"
    "      timers = { tell = timer { days(1), from = 'received',"
    " run = function(case) case:letter { template = 'x', to = 'nav',"
    " text = 'Bor i ' .. case.data.place } end },\n"
    "        fail = timer { days(1), from = 'received',"
    " run = function(case) error(case.data.place) end } },\n"
    "      actions = {\n"
    "        move = action { title = 'Flytt', roles = { 'caseworker' },"
    " form = { 'place' } },\n"
    "        refuse = action { title = 'Nei', roles = { 'caseworker' },"
    " run = function(case) reject('E_NEST', case.data.place, 'place')"
    " end },\n"
    "        stop = action { title = 'Slutt', roles = { 'caseworker' },"
    " to = 'closed' },\n"
    "      } },\n"
    "    closed = stage { title = 'Lukket', final = true } },\n"
    "}\n";

/* The same places in what plugins keep of the case, and in its papers. */
static void
fill_records(struct peer *c)
{
	if (work_has_plugin("plan"))
		json_decref(peer_do(c, CANARY_USER, "plan.report_need",
		    params("{s:s}", "case", "2027/1")));
	if (work_has_plugin("eviction"))
		json_decref(peer_do(c, CANARY_USER, "eviction.notice",
		    params("{s:s, s:s, s:i, s:s}", "source", "utleier_9_11",
			"case", "2027/1", "person", 1, "address",
			CANARY_STAY)));
	if (work_has_plugin("deposit"))
		json_decref(peer_do(c, CANARY_USER, "deposit.apply",
		    params("{s:s, s:s, s:s, s:i, s:s}", "case", "2027/1",
			"landlord_kind", "municipal", "landlord", "Kommunen",
			"rent", 1250000, "dwelling", CANARY_STAY)));
}

static void
file_paper(struct peer *c)
{
	int fd = memfd_create("paper", MFD_CLOEXEC);
	json_t *reply;

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, CANARY_STAY, strlen(CANARY_STAY)),
	    strlen(CANARY_STAY));
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	reply = peer_call_fd(c, fd, CANARY_USER, "document.put",
	    params("{s:s, s:i, s:s, s:s}", "case", "2027/1", "file", 0, "class",
		"address", "title", CANARY_STAY));
	assert_int_equal(int_in(json_object_get(reply, "result"), "document"),
	    1);
	json_decref(reply);
	close(fd);
}

/* A case that names both, by who may know them. */
static void
open_case(struct work *w)
{
	struct peer c;

	peer_open(&c, &w->place);
	c.untapped = true;
	json_decref(peer_do(&c, CANARY_USER, "household.add",
	    params("{s:i}", "person", 1)));
	json_decref(peer_do(&c, CANARY_USER, "case.create",
	    params("{s:s, s:{s:s, s:i, s:i, s:s}}", "workflow", "nest", "data",
		"received", "2027-01-04", "person", 1, "other", 2, "place",
		CANARY_STAY)));
	json_decref(work_act(w, CANARY_USER, "2027/1", "move",
	    params("{s:s}", "place", CANARY_STAY " B")));
	work_act_refused(w, CANARY_USER, "2027/1", "refuse", NULL, "E_NEST");
	fill_records(&c);
	file_paper(&c);
	peer_close(&c);
}

static int
setup(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return -1;
	place_make(&w->place);
	place_add_workflow(&w->place, "nest", nest);
	work_add_plugins(&w->place);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	json_decref(peer_do(&w->c, "admin01", "workflow.load",
	    params("{s:s}", "path", "nest")));
	json_decref(peer_do(&w->c, "admin01", "workflow.activate",
	    params("{s:s, s:s}", "definition", "nest", "reason", "test")));
	canary_plant(&w->c);
	open_case(w);
	*state = w;
	return 0;
}

/* What lies on the disk, with the daemon dead in the middle of its work. */
static void
nothing_of_them_lies_on_the_disk_in_clear(void **state)
{
	struct work *w = *state;
	char path[128];

	work_advance(w, "2027-01-07");
	work_restart(w, SIGKILL);
	(void)place_stop(&w->place, SIGKILL);
	snprintf(path, sizeof(path), "%s/state", w->place.dir);
	tee_folder("state", path);
	place_start(&w->place);
	peer_close(&w->c);
	peer_open(&w->c, &w->place);
}

static bool
is_harmful(const char *method)
{
	/* They change what the other requests ask for, or never end. */
	static const char *const skip[] = { "clock.advance", "workflow.load",
		"workflow.activate", "watch.open", "sys.backup" };
	size_t i;

	for (i = 0; i < sizeof(skip) / sizeof(skip[0]); i++)
		if (strcmp(method, skip[i]) == 0)
			return true;
	return false;
}

static json_t *
methods_of(struct work *w)
{
	json_t *result = peer_do(&w->c, NULL, "sys.describe", NULL);
	json_t *methods = json_incref(json_object_get(result, "methods"));

	json_decref(result);
	assert_true(json_array_size(methods) > 40);
	return methods;
}

/* Whatever is asked with the whole number, the row, the case: tapped. */
static void
everybody_else_asks_every_method(void **state)
{
	struct work *w = *state;
	json_t *methods = methods_of(w), *method, *p;
	size_t i, k, n = 0;
	int all;

	work_advance(w, "2027-01-07");
	for (k = 0; k < sizeof(others) / sizeof(others[0]); k++)
		json_array_foreach(methods, i, method)
			for (all = 0; all <= 1; all++) {
				if (is_harmful(text_in(method, "name")))
					continue;
				p = guess_params(method, all == 1);
				if (k % 2 == 1)
					json_object_set_new(p, "use",
					    json_string("export"));
				json_decref(peer_call(&w->c, others[k],
				    text_in(method, "name"), p));
				n++;
			}
	assert_true(n > 500);
	assert_false(place_logged(&w->place, "worker.died"));
	json_decref(methods);
}

/* Does V have an address of a canary in it, in whatever letters? */
static bool
says_address(const json_t *v)
{
	static const char *const words[] = { "burdue", "fuglekasse", "4711",
		"90047110", "redekasse" };
	char *text = json_dumps(v, JSON_ENCODE_ANY), *at;
	bool yes = false;
	size_t i;

	for (at = text; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		yes = yes || strstr(text, words[i]) != NULL;
	free(text);
	return yes;
}

/* Who works with them hears the names, and never where they live. */
static void
who_works_with_them_is_told_no_strict_address(void **state)
{
	struct work *w = *state;
	json_t *methods = methods_of(w), *method, *reply;
	struct peer c;
	size_t i;
	int all;

	work_advance(w, "2027-01-07");
	peer_open(&c, &w->place);
	c.untapped = true;
	json_array_foreach(methods, i, method)
		for (all = 0; all <= 1; all++) {
			if (is_harmful(text_in(method, "name")) ||
			    strcmp(text_in(method, "kind"), "read") != 0)
				continue;
			reply =
			    peer_call(&c, CANARY_USER, text_in(method, "name"),
				guess_params(method, all == 1));
			if (says_address(reply))
				fail_msg("%s: %s", text_in(method, "name"),
				    json_dumps(reply, 0));
			json_decref(reply);
		}
	json_decref(methods);
	peer_close(&c);
}

/* So that the test above has something to hide. */
static void
who_works_with_them_is_told_their_names(void **state)
{
	struct work *w = *state;
	json_t *result;
	struct peer c;

	peer_open(&c, &w->place);
	c.untapped = true;
	result = peer_do(&c, CANARY_USER, "person.show",
	    params("{s:i}", "person", 1));
	assert_true(mentions(result, CANARY_NAME));
	assert_false(says_address(result));
	json_decref(result);
	result = peer_do(&c, CANARY_USER, "person.show",
	    params("{s:i}", "person", 2));
	assert_true(mentions(result, CANARY_ADDRESS_2));
	json_decref(result);
	peer_close(&c);
}

/* Lists that leave the screen have neither of them. */
static void
exports_of_who_works_with_them_are_tapped_too(void **state)
{
	static const char *const lists[] = { "case.list", "task.list",
		"deadline.list", "document.list", "decision.list" };
	struct work *w = *state;
	size_t i;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		json_decref(peer_call(&w->c, CANARY_USER, lists[i],
		    params("{s:s, s:s}", "use", "export", "case", "2027/1")));
	json_decref(peer_call(&w->c, CANARY_USER, "person.find",
	    params("{s:s, s:s}", "use", "export", "name", "sidens")));
}

static void
run_client(const struct work *w, const char *a, const char *b, const char *c,
    const char *d, const char *e)
{
	const char *const words[] = { "--as", "nav01", a, b, c, d, e, NULL };
	char *out = NULL;

	(void)place_client(&w->place, words, &out);
	free(out);
}

static void
the_client_is_asked_in_every_format(void **state)
{
	static const char *const asked[][2] = { { "case", "list" },
		{ "task", "list" }, { "day", "show" }, { "case", "show" },
		{ "person", "show" } };
	struct work *w = *state;
	size_t i, k;

	for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		for (k = 0; k < sizeof(formats) / sizeof(formats[0]); k++)
			run_client(w, "--format", formats[k], asked[i][0],
			    asked[i][1], i == 3 ? "2027/1" : NULL);
	run_client(w, "--complete", "case", "show", "", NULL);
	run_client(w, "--complete", "person", "show", "", NULL);
	run_client(w, "--complete", "person", "find", "sidens", NULL);
	run_client(w, "i-dag", NULL, NULL, NULL, NULL);
}

/* Events of the case as it moves, for who may not know of it. */
static void
watchers_are_told_nothing_of_it(void **state)
{
	struct work *w = *state;
	struct pollfd pfd = { .events = POLLIN };
	struct peer c;
	size_t k;

	peer_open(&c, &w->place);
	for (k = 0; others[k] != NULL; k++)
		json_decref(peer_call(&c, others[k], "watch.open",
		    params("{s:s}", "topic", "cases")));
	json_decref(peer_call(&w->c, CANARY_USER, "document.list",
	    params("{s:s}", "case", "2027/1")));
	work_advance(w, "2027-03-01");
	pfd.fd = c.fd;
	while (poll(&pfd, 1, 200) == 1)
		json_decref(peer_read(&c));
	peer_close(&c);
}

static void
the_auditors_log_has_hashes_for_what_was_searched(void **state)
{
	struct work *w = *state;

	json_decref(peer_call(&w->c, "nav01", "person.find",
	    params("{s:s}", "number", CANARY_NUMBER)));
	json_decref(peer_call(&w->c, "nav01", "person.add",
	    params("{s:s, s:s}", "name", "Prøve Annen", "number",
		CANARY_NUMBER)));
	json_decref(peer_call(&w->c, "nav01", "emergency.open",
	    params("{s:s, s:i, s:s}", "category", "child", "person", 1,
		"reason", "hast")));
	json_decref(peer_do(&w->c, "audit01", "lookup.list",
	    params("{s:i}", "limit", 200)));
	json_decref(peer_do(&w->c, "audit01", "report.innsyn",
	    params("{s:i, s:[s]}", "person", 1, "case", "2027/1")));
	json_decref(peer_do(&w->c, "leader01", "report.innsynsbruk", NULL));
	json_decref(peer_do(&w->c, "leader01", "report.nivaabevegelse", NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
		T(everybody_else_asks_every_method),
		T(who_works_with_them_is_told_no_strict_address),
		T(who_works_with_them_is_told_their_names),
		T(exports_of_who_works_with_them_are_tapped_too),
		T(nothing_of_them_lies_on_the_disk_in_clear),
		T(the_client_is_asked_in_every_format),
		T(watchers_are_told_nothing_of_it),
		T(the_auditors_log_has_hashes_for_what_was_searched),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
