/*
 * keys -- every row of boflyt.conf and of a municipality's file.
 *
 * From these rows come the checks of the configuration, `boflyt config
 * explain` and the man pages boflyt.conf(5) and boflyt-municipality(5).
 */
#include "model/municipality.h"

#include "base/i18n.h"

static const char *const languages[] = { "nb", "nn", NULL };
static const char *const four_eyes[] = { "yes", "leader", "no", NULL };
static const char *const log_levels[] = { "error", "warning", "info", "debug",
	NULL };
static const char *const socket_modes[] = { "0600", "0660", "0666", NULL };
static const char *const key_sources[] = { "file", "credential", "command",
	NULL };
static const char *const domains[] = { "social", "health", "housing",
	"property", NULL };
static const char *const unit_types[] = { "nav", "housing_office",
	"allocation_office", "coordinating", "home_care", "mental_health",
	"activity", "refugee", "property", "housing_foundation",
	"complaint_board", "political", NULL };
static const char *const roles[] = { "caseworker", "decision_maker",
	"coordinator", "performer", "caretaker", "property", "leader", "forum",
	"archivist", "administrator", "auditor", NULL };

static const char *const differences[] = { "forum", "hide", "show", NULL };
static const char *const shown[] = { "name", "unit", "role", NULL };

#define TEXT(sec, key, flag, val, re, txt, ref)                                \
	{                                                                      \
		.section = (sec), .name = (key), .type = BF_TEXT,              \
		.flags = (flag), .unit = "", .value = (val), .reload = (re),   \
		.text = (txt), .law = (ref)                                    \
	}
#define NAME(sec, key, flag, val, re, txt, ref)                                \
	{                                                                      \
		.section = (sec), .name = (key), .type = BF_NAME,              \
		.flags = (flag), .unit = "", .value = (val), .reload = (re),   \
		.text = (txt), .law = (ref)                                    \
	}
#define CODE(sec, key, flag, list, val, re, txt, ref)                          \
	{                                                                      \
		.section = (sec), .name = (key), .type = BF_CODE,              \
		.flags = (flag), .unit = "", .value = (val), .reload = (re),   \
		.codes = (list), .text = (txt), .law = (ref)                   \
	}
#define NUMBER(sec, key, flag, lo, hi, un, val, re, txt, ref)                  \
	{                                                                      \
		.section = (sec), .name = (key), .type = BF_INTEGER,           \
		.flags = (flag), .unit = (un), .min = (lo), .max = (hi),       \
		.value = (val), .reload = (re), .text = (txt), .law = (ref)    \
	}
#define SWITCH(sec, key, val, re, txt, ref)                                    \
	{                                                                      \
		.section = (sec), .name = (key), .type = BF_BOOL, .unit = "",  \
		.value = (val), .reload = (re), .text = (txt), .law = (ref)    \
	}
#define END                                                                    \
	{                                                                      \
		.section = NULL                                                \
	}

