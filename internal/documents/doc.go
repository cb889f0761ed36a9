// Package documents takes files in and hands them out: tickets to upload with, a look at the content, the store of
// blobs, and addresses that open for five minutes to the caller who asked for one.
//
// A file is data: its kind and the participants that it serves are stated at the desk of registrations, and a scheme
// and people judge whether it meets a requirement. Names that people give are kept as data and never become a path.
// Bytes of a refused file are not kept at all.
package documents

import "github.com/penvoerder/penvoerder/internal/fault"

// Notice is what to do before a file is uploaded. Nobody asks for the number, and payslips and copies of contracts
// carry it.
var Notice = fault.Text{
	NL: "Maak het burgerservicenummer (BSN) onleesbaar voordat u een bestand uploadt. Streep het door op een afdruk en scan die, of verwijder het met de functie “Redigeren” " +
		"van een pdf-programma. Een zwart vlak over het nummer is niet genoeg: de tekst eronder blijft leesbaar.",
	EN: "Black out the citizen service number (BSN) before you upload a file. Strike it out on a print and scan that, or remove it with “Redact” in a PDF program. " +
		"A black box on top of the number is not enough: the text below it stays readable.",
}

// The reasons that files are refused for, at the ticket, at the upload and when a document is made of the file.
const (
	ReasonTooLarge      = "FILE_TOO_LARGE"
	ReasonTypeRefused   = "FILE_TYPE_REFUSED"
	ReasonQuarantined   = "FILE_QUARANTINED"
	ReasonEmpty         = "FILE_EMPTY"
	ReasonOtherSize     = "FILE_SIZE_DIFFERS"
	ReasonOtherContent  = "FILE_HASH_DIFFERS"
	ReasonTicketExpired = "UPLOAD_TICKET_EXPIRED"
	ReasonTicketUsed    = "UPLOAD_TICKET_USED"
	ReasonTicketUnknown = "UPLOAD_TICKET_UNKNOWN"
	ReasonUploadMissing = "UPLOAD_MISSING"
)
