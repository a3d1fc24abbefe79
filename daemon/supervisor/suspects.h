/*
 * suspects -- what workers were doing when they died of a fault.
 *
 * Twice the same: the next worker is told to set it aside.  Who was killed by
 * somebody blames nothing; that is for the caller to know.
 */
#ifndef SUPERVISOR_SUSPECTS_H
#define SUPERVISOR_SUSPECTS_H

#include <stddef.h>

#include <jansson.h>

#include "base/beat.h"

#define SUSPECTS_MAX 64
#define SUSPECTS_DEATHS 2

/* Zeroed at first. */
struct suspects {
	struct {
		struct beat_work work;
		int deaths;
	} list[SUSPECTS_MAX]; /* the newest first */
	size_t n;
};

/* A worker died of WORK; no digest blames nothing. */
void suspects_blame(struct suspects *s, const struct beat_work *work);

/* Those to be set aside: [{"digest": hex, "what": name, "timer": id}] (new). */
json_t *suspects_guilty(const struct suspects *s);

/* They are set aside; should a person release one, it counts anew. */
void suspects_forget_guilty(struct suspects *s);

#endif
