-- Another kind of case, for what was opened as the wrong one.
return workflow {
	name = "other", title = "Annen sak", start = "begin",
	data = {
		received = date { required = true, title = "Mottatt", class = "case", find = "range" },
		asks_help = boolean { title = "Ber om hjelp", class = "case" },
		person = person { title = "Søker" },
		wishes = text { title = "Ønsker", class = "identity" },
		level = text { title = "Ikke et tall her", class = "identity" },
	},
	create = { { "received", required = true } },
	stages = {
		begin = stage {
			title = "Begynnelse", unit = "nav",
			deadlines = {
				reply = deadline { rule = "FVL_11A", from = "received", keep = true, title = "Foreløpig svar" },
			},
			actions = {
				withdraw = action { title = "Trekk", roles = { "caseworker" }, to = "done",
					run = function(case) case:close("withdrawn") end },
			},
		},
		done = stage { title = "Ferdig", final = true },
	},
}
