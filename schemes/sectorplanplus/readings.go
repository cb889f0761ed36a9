package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// reading returns a choice that the sources leave open.
func reading(id, nl, en, answerNL, answerEN string) schemes.Reading {
	return schemes.Reading{ID: id, Question: text(nl, en), Answer: text(answerNL, answerEN)}
}

func (v *regulation) readings() []schemes.Reading {
	if v.retention == nil {
		return readings
	}
	return append(readings[:len(readings):len(readings)], retentionReadings...)
}

// readings are the defaults of the rulebook and the later decisions.
var readings = []schemes.Reading{
	reading("OQ-SPP-01", "Welke bedragen gelden? De webinar noemt er voor A en B geen.", "Which amounts hold? The webinar names none for A and B.",
		"Die van openbare pagina's, en voor de uren van C de normen van SO-Z&W; elk daarvan is als aanname gemarkeerd.", "Those of public pages, and for the hours of C the norms of SO-Z&W; each is marked as an assumption."),
	reading("OQ-SPP-02", "Wanneer is een organisatie klein of middelgroot?", "When is an organisation small or medium-sized?",
		"Zoals zij het zelf opgeeft, bewezen met jaarrekening of directieverklaring.", "As it states itself, proved by annual accounts or a directors' statement."),
	reading("OQ-SPP-03", "Telt een directieverklaring als er geen jaarrekening is?", "Does a directors' statement count without annual accounts?",
		"Ja; alleen zonder beide geldt een organisatie als groot.", "Yes; only without both an organisation counts as large."),
	reading("OQ-SPP-04", "Wat betekent de einddatum van een variant?", "What does the end date of a variant mean?",
		"A en B mogen doorlopen, er wordt geteld tot en met die dag; C is dan afgelopen. Beide grensdagen tellen mee.", "A and B may run on and are counted up to that day; C has ended by then. Both boundary days count."),
	reading("OQ-SPP-05", "Welke einddatum past bij welke loonstrook?", "Which end date fits which payslip?",
		"De maand van de vroegste van einddatum en einde van de variant, of de maand van het diploma.", "The month of the earlier of end date and end of the variant, or the month of the diploma."),
	reading("OQ-SPP-06", "Welke variant geldt waar de perioden overlappen?", "Which variant holds where the periods overlap?",
		"Die waarin het plan is toegekend.", "The one in which the plan was granted."),
	reading("OQ-SPP-07", "Hoe ver reikt het verbod op dubbel opvoeren?", "How far does the ban on double entries reach?",
		"Binnen een organisatie: niet twee keer in één variant, en niet na een eerdere variant.", "Within one organisation: not twice in one variant, and not after an earlier variant."),
	reading("OQ-SPP-08", "Welke doelgroep geldt bij precies twee jaar in dienst?", "Which target group holds at exactly two years of service?",
		"Opscholing, gemeten bij de start van de opleiding. Het is een voorstel; de keuze blijft aan de gebruiker.", "Opscholing, measured at the start of the training. It is a suggestion; the choice stays with the user."),
	reading("OQ-SPP-09", "Welke loonstrook vraagt C?", "Which payslip does C ask for?",
		"Eén, van de startmaand; december 2024 is een voorbeeld. Een andere maand geeft een melding.", "One, of the start month; December 2024 is an example. Another month gives a notice."),
	reading("OQ-SPP-10", "Van wanneer tot wanneer wordt de prestatieverklaring getekend?", "From when until when is the performance statement signed?",
		"Vanaf de laatste dag, veertien of achtentwintig kalenderdagen, beide grenzen meegerekend.", "From the last day on, fourteen or twenty-eight calendar days, both ends included."),
	reading("OQ-SPP-11", "Voor welke variant kon nog niet worden ingediend?", "For which variant was submitting not possible yet?",
		"Variant 4, op de dag van de webinar.", "Variant 4, on the day of the webinar."),
	reading("OQ-SPP-12", "Welke statussen en kleuren zijn er?", "Which statuses and colours are there?",
		"Een eigen, neutrale reeks van het platform.", "A neutral set of the platform's own."),
	reading("OQ-SPP-13", "Hoe telt de termijn van de AMR, en wat houdt zij tegen?", "How does the term of the AMR count, and what does it hold up?",
		"Eenentwintig kalenderdagen, ter informatie; C wordt pas ingediend na het oordeel.", "Twenty-one calendar days, for information; C is submitted after the judgement only."),
	reading("OQ-SPP-14", "Zijn de toelichtingen verplicht?", "Are the explanations compulsory?",
		"Ja, bij een groep onder vier en vanaf honderd uur.", "Yes, for a group below four and from a hundred hours on."),
	reading("OQ-SPP-15", "Mag een Word-bestand?", "Is a Word file allowed?",
		"Nee, alleen PDF en JPG.", "No, PDF and JPG only."),
	reading("OQ-SPP-16", "Hoe oud mag het KvK-uittreksel zijn en van welk jaar de jaarrekening, in andere varianten dan 4?", "How old may the extract be and of which year the accounts, in other variants than 4?",
		"Zoals openbare pagina's het noemen, als aanname en met een melding; ook waar die zwijgen.", "As public pages say, as an assumption and with a notice; also where they are silent."),
	reading("OQ-SPP-17", "Wat zijn de termijnen?", "What are the terms?",
		"Nog niet bekend; niets wordt erdoor tegengehouden.", "Not known yet; nothing is held up by them."),
	reading("OQ-SPP-18", "Hoe zijn de sheets genummerd?", "How are the sheets numbered?",
		"Afgeleid uit de volgorde van de tekst.", "Derived from the order of the text."),
	reading("OQ-SPP-19", "Wanneer is het bedrag zichtbaar, en wat zonder diploma?", "When is the amount visible, and what without a diploma?",
		"Zonder diploma dient een bewijs van deelname of de overeenkomst van het volgende jaar.", "Without a diploma a proof of participation or next year's agreement serves."),
	reading("OQ-SPP-20", "Is 'klein' overal hetzelfde?", "Is 'small' the same everywhere?",
		"Nee: de omvang van de organisatie en de grens van de vragenlijst hebben niets met elkaar te maken.", "No: the size of the organisation and the limit of the questionnaire have nothing to do with each other."),
	reading("OQ-SPP-21", "Gelden de sheets over A ook voor B?", "Do the sheets on A hold for B?",
		"Ja, behalve voor de overeenkomst, die onder B een alternatief heeft.", "Yes, but for the agreement, which has an alternative under B."),
	reading("OQ-SPP-22", "Wat wordt niet afgerond?", "What is not completed?",
		"De registratie in het portaal.", "The registration in the portal."),
	reading("OQ-SPP-23", "Moet een deelnemer in dienst zijn?", "Must a participant be in service?",
		"Ja, op de dagen die tellen; een ander soort dienstverband is een weigering. Onder C geldt dat voor wie voor de start al weg was of pas na afloop kwam; na de start komen geeft een melding.", "Yes, on the days that count; other kinds of employment are refused. Under C so is who had left before the start or came after the end; coming after the start gives a notice."),
	reading("OQ-SPP-24", "Wie beoordeelt de projectdocumenten, en wat telt intussen?", "Who judges the project documents, and what counts meanwhile?",
		"Het SSC, document voor document. De omvang telt zodra het bewijs is goedgekeurd; zolang het niet is beoordeeld, wacht de goedkeuring van registraties die ervan afhangen.", "The SSC, document by document. The size counts once its proof is approved; while it is not judged, approval of the registrations that depend on it waits."),
	reading("OQ-SOZW-04", "Hoe worden dagen geteld?", "How are days counted?",
		"Als bij SO-Z&W: kalenderdagen, begin en einde meegerekend, binnen de periode van de variant.", "As for SO-Z&W: calendar days, both ends included, within the period of the variant."),
	reading("OQ-SOZW-15", "Waar wordt afgerond?", "Where is rounding done?",
		"Als bij SO-Z&W: één keer, op hele centen, op het bedrag van een deelnemer voor een opleiding.", "As for SO-Z&W: once, to whole cents, on the amount of one participant for one training."),
	reading("OQ-SOZW-16", "Welke contracturen beslissen?", "Which contract hours decide?",
		"Als bij SO-Z&W: die per week bij de start; 24,00 is hoog, 23,99 laag.", "As for SO-Z&W: those per week at the start; 24.00 is high, 23.99 low."),
	reading("OQ-SOZW-17", "Wat als het dienstverband korter is dan de opleiding?", "What if the employment is shorter than the training?",
		"Als bij SO-Z&W: alleen dagen in dienst tellen.", "As for SO-Z&W: only days in employment count."),
}

