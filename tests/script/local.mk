# Tests of script.
