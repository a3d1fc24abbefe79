-- Felles tildeling (3.1-3.6): units propose and approve together, and one decides.
-- The engine keeps that half a decision is none (D-034, D-131), that the six parts
-- are there (D-143) and that the approvals are of one version.

local rules = part("rules.lua")
local lease = part("lease.lua")
local plugins = part("plugins.lua")

local worker = { "caseworker", "coordinator", "decision_maker" }
local decider = { "decision_maker" }

-- Which field counts what came of an item.
local counted = {
	service = "item_services",
	dwelling = "item_dwelling",
	start_package = "item_start_package",
	guarantee = "item_guarantee",
}

-- The lease is fields of the dwelling's item; its reminders follow (A-25).
local function note_lease(case, item)
	if item.kind ~= "dwelling" or item.result ~= "granted" then
		return
	end
	case.data.lease_from = item.facts.lease.from
	case.data.lease_to = item.facts.lease.to
	lease.note(case)
end

local function note_items(case, items)
	for _, field in pairs(counted) do
		case.data[field] = "not_applicable"
	end
	for _, item in pairs(items) do
		local field = counted[item.kind]
		if field ~= nil then
			case.data[field] = item.result
		end
		if item.kind == "service" and item.performer ~= "" then
			case.data.performer = item.performer
		end
		note_lease(case, item)
	end
end

-- Help was asked for and is answered, also where only a dwelling was proposed.
local function otherwise(case)
	local allocation = case:allocation()
	if allocation ~= nil then
		for _, item in ipairs(allocation.items) do
			if item.kind == "dwelling" and item.result ~= "not_applicable" then
				return nil
			end
		end
	end
	return "refused"
end

local function is_given(result)
	return result == "granted" or result == "partly"
end

-- A dwelling with round-the-clock care is decided by the health law, and its
-- complaint does not go to the klagenemnd (A-14).
local function dwelling_decision(case)
	if case.data.care_dwelling == true then
		return { type = "care_dwelling", basis = "HOL_3_2A", kinds = { "dwelling" } }
	end
	return { type = "dwelling", basis = "DWELLING_RULES", kinds = { "dwelling" } }
end

local function decide(case, input)
	local made = case:allocate {
		date = input.decided_on, content = input.decision_content, reasons = rules.reasons(input),
		decisions = {
			{ type = "help", basis = "BSL_7", kinds = { "service", "start_package", "plan" },
				otherwise = otherwise(case) },
			dwelling_decision(case),
			{ type = "guarantee", basis = "SOTJL_21", kinds = { "guarantee" } },
		},
	}
	note_items(case, made.items)
	rules.answered(case)
	case:done("agenda")
	for _, one in ipairs(made.decisions) do
		case:letter { template = "decision", to = "applicant", decision = one.number,
			documents = input.enclosures }
	end
	plugins.plan_owed(case)
	plugins.guarantee_decided(case)
	local d = case.data
	if d.item_dwelling == "waiting" then
		if d.waiting_since == nil then
			d.waiting_since = input.decided_on
		end
		case:status("waiting_list")
		case:task { key = "reconfirm", due = case.today + months(6), title = "Bekreft plassen på ventelisten" }
		rules.next_review(case, input.decided_on)
		return
	end
	if not is_given(d.item_services) and not is_given(d.item_dwelling)
		and not is_given(d.item_start_package) and not is_given(d.item_guarantee) then
		case:close("decided")
		return
	end
	rules.next_review(case, input.decided_on)
	case:go("start_package")
end

local allocation = {}

allocation.stage = stage {
	title = "Felles tildeling",
	enter = function(case)
		case:ask_units {}
	end,
	actions = {
		ask_units = action {
			title = "Be enheter om felles godkjenning", roles = worker,
			form = { { "asked_units", required = true } },
			run = function(case, input)
				case:ask_units { units = input.asked_units }
			end,
		},
		decide = action {
			title = "Fatt tildelingsvedtak", roles = decider,
			help = "Når enhetene har foreslått og godkjent: boflyt tildeling vis",
			form = {
				{ "decided_on", required = true }, { "decision_content", required = true },
				{ "reason_rules", required = true }, { "reason_facts", required = true },
				{ "reason_considerations", required = true },
				"plan_need", "coordinator", "lease_terms", "agreement_wanted", "wishes_deviation", "care_dwelling",
				"guarantee_recourse",
				"enclosures",
			},
			to = { "start_package", "closed" },
			grants = { "plan.report_need", "deposit.assess", "deposit.grant", "deposit.refuse", "deposit.lease" },
			requires = "saken ikke står på venteliste",
			guard = function(case)
				return case:status() ~= "waiting_list", "vedtaket er fattet; saken står på venteliste"
			end,
			run = decide,
		},
		dwelling_vacant = action {
			title = "Ledig bolig: til startpakke", roles = worker,
			to = "start_package",
			requires = "saken står på venteliste",
			guard = function(case)
				return case:status() == "waiting_list", "saken står ikke på venteliste"
			end,
			run = function(case)
				case.data.item_dwelling = "granted"
				case:done("reconfirm")
				case:status("open")
				case:go("start_package")
			end,
		},
		reconfirm = action {
			title = "Bekreft plassen på ventelisten", roles = worker,
			help = "Minst hver sjette måned",
			requires = "saken står på venteliste",
			guard = function(case)
				return case:status() == "waiting_list", "saken står ikke på venteliste"
			end,
			run = function(case)
				case:done("reconfirm")
				case:task { key = "reconfirm", due = case.today + months(6), title = "Bekreft plassen på ventelisten" }
			end,
		},
		place_lapsed = action {
			title = "Plassen på ventelisten er bortfalt", roles = worker,
			help = "Personen vil ikke ha den lenger; tas den fra noen, er det et vedtak",
			form = { { "end_reason", required = true } },
			to = "closed",
			requires = "saken står på venteliste",
			guard = function(case)
				return case:status() == "waiting_list", "saken står ikke på venteliste"
			end,
			run = function(case)
				case:close("decided")
			end,
		},
	},
}

return allocation