const struct bf_key municipality_keys[] = {
	NAME("municipality", "number", BF_REQUIRED, NULL, false,
	    N_("the municipality's number, four digits"), ""),
	TEXT("municipality", "name", BF_REQUIRED, NULL, true,
	    N_("the municipality's name as letters and lists show it"), ""),
	CODE("municipality", "language", 0, languages, "nb", true,
	    N_("written language of letters and messages"), "A-23"),
	TEXT("municipality", "address", 0, NULL, true,
	    N_("where people write to the municipality: street or box; in "
	       "every letter"),
	    "law row 59"),
	TEXT("municipality", "postal_code", 0, NULL, true,
	    N_("the postal code of the municipality's address"), ""),
	TEXT("municipality", "postal_place", 0, NULL, true,
	    N_("the postal place of the municipality's address"), ""),
	TEXT("municipality", "phone", 0, NULL, true,
	    N_("the municipality's telephone; in every letter"), ""),
	NUMBER("municipality", "population", BF_REQUIRED, 1, 2000000, "", NULL,
	    true, N_("inhabitants on 1 January of the year before"), "A-21"),
	SWITCH("municipality", "test_identities", "no", false,
	    N_("a test installation: synthetic persons only, and a clock that "
	       "stands still until clock.advance moves it"),
	    "domain §4.3"),
	{ .section = "municipality",
	    .name = "test_clock",
	    .type = BF_DATE,
	    .unit = "",
	    .reload = false,
	    .text = N_("the day on which a test installation's clock first "
		       "stands; without it the day of the first start"),
	    .law = "" },
	CODE("keys", "source", 0, key_sources, "file", false,
	    N_("where the municipality's key comes from, which all other keys "
	       "are wrapped with"),
	    "law row 82"),
	TEXT("keys", "file", 0, NULL, false,
	    N_("the file of the key; without it the municipality's number with "
	       ".key in the state folder"),
	    ""),
	TEXT("keys", "credential", 0, NULL, false,
	    N_("name of the service manager's credential; without it boflyt- "
	       "and the municipality's number"),
	    ""),
	TEXT("keys", "command", 0, NULL, false,
	    N_("a program with its whole path, and its words, that writes the "
	       "key to its standard output"),
	    ""),
	NUMBER("keys", "backup_days", 0, 1, 3660, "days", "35", true,
	    N_("how long a copy of the table of keys may be used; what was "
	       "erased is gone from backups when the copies are"),
	    "law rows 74, 82"),
	NAME("workflow", "default", 0, "boligsosial", true,
	    N_("the definition of a case for which none is named"), ""),
	TEXT("unit *", "name", BF_REQUIRED, NULL, true,
	    N_("the unit's name as letters and lists show it"), ""),
	CODE("unit *", "type", BF_REQUIRED, unit_types, NULL, true,
	    N_("what kind of unit it is; a definition may name a type"),
	    "D-103"),
	CODE("unit *", "domain", BF_REQUIRED, domains, NULL, true,
	    N_("confidentiality domain: decides which classes of values the "
	       "unit may see"),
	    "D-103"),
	TEXT("user *", "name", BF_REQUIRED, NULL, true,
	    N_("the user's name as letters and lists show it"), ""),
	NAME("user *", "login", BF_REQUIRED, NULL, true,
	    N_("login of the user on this machine"), ""),
	NAME("user *", "units", BF_REQUIRED | BF_REPEATED, NULL, true,
	    N_("the units in which the user works"), ""),
	CODE("user *", "roles", BF_REQUIRED | BF_REPEATED, roles, NULL, true,
	    N_("the roles that the user may act in"), ""),
	{ .section = "user *",
	    .name = "from",
	    .type = BF_DATE,
	    .unit = "",
	    .reload = true,
	    .text = N_("the first day on which the user works here"),
	    .law = "domain §2.2" },
	{ .section = "user *",
	    .name = "to",
	    .type = BF_DATE,
	    .unit = "",
	    .reload = true,
	    .text = N_("the last day on which the user works here"),
	    .law = "domain §2.2" },
	NAME("gateway *", "login", BF_REQUIRED, NULL, true,
	    N_("login of a program that may name the user it speaks for"), ""),
	NAME("gateway *", "users", BF_REPEATED, NULL, true,
	    N_("users for whom it may speak; all of them unless given"), ""),
	TEXT("levels", "1", 0, "own", true,
	    N_("level 1: own, or merge into another"), "D-152"),
	TEXT("levels", "2", 0, "own", true,
	    N_("level 2: own, or merge into another"), "D-153"),
	TEXT("levels", "3", 0, "own", true,
	    N_("level 3: own, or merge into another"), "D-154"),
	TEXT("levels", "4", 0, "own", true,
	    N_("level 4: own, or merge into another"), "D-155"),
	NAME("authority *", "units", BF_REPEATED, NULL, true,
	    N_("units whose decision-makers may decide about this type"),
	    "domain §2.4"),
	NAME("authority *", "users", BF_REPEATED, NULL, true,
	    N_("users who may decide about this type"), "domain §2.4"),
	CODE("decisions", "four_eyes", 0, four_eyes, "yes", true,
	    N_("may who prepared a case alone decide in it: yes (four eyes are "
	       "asked for), leader (it may be, and the leader looks at it), "
	       "no"),
	    "domain §2.7"),
	NUMBER("deadline *", "days", 0, 1, 3660, "days", NULL, true,
	    N_("length of the goal in days; in place of the definition's"), ""),
	NUMBER("deadline *", "workdays", 0, 1, 1000, "workdays", NULL, true,
	    N_("length of the goal in working days"), ""),
	NUMBER("deadline *", "weeks", 0, 1, 520, "weeks", NULL, true,
	    N_("length of the goal in weeks"), ""),
	NUMBER("deadline *", "months", 0, 1, 120, "months", NULL, true,
	    N_("length of the goal in months"), ""),
	NUMBER("deadline *", "acute_workdays", 0, 1, 1000, "workdays", NULL,
	    true, N_("length of the goal if the case is acute"), ""),
	NUMBER("deadline *", "warn_days", 0, 0, 366, "days", NULL, true,
	    N_("days before the date at which a warning is given"), "A-25"),
	NAME("allocation", "units", BF_REPEATED, NULL, true,
	    N_("units that approve a joint allocation; without it the "
	       "responsible one"),
	    "D-142"),
	NUMBER("allocation", "quorum", 0, 0, 100, "units", "0", true,
	    N_("units that must approve the same version; 0: all that are "
	       "asked"),
	    "D-064"),
	SWITCH("allocation", "may_perform", "no", true,
	    N_("may the unit that decides perform what it allocates; for "
	       "small municipalities"),
	    "D-142"),
	NAME("meeting *", "units", BF_REPEATED, NULL, true,
	    N_("units that take part in meetings of this type"), "D-064"),
	NUMBER("meeting *", "quorum", 0, 0, 100, "units", "0", true,
	    N_("units that must be present for the meeting to be held; 0: no "
	       "such number"),
	    "D-064"),
	NUMBER("meeting *", "every_weeks", 0, 0, 52, "weeks", "0", true,
	    N_("weeks from one meeting to the next; 0: only when it is "
	       "called"),
	    "D-063"),
	TEXT("county_governor", "name", 0, "Statsforvalteren", true,
	    N_("what the county governor that hears complaints is called in "
	       "letters, such as Statsforvalteren i Innlandet"),
	    "law rows 59, 63"),
	TEXT("county_governor", "address", 0, NULL, true,
	    N_("where complaints that are forwarded go by post: street or "
	       "box"),
	    "law row 63"),
	TEXT("county_governor", "postal_code", 0, NULL, true,
	    N_("the postal code of that address"), "law row 63"),
	TEXT("county_governor", "postal_place", 0, NULL, true,
	    N_("the postal place of that address"), "law row 63"),
	TEXT("county_governor", "orgnr", 0, NULL, true,
	    N_("the county governor's organisation number, for letters that "
	       "go digitally"),
	    "law row 63"),
	NUMBER("undo", "minutes", 0, 0, 1440, "minutes", "10", true,
	    N_("how long one may undo one's own last step, and its letters "
	       "wait; 0: not at all"),
	    ""),
	NUMBER("consent", "age_health", 0, 12, 18, "years", "16", true,
	    N_("age from which one consents oneself in health matters"),
	    "law row 32"),
	NUMBER("consent", "age", 0, 15, 18, "years", "18", true,
	    N_("age from which one consents oneself to all else"), "A-5"),
	NUMBER("consent", "remind_days", 0, 0, 366, "days", "30", true,
	    N_("days before a consent's last day at which a task asks to renew "
	       "it; 0: never"),
	    "domain §3.1"),
	NUMBER("reports", "suppress_below", 0, 5, 100, "cases", "5", true,
	    N_("counts above zero and below this are not shown in reports"),
	    "domain §6.1"),
	CODE("reports", "differences", 0, differences, "forum", true,
	    N_("from whom counts are hidden that would tell of a few together "
	       "with those of a report given before"),
	    "domain §6.1"),
	CODE("lookups", "citizen_shows", BF_REPEATED, shown, "name,unit,role",
	    true, N_("what a person is told of those who looked at their case"),
	    "law row 83"),
	NUMBER("lookups", "unusual_refused", 0, 1, 10000, "refusals", "5", true,
	    N_("refusals of one user in a report that the leader is shown "
	       "first"),
	    "law row 83"),
	NUMBER("lookups", "unusual_searches", 0, 1, 100000, "searches", "50",
	    true, N_("searches of one user that the leader is shown first"),
	    "law row 83"),
	NUMBER("lookups", "unusual_without_step", 0, 1, 100000, "cases", "20",
	    true,
	    N_("cases that one user looked into without doing anything in "
	       "them"),
	    "law row 83"),
	NUMBER("lookups", "unusual_off_hours", 0, 1, 100000, "look-ups", "20",
	    true, N_("look-ups of one user between 20 and 06 or on a day off"),
	    "law row 83"),
	END
};

