package sozw

import "github.com/penvoerder/penvoerder/schemes"

const (
	activity1Place = "hoofdstuk 4, Activiteit 1"
	activity2Place = "hoofdstuk 4, Activiteit 2"
)

// What all participants of a registration share.
var (
	ruleStart1 = schemes.Rule{
		Code: "SOZW-DATE-011", Severity: schemes.Blocking,
		Message:  text("Een opleiding onder activiteit 1 begint van {first} tot en met {last}.", "A training under activity 1 starts from {first} up to and including {last}."),
		Remedy:   text("Controleer de startdatum. Een opleiding die op een andere dag begint, valt buiten deze regeling.", "Check the start date. A training that starts on another day is outside this scheme."),
		Source:   at(activity1Place, "De opleiding begint in 2026 en voor 1 december.", "The training starts in 2026 and before 1 December."),
		Readings: []string{"OQ-SOZW-03", "OQ-SOZW-08"},
	}
	ruleStart2 = schemes.Rule{
		Code: "SOZW-DATE-013", Severity: schemes.Blocking,
		Message:  text("Een activiteit onder activiteit 2 begint van {first} tot en met {last}.", "An activity under activity 2 starts from {first} up to and including {last}."),
		Remedy:   text("Controleer de startdatum. Een activiteit die op een andere dag begint, valt buiten deze regeling.", "Check the start date. An activity that starts on another day is outside this scheme."),
		Source:   at(activity2Place, "De activiteit begint in 2026.", "The activity starts in 2026."),
		Readings: []string{"OQ-SOZW-08"},
	}
	ruleOneMonth = schemes.Rule{
		Code: "SOZW-ELIG-015", Severity: schemes.Blocking,
		Message:  text("De opleiding duurt korter dan één maand: zij eindigt op zijn vroegst op {earliest}.", "The training takes less than one month: it ends on {earliest} at the earliest."),
		Remedy:   text("Controleer begin en einde. Is dit een module van een langere opleiding, neem dan alle modules op in één registratie.", "Check the start and the end. If this is a module of a longer training, put all its modules into one registration."),
		Source:   at(activity1Place, "De opleiding duurt minstens een maand; wie eerder stopt, komt niet in aanmerking.", "The training takes at least a month; who stops earlier does not qualify."),
		Readings: []string{"OQ-SOZW-02"},
	}
	ruleOneMonthEdge = schemes.Rule{
		Code: "SOZW-ELIG-015", Aspect: "boundary", Severity: schemes.Notice,
		Message:  text("De opleiding is op één dag na een maand. Bij een andere lezing telt zij mee: overleg met de projectleider.", "The training is one day short of a month. Under another reading it counts: consult the project leader."),
		Source:   at(activity1Place, "De tekst legt de laatste dag van de maand niet vast.", "The text does not fix the last day of the month."),
		Readings: []string{"OQ-SOZW-02"},
	}
	ruleRunsOn1 = schemes.Rule{
		Code: "SOZW-ELIG-017", Severity: schemes.Notice,
		Message: text("De opleiding mag doorlopen; dagen na {last} tellen niet mee.", "The training may run on; days after {last} do not count."),
		Source:  at(activity1Place, "Doorlopen na de subsidieperiode mag.", "Running on after the subsidy period is allowed."),
	}
	ruleRunsOn2 = schemes.Rule{
		Code: "SOZW-DATE-013", Aspect: "runs-on", Severity: schemes.Notice,
		Message:  text("De activiteit loopt door na {last}. Alle verantwoorde uren tellen, omdat de start beslist.", "The activity runs on after {last}. All accounted hours count, because the start decides."),
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
		Message:  text("Deze opleiding of leerroute hoort bij een ander niveau dan activiteit {activity}.", "This training or route belongs to another level than activity {activity}."),
		Remedy:   text("Registreer de opleiding onder de andere activiteit.", "Register the training under the other activity."),
		Source:   at(activity1Place, "1A is mbo (BBL of derde leerweg), 1B is hbo (duaal, deeltijd of Associate Degree).", "1A is mbo (BBL or derde leerweg), 1B is hbo (duaal, deeltijd or Associate Degree)."),
		Readings: []string{"OQ-SOZW-29"},
	}
	ruleRouteMbo = schemes.Rule{
		Code: "SOZW-DATA-010", Severity: schemes.Blocking,
		Message:  text("Voor deze opleiding is in bijlage 2 alleen {routes} afgedrukt.", "For this training appendix 2 prints {routes} only."),
		Remedy:   text("Kies de afgedrukte leerroute.", "Choose the printed route."),
		Source:   at("bijlage 2, MBO-opleidingen", "Achter elke opleiding staat de leerroute.", "Each training carries its route."),
		Readings: []string{"OQ-SOZW-27"},
	}
	ruleRouteOpen = schemes.Rule{
		Code: "SOZW-DATA-010", Aspect: "route-not-printed", Severity: schemes.Notice,
		Message:  text("Bij deze opleiding is geen leerroute afgedrukt; BBL en derde leerweg worden beide aanvaard.", "No route is printed for this training; BBL and derde leerweg are both accepted."),
		Source:   at("bijlage 2, MBO-opleidingen", "Eén opleiding staat zonder leerroute in de lijst.", "One training is listed without a route."),
		Readings: []string{"OQ-SOZW-27"},
	}
	ruleRouteHbo = schemes.Rule{
		Code: "SOZW-DATA-012", Severity: schemes.Blocking,
		Message:  text("Opleidingen uit de hbo-lijst tellen als duaal of, met een praktijkdeel, als deeltijd.", "Trainings of the hbo list count as duaal or, with a practice component, as deeltijd."),
		Remedy:   text("Kies duaal of deeltijd.", "Choose duaal or deeltijd."),
		Source:   at("bijlage 2, HBO-opleidingen", "De lijst staat onder het kopje Duaal.", "The list is headed Duaal."),
		Readings: []string{"OQ-SOZW-29"},
	}
	ruleOneDossier = schemes.Rule{
		Code: "SOZW-ELIG-018", Severity: schemes.Warning,
		Message:  text("De modules horen bij verschillende kwalificatiedossiers en vormen samen niet vanzelf één opleiding.", "The modules belong to several qualification dossiers and do not by themselves make one training."),
		Remedy:   text("Registreer de modules van elk dossier apart.", "Register the modules of each dossier separately."),
		Source:   at(activity1Place, "Een kwalificerende opleiding in modules geldt als één opleiding.", "A qualifying training in modules counts as one training."),
		Readings: []string{"OQ-SOZW-18"},
	}
	rulePractice = schemes.Rule{
		Code: "SOZW-ELIG-021", Severity: schemes.Blocking,
		Message:  text("Een hbo-deeltijdopleiding heeft een praktijkdeel op de werkvloer.", "An hbo deeltijd training has a practice component at the workplace."),
		Remedy:   text("Geef op dat de opleiding een praktijkdeel heeft, als dat in de leerwerkovereenkomst staat.", "State that the training has a practice component, if the learning agreement shows one."),
		Source:   at(activity1Place, "Hbo deeltijd vraagt een praktijkdeel, te zien in de leerwerkovereenkomst.", "Hbo deeltijd asks for a practice component, shown in the learning agreement."),
		Readings: []string{"OQ-SOZW-29"},
	}
	ruleOtherPartyPays = schemes.Rule{
		Code: "SOZW-COST-001", Severity: schemes.Blocking,
		Message: text("De organisatie draagt alle opleidingskosten zelf.", "The organisation bears all training costs itself."),
		Remedy:  text("Verbeter het antwoord als de organisatie alle kosten zelf draagt. Betaalt een ander mee, registreer de opleiding dan niet.", "Correct the answer if the organisation bears all costs itself. If another party pays a part, do not register the training."),
		Source:  at("hoofdstuk 5, Subsidiabele kosten", "De organisatie draagt verletkosten, docentkosten en externe kosten.", "The organisation bears absence, teacher and external costs."),
	}
	ruleAccountingOpens = schemes.Rule{
		Code: "SOZW-DATE-006", Severity: schemes.Notice,
		Message:  text("Verantwoorden kan op zijn vroegst vanaf {opens}; tot dan is dit een concept.", "Accounting starts on {opens} at the earliest; until then this is a draft."),
		Source:   at("hoofdstuk 2, Planning", "De planning noemt een eerste dag.", "The planning names a first day."),
		Readings: []string{"OQ-SOZW-07", "OQ-SOZW-44"},
	}
	ruleHours = schemes.Rule{
		Code: "SOZW-ELIG-025", Severity: schemes.Blocking,
		Message:  text("Een activiteit heeft minstens {minimum} contacturen; dit zijn er {hours}.", "An activity has at least {minimum} contact hours; this one has {hours}."),
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
		Message:  text("Geef alleen de contacturen op; het e-learningdeel telt niet mee.", "State the contact hours only; the e-learning part does not count."),
		Source:   at(activity2Place, "E-learning is uitgesloten.", "E-learning is excluded."),
		Readings: []string{"OQ-SOZW-20"},
	}
	ruleGoal = schemes.Rule{
		Code: "SOZW-THEME-005", Severity: schemes.Blocking,
		Message:  text("De opleiding past bij geen doel van een thema.", "The training fits no goal of a theme."),
		Remedy:   text("Kies een thema en een doel van dat thema.", "Choose a theme and a goal of that theme."),
		Source:   at("bijlage 3", "De doelen van een thema zijn voorwaarden.", "The goals of a theme are conditions."),
		Readings: []string{"OQ-SOZW-24", "OQ-SOZW-25"},
	}
	ruleSeveralTeachers = schemes.Rule{
		Code: "SOZW-CALC-032", Severity: schemes.Notice,
		Message:  text("De berekening kent één soort docent. Kies de soort die de meeste uren gaf en licht het toe bij de prestatieverklaring.", "The calculation knows one kind of teacher. Choose the kind that gave most hours and explain it with the performance statement."),
		Source:   at("hoofdstuk 5, Activiteit 2", "Docentkosten zijn intern of extern.", "Teacher costs are internal or external."),
		Readings: []string{"OQ-SOZW-23"},
	}
)

var trainingRules = []schemes.Rule{
	ruleStart1, ruleStart2, ruleOneMonth, ruleOneMonthEdge, ruleRunsOn1, ruleRunsOn2, ruleListed, ruleOtherLevel, ruleRouteMbo, ruleRouteOpen, ruleRouteHbo,
	ruleOneDossier, rulePractice, ruleOtherPartyPays, ruleAccountingOpens, ruleHours, ruleELearning, ruleBlended, ruleGoal, ruleSeveralTeachers,
}
