/*
 * notify -- may other units be told without consent?
 */
#include "model/notify.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "base/lines.h"

#define KEY "notify_without_consent"
#define SECTION_SIZE (INI_SECTION_MAX + 16)

static bool
is_decided(const struct config *c, const char *section)
{
	return config_has(c, section, "decided_by") &&
	    config_has(c, section, "decided_on");
}

static void
check_section(const struct config *c, const char *section, struct lines *bad)
{
	const char *choice = config_text(c, section, KEY);

	if (strcmp(choice, "off") == 0)
		return;
	if (strcmp(choice, "coordinator") != 0 && strcmp(choice, "leader") != 0)
		lines_add(bad, _("%s: %s: off, coordinator or leader"),
		    config_where(c, section, KEY), KEY);
	if (!is_decided(c, section))
		lines_add(bad,
		    _("%s: %s: say who decided it and when, as decided_by and "
		      "decided_on"),
		    config_where(c, section, KEY), KEY);
}

void
notify_check(const struct config *c, struct lines *mistakes)
{
	char section[SECTION_SIZE];
	const char *name;
	size_t i;

	for (i = 0; (name = config_name(c, "plugin", i)) != NULL; i++) {
		snprintf(section, sizeof(section), "plugin %s", name);
		if (config_has(c, section, KEY))
			check_section(c, section, mistakes);
	}
}

const char *
notify_choice(const struct config *c, const char *purpose)
{
	char section[SECTION_SIZE];

	snprintf(section, sizeof(section), "plugin %s", purpose);
	if (!config_has(c, section, KEY) || !is_decided(c, section))
		return "off";
	return config_text(c, section, KEY);
}
