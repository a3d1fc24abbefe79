/*
 * voice -- the language that the worker speaks, and how much it logs.
 */
#ifndef WORKER_VOICE_H
#define WORKER_VOICE_H

struct config;

/*
 * Read both catalogues.  A reload may change the language when no catalogue can
 * be opened any more.
 */
void voice_prepare(void);

/* Speak LANGUAGE from now on, and log as DAEMON (boflyt.conf) says. */
void voice_set(const struct config *daemon, const char *language);

#endif
