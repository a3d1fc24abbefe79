-- The case document: every field is declared once, with its class.

local codes = part("codes.lua")

return {
	-- Henvendelsen (1.1)
	received = date { required = true, title = "Mottatt", class = "case", find = "range" },
	received_before = date { title = "Mottatt i forrige kommune", class = "case",
		help = "Følger saken når personen har flyttet; fristene her løper fra datoen hos oss" },
	channel = choice { list = codes.channel, title = "Kanal", class = "case" },
	asks_help = boolean { title = "Ber om hjelp", class = "case", find = "range",
		help = "Ja betyr at kommunen skylder et svar (boligsosialloven § 7)" },
	right_unit = boolean { title = "Kommet til riktig enhet", class = "case",
		help = "Nei betyr at henvendelsen sendes videre samme dag (forvaltningsloven § 11)" },
	request = text { title = "Hva det bes om", class = "identity" },
	person = person { title = "Søker" },
	household = household { title = "Husstand" },
	roof_tonight = boolean { title = "Har et sted å sove i natt", class = "case" },
	children = integer { min = 0, max = 20, title = "Barn i husstanden", class = "case", find = "range" },
	informed = text { title = "Opplyst om og tilbudt", class = "identity",
		help = "Hvilke boligløsninger personen har fått vite om (anbefaling 1)" },
	advice_reason = choice { list = codes.advice, title = "Hvorfor uten vedtak", class = "case" },

	-- Midlertidig botilbud (sosialtjenesteloven § 27)
	stay_type = choice { list = codes.stay_type, title = "Type midlertidig botilbud", class = "case", find = "range" },
	stay_place = text { title = "Sted", class = "address" },
	stay_from = date { title = "Innflyttet midlertidig", class = "case", find = "range" },
	stay_to = date { title = "Utflyttet", class = "case", find = "range" },
	stay_reason = text { title = "Begrunnelse for hotell, camping eller pensjonat", class = "identity" },
	stay_approved = boolean { title = "Godkjent av leder", class = "case" },
	stay_late_reason = text { title = "Hvorfor oppholdet varer over tre måneder", class = "identity" },

	-- Kartleggingen (2.1-2.3)
	mapped_on = date { title = "Kartlagt", class = "case", find = "range" },
	situation = choice { list = codes.situation, title = "Boligsituasjon", class = "case", find = "range" },
	urgency = choice { list = codes.urgency, title = "Hastegrad", class = "case" },
	target_groups = choice { list = codes.target_group, many = true, title = "Målgrupper", class = "identity" },
	own_words = text { title = "Med egne ord", class = "identity" },
	wishes = text { title = "Ønsker om bolig", class = "identity",
		help = "Boform, sted, nærhet til tjenester og mennesker (D-039)" },
	wishes_deviation = text { title = "Hvorfor ønskene ikke følges", class = "identity" },
	child_view = text { title = "Barnas syn", class = "identity",
		help = "Kreves når det er barn i husstanden (forvaltningsloven § 17)" },
	quality = choice { list = codes.housing_quality, many = true, title = "Bokvalitet som mangler", class = "case" },
	income = money { title = "Inntekt per måned", class = "economy" },
	debt = money { title = "Gjeld", class = "economy" },
	rent = money { title = "Husleie per måned", class = "economy" },
	health_needs = text { title = "Behov knyttet til helse eller rus", class = "health" },
	health_groups = choice { list = codes.health_group, many = true, title = "Målgrupper, helse", class = "health" },
	level = integer { min = 1, max = 4, title = "Nivå", class = "case", find = "range",
		help = "1 grønn: råd · 2 gul: oppfølging · 3 rød: tjenester · 4 rød: varige tjenester" },
	level_reason = text { title = "Begrunnelse for nivå", class = "identity" },

	-- Felles tildeling (3.1-3.6)
	item_services = choice { list = codes.item, title = "Tjenester", class = "case", find = "range" },
	item_dwelling = choice { list = codes.item, title = "Kommunal bolig", class = "case", find = "range" },
	item_start_package = choice { list = codes.item, title = "Startpakke", class = "case", find = "range" },
	item_guarantee = choice { list = codes.item, title = "Garanti eller depositum", class = "case", find = "range" },
	asked_units = unit { many = true, title = "Enheter som spørres", class = "case", transient = true },
	waiting_since = date { title = "På venteliste fra", class = "case", find = "range" },
	plan_need = choice { list = codes.plan, title = "Plan", class = "case", find = "range" },
	coordinator = user { title = "Koordinator", class = "case" },
	performer = unit { title = "Utførende enhet", class = "case" },
	lease_terms = text { title = "Vilkår i leiekontrakten", class = "identity" },
	agreement_wanted = boolean { title = "Samarbeidsavtale", class = "case" },

	-- Vedtaket selv ligger fast i saken; dette gis til det.
	decided_on = date { title = "Vedtaksdato", class = "case", transient = true },
	care_dwelling = boolean { title = "Bolig med heldøgns omsorg", class = "case",
		help = "Avgjøres etter helse- og omsorgstjenesteloven § 3-2 a, ikke kommunens egne regler" },
	responsible = choice { list = codes.responsible, title = "Hvem som har ansvaret", class = "case" },
	discharged_on = date { title = "Utskrevet", class = "case" },
	no_notice = choice { list = codes.no_notice, title = "Hvorfor ikke forhåndsvarslet", class = "case", transient = true },
	no_notice_reason = text { title = "Grunn til at forhåndsvarsel ikke er gitt", class = "identity", transient = true },
	decision_result = choice { list = codes.result, title = "Resultat", class = "case", transient = true },
	decision_content = text { title = "Hva som er bestemt", class = "identity", transient = true },
	reason_rules = text { title = "Regler", class = "identity", transient = true },
	reason_facts = text { title = "Fakta", class = "identity", transient = true },
	reason_considerations = text { title = "Hovedhensyn", class = "identity", transient = true },

	-- Garanti eller lån til depositum; delen `deposit` fører den videre
	landlord = text { title = "Utleier", class = "identity" },
	landlord_kind = choice { list = codes.landlord, title = "Hva slags utleier", class = "case" },
	guarantee_kind = choice { list = codes.guarantee, title = "Garanti, lån eller bidrag", class = "case" },
	guarantee_months = integer { min = 1, max = 6, title = "Måneders leie som dekkes", class = "case" },
	guarantee_other = money { title = "Annen sikkerhet ved siden av", class = "economy" },
	guarantee_recourse = boolean { title = "Det som utbetales under garantien, kreves tilbake", class = "case" },

	-- Bolig i fare; delen `eviction` fører det videre
	eviction_source = choice { list = codes.eviction_source, title = "Hvem melder", class = "case" },
	eviction_told = date { title = "Meldt", class = "case", find = "range" },
	eviction_ground = choice { list = codes.eviction_ground, title = "Tvangsgrunnlag", class = "case" },
	eviction_petition = date { title = "Begjæring om fravikelse", class = "case" },
	eviction_served = date { title = "Begjæringen forelagt", class = "case" },
	eviction_day = date { title = "Utkastelse", class = "case", find = "range" },
	rent_owed = money { title = "Skyldig leie", class = "economy" },

	-- Startpakke (4.1-4.5)
	start_package = choice { list = codes.start_package, many = true, title = "Startpakke, gjort", class = "case" },
	dwelling = text { title = "Bolig", class = "address" },
	moved_in = date { title = "Innflyttet", class = "case", find = "range" },
	lease_from = date { title = "Leie fra", class = "case", find = "range" },
	lease_to = date { title = "Leie til", class = "case", find = "range" },
	lease_remind_6 = date { title = "Seks måneder før leien går ut", class = "case" },
	lease_remind_3 = date { title = "Tre måneder før leien går ut", class = "case" },
	lease_remind_1 = date { title = "En måned før leien går ut", class = "case" },
	lease_outcome = choice { list = codes.lease_outcome, title = "Slutten på leietiden", class = "case" },
	lease_day = date { title = "Dato", class = "case", transient = true,
		help = "Kravet ble sendt, ny siste dag, eller leietakeren flyttet" },
	lease_open_reason = text { title = "Hvorfor leien ikke er tidsbestemt", class = "identity" },

	-- Oppfølging (5.1-5.4)
	method = choice { list = codes.method, title = "Metode", class = "case", find = "range" },
	method_tags = choice { list = codes.method_tag, many = true, title = "Tilnærming", class = "case" },
	contact_on = date { title = "Siste kontakt", class = "case", find = "range" },
	contact_kind = choice { list = codes.contact_kind, title = "Kontaktform", class = "case", transient = true },
	contact_note = text { title = "Notat", class = "identity", transient = true },
	rent_paid = boolean { title = "Husleien er betalt", class = "economy" },

	-- Evaluering under seks overskrifter (D-021)
	eval_quality = text { title = "Bokvalitet", class = "identity" },
	eval_supply = text { title = "Boligtilbud", class = "identity" },
	eval_service = text { title = "Boligtjeneste", class = "identity" },
	eval_organisation = text { title = "Boligsosial organisering", class = "identity" },
	eval_economy = text { title = "Økonomiske dimensjoner", class = "identity" },
	eval_participation = text { title = "Brukermedvirkning", class = "identity" },
	eval_outcome = choice { list = codes.outcome, title = "Konklusjon", class = "case", find = "range" },

	-- Stans, slutt og gjenåpning
	reply_reason = text { title = "Hvorfor det tar tid", class = "identity", transient = true },
	reply_expected = date { title = "Når svaret ventes", class = "case", transient = true },
	pause_reason = text { title = "Hva det ventes på", class = "identity", transient = true },
	end_reason = text { title = "Grunn", class = "identity", transient = true },
	resume_in = choice { "intake", "mapping", "allocation", "follow_up",
		title = "Fase saken tas opp i", class = "case", transient = true },
	reopen_reason = choice { list = codes.reopen, title = "Grunn til gjenåpning", class = "case", find = "range" },
	new_unit = unit { title = "Riktig enhet", class = "case", transient = true },
	new_contact = user { title = "Ny kontaktperson", class = "case", transient = true },
}
