/*
 * one_case -- set-up of tests that need the fixture with one case in it.
 */
#ifndef TESTS_ENGINE_ONE_CASE_H
#define TESTS_ENGINE_ONE_CASE_H

#include "fixture.h"

static struct fixture f;
static char number[24]; /* of the case */

static int
setup(void **state)
{
	(void)state;
	fixture_open(&f);
	fixture_case(&f, NULL, number);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

#endif
