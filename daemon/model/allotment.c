/*
 * allotment -- when a joint allocation is whole.
 */
#include "model/allotment.h"

#include <stddef.h>
#include <string.h>

#include "base/i18n.h"

const char *const allotment_kinds[] = { "dwelling", "service", "start_package",
	"plan", "guarantee", NULL };
const char *const allotment_results[] = { "granted", "partly", "waiting",
	"refused", "not_applicable", NULL };
const char *const allotment_parts[] = { "services", "start_package", "plan",
	"performers", "lease", "agreement", NULL };

/* Which kind of item says a part; NULL: none, or all of them. */
static const char *const part_kinds[] = { "service", "start_package", "plan",
	NULL, "dwelling", NULL };
#define PART_PERFORMERS 3

bool
allotment_is(const char *const *list, const char *name)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

static const char *
text_of(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

static bool
is_kind(const json_t *item, const char *kind)
{
	return strcmp(text_of(item, "kind"), kind) == 0;
}

bool
allotment_is_given(const char *result)
{
	return strcmp(result, "granted") == 0 || strcmp(result, "partly") == 0;
}

static bool
is_given(const json_t *item)
{
	return allotment_is_given(text_of(item, "result"));
}

/* Is an item of KIND given? */
static bool
has_given(const json_t *items, const char *kind)
{
	const json_t *item;
	size_t i;

	json_array_foreach(items, i, item)
		if (is_kind(item, kind) && is_given(item))
			return true;
	return false;
}

/* Begin the error with its name, so that fields can be added. */
static void
half(struct err *e, const char *name, const char *text)
{
	if (e->rc == RC_OK)
		(void)err_name(e, RC_GUARD, "E_HALF_DECISION",
		    _("allocation: half a decision is none; what is missing "
		      "stands beside it"));
	(void)err_field(e, name, NULL, "%s", text);
}

static void
check_item(const json_t *item, bool home, struct err *e)
{
	const char *name = text_of(item, "name");
	const char *result = text_of(item, "result");
	const json_t *facts = json_object_get(item, "facts");

	if (result[0] == '\0') {
		half(e, name, _("is not decided yet"));
		return;
	}
	if (home && is_kind(item, "service") && strcmp(result, "waiting") == 0)
		half(e, name,
		    _("waits; services are decided together with the "
		      "dwelling"));
	if (!is_given(item))
		return;
	if ((is_kind(item, "service") || is_kind(item, "start_package") ||
		is_kind(item, "plan")) &&
	    text_of(item, "performer")[0] == '\0')
		half(e, name, _("needs the unit that performs it"));
	if (is_kind(item, "service") &&
	    !json_is_true(json_object_get(facts, "goal")))
		half(e, name, _("needs a goal that prevents (D-143)"));
	if (is_kind(item, "dwelling") &&
	    !json_is_object(json_object_get(facts, "lease")))
		half(e, name, _("needs the term of the lease"));
}

static void
check_items(const json_t *items, struct err *e)
{
	bool home = has_given(items, "dwelling");
	const json_t *item;
	size_t i;

	if (json_array_size(items) == 0)
		half(e, "items", _("nothing has been proposed"));
	json_array_foreach(items, i, item)
		check_item(item, home, e);
	if (home && !has_given(items, "start_package"))
		half(e, "start_package",
		    _("a dwelling is not allocated without a start package"));
}

static void
missing(struct err *e, const char *part, const char *text)
{
	if (e->rc == RC_OK)
		(void)err_name(e, RC_GUARD, "E_PARTS",
		    _("allocation: each of the six parts is filled, or said "
		      "not to apply and why"));
	(void)err_field(e, part, NULL, "%s", text);
}

/* Do the items themselves say part I? */
static bool
is_said(const json_t *items, size_t i)
{
	const json_t *item;
	bool any = false;
	size_t k;

	if (part_kinds[i] != NULL)
		return has_given(items, part_kinds[i]);
	if (i != PART_PERFORMERS)
		return false;
	json_array_foreach(items, k, item)
		if (is_given(item) && text_of(item, "performer")[0] != '\0')
			any = true;
	return any;
}

static void
check_parts(const json_t *items, const json_t *parts, struct err *e)
{
	const json_t *part;
	bool said;
	size_t i;

	for (i = 0; allotment_parts[i] != NULL; i++) {
		part = json_object_get(parts, allotment_parts[i]);
		said = is_said(items, i);
		if (part == NULL && !said)
			missing(e, allotment_parts[i],
			    _("fill it, or say why it does not apply"));
		else if (said &&
		    json_is_false(json_object_get(part, "applies")))
			missing(e, allotment_parts[i],
			    _("is said not to apply, but an item is of it"));
	}
}

enum rc
allotment_check(const json_t *items, const json_t *parts, struct err *e)
{
	check_items(items, e);
	if (e->rc != RC_OK)
		return e->rc;
	check_parts(items, parts, e);
	return e->rc;
}

static bool
is_of(const json_t *item, const json_t *kinds)
{
	const json_t *kind;
	size_t i;

	json_array_foreach(kinds, i, kind)
		if (is_kind(item, json_string_value(kind)))
			return true;
	return false;
}

const char *
allotment_result(const json_t *items, const json_t *kinds)
{
	const json_t *item;
	const char *result;
	size_t i, whole = 0, less = 0, none = 0;

	json_array_foreach(items, i, item) {
		if (!is_of(item, kinds))
			continue;
		result = text_of(item, "result");
		if (strcmp(result, "granted") == 0 ||
		    strcmp(result, "waiting") == 0)
			whole++;
		else if (strcmp(result, "partly") == 0)
			less++;
		else if (strcmp(result, "refused") == 0)
			none++;
	}
	if (whole + less + none == 0)
		return NULL;
	if (less + none == 0)
		return "granted";
	return whole + less == 0 ? "refused" : "partly";
}
