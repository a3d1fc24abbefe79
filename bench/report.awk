# report -- medians, ratios and bars from the lines that bench/run has written.
#
# A line is a test, a server and `name value` pairs.  Ends with status 1 if a bar
# is missed.

{
	for (i = 3; i < NF; i += 2) {
		key = $1 SUBSEP $2 SUBSEP $i
		values[key, ++count[key]] = $(i + 1)
	}
}

function median(test, server, name,    key, n, i, k, v, sorted) {
	key = test SUBSEP server SUBSEP name
	n = count[key]
	for (i = 1; i <= n; i++) {
		v = values[key, i] + 0
		for (k = i - 1; k > 0 && sorted[k] > v; k--)
			sorted[k + 1] = sorted[k]
		sorted[k + 1] = v
	}
	if (n == 0)
		return 0
	return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

# what is left when all is sealed, of the same daemon without a key
function sealed(test, name,    open) {
	open = median(test, "unsealed", name)
	return open == 0 ? 0 : median(test, "boflyt", name) / open
}

function ratio(test, name,    below) {
	below = median(test, "bare", name)
	return below == 0 ? 0 : median(test, "boflyt", name) / below
}

# per case: bytes of the closed database by the cases of its run, run by run
function bytes(test, server,    key, n, i, sum, cases) {
	n = count[test, server, "bytes"]
	for (i = 1; i <= n; i++) {
		sum += values[test, server, "bytes", i]
		cases += values[test, server, "cases", i]
	}
	return cases == 0 ? 0 : sum / cases
}

# VALUE must not be below LEAST (or above MOST, where that is not "")
function bar(name, value, least, most,    ok) {
	ok = (least == "" || value >= least) && (most == "" || value <= most)
	if (!ok)
		missed = 1
	if (json == "yes")
		printf "%s\"%s\":{\"value\":%.4g,\"%s\":%s,\"ok\":%s}", comma, name, value,
			least != "" ? "least" : "most", least != "" ? least : most,
			ok ? "true" : "false"
	else
		printf "%-34s %9.3g   %s %-6s %s\n", name, value, least != "" ? ">=" : "<=",
			least != "" ? least : most, ok ? "ok" : "MISSED"
	comma = ","
}

function row(test, title, server) {
	if (json == "yes")
		printf "%s{\"test\":\"%s\",\"server\":\"%s\",\"rate\":%.0f,\"p50_us\":%.0f,\"p99_us\":%.0f,\"cpu_s_per_1000\":%.4f,\"rss_kib\":%.0f,\"bytes_per_case\":%.0f}",
			comma, test, server, median(test, server, "rate"), median(test, server, "p50"),
			median(test, server, "p99"), median(test, server, "cpu"),
			median(test, server, "rss"), bytes(test, server)
	else
		printf "%-22s %-8s %9.0f %9.0f %9.0f %10.3f %9.1f %9.0f\n", title, server,
			median(test, server, "rate"), median(test, server, "p50"),
			median(test, server, "p99"), median(test, server, "cpu"),
			median(test, server, "rss") / 1024, bytes(test, server)
	comma = ","
}

function rows(test, title) {
	row(test, title, "bare")
	row(test, title, "unsealed")
	row(test, title, "boflyt")
}

END {
	if (json == "yes")
		printf "{\"rows\":["
	else
		printf "%-22s %-8s %9s %9s %9s %10s %9s %9s\n", "W1", "server",
			"triggers/s", "p50 us", "p99 us", "CPU s/1000", "MiB", "B/case"
	rows("one", "1 client")
	rows("many", "64 clients")
	rows("paced", "64 clients, same rate")
	if (json == "yes")
		printf "],\"bars\":{"
	else
		print ""
	comma = ""
	bar("W1 rate, 1 client", ratio("one", "rate"), 0.5, "")
	bar("W1 rate, 64 clients", ratio("many", "rate"), 0.35, "")
	bar("W1 p99, 1 client", ratio("one", "p99"), "", 1.5)
	bar("W1 p99, 64 clients, same rate", ratio("paced", "p99"), "", 1.5)
	bar("W1 sealed, 1 client", sealed("one", "rate"), 0.8, "")
	bar("W1 sealed, 64 clients", sealed("many", "rate"), 0.8, "")
	bar("W2 first reply, 100000 cases, ms", median("full", "boflyt", "start_us") / 1000, "", 200)
	empty = median("empty", "boflyt", "start_us")
	bar("W2 first reply, by an empty one's", empty ? median("full", "boflyt", "start_us") / empty : 0,
		"", 2)
	bar("W2 idle worker, MiB", median("full", "boflyt", "rss") / 1024, "", 8)
	bar("W3 10000 timers, s", median("due", "boflyt", "seconds"), "", 2)
	bar("W3 a person waited, ms", median("due", "boflyt", "person_us") / 1000, "", 100)
	if (json == "yes")
		print "}}"
	exit missed
}
