-- Boligsosial sak: from the request to the evaluation in six phases.
--
-- inntak -> kartlegging -> felles tildeling -> startpakke -> oppfølging
-- -> evaluering; a closed case is only reopened.  The rules that no script can
-- take away (D-301, D-302, D-304, D-305) are not here: the engine keeps them.

local fields = part("fields.lua")
local rules = part("rules.lua")
local stay = part("stay.lua")
local lease = part("lease.lua")
local allocation = part("allocation.lua")
local decisions = part("decisions.lua")
local plugins = part("plugins.lua")

local worker = { "caseworker", "coordinator", "decision_maker" }

-- Where a case rests until somebody moves; a place on the waiting list is another.
local rests = { waiting_user = true, waiting_external = true, stopped = true }

return workflow {
	name = "boligsosial", title = "Boligsosial sak", start = "intake",
	uses = { "plan?", "eviction?", "deposit?" },

	data = fields,

	create = {
		{ "received", required = true },
		{ "channel", required = true },
		{ "asks_help", required = true },
		"request", "person", "co_applicants", "household", "roof_tonight", "children", "right_unit",
	},

	decisions = {
		help = "hjelp etter boligsosialloven",
		dwelling = "kommunal bolig",
		care_dwelling = "bolig med heldøgns omsorg",
		guarantee = "garanti eller depositumslån",
		temporary_accommodation = "midlertidig botilbud",
		support = "økonomisk stønad",
		responsibility = "hvilken kommune som har ansvaret",
	},

	nn = part("nn.lua"),

	-- What may happen in every phase.
	any = stage {
		title = "Alle faser",
		deadlines = {
			stay_goal = deadline { months(3), from = "stay_from", goal = true, keep = true,
				title = "Ut av midlertidig botilbud" },
			lease_open = lease.deadlines.lease_open,
			yearly_evaluation = deadline { months(12), from = "moved_in", goal = true, keep = true,
				title = "Evaluering et år etter innflytting" },
			answer_owed = deadline { months(1), goal = true, keep = true,
				title = "Svar på en ny henvendelse" },
			forwarding = deadline { rule = "FVL_11", goal = true, keep = true,
				title = "Send henvendelsen til riktig enhet" },
			review_2 = deadline { months(6), goal = true, keep = true,
				title = "Gjennomgang, nivå 2" },
			review_3 = deadline { months(3), goal = true, keep = true,
				title = "Gjennomgang, nivå 3" },
			review_4 = deadline { months(6), goal = true, keep = true,
				title = "Gjennomgang, nivå 4" },
		},
		timers = {
			stay_30 = stay.timers.stay_30, stay_60 = stay.timers.stay_60, stay_75 = stay.timers.stay_75,
			lease_6 = lease.timers.lease_6, lease_3 = lease.timers.lease_3,
			lease_1 = lease.timers.lease_1, lease_ended = lease.timers.lease_ended,
		},
		on = plugins.on,
		actions = {
			apply_guarantee = plugins.apply_guarantee,
			eviction_notice = plugins.eviction_notice,
			support = decisions.support,
			ask_help = action {
				title = "Personen ber om hjelp", roles = worker,
				form = { { "request", required = true } },
				requires = "det ikke alt er bedt om hjelp i saken",
				guard = function(case)
					return case.data.asks_help ~= true, "det er alt bedt om hjelp i saken"
				end,
				run = function(case)
					case.data.asks_help = true
					case:start("answer_owed", case.today)
				end,
			},
			change_household = action {
				title = "Endre medsøkere og husstand", roles = worker,
				help = "Noen flytter inn eller ut, et barn blir født, eller flere søker sammen",
				form = { "co_applicants", "household", "children" },
			},
			reply = action {
				title = "Send foreløpig svar", roles = worker,
				help = "Hvorfor det tar tid, og så langt råd er når svaret kommer (forvaltningsloven § 11 a)",
				form = { "reply_reason", "reply_expected", "enclosures" },
				run = function(case, input)
					if input.reply_expected ~= nil and input.reply_expected <= case.today then
						reject("E_DATE_ORDER", "svaret må ventes etter i dag", "reply_expected")
					end
					case:letter { template = "preliminary_reply", to = "applicant",
						reason = input.reply_reason, expected = input.reply_expected,
						documents = input.enclosures }
					case:meet("preliminary_reply")
				end,
			},
			send_rights = action {
				title = "Send brev om rettigheter", roles = worker,
				help = "Vedtak, veiledning, innsyn, fullmektig, tolk, taushetsplikt og klage",
				run = function(case)
					case:letter { template = "rights", to = "applicant" }
				end,
			},
			emergency_stay = stay.actions.emergency_stay,
			approve_stay = stay.actions.approve_stay,
			move_stay = stay.actions.move_stay,
			explain_stay = stay.actions.explain_stay,
			end_stay = stay.actions.end_stay,
			settle_lease = lease.actions.settle_lease,
			reverse = decisions.reverse,
			wait_user = action {
				title = "Vent på bruker", roles = worker,
				form = { { "pause_reason", required = true } },
				requires = "saken ikke står på venteliste",
				guard = function(case)
					return case:status() ~= "waiting_list", "saken står på venteliste; plassen bekreftes eller faller bort"
				end,
				run = function(case, input)
					case:status("waiting_user")
					case:pause("mapping", input.pause_reason)
				end,
			},
			wait_external = action {
				title = "Vent på andre", roles = worker,
				form = { { "pause_reason", required = true } },
				requires = "saken ikke står på venteliste",
				guard = function(case)
					return case:status() ~= "waiting_list", "saken står på venteliste; plassen bekreftes eller faller bort"
				end,
				run = function(case, input)
					case:status("waiting_external")
					case:pause("mapping", input.pause_reason)
				end,
			},
			stop = action {
				title = "Stans saken", roles = worker,
				help = "Når saken ikke kan føres videre nå; lovens frister løper likevel",
				form = { { "pause_reason", required = true } },
				requires = "saken ikke står på venteliste",
				guard = function(case)
					return case:status() ~= "waiting_list", "saken står på venteliste; plassen bekreftes eller faller bort"
				end,
				run = function(case, input)
					case:status("stopped")
					case:pause("mapping", input.pause_reason)
					case:task { key = "stopped", due = case.today + months(1), role = "leader",
						title = "Saken er stanset: se om den kan gå videre" }
				end,
			},
			go_on = action {
				title = "Fortsett", roles = worker,
				requires = "saken venter på noe",
				guard = function(case)
					return rests[case:status()] == true, "saken venter ikke på noe"
				end,
				run = function(case)
					case:status("open")
					case:done("stopped")
					case:resume("mapping")
				end,
			},
			forward = action {
				title = "Send til riktig enhet", roles = worker,
				help = "Samme dag; mottatt dato følger med (forvaltningsloven § 11)",
				form = { { "new_unit", required = true }, { "new_contact", required = true } },
				run = function(case, input)
					case:assign { unit = input.new_unit, contact = input.new_contact }
					case.data.right_unit = true
					case:meet("forwarding")
					case:letter { template = "forwarded", to = "applicant" }
				end,
			},
			withdraw = action {
				title = "Personen trekker seg", roles = worker,
				form = { { "end_reason", required = true } },
				to = "closed",
				run = function(case)
					case:close("withdrawn")
				end,
			},
			died = action {
				title = "Personen er død", roles = worker,
				help = "Saken lukkes; leieforhold og garanti gjøres opp etterpå",
				to = "closed",
				run = function(case)
					if case.data.dwelling ~= nil or case.data.lease_from ~= nil then
						case:task { key = "tenancy", stays = true, title = "Avslutt leieforholdet etter dødsfallet" }
					end
					if case.data.item_guarantee == "granted" then
						case:task { key = "guarantee", stays = true, title = "Gjør opp garantien etter dødsfallet" }
					end
					case:close("died")
				end,
			},
		},
	},

	stages = {
		intake = stage {
			title = "Inntak", unit = "nav",
			enter = function(case)
				if case.data.right_unit == false then
					case:start("forwarding", case.data.received)
				end
			end,
			deadlines = {
				preliminary_reply = deadline { rule = "FVL_11A", from = "received", keep = true,
					title = "Foreløpig svar" },
				first_talk = deadline { workdays(5), from = "received", goal = true,
					title = "Første samtale" },
			},
			timers = {
				contact = timer { workdays(2), from = "received", run = function(case)
					case:task { key = "contact", title = "Ta kontakt med søkeren" }
				end },
			},
			actions = {
				first_talk = action {
					title = "Første samtale er holdt", roles = worker,
					form = { { "informed", required = true }, { "roof_tonight", required = true }, "children" },
					run = function(case, input)
						rules.anew(input, "roof_tonight")
						case:meet("first_talk")
						case:done("contact")
						if input.roof_tonight == false then
							case:task { key = "emergency", due = case.today,
								title = "Ingen steder å sove i natt: avgjør midlertidig botilbud i dag" }
						end
					end,
				},
				to_mapping = action {
					title = "Til kartlegging", roles = worker,
					form = { { "situation", required = true }, { "urgency", required = true }, "wishes" },
					to = "mapping",
					requires = "søkeren er registrert",
					guard = function(case)
						return case.data.person ~= nil, "søker mangler: rådgivning trenger ikke navn, kartlegging gjør"
					end,
					run = function(case)
						case:go("mapping")
					end,
				},
				register_person = action {
					title = "Registrer søker og husstand", roles = worker,
					form = { { "person", required = true }, "co_applicants", "household", "children" },
				},
				refuse = decisions.refuse,
				other_municipality = decisions.other_municipality,
				advice_only = action {
					title = "Bare veiledning, uten vedtak", roles = worker,
					help = "Bare når ingen har bedt om hjelp; grunnen telles (D-003)",
					form = { { "advice_reason", required = true } }, to = "closed",
					run = function(case, input)
						case.data.level = 1
						case:close("advice", input.advice_reason)
					end,
				},
			},
		},

		mapping = stage {
			title = "Kartlegging", unit = "nav",
			deadlines = {
				mapping = deadline { days(14), from = "received", goal = true,
					title = "Kartlegging ferdig" },
			},
			actions = {
				map = action {
					title = "Før inn kartleggingen", roles = worker,
					form = { "situation", "own_words", "wishes", "child_view", "children", "quality",
						"target_groups", "income", "debt", "rent" },
				},
				map_health = action {
					title = "Før inn helse og rus", roles = worker,
					form = { { "health_needs", required = true }, "health_groups" },
				},
				mapped = action {
					title = "Kartlagt: sett nivå og gå videre", roles = worker,
					form = {
						{ "mapped_on", required = true }, { "situation", required = true },
						{ "wishes", required = true }, { "level", required = true },
						{ "level_reason", required = true }, "plan_need", "coordinator", "child_view",
					},
					to = { "allocation", "follow_up" }, grants = { "plan.report_need" },
					run = function(case, input)
						rules.anew(input, "mapped_on", "level", "level_reason")
						if (case.data.children or 0) > 0 and case.data.child_view == nil then
							reject("E_CHILD_VIEW", "det er barn i husstanden: barnas syn mangler", "child_view")
						end
						if input.mapped_on < case.data.received then
							reject("E_DATE_ORDER", "kartlagt før henvendelsen kom", "mapped_on")
						end
						rules.own_level(input.level)
						if input.level == 1 then
							case:go("follow_up")
							return
						end
						plugins.plan_owed(case)
						case:task { key = "agenda", title = "Sett saken opp til neste tildelingsmøte" }
						case:go("allocation")
					end,
				},
			},
		},

		allocation = allocation.stage,

		start_package = stage {
			title = "Startpakke",
			enter = function(case)
				case:task { key = "start_package", title = "Gjennomfør startpakken" }
			end,
			actions = {
				tick = action {
					title = "Kryss av i startpakken", roles = { "caseworker", "coordinator", "decision_maker", "performer" },
					form = { { "start_package", required = true } },
				},
				moved_in = action {
					title = "Innflyttet", roles = worker,
					form = {
						{ "moved_in", required = true }, { "dwelling", required = true },
						{ "start_package", required = true }, "lease_from", "lease_to", "lease_open_reason",
					},
					to = "follow_up", grants = { "deposit.lease" },
					run = function(case, input)
						rules.anew(input, "moved_in", "start_package")
						local ready, why = rules.level_ready(case)
						if not ready then
							reject("E_LEVEL_REQUIRES", why, "level")
						end
						local done = {}
						for _, item in ipairs(input.start_package) do
							done[item] = true
						end
						for _, item in ipairs { "lease", "security", "key", "first_visit" } do
							if not done[item] then
								reject("E_START_PACKAGE",
									"før innflytting: kontrakt, sikkerhet, nøkkel og avtalt besøk", "start_package")
							end
						end
						if case.data.lease_to == nil and case.data.lease_open_reason == nil then
							reject("E_REASON_REQUIRED",
								"leien skal være tidsbestemt, ellers trengs en grunn (D-131)", "lease_open_reason")
						end
						lease.note(case)
						if case.data.stay_from ~= nil and case.data.stay_to == nil then
							case.data.stay_to = input.moved_in
							case:meet("stay_goal")
						end
						case:done("start_package")
						case:go("follow_up")
					end,
				},
			},
		},

		follow_up = stage {
			title = "Oppfølging",
			deadlines = {
				start_help = deadline { days(14), from = "moved_in", goal = true, keep = true,
					title = "Starthjelp fullført" },
			},
			actions = {
				contact = action {
					title = "Noter kontakt", roles = { "caseworker", "coordinator", "decision_maker", "performer" },
					form = {
						{ "contact_on", required = true }, { "contact_kind", required = true },
						"contact_note", "rent_paid",
					},
					run = function(case, input)
						rules.anew(input, "contact_on")
						if input.rent_paid == false then
							case:task { key = "rent", due = case.today + workdays(2),
								title = "Husleien er ikke betalt: ta kontakt" }
						elseif input.rent_paid == true then
							case:done("rent")
						end
					end,
				},
				start_help = action {
					title = "Starthjelpen er fullført", roles = worker,
					form = { { "start_package", required = true } },
					run = function(case)
						case:meet("start_help")
					end,
				},
				choose_method = action {
					title = "Velg metode", roles = worker,
					form = { { "method", required = true }, "method_tags" },
					run = function(case, input)
						rules.anew(input, "method")
						if input.method == "cti" and case.data.moved_in == nil then
							reject("E_NO_TENANCY", "CTI starter når leieforholdet er på plass", "method")
						end
					end,
				},
				change_level = action {
					title = "Endre nivå", roles = worker,
					form = { { "level", required = true }, { "level_reason", required = true }, "plan_need", "coordinator" },
					grants = { "plan.report_need" },
					run = function(case, input)
						rules.anew(input, "level", "level_reason")
						rules.own_level(input.level)
						local ready, why = rules.level_ready(case)
						if not ready then
							reject("E_LEVEL_REQUIRES", why, "level")
						end
						plugins.plan_owed(case)
						rules.next_review(case, case.today)
						case:done("level_review")
					end,
				},
				plan_started = action {
					title = "Planen er i gang", roles = worker,
					run = function(case)
						case:done("plan")
					end,
				},
				decide_help = decisions.decide_help,
				change_help = decisions.change_help,
				to_evaluation = action {
					title = "Til evaluering", roles = worker,
					to = "evaluation",
					run = function(case)
						case:meet("yearly_evaluation")
						case:go("evaluation")
					end,
				},
			},
		},

		evaluation = stage {
			title = "Evaluering",
			deadlines = {
				evaluation = deadline { days(14), from = "entered", goal = true,
					title = "Evaluering ferdig" },
			},
			actions = {
				conclude = action {
					title = "Konkluder", roles = worker,
					help = "De seks overskriftene fra NORCE-studien (D-021); personen skal være hørt",
					form = {
						{ "eval_quality", required = true }, { "eval_supply", required = true },
						{ "eval_service", required = true }, { "eval_organisation", required = true },
						{ "eval_economy", required = true }, { "eval_participation", required = true },
						{ "eval_outcome", required = true },
					},
					to = { "follow_up", "allocation", "closed" },
					run = function(case, input)
						rules.anew(input, "eval_quality", "eval_supply", "eval_service", "eval_organisation",
							"eval_economy", "eval_participation", "eval_outcome")
						case:done("level_review")
						if input.eval_outcome == "finish" then
							case:close("decided")
						elseif input.eval_outcome == "continue" then
							case:start("yearly_evaluation", case.today)
							rules.next_review(case, case.today)
							case:go("follow_up")
						else
							case:go("allocation")
						end
					end,
				},
				decide_help = decisions.decide_help,
				change_help = decisions.change_help,
			},
		},

		closed = stage {
			title = "Lukket", final = true, on = plugins.on_closed,
			actions = {
				reopen = action {
					title = "Gjenåpne", roles = worker, reopens = true,
					help = "En ny henvendelse har sin egen mottatte dato, og fristene løper fra den",
					form = { { "reopen_reason", required = true }, "received", "resume_in" },
					to = { "intake", "mapping", "allocation", "follow_up" },
					run = function(case, input)
						rules.anew(input, "reopen_reason")
						if input.reopen_reason == "new_request" and input.received == nil then
							reject("E_REASON_REQUIRED", "skriv når den nye henvendelsen kom", "received")
						end
						local usual = { complaint_upheld = "allocation", new_request = "intake" }
						case:go(input.resume_in or usual[input.reopen_reason] or "mapping")
					end,
				},
			},
		},
	},
}
