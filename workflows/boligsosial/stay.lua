-- Midlertidig botilbud (sosialtjenesteloven § 27): the same in every phase.
-- The goal is three months (D-057); hotel, camping and boarding house want a
-- reason and the leader's word (D-055).

local rules = part("rules.lua")

local worker = { "caseworker", "coordinator", "decision_maker" }
local decider = { "decision_maker" }

local stay = {}

stay.timers = {
	stay_30 = timer { days(30), from = "stay_from", run = function(case)
		if case.data.stay_to == nil then
			case:task { key = "stay_30", title = "30 dager i midlertidig botilbud: hva skal til?" }
		end
	end },
	stay_60 = timer { days(60), from = "stay_from", run = function(case)
		if case.data.stay_to == nil then
			case:task { key = "stay_60", title = "60 dager i midlertidig botilbud: løft saken til ukemøtet" }
		end
	end },
	stay_75 = timer { days(75), from = "stay_from", run = function(case)
		if case.data.stay_to == nil then
			case:task { key = "stay_75", role = "leader", title = "75 dager i midlertidig botilbud: målet ryker snart" }
		end
	end },
}

-- Hotel, camping and boarding house: a reason, and the leader's word (D-055).
local function ask_leader(case, input)
	rules.anew(input, "stay_type", "stay_place")
	if not rules.stay_deviates(input.stay_type) then
		return
	end
	if input.stay_reason == nil then
		reject("E_REASON_REQUIRED",
			"hotell, camping og pensjonat brukes bare med begrunnelse", "stay_reason")
	end
	case.data.stay_approved = false
	case:task { key = "stay_approval", role = "leader",
		title = "Godkjenn bruk av midlertidig botilbud utenfor kvalitetskravene" }
end

stay.actions = {
	emergency_stay = action {
		title = "Midlertidig botilbud (§ 27)", roles = decider,
		help = "Vedtak samme dag; hotell, camping og pensjonat krever grunn og leders godkjenning",
		form = {
			{ "stay_type", required = true }, { "stay_from", required = true },
			{ "stay_place", required = true }, { "children", required = true }, "stay_reason",
			{ "decision_content", required = true }, { "reason_facts", required = true },
			"enclosures",
		},
		run = function(case, input)
			rules.anew(input, "stay_from")
			ask_leader(case, input)
			case.data.stay_to = nil
			case.data.stay_late_reason = nil
			case:done("emergency")
			-- The bed first, the paper next working day (A-6).
			local made = case:decide {
				type = "temporary_accommodation", basis = "SOTJL_27", result = "granted",
				date = input.stay_from, content = input.decision_content,
				urgent = true,
			}
			case:letter { template = "decision", to = "applicant", decision = made.number,
				documents = input.enclosures }
			case:task { key = "stay_follow_up", title = "Følg opp oppholdet og finn varig bolig",
				due = case.today + workdays(2) }
		end,
	},
	approve_stay = action {
		title = "Godkjenn stedet", roles = { "leader" },
		requires = "et opphold venter på godkjenning",
		guard = function(case)
			return case.data.stay_approved == false, "det er ikke noe opphold som venter på godkjenning"
		end,
		run = function(case)
			case.data.stay_approved = true
			case:done("stay_approval")
		end,
	},
	move_stay = action {
		title = "Flytt til et annet midlertidig sted", roles = worker,
		form = { { "stay_type", required = true }, { "stay_place", required = true }, "stay_reason" },
		requires = "det er et pågående opphold",
		guard = function(case)
			return case.data.stay_from ~= nil and case.data.stay_to == nil,
				"det er ikke noe pågående opphold"
		end,
		run = ask_leader,
	},
	explain_stay = action {
		title = "Skriv hvorfor oppholdet varer", roles = worker,
		help = "Når målet på tre måneder ikke ble nådd",
		form = { { "stay_late_reason", required = true } },
		requires = "oppholdet har vart over målet på tre måneder",
		guard = function(case)
			local d = case.data
			return d.stay_from ~= nil and d.stay_to == nil and case.today > d.stay_from + months(3),
				"det er ikke noe opphold som har vart over tre måneder"
		end,
	},
	end_stay = action {
		title = "Oppholdet er slutt", roles = worker,
		form = { { "stay_to", required = true }, "stay_late_reason" },
		requires = "det er et opphold i saken",
		guard = function(case)
			return case.data.stay_from ~= nil, "det er ikke noe opphold i saken"
		end,
		run = function(case, input)
			rules.anew(input, "stay_to")
			if input.stay_to < case.data.stay_from then
				reject("E_DATE_ORDER", "utflytting kan ikke være før innflytting", "stay_to")
			end
			if input.stay_to > case.data.stay_from + months(3) and case.data.stay_late_reason == nil then
				reject("E_REASON_REQUIRED",
					"oppholdet varte over tre måneder: skriv hvorfor", "stay_late_reason")
			end
			case:meet("stay_goal")
			for _, key in ipairs { "stay_follow_up", "stay_30", "stay_60", "stay_75" } do
				case:done(key)
			end
		end,
	},
}

return stay
