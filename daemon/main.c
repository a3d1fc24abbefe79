/*
 * boflytd -- the daemon's main program.
 */
int
main(void)
{
	return 0;
}
