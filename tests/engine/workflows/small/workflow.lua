-- A small definition that uses each part of the engine once.
local worker = { "caseworker" }

return workflow {
	name = "small", title = "Liten sak", start = "intake",

	data = {
		received = date { required = true, title = "Mottatt", class = "case", find = "range" },
		asks_help = boolean { title = "Ber om hjelp", class = "case" },
		level = integer { min = 1, max = 4, title = "Nivå", class = "case", find = "range" },
		urgency = choice { "acute", "ordinary", title = "Hast", class = "case" },
		sort = choice {
			{ "old", "Gammel", to = "2027-01-31" }, { "new", "Ny", from = "2027-02-01" },
			"plain", title = "Slag", class = "case",
		},
		person = person { title = "Søker" },
		household = household { title = "Husstand" },
		wishes = text { title = "Ønsker", class = "identity" },
		diagnosis = text { title = "Helse", class = "health" },
		place = text { title = "Sted", class = "address" },
		debt = money { title = "Gjeld", class = "economy" },
		why = text { title = "Hvorfor", class = "identity", transient = true },
		stay_from = date { title = "Opphold fra", class = "case" },
		trap_on = date { title = "Felle", class = "case" },
		new_unit = unit { title = "Ny enhet", class = "case", transient = true },
		new_contact = user { title = "Ny kontakt", class = "case", transient = true },
	},

	decisions = { help = "hjelp til å få bolig", stay = "opphold" },
	nn = { ["hjelp til å få bolig"] = "hjelp til å få bustad" },

	create = { { "received", required = true }, "asks_help", "level", "person", "household", "wishes", "trap_on" },

	any = stage {
		title = "Alle",
		deadlines = {
			stay = deadline { months(3), from = "stay_from", goal = true, keep = true, title = "Ut av botilbud" },
			answer = deadline { months(1), goal = true, keep = true, title = "Svar" },
		},
		actions = {
			ask = action { title = "Be om hjelp", roles = worker,
				run = function(case)
					case.data.asks_help = true
					case:start("answer", case.today)
				end },
			unask = action { title = "Ikke be om hjelp", roles = worker,
				run = function(case) case.data.asks_help = false end },
			withdraw = action { title = "Trekk", roles = worker, to = "closed",
				run = function(case) case:close("withdrawn") end },
			house = action { title = "Gi et sted", roles = worker, form = { "place" } },
			tell_applicant = action { title = "Skriv til søkeren", roles = worker,
				run = function(case)
					case:letter { template = "svar", to = "applicant", text = "Du bor i " .. case.data.place .. "." }
				end },
			tell_landlord = action { title = "Skriv til utleier", roles = worker,
				run = function(case)
					case:letter { template = "svar", to = "health", text = "Nøkkel til " .. case.data.place .. " ligger her." }
				end },
			say = action { title = "Skriv fritt", roles = worker, form = { { "why", required = true } },
				run = function(case, input)
					case:letter { template = "svar", to = "applicant", text = input.why }
				end },
			quote = action { title = "Skriv hva som ønskes", roles = worker,
				run = function(case)
					case:letter { template = "svar", to = "applicant", text = "Du ønsker: " .. case.data.wishes }
				end },
			remember = action { title = "Husk", roles = worker, form = { { "why", required = true } },
				run = function(case, input)
					case:task { key = "plain", title = "Se over" }
					case:task { key = "told", title = "Husk: " .. input.why }
				end },
			tell_others = action { title = "Si fra i en annen sak", roles = worker,
				form = { { "why", required = true } },
				run = function(case, input) case:emit("thing.happened", { what = case.data.place }, input.why) end },
			leave = action { title = "Lukk uten svar", roles = worker, to = "closed",
				run = function(case) case:close("advice", "outreach") end },
			finish = action { title = "Lukk som avgjort", roles = worker, to = "closed",
				run = function(case) case:close("decided") end },
			forward = action { title = "Send videre", roles = worker,
				form = { { "new_unit", required = true }, { "new_contact", required = true } },
				run = function(case, input)
					case:assign { unit = input.new_unit, contact = input.new_contact }
				end },
		},
		on = {
			["thing.happened"] = function(case, event)
				case:task { key = "happened", title = "Det skjedde: " .. event.payload.what }
			end,
		},
	},

	stages = {
		intake = stage {
			title = "Inntak", unit = "nav",
			deadlines = {
				reply = deadline { rule = "FVL_11A", from = "received", keep = true, title = "Foreløpig svar" },
				talk = deadline { workdays(5), from = "received", goal = true, title = "Første samtale" },
			},
			timers = {
				contact = timer { workdays(2), from = "received", run = function(case)
					case:task { key = "contact", title = "Ta kontakt" }
				end },
				trap = timer { days(1), from = "trap_on", run = function(case)
					if case.data.level == nil then
						error("nivået mangler")
					end
					case:task { key = "trap", title = "Fellen gikk" }
				end },
			},
			actions = {
				to_mapping = action {
					title = "Til kartlegging", roles = worker,
					help = "Når nivået er satt",
					form = { "wishes", { "level", required = true }, "sort", "urgency" },
					to = "mapping",
					guard = function(case) return case.data.person ~= 99, "feil person" end,
				},
				guarded = action {
					title = "Bare med ønsker", roles = worker, form = { "level" },
					guard = function(case, who)
						return case.data.wishes ~= nil and who.user ~= nil, "ønskene mangler"
					end,
				},
				sly = action {
					title = "Vakt som skriver", roles = worker, form = { "level" },
					guard = function(case) case.data.level = 4 return true end,
				},
				note = action {
					title = "Noter", roles = worker,
					form = { "wishes", { "why", required = true }, "diagnosis", "stay_from", "level", "received", "person", "debt" },
				},
				postdate = action {
					title = "Motta i morgen", roles = worker,
					run = function(case) case.data.received = case.today + days(1) end,
				},
				half = action {
					title = "Halvt", roles = worker,
					run = function(case)
						case.data.level = 4
						case:task { key = "half", title = "Halv oppgave" }
						case:letter { template = "halv" }
						error("midt i")
					end,
				},
				no = action {
					title = "Nei", roles = worker,
					run = function() reject("E_NEVER", "aldri", "level") end,
				},
				spin = action {
					title = "Evig", roles = worker,
					run = function() while true do end end,
				},
				pause_talk = action { title = "Vent", roles = worker,
					run = function(case)
						case:status("waiting_user")
						case:pause("talk", "bruker er bortreist")
					end },
				resume_talk = action { title = "Fortsett", roles = worker,
					run = function(case)
						case:status("open")
						case:resume("talk")
					end },
				pause_reply = action { title = "Vent med loven", roles = worker,
					run = function(case) case:pause("reply", "vi rakk det ikke") end },
				talked = action { title = "Snakket", roles = worker,
					run = function(case)
						case:meet("talk")
						case:meet("talk")
						case:done("contact")
					end },
				decide = action {
					title = "Fatt vedtak", roles = { "caseworker", "decision_maker" },
					form = { { "why", required = true } },
					run = function(case, input)
						case:decide { type = "help", basis = "BSL_7", result = "granted",
							content = input.why }
					end,
				},
				misspell = action {
					title = "Et slag som ikke finnes", roles = { "decision_maker" },
					run = function(case)
						case:decide { type = "halp", basis = "BSL_7", result = "granted",
							content = "Et rom." }
					end,
				},
				decide_more = action {
					title = "Fatt et vedtak til", roles = { "caseworker", "decision_maker" },
					form = { { "why", required = true } },
					run = function(case, input)
						case:decide { type = "help", item = "more", basis = "BSL_7",
							result = "granted", content = input.why }
					end,
				},
				refuse = action {
					title = "Avslå", roles = { "decision_maker" },
					run = function(case)
						case:decide { type = "help", basis = "BSL_7", result = "refused",
							reasons = { rules = "§ 7" } }
					end,
				},
				letters = action {
					title = "To brev", roles = worker,
					run = function(case)
						case:letter { template = "svar", to = "applicant" }
						case:notice { to = "health" }
					end,
				},
				happen = action {
					title = "La det skje", roles = worker,
					run = function(case) case:emit("thing.happened", { what = "noe" }) end,
				},
				astray = action {
					title = "På avveie", roles = worker, to = "mapping",
					run = function(case) case:go("intake2") end,
				},
				sneak = action {
					title = "Snik", roles = worker,
					run = function(case) case:go("mapping") end,
				},
				setting = action {
					title = "Innstilling", roles = worker,
					run = function(case)
						if setting("deadline.mapping.days") ~= 10 then
							reject("E_SETTING", "feil")
						end
					end,
				},
			},
		},
		mapping = stage {
			title = "Kartlegging",
			enter = function(case) case:task { key = "map", title = "Kartlegg", unit = "health" } end,
			deadlines = {
				mapping = deadline { days(14), from = "entered", goal = true, title = "Kartlegging" },
			},
			actions = {
				map = action { title = "Kartlagt", roles = { "caseworker", "performer" },
					form = { "level" },
					run = function(case) case:done("map") end },
				back = action { title = "Tilbake", roles = worker, to = "intake" },
			},
		},
		closed = stage {
			title = "Lukket", final = true,
			actions = {
				reopen = action { title = "Gjenåpne", roles = worker, reopens = true,
					form = { { "why", required = true } }, to = "mapping" },
			},
		},
	},
}
