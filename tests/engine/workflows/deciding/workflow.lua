-- A definition whose one action decides whatever its form says.
local worker = { "caseworker", "decision_maker", "leader" }

-- The names that may go out are written out here.
local types = { "help", "dwelling", "money", "plan", "plan_pbrl", "care_dwelling", "responsibility",
	"stay", "visits", "advice", "more" }
local outcomes = { "decided", "withdrawn", "died", "advice" }

local function of(list, name)
	for _, one in ipairs(list) do
		if one == name then
			return one
		end
	end
	return name
end

local function word(title)
	return text { title = title, class = "identity", transient = true }
end

local function given(t)
	for _, v in pairs(t) do
		return t
	end
	return nil
end

return workflow {
	name = "deciding", title = "Vedtakssak", start = "intake",

	data = {
		received = date { required = true, title = "Mottatt", class = "case", find = "range" },
		asks_help = boolean { title = "Ber om hjelp", class = "case" },
		person = person { title = "Søker" },
		co_applicants = person { many = true, title = "Medsøkere" },
		household = household { title = "Husstand" },
		waiting_since = date { title = "På venteliste fra", class = "case" },
		reopen_reason = choice { "complaint_upheld", "error", title = "Grunn", class = "case" },
		type = word("Hva"), item = word("Del"), legal = word("Hjemmel"), result = word("Utfall"),
		content = word("Innhold"), rules = word("Regler"), facts = word("Fakta"), weights = word("Hensyn"),
		condition = word("Vilkår"), condition_reason = word("Grunn"), condition_basis = word("Hjemmel"),
		no_notice = word("Uten varsel"), no_notice_why = word("Hvorfor"), outcome = word("Utfall"),
		made_on = date { title = "Dato", class = "case", transient = true },
		expires = date { title = "Utløper", class = "case", transient = true },
		refers_to = integer { min = 1, max = 99, title = "Gjelder", class = "case", transient = true },
		urgent = boolean { title = "Haster", class = "case", transient = true },
		favour = boolean { title = "Til gunst", class = "case", transient = true },
		unit = unit { title = "Enhet", class = "case", transient = true },
		contact = user { title = "Kontakt", class = "case", transient = true },
	},

	create = { { "received", required = true }, "asks_help", "person", "co_applicants", "household" },

	any = stage {
		title = "Alle",
		actions = {
			decide = action {
				title = "Fatt vedtak", roles = worker,
				form = { "type", "item", "legal", "result", "content", "rules", "facts", "weights",
					"condition", "condition_reason", "condition_basis", "no_notice", "no_notice_why",
					"made_on", "expires", "refers_to", "urgent", "favour" },
				run = function(case, input)
					local conditions, notice
					if input.condition ~= nil or input.condition_reason ~= nil then
						conditions = { { text = input.condition, reason = input.condition_reason,
							basis = input.condition_basis } }
					end
					if input.no_notice ~= nil then
						notice = { code = input.no_notice, reason = input.no_notice_why }
					end
					case:decide {
						type = of(types, input.type), item = input.item, basis = input.legal, result = input.result,
						content = input.content, date = input.made_on, expires = input.expires,
						reasons = given { rules = input.rules, facts = input.facts,
							considerations = input.weights },
						conditions = conditions, refers_to = input.refers_to, urgent = input.urgent,
						favour = input.favour, no_notice = notice,
					}
				end,
			},
			note = action { title = "Noter", roles = worker, form = { "person", "co_applicants" } },
			tell = action {
				title = "Send vedtaket", roles = worker,
				run = function(case) case:letter { template = "svar", to = "applicant", decision = 1 } end,
			},
			hand_over = action {
				title = "Gi videre", roles = worker, form = { "unit", "contact" },
				run = function(case, input) case:assign { unit = input.unit, contact = input.contact } end,
			},
			advance = action {
				title = "Til tildeling", roles = worker, to = "allocation",
				run = function(case) case:go("allocation") end,
			},
			take_back = action {
				title = "Ber ikke om hjelp", roles = worker,
				run = function(case) case.data.asks_help = false end,
			},
			finish = action {
				title = "Lukk", roles = worker, form = { { "outcome", required = true } }, to = "closed",
				run = function(case, input) case:close(of(outcomes, input.outcome), "outreach") end,
			},
		},
	},

	stages = {
		intake = stage { title = "Inntak", unit = "nav",
			deadlines = {
				reply = deadline { rule = "FVL_11A", from = "received", keep = true, title = "Foreløpig svar" },
			},
		},
		allocation = stage { title = "Tildeling" },
		closed = stage {
			title = "Lukket", final = true,
			actions = {
				reopen = action {
					title = "Gjenåpne", roles = worker, reopens = true, to = "intake",
					run = function(case)
						case.data.reopen_reason = "error"
						case:go("intake")
					end,
				},
			},
		},
	},
}
