package documents

import (
	"bytes"
	"errors"
	"image/jpeg"
	"io"
	"strconv"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// Type is the type of a file by its content; its name and the type that the browser states count for nothing.
type Type string

// The types that are taken in.
const (
	PDF  Type = "PDF"
	JPEG Type = "JPEG"
)

// Types lists the accepted types, in the order of the API.
func Types() []Type { return []Type{PDF, JPEG} }

// MediaType is the type as the web names it.
func (t Type) MediaType() string {
	if t == JPEG {
		return "image/jpeg"
	}
	return "application/pdf"
}

const (
	accepted  = "PDF, JPEG"
	headBytes = 3072 // the bytes that mimetype looks at
	tailBytes = 2048
	// mostPixels keeps a few bytes from unpacking into gigabytes at the reader: 100 megapixels is twice a good scanner.
	mostPixels = 100_000_000
)

// inspect returns the type of a file of size bytes, or why it is refused. It looks at the content and at the
// structure, since a header alone is easily put before anything.
func inspect(file io.ReaderAt, size int64) (Type, error) {
	head := make([]byte, min(size, headBytes))
	if _, err := file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	switch found := mimetype.Detect(head); {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return PDF, inspectPDF(file, size)
	case found.Is("image/jpeg"):
		return JPEG, inspectJPEG(file, size)
	default:
		return "", refusedType(found)
	}
}

// names describe other types that people try to upload instead of a PDF.
var names = map[string]fault.Text{
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": {NL: "een Word-document", EN: "a Word document"},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       {NL: "een Excel-bestand", EN: "an Excel file"},
	"application/msword": {NL: "een Word-document", EN: "a Word document"},
	"application/zip":    {NL: "een zip-bestand", EN: "a zip file"},
	"image/png":          {NL: "een PNG-afbeelding", EN: "a PNG image"},
	"image/heic":         {NL: "een HEIC-foto", EN: "a HEIC photo"},
	"image/tiff":         {NL: "een TIFF-afbeelding", EN: "a TIFF image"},
	"text/html":          {NL: "een webpagina", EN: "a web page"},
	"text/plain":         {NL: "gewone tekst", EN: "plain text"},
}

func refusedType(found *mimetype.MIME) error {
	what := fault.Text{NL: "iets anders", EN: "something else"}
	for m := found; m != nil; m = m.Parent() {
		if name, ok := names[mediaType(m.String())]; ok {
			what = name
			break
		}
	}
	return fault.Invalid(nil, ReasonTypeRefused, fault.Text{
		NL: "De inhoud van dit bestand is " + what.NL + ". Sla het op als PDF of JPEG; de naam veranderen is niet genoeg.",
		EN: "The content of this file is " + what.EN + ". Save it as PDF or JPEG; changing the name is not enough.",
	}, accepted)
}

// mediaType is m without its parameters.
func mediaType(m string) string {
	bare, _, _ := strings.Cut(m, ";")
	return bare
}

// inspectPDF requires the frame of a PDF: the header at the very start, and at the very end a cross-reference
// that points into the file. Pages are not read: that is for the eyes of the assessor.
func inspectPDF(file io.ReaderAt, size int64) error {
	tail := make([]byte, min(size, tailBytes))
	if _, err := file.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	body, ended := bytes.CutSuffix(bytes.TrimRight(tail, "\x00\t\n\f\r "), []byte("%%EOF"))
	at := bytes.LastIndex(body, []byte("startxref"))
	if !ended || at < 0 {
		return damaged(PDF)
	}
	offset, err := strconv.ParseInt(string(bytes.TrimSpace(body[at+len("startxref"):])), 10, 64)
	if err != nil || offset <= 0 || offset >= size {
		return damaged(PDF)
	}
	found, err := isCrossReference(file, offset)
	switch {
	case err != nil:
		return err
	case !found:
		return damaged(PDF)
	}
	return inspectActive(file, size)
}

// isCrossReference reports whether a table ("xref") or a stream ("12 0 obj") begins at offset.
func isCrossReference(file io.ReaderAt, offset int64) (bool, error) {
	at := make([]byte, 32)
	n, err := file.ReadAt(at, offset)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	words := bytes.Fields(at[:n])
	if len(words) > 0 && bytes.HasPrefix(words[0], []byte("xref")) {
		return true, nil
	}
	return len(words) > 2 && isNumber(words[0]) && isNumber(words[1]) && bytes.HasPrefix(words[2], []byte("obj")), nil
}

func isNumber(b []byte) bool {
	return len(b) > 0 && len(bytes.Trim(b, "0123456789")) == 0
}

// active are the names under which a PDF runs or carries a program. Words that stand in packed streams are not seen.
var active = [][]byte{[]byte("/JavaScript"), []byte("/Launch"), []byte("/EmbeddedFile"), []byte("/RichMedia")}

const longestActive = len("/EmbeddedFile")

// inspectActive refuses a PDF that says it runs a program or carries another file.
func inspectActive(file io.ReaderAt, size int64) error {
	window := make([]byte, 64<<10)
	for from := int64(0); from < size; from += int64(len(window) - longestActive) {
		n, err := file.ReadAt(window, from)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		for _, name := range active {
			if bytes.Contains(window[:n], name) {
				return fault.Invalid(nil, ReasonTypeRefused, fault.Text{
					NL: "Deze PDF bevat een programma of een bijlage. Druk het document af als nieuwe PDF en upload die.",
					EN: "This PDF contains a program or an attachment. Print it to a new PDF and upload that.",
				}, accepted)
			}
		}
	}
	return nil
}

// inspectJPEG requires a header that can be decoded, a size that can be shown, and an end.
func inspectJPEG(file io.ReaderAt, size int64) error {
	config, err := jpeg.DecodeConfig(io.NewSectionReader(file, 0, size))
	if err != nil || config.Width < 1 || config.Height < 1 {
		return damaged(JPEG)
	}
	if config.Width > mostPixels/config.Height {
		return fault.Invalid(nil, ReasonTypeRefused, fault.Text{
			NL: "Deze afbeelding is te groot om te openen. Scan het document met 300 dpi.",
			EN: "This image has too many pixels to open. Scan the document at 300 dpi.",
		}, "<= 100 megapixel")
	}
	ended, err := contains(file, size, []byte{0xFF, 0xD9})
	switch {
	case err != nil:
		return err
	case !ended:
		return damaged(JPEG)
	}
	return nil
}

// contains looks for a few bytes in a file, from its end and in pieces.
func contains(file io.ReaderAt, size int64, what []byte) (bool, error) {
	window := make([]byte, 64<<10)
	for end := size; end > 0; end -= int64(len(window) - len(what)) {
		from := max(0, end-int64(len(window)))
		n, err := file.ReadAt(window[:end-from], from)
		if err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		if bytes.Contains(window[:n], what) {
			return true, nil
		}
	}
	return false, nil
}

func damaged(t Type) error {
	return fault.Invalid(nil, ReasonTypeRefused, fault.Text{
		NL: "Dit " + string(t) + "-bestand is beschadigd of niet volledig. Open het, sla het opnieuw op en upload het nog eens.",
		EN: "This " + string(t) + " file is damaged or incomplete. Open it, save it again and upload it again.",
	}, accepted)
}
