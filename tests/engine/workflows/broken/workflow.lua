-- Two mistakes, each to be told with its line.
return workflow {
	name = "broken", title = "Feil", start = "inntak",
	data = { level = integer { min = 1, max = 4, titel = "Nivå", class = "case" } },
	stages = {
		intake = stage { title = "Inntak", actions = {
			go = action { title = "Gå", roles = { "caseworker" }, to = "closed",
				run = function(case) case:close("withdrawn") end } } },
		closed = stage { title = "Lukket", final = true },
	},
}
