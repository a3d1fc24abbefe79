-- The code lists of the social-housing case.  A code that goes out of use gets
-- `to = "2027-12-31"` and stays: old cases keep its meaning.

local codes = {}

-- Boligsituasjon: three main categories (D-158) with sub-categories, domain 2.3.
codes.situation = codelist {
	{ "1.1", "Uten bolig: sover ute / har ikke sted å sove kommende natt" },
	{ "1.2", "Uten bolig: natthjem eller akuttovernatting" },
	{ "1.3", "Uten bolig: midlertidig botilbud" },
	{ "1.4", "Uten bolig: midlertidig hos venner, kjente eller slektninger" },
	{ "1.5", "Uten bolig: institusjon, utskrives innen 2 måneder" },
	{ "1.6", "Uten bolig: kriminalomsorgen, løslates innen 2 måneder" },
	{ "1.7", "Uten bolig: krisesenter uten bolig å vende tilbake til" },
	{ "2.1", "I fare: husleierestanse eller varsel om tvangsfullbyrdelse" },
	{ "2.2", "I fare: begjæring om fravikelse mottatt" },
	{ "2.3", "I fare: leiekontrakt utløper, er oppsagt eller hevet" },
	{ "2.4", "I fare: mislighold av boliglån eller tvangssalg" },
	{ "2.5", "I fare: naboklager eller brudd på ordensregler" },
	{ "2.6", "I fare: samlivsbrudd, vold eller må flytte" },
	{ "3.1", "Uegnet bolig: størrelse, standard eller tilgjengelighet" },
	{ "3.2", "Uegnet bolig: trangbodd barnefamilie" },
	{ "3.3", "Uegnet bolig: bomiljø" },
	{ "3.4", "Uegnet bolig: for høye boutgifter" },
	{ "3.5", "Uegnet bolig: mangler nødvendige tjenester i boligen" },
	{ "3.6", "Uegnet bolig: bor hos foreldre eller andre mot sitt ønske" },
}

-- Henvendelse: how it came in (domain 2.2).
codes.channel = codelist {
	{ "application", "Søknad" },
	{ "letter", "Brev" },
	{ "phone", "Telefon" },
	{ "visit", "Oppmøte" },
	{ "digital", "Digital henvendelse" },
	{ "service", "Melding fra en tjeneste" },
	{ "enforcement", "Melding fra namsmannen" },
	{ "landlord", "Melding fra utleier" },
	{ "concern", "Bekymring" },
}

codes.urgency = codelist {
	{ "acute", "Akutt" },
	{ "14d", "Innen 14 dager" },
	{ "3m", "Innen 3 måneder" },
	{ "ordinary", "Ordinær" },
}

-- Målgrupper (D-104, D-020); a person may belong to several.
codes.target_group = codelist {
	{ "homeless", "Bostedsløse" },
	{ "economy_family", "Økonomisk vanskeligstilte: familier" },
	{ "economy_single", "Økonomisk vanskeligstilte: enslige" },
	{ "economy_young", "Økonomisk vanskeligstilte: unge" },
	{ "refugee", "Flyktninger" },
	{ "physical", "Fysisk funksjonsnedsettelse" },
	{ "developmental", "Utviklingshemming" },
	{ "social", "Sosialt vanskeligstilte" },
	{ "other", "Annen nedsatt funksjonsevne, eldre" },
}

-- The same, of class health (D-104, D-020).
codes.health_group = codelist {
	{ "psychiatry", "Psykisk helse" },
	{ "addiction", "Rus" },
	{ "rop", "Samtidig rus og psykisk lidelse (ROP)" },
}

-- Seks punkter for god bokvalitet (D-022).
codes.housing_quality = codelist {
	{ "holistic", "Helhetlig forståelse av situasjonen" },
	{ "training", "Botrening" },
	{ "safety", "Trygghet, stabilitet og tilhørighet" },
	{ "together", "Bolig og tjenester henger sammen" },
	{ "life_course", "Livsløpsstandard" },
	{ "individual", "Individuell tilpasning" },
}

-- What became of a lease at its end (husleieloven § 9-2).
codes.lease_outcome = codelist {
	{ "demanded", "Flytting er krevd skriftlig" },
	{ "renewed", "Ny kontrakt" },
	{ "moved_out", "Leietakeren er flyttet" },
	{ "indefinite", "Leien er tidsubestemt" },
}

codes.stay_type = codelist {
	{ "municipal", "Kommunens egen" },
	{ "private", "Privat" },
	{ "hotel", "Hotell" },
	{ "camping", "Camping" },
	{ "boarding", "Pensjonat" },
	{ "shelter", "Krisesenter" },
	{ "night_shelter", "Natthjem (telles ikke som midlertidig botilbud)" },
}

-- What the joint allocation says of one item (D-034, D-142).
codes.item = codelist {
	{ "granted", "Innvilget" },
	{ "partly", "Delvis innvilget" },
	{ "waiting", "Innvilget, på venteliste" },
	{ "refused", "Avslag" },
	{ "not_applicable", "Ikke aktuelt" },
}

