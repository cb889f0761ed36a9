// Package pdf looks at a PDF before it is kept: whether it opens without a password, shows a page, and runs, sends or
// carries nothing. It does not render, and it does not mend: what readers pass over in silence it passes over too.
//
// A reader follows the cross-references of a file, and readers differ in how they repair them. So everything that
// stands behind the word "obj" is looked at, wherever it stands, and all that object streams hold: more than any
// reader reaches. Bytes read, bytes unpacked, depth and time are bounded.
package pdf

// Objection is why a PDF is refused; None when it is not.
type Objection int

// The objections, in no order.
const (
	None       Objection = iota
	Damaged              // no frame, or nothing that can be read
	Password             // opens with a password or a certificate only
	NoPage               // holds no page
	Form                 // a form that is drawn by a program (XFA)
	Script               // JavaScript
	Launch               // starts a program
	Sends                // sends or imports what is filled in
	OtherFile            // opens another file
	Link                 // links to something else than a web page, mail address or telephone
	Opens                // opens a web page by itself
	Attachment           // carries another file
	Media                // sound, film or a three-dimensional model
	TooMuch              // unpacks to more than a reader can show, or is too intricate to look through
)
