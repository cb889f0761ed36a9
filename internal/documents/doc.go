// Package documents takes files in and hands them out: tickets to upload with, a look at the content, the store of
// blobs, and addresses that open for five minutes to the caller who asked for one.
//
// A file is data: its kind and the participants that it serves are stated at the desk of registrations, and a scheme
// and people judge whether it meets a requirement. Names that people give are kept as data and never become a path.
// Bytes of a refused file are not kept at all.
package documents

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
