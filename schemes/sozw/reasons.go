package sozw

import "github.com/penvoerder/penvoerder/schemes"

// reasonCodes are the reasons from which a reviewer chooses.
var reasonCodes = []schemes.Choice{
	{Code: "START_BEFORE_2026", Label: text("Begonnen voor 2026", "Started before 2026")},
	{Code: "START_AFTER_WINDOW", Label: text("Begonnen na de startperiode", "Started after the start window")},
	{Code: "SHORTER_THAN_ONE_MONTH", Label: text("Korter dan een maand", "Shorter than a month")},
	{Code: "REPAYMENT_ARRANGEMENT", Label: text("Terugbetalingsregeling afgesproken", "Repayment arrangement agreed")},
	{Code: "EMPLOYEE_PAYS", Label: text("Deelnemer betaalt mee", "Participant pays a part")},
	{Code: "NOT_IN_LIST", Label: text("Niet in bijlage 2", "Not in appendix 2")},
	{Code: "ROUTE_NOT_PRINTED", Label: text("Leerroute niet afgedrukt bij de opleiding", "Route not printed with the training")},
	{Code: "NOT_EMPLOYEE", Label: text("Niet in loondienst", "Not employed")},
	{Code: "FORBIDDEN_STACKING", Label: text("Niet toegestane stapeling", "Stacking not allowed")},
	{Code: "NO_PRACTICE_COMPONENT", Label: text("Geen praktijkdeel", "No practice component")},
	{Code: "TOO_FEW_HOURS", Label: text("Te weinig contacturen", "Too few contact hours")},
	{Code: "E_LEARNING", Label: text("E-learning", "E-learning")},
	{Code: "NO_THEME_GOAL", Label: text("Past bij geen doel van een thema", "Fits no goal of a theme")},
	{Code: "DOCUMENT_ILLEGIBLE", Label: text("Document niet leesbaar", "Document not legible")},
	{Code: "DOCUMENT_WRONG_KIND", Label: text("Ander document dan gevraagd", "Another document than asked")},
	{Code: "DOCUMENT_WRONG_PERSON", Label: text("Document van een ander", "Document of another person")},
	{Code: "DOCUMENT_INCOMPLETE", Label: text("Document niet volledig", "Document not complete")},
	{Code: "DOCUMENT_NOT_SIGNED", Label: text("Handtekening ontbreekt", "Signature missing")},
	{Code: "PAYSLIP_WRONG_MONTH", Label: text("Loonstrook van een andere maand", "Payslip of another month")},
	{Code: "FACTS_DIFFER", Label: text("Document en opgave verschillen", "Document and statement differ")},
	{Code: "OTHER", Label: text("Andere reden (zie toelichting)", "Other reason (see note)")},
}
