package documents

import (
	"strings"
	"unicode"

	"github.com/penvoerder/penvoerder/internal/documents/pdf"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// printIt is the advice that helps against all that a page on paper has not.
var printIt = fault.Text{
	NL: "Druk het document af naar een nieuwe PDF (Afdrukken, printer “Opslaan als PDF”) en upload die.",
	EN: "Print the document to a new PDF (Print, printer “Save as PDF”) and upload that.",
}

// objections say what is wrong with a PDF; the advice follows, unless it has its own.
var objections = map[pdf.Objection]struct {
	what  fault.Text
	helps fault.Text
}{
	pdf.Password: {
		fault.Text{NL: "Deze PDF gaat alleen open met een wachtwoord.", EN: "This PDF needs a password to open."},
		fault.Text{
			NL: "Open het document met het wachtwoord, sla het op zonder wachtwoord of druk het af naar een nieuwe PDF, en upload die.",
			EN: "Open the document with its password, save it without one or print it to a new PDF, and upload that.",
		},
	},
	pdf.NoPage: {
		fault.Text{NL: "In deze PDF staat geen enkele bladzijde.", EN: "This PDF holds no page."},
		fault.Text{NL: "Maak het document opnieuw en kijk of u er iets in ziet voordat u het uploadt.", EN: "Make the document again, and see that it shows something before you upload it."},
	},
	pdf.Form: {what: fault.Text{
		NL: "Deze PDF is een dynamisch formulier (XFA): de meeste programma's tonen alleen “Please wait”.",
		EN: "This PDF is a dynamic form (XFA): most programs show “Please wait” in its place.",
	}},
	pdf.Script: {what: fault.Text{NL: "Deze PDF bevat een programma (JavaScript).", EN: "This PDF contains a program (JavaScript)."}},
	pdf.Launch: {what: fault.Text{NL: "Deze PDF start een ander programma.", EN: "This PDF starts another program."}},
	pdf.Sends: {what: fault.Text{
		NL: "Deze PDF is een formulier dat ingevulde gegevens verstuurt of ophaalt.", EN: "This PDF is a form that sends or fetches what is filled in.",
	}},
	pdf.OtherFile: {what: fault.Text{NL: "Deze PDF opent een ander bestand.", EN: "This PDF opens another file."}},
	pdf.Link: {what: fault.Text{
		NL: "Deze PDF bevat een link die niet naar een website, e-mailadres of telefoonnummer gaat.",
		EN: "This PDF contains a link to something else than a website, mail address or telephone number.",
	}},
	pdf.Opens: {what: fault.Text{NL: "Deze PDF opent vanzelf een website.", EN: "This PDF opens a website by itself."}},
	pdf.Attachment: {fault.Text{NL: "Deze PDF bevat een bijlage: een ander bestand in het document.", EN: "This PDF contains an attachment: another file inside the document."}, fault.Text{
		NL: printIt.NL + " Is de bijlage nodig, upload die dan apart.", EN: printIt.EN + " If the attachment is needed, upload it separately.",
	}},
	pdf.Media: {what: fault.Text{NL: "Deze PDF bevat geluid, film of een 3D-model.", EN: "This PDF contains sound, film or a 3D model."}},
	pdf.TooMuch: {what: fault.Text{
		NL: "Deze PDF is te groot of te ingewikkeld om te openen wanneer hij is uitgepakt.", EN: "This PDF is too large or too intricate to open once it is unpacked.",
	}},
}

func refusedPDF(p pdf.Objection) error {
	about, ok := objections[p]
	if !ok {
		return damaged(PDF)
	}
	if about.helps == (fault.Text{}) {
		about.helps = printIt
	}
	return refused(about.what.NL+" "+about.helps.NL, about.what.EN+" "+about.helps.EN)
}

const longestQuote = 40 // runes

// refusedStart says what stands before the PDF.
func refusedStart(before []byte) error {
	quote := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(string(before), ""))
	if all := []rune(quote); len(all) > longestQuote {
		quote = string(all[:longestQuote]) + "…"
	}
	nl, en := "gegevens die geen tekst zijn", "data that are no text"
	if strings.TrimSpace(quote) != "" {
		nl, en = "“"+quote+"”", "“"+quote+"”"
	}
	return refused(
		"Voor het begin van deze PDF staat iets wat er niet hoort: "+nl+". Open het document, sla het opnieuw op als PDF en upload die.",
		"Something that does not belong there stands before the beginning of this PDF: "+en+". Open the document, save it as PDF again and upload that.",
	)
}
