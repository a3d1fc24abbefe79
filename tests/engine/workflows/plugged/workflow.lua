-- A definition that calls a plugin in every way.
local worker = { "caseworker" }

return workflow {
	name = "small", title = "Sak med del", start = "intake",
	uses = { "trial", "other?", "absent?" },

	data = {
		received = date { required = true, title = "Mottatt", class = "case", find = "range" },
		level = integer { min = 1, max = 4, title = "Nivå", class = "case", find = "range" },
		person = person { title = "Søker" },
		answer = text { title = "Svar", class = "identity" },
	},

	create = { { "received", required = true }, "level", "person", "answer" },

	any = stage {
		title = "Alle",
		on = {
			["trial.rang"] = function(case, event)
				case:task { key = "rang", title = "Det ringte" }
			end,
			["other.heard"] = function(case, event)
				case:task { key = "heard", title = "Hørt" }
			end,
		},
	},

	stages = {
		intake = stage {
			title = "Inntak", unit = "nav",
			actions = {
				put = action { title = "Legg inn", roles = worker,
					run = function(case)
						case.data.level = 2
						local made = trial.add { case = case.id,
							values = { state = "open", amount = 1250000, landlord = "Utleier AS" } }
						case.data.answer = "krav " .. made.claim
					end },
				refuse = action { title = "Nekt", roles = worker,
					run = function(case)
						case.data.level = 2
						trial.refuse { case = case.id }
					end },
				catch = action { title = "Fang", roles = worker,
					run = function(case)
						case.data.level = 2
						local ok = pcall(function() trial.refuse { case = case.id } end)
						case.data.answer = ok and "gikk" or "fanget"
					end },
				role = action { title = "Rolle", roles = worker,
					run = function(case) trial.role {} end },
				lent = action { title = "Lånt rolle", roles = worker, grants = { "trial.role" },
					run = function(case) trial.role {} end },
				guarded = action { title = "Vakt", roles = worker,
					guard = function(case)
						return trial.find { kind = "claim", case = case.id }.n > 0, "ingen krav"
					end,
					run = function(case) case.data.answer = "vakt" end },
				writes = action { title = "Vakt som skriver", roles = worker,
					guard = function(case)
						trial.add { case = case.id, values = { state = "open" } }
						return true
					end,
					run = function(case) case.data.answer = "vakt" end },
				absent = action { title = "Borte", roles = worker,
					run = function(case) absent.thing {} end },
				maybe = action { title = "Kanskje", roles = worker,
					run = function(case)
						case.data.answer = absent == nil and "uten" or "med"
					end },
				wrong = action { title = "Galt", roles = worker,
					run = function(case) trial.add { cse = case.id } end },
				who = action { title = "Hvem", roles = worker,
					run = function(case) trial.role { as = "boss" } end },
				tell = action { title = "Si fra", roles = worker,
					run = function(case) case:emit("small.thing", { n = 1 }) end },
				decide = action { title = "Vedtak", roles = { "decision_maker" },
					run = function(case)
						case:decide { type = "help", basis = "BSL_7", result = "granted",
							content = "Du får hjelp" }
					end },
				stop = action { title = "Lukk", roles = worker, to = "closed",
					run = function(case) case:close("withdrawn") end },
			},
		},
		closed = stage { title = "Lukket", final = true },
	},
}
