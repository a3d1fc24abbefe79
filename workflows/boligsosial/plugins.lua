-- The three optional parts: what the case asks of them, what it does when they
-- tell it something, and what it says in plain words where one is not switched
-- on.  Nothing is lost without them: what is owed stands as a task.

local rules = part("rules.lua")

local worker = { "caseworker", "coordinator", "decision_maker" }

local plugins = {}

-- Individual plan and goal plan (domain 3.1).

local running = {
	behov_meldt = true, tilbudt = true, under_arbeid = true, gjeldende = true,
	til_revisjon = true, stanset_samtykke = true,
}

local function has_plan(person)
	for _, row in ipairs(plan.list { person = person, limit = 200 }.rows) do
		if running[row.state] then
			return true
		end
	end
	return false
end

-- Every unit has the duty to report a need; the coordinating unit gets them all.
function plugins.plan_owed(case)
	local d = case.data
	if d.plan_need == nil or d.plan_need == "none" then
		return
	end
	if plan == nil then
		local titles = {
			individual_plan = "Meld behov for individuell plan til koordinerende enhet",
			goal_plan = "Lag målplan",
		}
		case:task { key = "plan",
			title = titles[d.plan_need] .. " (plandelen er ikke slått på i kommunen)" }
	elseif not has_plan(d.person) then
		plan.report_need { case = case.id, person = d.person }
	end
end

-- Deposit guarantee and deposit loan (domain 3.3).

local lent = { "deposit.apply", "deposit.assess", "deposit.grant", "deposit.refuse" }

-- What waits for an answer follows the decision: NO grants it or refuses it.
local function answer(case, no, granted)
	local n = 0
	for _, row in ipairs(deposit.list { case = case.id, limit = 200 }.rows) do
		if row.state == "soknad" or row.state == "vurdering" then
			n = n + 1
			if row.state == "soknad" then
				deposit.assess { guarantee = row.guarantee }
			end
			if granted then
				deposit.grant { guarantee = row.guarantee, decision = no, recourse = case.data.guarantee_recourse }
			else
				deposit.refuse { guarantee = row.guarantee, decision = no }
			end
		end
	end
	return n
end

-- The decision on the guarantee, if one was made in this case and stands.
local function decision_of(case)
	local no, result
	for _, one in ipairs(case.decisions) do
		if one.type == "guarantee" then
			no, result = one.no, one.result
		end
	end
	return no, result == "granted" or result == "partly"
end

function plugins.guarantee_decided(case)
	local no, granted = decision_of(case)
	if no == nil then
		return
	end
	case:done("guarantee_application")
	if deposit == nil then
		if granted then
			case:task { key = "guarantee_issue",
				title = "Utsted garantien etter vedtak " .. no .. " (garantidelen er ikke slått på i kommunen)" }
		end
	elseif answer(case, no, granted) == 0 and granted then
		case:task { key = "guarantee_issue",
			title = "Garantien er innvilget i vedtak " .. no .. ": før inn utleier og leie med «Søk om garanti»" }
	end
end

-- The case's lease, or what is new of it: a guarantee follows it.  ENDED is the
-- day on which the tenant moved out.
function plugins.lease_known(case, ended)
	local d = case.data
	local from = d.lease_from or d.moved_in
	if deposit ~= nil and from ~= nil then
		deposit.lease { case = case.id, from = from, to = d.lease_to, ended = ended, dwelling = d.dwelling }
	end
end

plugins.apply_guarantee = action {
	title = "Søk om garanti eller lån til depositum", roles = worker,
	help = "Er den alt innvilget i et vedtak, blir det et tilsagn med en gang",
	form = {
		{ "landlord_kind", required = true }, { "landlord", required = true }, { "rent", required = true },
		"guarantee_kind", "guarantee_months", "guarantee_other", "dwelling",
	},
	requires = "søkeren er registrert",
	guard = function(case)
		return case.data.person ~= nil, "søker mangler: en garanti er for en leietaker"
	end,
	grants = lent,
	run = function(case, input)
		if deposit == nil then
			case:task { key = "guarantee_application",
				title = "Behandle søknaden om garanti eller depositum (garantidelen er ikke slått på i kommunen)" }
			return
		end
		deposit.apply {
			case = case.id, person = case.data.person, kind = input.guarantee_kind,
			landlord_kind = input.landlord_kind, landlord = input.landlord, dwelling = input.dwelling,
			rent = input.rent, months = input.guarantee_months, other_security = input.guarantee_other,
		}
		local no, granted = decision_of(case)
		if granted then
			answer(case, no, true)
			case:done("guarantee_issue")
		end
	end,
}

