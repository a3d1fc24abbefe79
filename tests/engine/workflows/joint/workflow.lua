-- A definition that allocates jointly, and little else.
local worker = { "caseworker", "decision_maker" }

return workflow {
	name = "joint", title = "Felles sak", start = "intake",

	data = {
		received = date { required = true, title = "Mottatt", class = "case", find = "range" },
		received_before = date { title = "Mottatt før", class = "case" },
		asks_help = boolean { title = "Ber om hjelp", class = "case" },
		person = person { title = "Søker" },
		household = household { title = "Husstand" },
		level = integer { min = 1, max = 4, title = "Nivå", class = "case" },
		wishes = text { title = "Ønsker", class = "identity" },
		diagnosis = text { title = "Helse", class = "health" },
		reopen_reason = choice { "complaint_upheld", "new_facts", "error", "new_request",
			title = "Grunn", class = "case" },
		why = text { title = "Hvorfor", class = "identity", transient = true },
		decided_on = date { title = "Dato", class = "case", transient = true },
	},

	create = { { "received", required = true }, "asks_help", "person", "household", "level", "wishes" },

	any = stage {
		title = "Alle",
		deadlines = {
			reply = deadline { rule = "FVL_11A", from = "received", keep = true, title = "Foreløpig svar" },
			talk = deadline { workdays(1), from = "received", goal = true, keep = true, title = "Samtale" },
		},
		actions = {
			withdraw = action { title = "Trekk", roles = worker, to = "closed",
				run = function(case) case:close("withdrawn") end },
			died = action { title = "Død", roles = worker, to = "closed",
				run = function(case)
					case:task { key = "tenancy", title = "Avslutt leieforholdet", stays = true }
					case:task { key = "visit", title = "Besøk" }
					case:close("died")
				end },
			cheat = action { title = "Jukse", roles = worker, to = "closed",
				run = function(case) case:close("transferred") end },
			wait_user = action { title = "Vent", roles = worker,
				run = function(case) case:status("waiting_user") end },
			set = action { title = "Sett", roles = worker, form = { "wishes", "level", "person" } },
		},
	},

	stages = {
		intake = stage {
			title = "Inntak", unit = "nav",
			actions = {
				to_allocation = action { title = "Til tildeling", roles = worker, to = "allocation" },
			},
		},
		allocation = stage {
			title = "Tildeling",
			actions = {
				ask = action { title = "Spør", roles = worker,
					run = function(case) case:ask_units { units = { "nav", "health", "property" }, quorum = 2 } end },
				ask_one = action { title = "Spør én", roles = worker,
					run = function(case) case:ask_units {} end },
				draft = action { title = "Utkast", roles = worker,
					run = function(case)
						case:propose { kind = "start_package", performer = "health", title = "Startpakke" }
						case:part { part = "agreement", not_applicable = "Ingen avtale" }
						local a = case:allocation()
						if a.version ~= 3 or a.items[1].name ~= "start_package" then
							reject("E_LUA", "tildelingen er ikke som ventet")
						end
					end },
				decide = action {
					title = "Fatt vedtak", roles = { "decision_maker" },
					form = { "decided_on", { "why", required = true } },
					run = function(case, input)
						case:allocate {
							date = input.decided_on, content = input.why,
							reasons = { rules = "r", facts = "f", considerations = "c" },
							decisions = {
								{ type = "help", basis = "BSL_7", kinds = { "service", "start_package", "plan" } },
								{ type = "dwelling", basis = "DWELLING_RULES", kinds = { "dwelling" } },
								{ type = "guarantee", basis = "SOTJL_21", kinds = { "guarantee" } },
							},
						}
					end,
				},
				finish = action { title = "Ferdig", roles = worker, to = "closed",
					run = function(case) case:close("decided") end },
			},
		},
		closed = stage {
			title = "Lukket", final = true,
			actions = {
				reopen = action { title = "Gjenåpne", roles = worker, reopens = true,
					form = { "reopen_reason", "received" }, to = { "intake", "allocation" },
					run = function(case, input)
						case:go(input.reopen_reason == "complaint_upheld" and "allocation" or "intake")
					end },
			},
		},
	},
}