var retentionReadings = []schemes.Reading{
	reading("OQ-BEH-01", "Zijn het vier of vijf vragen?", "Are there four or five questions?", "Vijf, bij elke manier van delen.", "Five, for every way of sharing."),
	reading("OQ-BEH-02", "Is T4 variant 4?", "Is T4 variant 4?",
		"Dat is een aanname; openbare pagina's plaatsen T4 in de regeling van 2017-2022.", "That is an assumption; public pages place T4 in the scheme of 2017-2022."),
	reading("OQ-BEH-03", "Waarop slaat de grens van de vragenlijst?", "What is the limit of the questionnaire about?", "Op het totaal dat is aangevraagd; precies de grens mag.", "On the total that was requested; exactly the limit is allowed."),
	reading("OQ-BEH-04", "Hoeveel manieren van delen zijn er?", "How many ways of sharing are there?", "Zes: vier voor iedereen, een voor kleine aanvragen, en een andere in overleg.", "Six: four for everybody, one for small applications, and another in consultation."),
	reading("OQ-BEH-05", "Wie publiceert?", "Who publishes?", "De organisatie levert link of bestand; anderen publiceren.", "The organisation submits a link or a file; others publish."),
	reading("OQ-BEH-06", "Waar en hoe vaak wordt gedeeld?", "Where and how often is it shared?", "Eén keer, in de regio van het KvK-adres; met reden in een andere regio.", "Once, in the region of the KvK address; with a reason in another region."),
	reading("OQ-BEH-07", "Welke getallen horen erbij, en wanneer?", "Which numbers belong to it, and when?", "Twee: bereikt en behouden. Een termijn is niet bekend.", "Two: reached and kept. No term is known."),
	reading("OQ-BEH-08", "Welke aanvragen zijn op behoud?", "Which applications are for retention?", "Die waarvan de aanvrager dat opgeeft.", "Those of which the applicant says so."),
}
