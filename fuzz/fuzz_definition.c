/*
 * fuzz_definition -- the skeleton of a definition, as plain JSON.
 */
#include <string.h>

#include <jansson.h>

#include "base/utf8.h"
#include "fuzz.h"
#include "model/definition.h"

#define FIELDS 32

/* Every value that stands at the top of SKELETON, held against the fields. */
static void
check_values(const struct definition *d, const json_t *skeleton)
{
	static const struct date today = { 20829 }; /* 2027-01-11 */
	const char *key;
	json_t *value, *out, *again;
	size_t i;

	for (i = 0; i < d->n_fields && i < FIELDS; i++)
		json_object_foreach((json_t *)(uintptr_t)skeleton, key, value) {
			struct err e = ERR_INIT;

			out = again = NULL;
			if (json_is_null(value) ||
			    field_check(&d->fields[i], value, today, &out,
				&e) != RC_OK)
				continue;
			/* What is normal stays as it is. */
			MUST(field_check(&d->fields[i], out, today, &again,
				 &e) == RC_OK);
			MUST(json_equal(out, again));
			json_decref(out);
			json_decref(again);
		}
}

static void
check_notes(const struct def_notes *notes)
{
	const size_t most = sizeof(notes->notes) / sizeof(*notes->notes);
	size_t i;

	MUST(notes->n > 0);
	for (i = 0; i < notes->n && i < most; i++) {
		MUST(notes->notes[i].text[0] != '\0');
		MUST(utf8_is_valid(notes->notes[i].text,
		    strlen(notes->notes[i].text)));
		MUST(utf8_is_valid(notes->notes[i].where,
		    strlen(notes->notes[i].where)));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	json_t *skeleton = json_loadb((const char *)bytes, n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
	struct definition *d = NULL;
	struct def_notes notes = { .n = 0 };
	struct err e = ERR_INIT;
	enum rc rc;

	if (skeleton == NULL)
		return 0;
	rc = definition_compile(skeleton, NULL, NULL, &d, &notes, &e);
	MUST((rc == RC_OK) == (d != NULL));
	if (rc == RC_OK)
		check_values(d, skeleton);
	else
		check_notes(&notes);
	definition_free(d);
	json_decref(skeleton);
	return 0;
}
