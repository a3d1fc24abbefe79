-- Vedtak: what is decided outside the joint allocation, and how it is told of.
-- The engine keeps that reasons are there, that nobody decides who may not, and
-- that a party is told before something is taken away (fvl §§ 6, 16, 24-25, 27).

local rules = part("rules.lua")

local decider = { "decision_maker" }

local decisions = {}

-- The letter of a decision goes to every party (A-5); its receipts move the clock.
function decisions.tell(case, made, enclosures)
	case:letter { template = "decision", to = "applicant", decision = made.number,
		documents = enclosures }
end

local form = {
	{ "decision_result", required = true },
	{ "decided_on", required = true },
	{ "decision_content", required = true },
	{ "reason_rules", required = true },
	{ "reason_facts", required = true },
	{ "reason_considerations", required = true },
	"enclosures",
}

local function with(more)
	local out = {}
	for _, row in ipairs(form) do
		out[#out + 1] = row
	end
	for _, row in ipairs(more) do
		out[#out + 1] = row
	end
	return out
end

-- The exception from telling before, as the engine wants it.
local function exception(input)
	if input.no_notice == nil then
		return nil
	end
	return { code = input.no_notice, reason = input.no_notice_reason }
end

local function decide_help(case, input, more)
	local args = {
		type = "help", basis = "BSL_7", result = input.decision_result,
		date = input.decided_on, content = input.decision_content,
		reasons = rules.reasons(input),
	}
	for name, value in pairs(more) do
		args[name] = value
	end
	local made = case:decide(args)
	rules.answered(case)
	decisions.tell(case, made, input.enclosures)
end

local function only_no(input)
	if input.decision_result ~= "refused" and input.decision_result ~= "rejected" then
		reject("E_RESULT", "her kan bare avslag eller avvisning velges", "decision_result")
	end
end

-- The help that was asked for is refused: nobody is turned away in silence.
decisions.refuse = action {
	title = "Avslå: ikke vanskeligstilt på boligmarkedet", roles = decider,
	help = "Boligsosialloven §§ 4 og 7",
	form = form, to = "closed",
	run = function(case, input)
		only_no(input)
		decide_help(case, input, {})
		case:close("decided")
	end,
}

-- Which municipality answers (bsl § 3, A-15, A-16): saying no is a decision too.
decisions.other_municipality = action {
	title = "Avvis: en annen kommune har ansvaret", roles = decider,
	help = "Boligsosialloven § 3; den som er flyttet uten avtale, får også et vedtak",
	form = with { { "responsible", required = true }, "discharged_on" },
	to = "closed",
	run = function(case, input)
		only_no(input)
		if input.responsible == "institution" and input.discharged_on ~= nil
			and input.discharged_on <= case.today then
			reject("E_RESPONSIBLE_HERE",
				"etter utskrivingen har kommunen der personen oppholder seg ansvaret", "responsible")
		end
		decide_help(case, input, { type = "responsibility", basis = "BSL_3" })
		case:close("decided")
	end,
}

-- What was asked for is answered where no allocation is needed (level 1).
decisions.decide_help = action {
	title = "Fatt vedtak om hjelpen", roles = decider,
	help = "Råd, veiledning og praktisk hjelp (boligsosialloven §§ 6-7)",
	form = form,
	run = function(case, input)
		decide_help(case, input, {})
	end,
}

local support_basis = { livelihood = "SOTJL_18", special = "SOTJL_19" }

-- Rent that is owed, a deposit, a removal: money that keeps or gives a home
-- (sosialtjenesteloven §§ 18-19).  What is granted is a sum.
decisions.support = action {
	title = "Fatt vedtak om økonomisk stønad", roles = decider,
	help = "Sosialtjenesteloven §§ 18 og 19, for eksempel husleie som stopper en utkastelse",
	form = with { { "support_basis", required = true }, "support_amount" },
	requires = "søkeren er registrert",
	guard = function(case)
		return case.data.person ~= nil, "søker mangler: en stønad er til noen"
	end,
	run = function(case, input)
		local given = input.decision_result == "granted" or input.decision_result == "partly"
		if given and (input.support_amount == nil or input.support_amount <= 0) then
			reject("E_AMOUNT", "si hvor mye som er innvilget", "support_amount")
		end
		if not given and input.support_amount ~= nil then
			reject("E_AMOUNT", "det som ikke er innvilget, har ikke noe beløp", "support_amount")
		end
		local made = case:decide {
			type = "support", basis = support_basis[input.support_basis], result = input.decision_result,
			date = input.decided_on, content = input.decision_content,
			reasons = rules.reasons(input),
		}
		decisions.tell(case, made, input.enclosures)
	end,
}

local function last_help(case)
	local no
	for _, one in ipairs(case.decisions) do
		if one.type == "help" then
			no = one.no
		end
	end
	return no
end

-- Reversed without a complaint, in favour alone (fvl § 35, law row 65).
decisions.reverse = action {
	title = "Omgjør et vedtak uten klage", roles = decider,
	help = "Til gunst for parten (forvaltningsloven § 35)",
	form = with { { "reversed_decision", required = true } },
	requires = "det er fattet vedtak i saken",
	guard = function(case)
		return #case.decisions > 0, "det er ikke fattet noe vedtak i saken"
	end,
	run = function(case, input)
		local earlier
		for _, one in ipairs(case.decisions) do
			if one.no == input.reversed_decision then
				earlier = one
			end
		end
		if earlier == nil then
			reject("E_REFERS_TO", "det er ikke noe vedtak med det nummeret i saken", "reversed_decision")
		end
		decide_help(case, input, { type = earlier.type, basis = "FVL_35", refers_to = earlier.no })
	end,
}

-- Less help than before, or none: announced first (fvl § 16, step 5.4 and 6.2).
decisions.change_help = action {
	title = "Endre eller avslutt hjelpen", roles = decider,
	help = "Mindre hjelp krever forhåndsvarsel: boflyt vedtak varsle (forvaltningsloven § 16)",
	form = with { "no_notice", "no_notice_reason" },
	requires = "det er fattet vedtak om hjelp i saken",
	guard = function(case)
		return case:has_decision("help"), "det er ikke fattet noe vedtak om hjelp i saken"
	end,
	run = function(case, input)
		decide_help(case, input, { refers_to = last_help(case), no_notice = exception(input) })
	end,
}

return decisions
