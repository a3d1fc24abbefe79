/*
 * states -- a case of the shipped workflow, brought to any of its stages.
 */
#include "states.h"

#include <stdio.h>
#include <stdlib.h>

#include "look.h"

struct fixture f;
char number[24];

/* Kongsvinger as it is shipped, but synthetic. */
static char *
kongsvinger(void)
{
	char path[512], line[512], *text = NULL;
	size_t size = 0;
	FILE *in, *out = open_memstream(&text, &size);

	snprintf(path, sizeof(path),
	    "%s/etc/municipalities/3401-kongsvinger.ini", fixture_top());
	in = fopen(path, "re");
	assert_non_null(in);
	assert_non_null(out);
	while (fgets(line, sizeof(line), in) != NULL) {
		if (strncmp(line, "test_identities", 15) == 0)
			fputs("test_identities = yes\n", out);
		else if (strncmp(line, "number", 6) == 0)
			fputs("number = 5532\n", out);
		else
			fputs(line, out);
	}
	fputs("\n[user adm]\nname = A\nlogin = adm\nunits = nav\n"
	      "roles = administrator\n",
	    out);
	fclose(in);
	fclose(out);
	return text;
}

int
open_all(void **state)
{
	char *text = kongsvinger();

	(void)state;
	fixture_open_as(&f, STORE_MEMORY, text);
	free(text);
	snprintf(f.path, sizeof(f.path), "%s/workflows", fixture_top());
	fixture_ok(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "boligsosial"));
	fixture_ok(&f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "boligsosial"));
	return 0;
}

int
close_all(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

enum rc
act(const char *login, const char *action, const char *input)
{
	json_t *o = json_loads(input != NULL ? input : "{}", 0, NULL);

	if (o == NULL)
		fail_msg("%s", input);
	return fixture_act(&f, login, number, action, o);
}

void
must(const char *login, const char *action, const char *input)
{
	if (act(login, action, input) != RC_OK)
		fail_msg("%s: %s %s (%s)", action, f.err.name, f.err.text,
		    f.err.n_fields > 0 ? f.err.fields[0].field : "");
}

static void
call(const char *login, const char *method, const char *params)
{
	json_t *o = json_loads(params, 0, NULL);

	assert_non_null(o);
	json_object_set_new(o, "case", json_string(number));
	fixture_ok(&f, login, method, o);
}

static void
new_case(bool asks)
{
	json_t *data;

	fixture_ok(&f, "nav01", "person.add",
	    json_pack("{ss}", "name", "Prøve Person"));
	data = json_pack("{ss sb sI}", "channel", "phone", "asks_help", asks,
	    "person", int_at(f.result, "person"));
	fixture_case(&f, data, number);
}

static void
allocate(const char *dwelling, const char *service)
{
	char p[256];

	snprintf(p, sizeof(p),
	    "{\"kind\":\"service\",\"result\":\"%s\",\"performer\":"
	    "\"mental_health\",\"item\":{\"goal\":\"x\",\"reason\":\"x\"}}",
	    service);
	call("nav01", "allocation.propose", p);
	snprintf(p, sizeof(p),
	    "{\"kind\":\"dwelling\",\"result\":\"%s\",\"item\":{\"reason\":"
	    "\"x\",\"lease\":{\"from\":\"2027-03-01\",\"to\":\"2030-02-28\","
	    "\"stated\":true}}}",
	    dwelling);
	call("nav01", "allocation.propose", p);
	snprintf(p, sizeof(p),
	    "{\"kind\":\"start_package\",\"result\":\"%s\",\"performer\":"
	    "\"housing_team\",\"item\":{\"reason\":\"x\"}}",
	    service);
	call("nav01", "allocation.propose", p);
	call("nav01", "allocation.part",
	    "{\"part\":\"plan\",\"not_applicable\":\"x\"}");
	call("nav01", "allocation.part",
	    "{\"part\":\"agreement\",\"not_applicable\":\"x\"}");
	if (strcmp(dwelling, "granted") != 0)
		call("nav01", "allocation.part",
		    "{\"part\":\"lease\",\"not_applicable\":\"x\"}");
	if (strcmp(service, "refused") == 0) {
		call("nav01", "allocation.part",
		    "{\"part\":\"services\",\"not_applicable\":\"x\"}");
		call("nav01", "allocation.part",
		    "{\"part\":\"start_package\",\"not_applicable\":\"x\"}");
		call("nav01", "allocation.part",
		    "{\"part\":\"performers\",\"not_applicable\":\"x\"}");
	}
	fixture_ok(&f, "nav01", "allocation.show",
	    json_pack("{ss}", "case", number));
	snprintf(p, sizeof(p), "{\"version\":%lld}",
	    (long long)int_at(f.result, "version"));
	call("alloc01", "allocation.approve", p);
	must("nav02", "decide", DECIDE);
}

void
bring(const char *where)
{
	static const char *const way[] = { "intake", "mapping", "allocation",
		"start_package", "follow_up", "evaluation" };
	size_t i, n = 0;

	new_case(strcmp(where, "advice") != 0);
	if (strcmp(where, "advice") == 0)
		return;
	while (n < 6 && strcmp(way[n], where) != 0)
		n++;
	if (strcmp(where, "waiting") == 0)
		n = 2;
	if (strcmp(where, "closed") == 0) {
		must("nav01", "withdraw", "{\"end_reason\":\"x\"}");
		return;
	}
	assert_true(n < 6);
	for (i = 0; i < n; i++) {
		if (i == 0)
			must("nav01", "to_mapping",
			    "{\"situation\":\"1.4\",\"urgency\":\"14d\"}");
		else if (i == 1)
			must("nav01", "mapped", MAPPED("3"));
		else if (i == 2)
			allocate("refused", "granted");
		else if (i == 3)
			must("nav01", "moved_in", MOVED_IN);
		else
			must("nav01", "to_evaluation", NULL);
	}
	if (strcmp(where, "waiting") == 0)
		allocate("waiting", "granted");
}
