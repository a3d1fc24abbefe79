/*
 * enclosure -- documents that go along with a letter; see enclosure.h.
 */
#include "courier/enclosure.h"

#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/i18n.h"
#include "base/sha256.h"

#define PREFIX "vedlegg-"

static enum rc
read_one(const json_t *row, struct enclosures *out, struct err *e)
{
	const char *name = json_string_value(json_object_get(row, "name"));
	const char *sum = json_string_value(json_object_get(row, "sha256"));
	const json_t *text = json_object_get(row, "base64");
	struct spool_file *f = &out->files[out->n];
	char hex[SHA256_HEX_SIZE];

	if (name == NULL || sum == NULL || !json_is_string(text) ||
	    strncmp(name, PREFIX, strlen(PREFIX)) != 0 ||
	    !base64_read(json_string_value(text), json_string_length(text),
		&out->bytes[out->n], &f->n))
		return err_set(e, RC_INVALID,
		    _("spool: an enclosure cannot be read"));
	f->name = name;
	f->bytes = out->bytes[out->n++];
	sha256_of(f->bytes, f->n, hex);
	if (strcmp(hex, sum) != 0)
		return err_set(e, RC_INVALID,
		    _("spool: %s: is not what the letter says goes along"),
		    name);
	return RC_OK;
}

enum rc
enclosures_read(const json_t *message, struct enclosures *out, struct err *e)
{
	const json_t *list = json_object_get(message, "enclosures"), *row;
	enum rc rc = RC_OK;
	size_t i;

	memset(out, 0, sizeof(*out));
	if (json_array_size(list) > ENCLOSURES_MAX)
		return err_set(e, RC_INVALID, _("spool: too many enclosures"));
	json_array_foreach(list, i, row)
		if (rc == RC_OK)
			rc = read_one(row, out, e);
	return rc;
}

void
enclosures_fini(struct enclosures *x)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		free(x->bytes[i]);
	x->n = 0;
}
