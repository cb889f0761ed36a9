package sozw

import "github.com/penvoerder/penvoerder/schemes"

const (
	activity1Place = "hoofdstuk 4, Activiteit 1"
	activity2Place = "hoofdstuk 4, Activiteit 2"
)

// Rules about the facts that all participants of a registration share.
var (
	ruleStart1 = schemes.Rule{
		Code: "SOZW-DATE-011", Severity: schemes.Blocking,
		Message:  text("Een opleiding onder activiteit 1 begint in de periode van {first} tot en met {last}.", "A training under activity 1 starts between {first} and {last}, both days included."),
		Remedy:   text("Controleer de startdatum. Een opleiding die op een andere dag begint, valt buiten deze regeling.", "Check the start date. A training that starts on another day is outside this scheme."),
		Source:   at(activity1Place, "De opleiding begint in 2026 en voor 1 december.", "The training starts in 2026 and before 1 December."),
		Readings: []string{"OQ-SOZW-03", "OQ-SOZW-08"},
	}
	ruleStart2 = schemes.Rule{
		Code: "SOZW-DATE-013", Severity: schemes.Blocking,
		Message:  text("Een opleiding onder activiteit 2 begint in de periode van {first} tot en met {last}.", "A training under activity 2 starts between {first} and {last}, both days included."),
		Remedy:   text("Controleer de startdatum. Een activiteit die op een andere dag begint, valt buiten deze regeling.", "Check the start date. An activity that starts on another day is outside this scheme."),
		Source:   at(activity2Place, "De activiteit begint in 2026.", "The activity starts in 2026."),
		Readings: []string{"OQ-SOZW-08"},
	}
	ruleOneMonth = schemes.Rule{
		Code: "SOZW-ELIG-015", Severity: schemes.Blocking,
		Message:  text("De opleiding duurt korter dan één maand. Zij moet minstens tot en met {earliest} duren.", "The training takes less than one month. It must last until {earliest} at least."),
		Remedy:   text("Controleer begin en einde. Is dit een module van een langere opleiding, neem dan alle modules op in één registratie.", "Check the start and the end. If this is a module of a longer training, put all its modules into one registration."),
		Source:   at(activity1Place, "De opleiding duurt minstens een maand; wie eerder stopt, komt niet in aanmerking.", "The training takes at least a month; who stops earlier does not qualify."),
		Readings: []string{"OQ-SOZW-02"},
	}
	ruleOneMonthEdge = schemes.Rule{
		Code: "SOZW-ELIG-015", Aspect: "boundary", Severity: schemes.Notice,
		Message:  text("De opleiding duurt één dag korter dan een maand. De regeling is ook zo uit te leggen dat zij wel meetelt: overleg met de projectleider.", "The training is one day short of a month. The scheme can also be read in a way that makes it count: consult the project leader."),
		Source:   at(activity1Place, "De tekst legt de laatste dag van de maand niet vast.", "The text does not fix the last day of the month."),
		Readings: []string{"OQ-SOZW-02"},
	}
	ruleRunsOn1 = schemes.Rule{
		Code: "SOZW-ELIG-017", Severity: schemes.Notice,
		Message: text("De opleiding mag doorlopen. Dagen na {last} tellen niet mee.", "The training may continue. Days after {last} do not count."),
		Source:  at(activity1Place, "Doorlopen na de subsidieperiode mag.", "Running on after the subsidy period is allowed."),
	}
	ruleRunsOn2 = schemes.Rule{
		Code: "SOZW-DATE-013", Aspect: "runs-on", Severity: schemes.Notice,
		Message:  text("De opleiding loopt door na {last}. Alle verantwoorde uren tellen mee, want de startdatum bepaalt dat.", "The training continues after {last}. All hours accounted for count, because the start date decides."),
		Source:   at(activity2Place, "De start beslist.", "The start decides."),
		Readings: []string{"OQ-SOZW-21"},
	}
	ruleListed = schemes.Rule{
		Code: "SOZW-ELIG-013", Severity: schemes.Blocking,
		Message:  text("Deze opleiding staat niet in bijlage 2.", "This training is not in appendix 2."),
		Remedy:   text("Kies een opleiding uit de lijst.", "Choose a training from the list."),
		Source:   at(activity1Place, "De opleiding staat in de lijst van bijlage 2.", "The training is in the list of appendix 2."),
		Readings: []string{"OQ-SOZW-28", "OQ-SOZW-29"},
	}
	ruleOtherLevel = schemes.Rule{
		Code: "SOZW-ELIG-012", Severity: schemes.Blocking,
		Message:  text("Deze opleiding of leerroute hoort niet bij het niveau van activiteit {activity}.", "This training or route does not belong to the level of activity {activity}."),
		Remedy:   text("Registreer de opleiding onder de andere activiteit.", "Register the training under the other activity."),
		Source:   at(activity1Place, "1A is mbo (BBL of derde leerweg), 1B is hbo (duaal, deeltijd of Associate Degree).", "1A is mbo (BBL or derde leerweg), 1B is hbo (duaal, deeltijd or Associate Degree)."),
		Readings: []string{"OQ-SOZW-29"},
	}
	ruleRouteMbo = schemes.Rule{
		Code: "SOZW-DATA-010", Severity: schemes.Blocking,
		Message:  text("Bij deze opleiding staat in bijlage 2 alleen {routes}.", "For this training appendix 2 lists only {routes}."),
		Remedy:   text("Kies de leerroute die in bijlage 2 staat.", "Choose the route that appendix 2 lists."),
		Source:   at("bijlage 2, MBO-opleidingen", "Achter elke opleiding staat de leerroute.", "Each training carries its route."),
		Readings: []string{"OQ-SOZW-27"},
	}
	ruleRouteOpen = schemes.Rule{
		Code: "SOZW-DATA-010", Aspect: "route-not-printed", Severity: schemes.Notice,
		Message:  text("Bij deze opleiding staat in bijlage 2 geen leerroute. BBL en derde leerweg zijn allebei goed.", "Appendix 2 lists no route for this training. BBL and derde leerweg are both accepted."),
		Source:   at("bijlage 2, MBO-opleidingen", "Eén opleiding staat zonder leerroute in de lijst.", "One training is listed without a route."),
		Readings: []string{"OQ-SOZW-27"},
	}
	ruleRouteHbo = schemes.Rule{
		Code: "SOZW-DATA-012", Severity: schemes.Blocking,
		Message:  text("Opleidingen uit de hbo-lijst tellen als duaal of, met een praktijkdeel, als deeltijd.", "Trainings on the hbo list count as duaal or, with a practice component, as deeltijd."),
		Remedy:   text("Kies duaal of deeltijd.", "Choose duaal or deeltijd."),
		Source:   at("bijlage 2, HBO-opleidingen", "De lijst staat onder het kopje Duaal.", "The list is headed Duaal."),
		Readings: []string{"OQ-SOZW-29"},
	}
	ruleOneDossier = schemes.Rule{
		Code: "SOZW-ELIG-018", Severity: schemes.Warning,
		Message:  text("De modules horen bij verschillende kwalificatiedossiers en zijn samen niet vanzelf één opleiding.", "The modules belong to different qualification dossiers and do not automatically form one training."),
		Remedy:   text("Registreer de modules van elk dossier apart.", "Register the modules of each dossier separately."),
		Source:   at(activity1Place, "Een kwalificerende opleiding in modules geldt als één opleiding.", "A qualifying training in modules counts as one training."),
		Readings: []string{"OQ-SOZW-18"},
	}
	rulePractice = schemes.Rule{
		Code: "SOZW-ELIG-021", Severity: schemes.Blocking,
		Message:  text("Een hbo-deeltijdopleiding moet een praktijkdeel op de werkvloer hebben.", "An hbo deeltijd training must have a practice component at the workplace."),
		Remedy:   text("Geef op dat de opleiding een praktijkdeel heeft, als dat in de leerwerkovereenkomst staat.", "State that the training has a practice component, if the learning agreement shows one."),
		Source:   at(activity1Place, "Hbo deeltijd vraagt een praktijkdeel, te zien in de leerwerkovereenkomst.", "Hbo deeltijd asks for a practice component, shown in the learning agreement."),
		Readings: []string{"OQ-SOZW-29"},
	}
	ruleOtherPartyPays = schemes.Rule{
		Code: "SOZW-COST-001", Severity: schemes.Blocking,
		Message: text("De organisatie moet alle opleidingskosten zelf betalen.", "The organisation must pay all training costs itself."),
		Remedy:  text("Verbeter het antwoord als de organisatie alle kosten zelf draagt. Betaalt een ander mee, registreer de opleiding dan niet.", "Correct the answer if the organisation bears all costs itself. If another party pays a part, do not register the training."),
		Source:  at("hoofdstuk 5, Subsidiabele kosten", "De organisatie draagt verletkosten, docentkosten en externe kosten.", "The organisation bears absence, teacher and external costs."),
	}
	ruleAccountingOpens = schemes.Rule{
		Code: "SOZW-DATE-006", Severity: schemes.Notice, Holds: schemes.HeldActs,
		Message:  text("U kunt op zijn vroegst vanaf {first} verantwoorden. Tot die dag blijft dit een concept.", "Accounting starts on {first} at the earliest. Until then this remains a draft."),
		Source:   at("hoofdstuk 2, Planning", "De planning noemt een eerste dag.", "The planning names a first day."),
		Readings: []string{"OQ-SOZW-07", "OQ-SOZW-44"},
	}
	ruleHours = schemes.Rule{
		Code: "SOZW-ELIG-025", Severity: schemes.Blocking,
		Message:  text("Een opleiding heeft minstens {minimum} contacturen. Deze heeft er {hours}.", "A training has at least {minimum} contact hours. This one has {hours}."),
		Remedy:   text("Controleer het aantal contacturen per deelnemer.", "Check the number of contact hours per participant."),
		Source:   at(activity2Place, "Er geldt een minimum aan lesuren.", "There is a minimum of lesson hours."),
		Readings: []string{"OQ-SOZW-19"},
	}
	ruleELearning = schemes.Rule{
		Code: "SOZW-ELIG-026", Severity: schemes.Blocking,
		Message: text("E-learning komt niet in aanmerking.", "E-learning does not qualify."),
		Remedy:  text("Heeft de opleiding ook contacturen, kies dan de gemengde vorm en geef alleen die uren op.", "If the training has contact hours as well, choose the blended form and state those hours only."),
		Source:  at(activity2Place, "E-learning is uitgesloten.", "E-learning is excluded."),
	}
	ruleBlended = schemes.Rule{
		Code: "SOZW-ELIG-026", Aspect: "blended", Severity: schemes.Notice,
		Message:  text("Geef alleen de contacturen op. De uren e-learning tellen niet mee.", "State the contact hours only. Hours of e-learning do not count."),
		Source:   at(activity2Place, "E-learning is uitgesloten.", "E-learning is excluded."),
		Readings: []string{"OQ-SOZW-20"},
	}
	ruleGoal = schemes.Rule{
		Code: "SOZW-THEME-005", Severity: schemes.Blocking,
		Message:  text("Het gekozen doel hoort niet bij het gekozen thema.", "The chosen goal does not belong to the chosen theme."),
		Remedy:   text("Kies een thema en een doel van dat thema.", "Choose a theme and a goal of that theme."),
		Source:   at("bijlage 3", "De doelen van een thema zijn voorwaarden.", "The goals of a theme are conditions."),
		Readings: []string{"OQ-SOZW-24", "OQ-SOZW-25"},
	}
	ruleSeveralTeachers = schemes.Rule{
		Code: "SOZW-CALC-032", Severity: schemes.Notice,
		Message:  text("De berekening gaat uit van één soort docent. Kies de soort die de meeste uren gaf en licht dat toe bij de prestatieverklaring.", "The calculation has room for one kind of teacher. Choose the kind that taught most hours and explain this with the performance statement."),
		Source:   at("hoofdstuk 5, Activiteit 2", "Docentkosten zijn intern of extern.", "Teacher costs are internal or external."),
		Readings: []string{"OQ-SOZW-23"},
	}
)

var trainingRules = []schemes.Rule{
	ruleStart1, ruleStart2, ruleOneMonth, ruleOneMonthEdge, ruleRunsOn1, ruleRunsOn2, ruleListed, ruleOtherLevel, ruleRouteMbo, ruleRouteOpen, ruleRouteHbo,
	ruleOneDossier, rulePractice, ruleOtherPartyPays, ruleAccountingOpens, ruleHours, ruleELearning, ruleBlended, ruleGoal, ruleSeveralTeachers,
}
