-- The end of the lease (husleieloven § 9-2, law rows 33-36; D-131, A-18, A-25).
-- It is reminded of 6, 3 and 1 months before.  After three months without a
-- demand in writing the lease is without end; the clock goes on in a closed case.

local plugins = part("plugins.lua")
local rules = part("rules.lua")

local worker = { "caseworker", "coordinator", "decision_maker" }

local lease = {}

local keys = { "lease_6", "lease_3", "lease_1", "lease_ended" }

local function no_reminders(case)
	local d = case.data
	d.lease_remind_6, d.lease_remind_3, d.lease_remind_1 = nil, nil, nil
end

-- A lease that was agreed: its reminders follow its last day, if it has one.
function lease.note(case)
	local d = case.data
	local last = d.lease_to
	d.lease_outcome = nil
	plugins.lease_known(case)
	if last == nil then
		no_reminders(case)
		return
	end
	d.lease_remind_6 = last - months(6)
	d.lease_remind_3 = last - months(3)
	d.lease_remind_1 = last - months(1)
end

local function remind(key, title, role)
	return function(case)
		case:task { key = key, stays = true, role = role, due = case.data.lease_to, title = title }
	end
end

lease.deadlines = {
	lease_open = deadline { rule = "HUSLL_9_2_KRAV", from = "lease_to", stays = true,
		title = "Skriftlig krav om flytting, ellers blir leien tidsubestemt" },
}

lease.timers = {
	lease_6 = timer { days(0), from = "lease_remind_6", stays = true,
		run = remind("lease_6", "Leiekontrakten går ut om seks måneder: hva er neste steg?") },
	lease_3 = timer { days(0), from = "lease_remind_3", stays = true,
		run = remind("lease_3", "Leiekontrakten går ut om tre måneder: avklar ny kontrakt eller flytting") },
	lease_1 = timer { days(0), from = "lease_remind_1", stays = true,
		run = remind("lease_1", "Leiekontrakten går ut om en måned: skriftlig krav om flytting, ellers blir den "
			.. "tidsubestemt", "leader") },
	lease_ended = timer { days(1), from = "lease_to", stays = true, run = function(case)
		local outcome = case.data.lease_outcome
		if outcome == "moved_out" or outcome == "demanded" then
			return
		end
		case:task { key = "lease_ended", stays = true, due = case.data.lease_to + months(3),
			title = "Leietiden er ute: krev flytting skriftlig, lag ny kontrakt eller noter at leietakeren er flyttet" }
	end },
}

local function need_day(input)
	if input.lease_day == nil then
		reject("E_REASON_REQUIRED", "skriv datoen", "lease_day")
	end
	return input.lease_day
end

local function not_ahead(case, day)
	if day > case.today then
		reject("E_DATE_ORDER", "datoen kan ikke være etter i dag", "lease_day")
	end
end

local settle = {
	demanded = function(case, day)
		not_ahead(case, day)
		if day > case.data.lease_to + months(3) then
			reject("E_DATE_ORDER",
				"kravet kom over tre måneder etter leietiden: leien er tidsubestemt (husleieloven § 9-2)", "lease_day")
		end
		case:meet("lease_open")
	end,
	renewed = function(case, day)
		if day <= case.data.lease_to then
			reject("E_DATE_ORDER", "den nye kontrakten må vare lenger enn den gamle", "lease_day")
		end
		case.data.lease_to = day
	end,
	moved_out = function(case, day)
		not_ahead(case, day)
		case.data.lease_to = day
		case:meet("lease_open")
		plugins.lease_known(case, day)
	end,
}

lease.actions = {
	settle_lease = action {
		title = "Slutten på leietiden er avklart", roles = worker,
		help = "Krav om flytting, ny kontrakt, utflytting eller leie uten slutt (husleieloven § 9-2)",
		form = { { "lease_outcome", required = true }, "lease_day", "lease_open_reason" },
		requires = "leien i saken har en siste dag", grants = { "deposit.lease" },
		guard = function(case)
			return case.data.lease_to ~= nil, "det er ingen leie med siste dag i saken"
		end,
		run = function(case, input)
			rules.anew(input, "lease_outcome")
			for _, key in ipairs(keys) do
				case:done(key)
			end
			if input.lease_outcome == "indefinite" then
				if input.lease_open_reason == nil then
					reject("E_REASON_REQUIRED", "skriv hvorfor leien ikke er tidsbestemt (D-131)",
						"lease_open_reason")
				end
				case.data.lease_to = nil
				plugins.lease_known(case)
			else
				settle[input.lease_outcome](case, need_day(input))
			end
			if input.lease_outcome == "renewed" then
				lease.note(case)
				case.data.lease_outcome = "renewed"
			else
				no_reminders(case)
			end
		end,
	},
}

return lease
