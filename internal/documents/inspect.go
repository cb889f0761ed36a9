package documents

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"github.com/penvoerder/penvoerder/internal/documents/pdf"
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
)

// look inspects a file of size bytes, a few files at a time: each lies in memory while it is looked at.
func (d *Desk) look(ctx context.Context, file io.ReaderAt, size int64) (Type, error) {
	select {
	case d.looking <- struct{}{}:
		defer func() { <-d.looking }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	content := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(file, 0, size), content); err != nil {
		return "", fmt.Errorf("look at upload: %w", err)
	}
	return inspect(ctx, content)
}

// inspect returns the type of a file, or why it is refused. It looks at the content and at the structure, since a
// header alone is easily put before anything.
func inspect(ctx context.Context, content []byte) (Type, error) {
	head := content[:min(len(content), headBytes)]
	at, isHarmless := pdf.Header(head)
	switch found := mimetype.Detect(head); {
	case isHarmless:
		objection, err := pdf.Inspect(ctx, content)
		if err == nil && objection != pdf.None {
			err = refusedPDF(objection)
		}
		return PDF, err
	case found.Is("image/jpeg"):
		return JPEG, inspectJPEG(content)
	case at > 0 && (found.Is("application/octet-stream") || found.Is("text/plain") || found.Is("application/pdf")):
		return "", refusedStart(head[:at])
	default:
		return "", refusedType(found)
	}
}

// names describe other types that people try to upload instead of a PDF.
var names = map[string]fault.Text{
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": {NL: "een Word-document", EN: "a Word document"},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       {NL: "een Excel-bestand", EN: "an Excel file"},
	"application/msword":  {NL: "een Word-document", EN: "a Word document"},
	"application/zip":     {NL: "een zip-bestand", EN: "a zip file"},
	"image/png":           {NL: "een PNG-afbeelding", EN: "a PNG image"},
	"image/heic":          {NL: "een HEIC-foto", EN: "a HEIC photo"},
	"image/heic-sequence": {NL: "een HEIC-foto", EN: "a HEIC photo"},
	"image/heif":          {NL: "een HEIC-foto", EN: "a HEIC photo"}, // what telephones write under the brand mif1
	"image/heif-sequence": {NL: "een HEIC-foto", EN: "a HEIC photo"},
	"image/avif":          {NL: "een AVIF-afbeelding", EN: "an AVIF image"},
	"image/webp":          {NL: "een WebP-afbeelding", EN: "a WebP image"},
	"image/gif":           {NL: "een GIF-afbeelding", EN: "a GIF image"},
	"image/tiff":          {NL: "een TIFF-afbeelding", EN: "a TIFF image"},
	"text/html":           {NL: "een webpagina", EN: "a web page"},
	"text/plain":          {NL: "gewone tekst", EN: "plain text"},
}

func refusedType(found *mimetype.MIME) error {
	what := fault.Text{NL: "iets anders", EN: "something else"}
	for m := found; m != nil; m = m.Parent() {
		if name, ok := names[mediaType(m.String())]; ok {
			what = name
			break
		}
	}
	return refused(
		"De inhoud van dit bestand is "+what.NL+". Sla het op als PDF of JPEG; de naam veranderen is niet genoeg.",
		"The content of this file is "+what.EN+". Save it as PDF or JPEG; changing the name is not enough.",
	)
}

// mediaType is m without its parameters.
func mediaType(m string) string {
	bare, _, _ := strings.Cut(m, ";")
	return bare
}

func refused(nl, en string) error {
	return fault.Invalid(nil, ReasonTypeRefused, fault.Text{NL: nl, EN: en}, accepted)
}

func damaged(t Type) error {
	return refused(
		"Dit "+string(t)+"-bestand is beschadigd of niet volledig. Open het, sla het opnieuw op en upload het nog eens.",
		"This "+string(t)+" file is damaged or incomplete. Open it, save it again and upload it again.",
	)
}