codes.plan = codelist {
	{ "individual_plan", "Individuell plan" },
	{ "goal_plan", "Målplan" },
	{ "none", "Ingen plan" },
}

-- Beslutningens utfall (domain 2.2).
codes.result = codelist {
	{ "granted", "Innvilget" },
	{ "partly", "Delvis innvilget" },
	{ "refused", "Avslag" },
	{ "rejected", "Avvist" },
	{ "ended", "Opphørt" },
}

-- Økonomisk stønad: hva den bygger på (sosialtjenesteloven §§ 18 og 19, law row 14).
codes.support = codelist {
	{ "livelihood", "Livsopphold (§ 18)" },
	{ "special", "Særlige tilfeller (§ 19)" },
}

-- Boligsosialloven § 3: why another municipality answers (A-15, A-16).
codes.responsible = codelist {
	{ "stay_elsewhere", "Personen oppholder seg i en annen kommune" },
	{ "institution", "Personen er på institusjon; kommunen før innleggelsen har ansvaret" },
	{ "moved_without_agreement", "Flyttet med integreringstilskudd uten avtale mellom kommunene" },
}

-- Forvaltningsloven § 16 tredje ledd.
codes.no_notice = codelist {
	{ "asked", "Parten har selv bedt om det" },
	{ "urgent", "Det haster" },
	{ "no_address", "Parten har ingen kjent adresse" },
	{ "heard", "Parten har alt uttalt seg" },
}

-- Startpakke: step 4.1-4.5 of domain 2.5.
codes.start_package = codelist {
	{ "lease", "Leiekontrakt er signert" },
	{ "security", "Garanti eller depositum er ordnet" },
	{ "key", "Nøkkel er overlevert" },
	{ "first_visit", "Første besøk er avtalt" },
	{ "move_in_report", "Innflyttingsprotokoll er skrevet" },
	{ "agreement", "Samarbeidsavtale er inngått" },
	{ "electricity", "Strøm er bestilt" },
	{ "furniture", "Møbler er på plass" },
	{ "insurance", "Innboforsikring er tegnet" },
	{ "autopay", "Avtalegiro eller frivillig trekk er ordnet" },
	{ "house_rules", "Husordensregler er gjennomgått" },
	{ "neighbours", "Naboer og bomiljø er gjort kjent" },
	{ "allowance", "Bostøtte er søkt" },
}

-- Metoder (D-080..D-084, A-28: oppfølging i bolig, not the allowance).
codes.method = codelist {
	{ "supported_housing", "Oppfølging i bolig" },
	{ "act", "ACT-team" },
	{ "fact", "FACT-team" },
	{ "icm", "Individuell case management" },
	{ "cti", "Critical Time Intervention (CTI)" },
}

codes.method_tag = codelist {
	{ "oot", "Oppgave- og oppdragstilnærming (OOT)" },
	{ "loft", "Løsningsfokusert tilnærming (LØFT)" },
}

codes.landlord = codelist {
	{ "private", "Privatperson" },
	{ "municipal", "Kommunen" },
	{ "company", "Selskap" },
}

codes.guarantee = codelist {
	{ "guarantee", "Garanti" },
	{ "loan", "Lån" },
	{ "grant", "Bidrag" },
}

-- Hvem som melder at boligen er i fare, og på hvilket grunnlag (domain 3.2).
codes.eviction_source = codelist {
	{ "utleier_9_11", "Utleier (husleieloven § 9-11)" },
	{ "namsmann_13_6", "Namsmannen (tvangsfullbyrdelsesloven § 13-6)" },
	{ "kommunal_utleier", "Kommunen som utleier" },
	{ "gjeldsradgiver", "Gjeldsrådgiver" },
	{ "booppfolger", "Booppfølger" },
	{ "bruker", "Personen selv" },
	{ "annen", "Andre" },
}

codes.eviction_ground = codelist {
	{ "unknown", "Ikke kjent" },
	{ "a", "a: skyldig leie" },
	{ "b", "b: leietiden er ute" },
	{ "c", "c: oppsigelse" },
	{ "d", "d: heving" },
	{ "e", "e: annet" },
}

codes.contact_kind = codelist {
	{ "home_visit", "Hjemmebesøk" },
	{ "phone", "Telefon" },
	{ "meeting", "Møte" },
	{ "attempt", "Forsøk uten svar" },
}

codes.outcome = codelist {
	{ "continue", "Fortsett som nå" },
	{ "step_up", "Trapp opp" },
	{ "step_down", "Trapp ned" },
	{ "finish", "Avslutt" },
}

-- Gjenåpning (domain 2.4).
codes.reopen = codelist {
	{ "complaint_upheld", "Medhold i klage" },
	{ "new_facts", "Nytt forhold" },
	{ "error", "Feil" },
	{ "new_request", "Ny henvendelse innen 6 måneder" },
}

codes.advice = codelist {
	{ "outreach", "Oppsøkende arbeid" },
	{ "prevention", "Forebygging uten henvendelse" },
	{ "information", "Generell informasjon" },
}

return codes
