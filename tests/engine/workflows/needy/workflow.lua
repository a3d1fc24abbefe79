-- Wants two plugins, one of which it cannot do without.
return workflow {
	name = "needy", title = "Trenger en utvidelse", start = "intake",
	uses = { "plan?", "deposit" },
	data = { level = integer { min = 1, max = 4, title = "Nivå", class = "case" } },
	stages = {
		intake = stage { title = "Inntak", actions = {
			go = action { title = "Gå", roles = { "caseworker" }, to = "closed",
				run = function(case) case:close("withdrawn") end } } },
		closed = stage { title = "Lukket", final = true },
	},
}
