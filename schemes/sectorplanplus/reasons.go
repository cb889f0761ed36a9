package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// reasonCodes are the reasons from which a reviewer chooses.
var reasonCodes = []schemes.Choice{
	{Code: "START_TOO_EARLY", Label: text("Begonnen voor de eerste dag van de variant", "Started before the first day of the variant")},
	{Code: "START_AFTER_WINDOW", Label: text("Begonnen na de laatste dag van de variant", "Started after the last day of the variant")},
	{Code: "ENDS_TOO_LATE", Label: text("C afgelopen na de laatste dag", "C ended after the last day")},
	{Code: "TOO_FEW_HOURS", Label: text("Te weinig uren", "Too few hours")},
	{Code: "NOT_RELEVANT", Label: text("Niet subsidiabel naar het oordeel van de AMR", "Not eligible in the judgement of the AMR")},
	{Code: "EXPLANATION_INSUFFICIENT", Label: text("Toelichting onvoldoende", "Explanation insufficient")},
	{Code: "NOT_EMPLOYED", Label: text("Niet in dienst", "Not employed")},
	{Code: "REGISTERED_TWICE", Label: text("Dubbel opgevoerd", "Entered twice")},
	{Code: "EARLIER_VARIANT", Label: text("Al opgevoerd in een eerdere variant", "Entered in an earlier variant already")},
	{Code: "EMPLOYMENT_CONTRACT", Label: text("Arbeidsovereenkomst in plaats van leerwerkovereenkomst", "Employment contract instead of learning agreement")},
	{Code: "SIGNED_TOO_EARLY", Label: text("Te vroeg getekend", "Signed too early")},
	{Code: "SIGNED_TOO_LATE", Label: text("Te laat getekend", "Signed too late")},
	{Code: "PAYSLIP_WRONG_MONTH", Label: text("Loonstrook van een andere maand", "Payslip of another month")},
	{Code: "SIZE_NOT_PROVED", Label: text("Omvang niet bewezen", "Size not proved")},
	{Code: "DOCUMENT_ILLEGIBLE", Label: text("Document niet leesbaar", "Document not legible")},
	{Code: "DOCUMENT_WRONG_KIND", Label: text("Ander document dan gevraagd", "Another document than asked")},
	{Code: "DOCUMENT_WRONG_PERSON", Label: text("Document van een ander", "Document of another person")},
	{Code: "DOCUMENT_INCOMPLETE", Label: text("Document niet volledig", "Document not complete")},
	{Code: "DOCUMENT_NOT_SIGNED", Label: text("Handtekening ontbreekt", "Signature missing")},
	{Code: "FACTS_DIFFER", Label: text("Document en opgave verschillen", "Document and statement differ")},
	{Code: "OTHER", Label: text("Andere reden (zie toelichting)", "Other reason (see note)")},
}
