/*
 * notify -- may other units be told without consent?  The municipality's choice.
 *
 * To tell is a choice that somebody has made: [plugin eviction] says it by
 * notify_without_consent, and who decided it and when (domain §3.2 no. 4).
 */
#ifndef MODEL_NOTIFY_H
#define MODEL_NOTIFY_H

struct config;
struct lines;

/* Note what is wrong in C's plugin sections. */
void notify_check(const struct config *c, struct lines *mistakes);

/*
 * What C says for PURPOSE, the name of a plugin: "coordinator", "leader", or
 * "off", which is also what holds without the name and the day.
 */
const char *notify_choice(const struct config *c, const char *purpose);

#endif
