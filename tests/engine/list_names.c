/*
 * list_names -- the names that the manual must have, for check-docs.sh.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "engine/table.h"
#include "model/municipality.h"

static void
list_keys(const char *kind, const struct bf_key *key)
{
	for (; key->section != NULL; key++)
		printf("%s %s.%s\n", kind, key->section, key->name);
}

static void
list_errors(const char *names)
{
	char *copy, *name, *rest = NULL;

	if (names == NULL || (copy = strdup(names)) == NULL)
		return;
	for (name = strtok_r(copy, " ", &rest); name != NULL;
	     name = strtok_r(NULL, " ", &rest))
		printf("error %s\n", name);
	free(copy);
}

static void
list_params(const struct bf_method *m)
{
	const struct bf_param *p;

	for (p = m->params; p != NULL && p->type != BF_END; p++)
		printf("param %s %s\n", m->name, p->name);
}

/* A descriptor comes beside the result, not in it. */
static void
list_columns(const struct bf_method *m)
{
	const struct bf_column *c;

	for (c = m->columns; c != NULL && c->type != BF_END; c++)
		if (c->type != BF_FD)
			printf("result %s %s\n", m->name, c->name);
}

int
main(void)
{
	struct err e = ERR_INIT;
	struct bf_method *table, *m;
	int rc;

	if (table_new(NULL, &table, &e) != RC_OK) {
		fprintf(stderr, "list_names: %s\n", e.text);
		return EXIT_FAILURE;
	}
	for (m = table; m->name != NULL; m++) {
		printf("method %s\n", m->name);
		list_params(m);
		list_columns(m);
		list_errors(m->errors);
	}
	for (rc = RC_INVALID; rc <= RC_INTERNAL; rc++)
		printf("error %s\n", rc_name((enum rc)rc));
	list_keys("daemon-key", daemon_keys);
	list_keys("key", municipality_keys);
	list_keys("key", municipality_waiting_keys);
	free(table);
	return EXIT_SUCCESS;
}