const struct bf_key municipality_waiting_keys[] = {
	SWITCH("plugin *", "enabled", "no", false,
	    N_("does this municipality use the plugin, where it is present"),
	    ""),
	{ .section = "plugin *",
	    .name = "*",
	    .type = BF_ANY,
	    .unit = "",
	    .reload = true,
	    .text = N_("the plugin's own keys, which wait for it"),
	    .law = "" },
	END
};

const struct bf_key daemon_keys[] = {
	TEXT("folders", "state", 0, "/var/lib/boflyt", false,
	    N_("folder of the databases, one folder a municipality"), ""),
	TEXT("folders", "run", 0, "/run/boflyt", false,
	    N_("folder of the sockets"), ""),
	TEXT("folders", "municipalities", 0,
	    BOFLYT_SYSCONFDIR "/municipalities", false,
	    N_("folder of the municipalities' files"), ""),
	TEXT("folders", "workflows", 0, BOFLYT_DATADIR "/workflows", false,
	    N_("folder of the definitions that are shipped"), ""),
	TEXT("folders", "law", 0, BOFLYT_SYSCONFDIR "/law.ini", true,
	    N_("file of the dated rules"), "domain §4"),
	TEXT("plugins", "folder", 0, BOFLYT_PLUGINDIR, false,
	    N_("folder of the plugins"), ""),
	NAME("plugins", "load", BF_REPEATED, "plan, eviction, deposit", false,
	    N_("the plugins to load, where they are present"), ""),
	TEXT("folders", "spool", 0, NULL, false,
	    N_("folder of the spools of letters, one folder a municipality; "
	       "without it each lies beside its database"),
	    ""),
	SWITCH("letters", "pdf", "yes", true,
	    N_("letters leave as PDF, which WeasyPrint makes; without it as "
	       "HTML, for those who print themselves"),
	    ""),
	CODE("log", "level", 0, log_levels, "info", true,
	    N_("the least important messages that are still written"), ""),
	TEXT("socket", "group", 0, NULL, false,
	    N_("group that may open the socket; without it the daemon's own"),
	    ""),
	CODE("socket", "mode", 0, socket_modes, "0660", false,
	    N_("permissions of the socket"), ""),
	NUMBER("limits", "connections", 0, 1, 20000, "", "256", true,
	    N_("connections open at once"), ""),
	NUMBER("limits", "queue", 0, 1, 4096, "requests", "64", true,
	    N_("requests of one connection that may wait"), ""),
	NUMBER("limits", "batch", 0, 1, 256, "requests", "256", true,
	    N_("requests that may share one commit"), ""),
	NUMBER("limits", "batch_ms", 0, 1, 20, "ms", "20", true,
	    N_("time that a batch may take before it commits"), ""),
	NUMBER("limits", "document", 0, 1, 256, "MiB", "64", true,
	    N_("size of the largest document"), ""),
	END
};
