/*
 * body -- who writes and who hears complaints in letters; see body.h.
 */
#include "engine/body.h"

#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/mem.h"

#define SECTION "county_governor"

static const char governor_nb[] = "Statsforvalteren";
static const char governor_nn[] = "Statsforvaltaren";

bool
body_is_governor(const char *body)
{
	return strcmp(body, governor_nb) == 0;
}

char *
body_name(const struct municipality *m, enum lang lang, const char *body)
{
	const char *name = body;
	size_t n = strlen(governor_nb);

	if (body_is_governor(body))
		name = config_text(m->config, SECTION, "name");
	if (name == NULL || name[0] == '\0')
		name = body;
	if (lang == LANG_NN && strncmp(name, governor_nb, n) == 0)
		return mem_format("%s%s", governor_nn, name + n);
	return mem_text(name);
}

bool
body_has_address(const struct municipality *m)
{
	return config_has(m->config, SECTION, "orgnr") ||
	    (config_has(m->config, SECTION, "address") &&
		config_has(m->config, SECTION, "postal_code") &&
		config_has(m->config, SECTION, "postal_place"));
}

json_t *
body_governor(const struct municipality *m, enum lang lang)
{
	static const char *const known[] = { "address", "postal_code",
		"postal_place", "orgnr" };
	char *name = body_name(m, lang, governor_nb);
	json_t *out = json_pack("{ss}", "name", name);
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		value = config_text(m->config, SECTION, known[i]);
		if (value != NULL && value[0] != '\0')
			json_object_set_new(out, known[i], json_string(value));
	}
	free(name);
	return out;
}

char *
body_own_address(const struct municipality *m)
{
	const char *street = config_text(m->config, "municipality", "address");
	const char *code =
	    config_text(m->config, "municipality", "postal_code");
	const char *place =
	    config_text(m->config, "municipality", "postal_place");

	if (street == NULL || street[0] == '\0' || code == NULL ||
	    place == NULL)
		return mem_text("");
	return mem_format("%s, %s %s", street, code, place);
}
