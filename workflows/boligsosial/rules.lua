-- The rules that several actions share.  Functions only; they keep nothing.

local rules = {}

-- Levels 1-4 and what each requires (D-151..D-155).
function rules.level_ready(case)
	local d = case.data
	if d.level == nil then
		return false, "nivået er ikke satt"
	end
	if d.level == 1 then
		return true
	end
	if d.mapped_on == nil then
		return false, "nivå 2 til 4 krever kartlegging"
	end
	if d.coordinator == nil then
		return false, "nivå 2 til 4 krever en koordinator"
	end
	if d.plan_need == nil or d.plan_need == "none" then
		return false, "nivå 2 til 4 krever målplan eller individuell plan"
	end
	if d.level >= 3 and not case:has_decision("help") then
		return false, "nivå 3 og 4 krever vedtak"
	end
	return true
end

-- A municipality may use fewer levels (domain 2.7): [levels] 4 = merge into 3.
function rules.own_level(level)
	local said = setting("levels." .. level)
	if said ~= nil and said ~= "own" then
		reject("E_LEVEL_MERGED", "nivå " .. level .. " brukes ikke her: "
			.. string.gsub(said, "merge into ", "velg nivå "), "level")
	end
end

-- What an action must be told each time, also when the case has it from before.
function rules.anew(input, ...)
	for _, name in ipairs { ... } do
		if input[name] == nil then
			reject("E_REASON_REQUIRED", "må skrives på nytt: det som står i saken, er fra forrige gang", name)
		end
	end
end

-- The decision's three-part reasons (forvaltningsloven §§ 24-25).
function rules.reasons(input)
	return {
		rules = input.reason_rules,
		facts = input.reason_facts,
		considerations = input.reason_considerations,
	}
end

-- The answer is given: the clocks that waited for it stop.
function rules.answered(case)
	case:meet("preliminary_reply")
	case:cancel("answer_owed")
	case:done("reply")
end

-- The next review, by level (domain 3.1, A-25): 6, 3 and 6 months.
function rules.next_review(case, from)
	local names = { "review_2", "review_2", "review_3", "review_4" }
	for _, name in ipairs { "review_2", "review_3", "review_4" } do
		case:cancel(name)
	end
	case:start(names[case.data.level or 2], from)
end

local external = { hotel = true, camping = true, boarding = true }

-- Hotel, camping and boarding house only in special cases (D-055, D-059).
function rules.stay_deviates(kind)
	return external[kind] == true
end

return rules
