/*
 * latin -- composed letters of the Latin script and their lower case.
 */
#ifndef MODEL_LATIN_H
#define MODEL_LATIN_H

#include <stdbool.h>
#include <stdint.h>

/* Split a composed letter once: ǻ into å and acute.  False if it is none. */
bool latin_decompose(uint32_t letter, uint32_t *base, uint32_t *mark);

/* Join a letter and a combining mark; 0 if there is no such letter. */
uint32_t latin_compose(uint32_t base, uint32_t mark);

/* The small letter; anything else stays as it is. */
uint32_t latin_lower(uint32_t letter);

#endif
