/*
 * guess -- see guess.h.
 */
#include "guess.h"

#include <stdint.h>
#include <string.h>

#include "canary.h"

const char *guess_number = CANARY_NUMBER;
const char *guess_name = "sidens";
json_int_t guess_person = 1;

/* A value that fits SCHEMA and tells nothing itself. */
static json_t *
value_for(const char *name, const json_t *schema)
{
	const json_t *first =
	    json_array_get(json_object_get(schema, "enum"), 0);
	const char *type = json_string_value(json_object_get(schema, "x-type"));

	if (json_object_get(schema, "items") != NULL)
		return json_pack("[o]",
		    value_for(name, json_object_get(schema, "items")));
	if (first != NULL)
		return json_incref((json_t *)(uintptr_t)first);
	if (type == NULL)
		return json_string("x");
	if (strcmp(type, "case") == 0)
		return json_string("2027/1");
	if (strcmp(type, "nin") == 0)
		return json_string(guess_number);
	if (strcmp(type, "date") == 0 || strcmp(type, "instant") == 0)
		return json_string("2027-01-04");
	if (strcmp(type, "bool") == 0)
		return json_true();
	if (strcmp(type, "object") == 0)
		return json_object();
	if (strcmp(type, "list") == 0)
		return json_array();
	if (strcmp(type, "id") == 0 || strcmp(type, "integer") == 0 ||
	    strcmp(type, "money") == 0 || strcmp(type, "fd") == 0)
		return json_integer(
		    strcmp(name, "person") == 0 ? guess_person : 1);
	if (strcmp(name, "name") == 0)
		return json_string(guess_name);
	return json_string("x");
}

json_t *
guess_params(const json_t *method, bool all)
{
	const json_t *schema = json_object_get(method, "params");
	json_t *known = json_object_get(schema, "properties"), *one, *o;
	const char *name;
	size_t i;

	o = json_object();
	json_array_foreach(json_object_get(schema, "required"), i, one) {
		name = json_string_value(one);
		json_object_set_new(o, name,
		    value_for(name, json_object_get(known, name)));
	}
	if (all)
		json_object_foreach(known, name, one)
			if (strcmp(name, "after") != 0)
				json_object_set_new(o, name,
				    value_for(name, one));
	return o;
}
