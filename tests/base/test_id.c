/*
 * test_id -- random where it must be, repeatable where a test asks for it.
 */
#include "check.h"

#include <string.h>

#include "base/id.h"

static void
a_uuid_has_the_form_of_version_4(void **state)
{
	char a[ID_UUID_SIZE], b[ID_UUID_SIZE];
	size_t i;

	(void)state;
	id_uuid(a);
	id_uuid(b);
	assert_int_equal(strlen(a), 36);
	for (i = 0; i < 36; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23)
			assert_int_equal(a[i], '-');
		else
			assert_non_null(strchr("0123456789abcdef", a[i]));
	assert_int_equal(a[14], '4');
	assert_non_null(strchr("89ab", a[19]));
	assert_string_not_equal(a, b);
}

static void
the_same_seed_gives_the_same_bytes(void **state)
{
	unsigned char a[2][24], b[2][24];

	(void)state;
	id_seed(7);
	id_bytes(a[0], sizeof(a[0]));
	id_bytes(a[1], sizeof(a[1]));
	id_seed(7);
	id_bytes(b[0], sizeof(b[0]));
	id_bytes(b[1], sizeof(b[1]));
	assert_memory_equal(a, b, sizeof(a));
	assert_memory_not_equal(a[0], a[1], sizeof(a[0]));
	id_seed(8);
	id_bytes(b[0], sizeof(b[0]));
	assert_memory_not_equal(a[0], b[0], sizeof(a[0]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_uuid_has_the_form_of_version_4),
		cmocka_unit_test(the_same_seed_gives_the_same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