-- Eviction (domain 3.2).

-- By when somebody has talked with the household: unknown children count.
local function contact_day(case)
	if case.data.children == 0 then
		return case.today + workdays(2)
	end
	return case.today + workdays(1)
end

-- Unknown is unknown, and not none.
local function children(case)
	if case.data.children == nil then
		return "unknown"
	end
	return case.data.children > 0 and "yes" or "no"
end

local function at_risk(case, petition)
	local d = case.data
	if d.situation == nil then
		d.situation = petition and "2.2" or "2.1"
	end
end

plugins.eviction_notice = action {
	title = "Det kommer melding om at boligen er i fare", roles = worker,
	help = "Varsel, begjæring eller tidspunkt for utkastelse; det som ikke er kjent, står tomt",
	form = {
		{ "eviction_source", required = true }, { "eviction_told", required = true },
		"eviction_ground", "eviction_petition", "eviction_served", "eviction_day", "rent_owed",
	},
	run = function(case, input)
		rules.anew(input, "eviction_source", "eviction_told")
		if input.eviction_told > case.today then
			reject("E_DATE_ORDER", "meldingen kan ikke være kommet etter i dag", "eviction_told")
		end
		at_risk(case, input.eviction_petition ~= nil or input.eviction_served ~= nil or input.eviction_day ~= nil)
		if eviction ~= nil then
			eviction.notice {
				source = input.eviction_source, case = case.id, person = case.data.person,
				received = input.eviction_told, ground = input.eviction_ground, children = children(case),
				petition = input.eviction_petition, served = input.eviction_served,
				eviction = input.eviction_day, owed = input.rent_owed,
			}
			return
		end
		case:task { key = "eviction", due = contact_day(case),
			title = "Boligen er i fare: ta kontakt med husstanden (utkastelsesdelen er ikke slått på i kommunen)" }
		if input.eviction_day ~= nil then
			case:task { key = "eviction_shelter", due = input.eviction_day - workdays(5),
				title = "Utkastelsen er tidfestet: avgjør sted å bo, lagring og transport" }
		end
	end,
}

-- What the part tells, told by anybody: urgent, with the day of first contact.
local function notice(case, event)
	local told = event.payload
	local due = contact_day(case)
	if told.contact ~= nil then
		due = day(told.contact)
	end
	at_risk(case, told.petition)
	case:task { key = "eviction", due = due,
		title = "Boligen er i fare: ta kontakt med husstanden og avklar hva som kan stoppe utkastelsen" }
end

-- Averted or carried out: there is nothing left to avert.
local function eviction_over(case)
	case:done("eviction")
	case:done("eviction_shelter")
end

-- A home at risk takes a closed case up again; not one that went elsewhere.
local function notice_when_closed(case, event)
	if case.outcome == "died" or case.outcome == "transferred" or case.outcome == "reclassified" then
		return
	end
	case.data.reopen_reason = "new_facts"
	case:go(case.data.moved_in ~= nil and "follow_up" or "mapping")
	notice(case, event)
end

-- A guarantee runs on when the case is closed, and so does the task for its unit.
local function guarantee_ends(case, event)
	case:done("guarantee_ends")
	case:task { key = "guarantee_ends", stays = true, role = "caseworker",
		due = case.today + days(event.payload.days), title = "Garantien går ut: forny den, eller la den gå ut" }
end

local function guarantee_expired(case)
	case:done("guarantee_ends")
end

-- While the case is open: what only the case knows, beside the tasks that the
-- part opens by itself.
plugins.on = {
	["eviction.notice"] = notice,
	["eviction.solved"] = eviction_over,
	["eviction.carried_out"] = eviction_over,
	["plan.activated"] = function(case)
		case:done("plan")
	end,
	-- Who leads the plan today, by name: the coordinator, or the substitute.
	["plan.review_due"] = function(case, event)
		local lead = event.payload.lead
		local role
		if lead == nil then
			role = "coordinator"
		end
		case:task { key = "level_review", user = lead, unit = event.payload.unit, role = role,
			due = case.today + days(14), title = "Planen gjennomgås: vurder nivå og tjenester samtidig" }
	end,
	["deposit.ends"] = guarantee_ends,
	["deposit.expired"] = guarantee_expired,
}

plugins.on_closed = {
	["eviction.notice"] = notice_when_closed,
	["deposit.ends"] = guarantee_ends,
	["deposit.expired"] = guarantee_expired,
}

return plugins
