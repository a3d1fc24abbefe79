/*
 * cmocka_all -- cmocka with what it wants included first.
 */
#ifndef TESTS_CMOCKA_ALL_H
#define TESTS_CMOCKA_ALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* BOFLYT_TEST names the one test that is wanted; * and ? as in a shell. */
__attribute__((constructor)) static void
cmocka_take_one(void)
{
	const char *wanted = getenv("BOFLYT_TEST");

	if (wanted != NULL)
		cmocka_set_test_filter(wanted);
}

#endif
