/*
 * fuzz -- what a fuzz target is: bytes in, an abort if something is wrong.
 *
 * With --enable-fuzzing libFuzzer calls it; otherwise replay.c does, once for
 * each file of the corpus.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Give the target its bytes; the name and the result are libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* What must hold whatever the bytes are. */
#define MUST(what)                                                             \
	do {                                                                   \
		if (!(what)) {                                                 \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__,     \
			    #what);                                            \
			abort();                                               \
		}                                                              \
	} while (0)

#endif
