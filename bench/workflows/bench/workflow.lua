-- Bench: a small definition with one of everything that a step may meet.
--
-- A form with checks, a guard, a function, deadlines that start and are met, a
-- timer, and fields of two classes: one found by range, one sealed.

local worker = { "caseworker" }

local function weigh(case, input)
	local level = 1
	if #input.note > 200 then
		level = 2
	end
	case.data.level = level
end

return workflow {
	name = "bench", title = "Bench", start = "intake",

	data = {
		received = date { required = true, title = "Mottatt", class = "case", find = "range" },
		level = integer { min = 1, max = 4, title = "Nivå", class = "case", find = "range" },
		count = integer { min = 0, max = 1000, title = "Antall", class = "case" },
		note = text { title = "Notat", class = "identity" },
	},

	create = { { "received", required = true }, { "note", required = true } },

	stages = {
		intake = stage {
			title = "Inntak", unit = "nav",
			deadlines = {
				answer = deadline { workdays(5), from = "received", goal = true, title = "Svar" },
			},
			actions = {
				register = action {
					title = "Registrer", roles = worker,
					form = { { "note", required = true }, { "count", required = true } },
					guard = function(case)
						return case.data.received ~= nil, "mottatt dato mangler"
					end,
					run = weigh,
				},
				begin = action {
					title = "Begynn", roles = worker,
					form = { { "note", required = true } }, to = "work",
					run = function(case, input)
						weigh(case, input)
						case:meet("answer")
						case:go("work")
					end,
				},
			},
		},
		work = stage {
			title = "Arbeid", unit = "nav",
			deadlines = {
				work = deadline { days(14), from = "received", goal = true, title = "Arbeidet" },
			},
			timers = {
				remind = timer { days(300), from = "received", run = function(case)
					case.data.count = (case.data.count or 0) + 1
				end },
			},
			actions = {
				visit = action {
					title = "Besøk", roles = worker,
					form = { { "note", required = true }, { "count", required = true } },
					guard = function(case, who)
						return case.data.level ~= nil and who.user ~= nil, "nivået mangler"
					end,
					run = weigh,
				},
				finish = action {
					title = "Avslutt", roles = worker,
					form = { { "note", required = true } }, to = "closed",
					run = function(case)
						case:meet("work")
						case:close("withdrawn")
					end,
				},
			},
		},
		closed = stage { title = "Avsluttet", final = true },
	},
}
