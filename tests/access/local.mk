# Tests of access.
