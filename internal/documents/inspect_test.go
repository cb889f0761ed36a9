package documents_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

// aPDF is a whole PDF of one empty page, with text in its only comment.
func aPDF(comment string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n% " + comment + "\n")
	var at []int
	for i, object := range []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	b.WriteString("xref\n0 4\n0000000000 65535 f \n")
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", start)
	return b.Bytes()
}

func aJPEG(width, height int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// aDocx is enough of a Word document to be known as one.
func aDocx() []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml"} {
		w, _ := z.Create(name)
		_, _ = w.Write([]byte("<?xml version=\"1.0\"?><x/>"))
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestAFileIsWhatItsContentIs(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SPP-DOC-FILE-01")
	pdf := aPDF("payslip")
	for name, test := range map[string]struct {
		content []byte
		want    documents.Type
		refused string // in the English sentence
	}{
		"a PDF":                            {content: pdf, want: documents.PDF},
		"a JPEG":                           {content: aJPEG(8, 8), want: documents.JPEG},
		"a photo with something behind it": {content: append(aJPEG(8, 8), bytes.Repeat([]byte("mp4 "), 50_000)...), want: documents.JPEG},
		"a Word document":                  {content: aDocx(), refused: "a Word document"},
		"a PNG":                            {content: []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), refused: "a PNG image"},
		"a web page":                       {content: []byte("<!DOCTYPE html><script>alert(1)</script>"), refused: "a web page"},
		"a header and nothing else":        {content: []byte("%PDF-1.7\nnonsense"), refused: "damaged"},
		"a PDF that was cut off":           {content: pdf[:len(pdf)-20], refused: "damaged"},
		"a PDF with a zip behind it":       {content: append(bytes.Clone(pdf), aDocx()...), refused: "damaged"},
		"a PDF behind a web page":          {content: append([]byte("<html>"), pdf...), refused: "The content of this file is"},
		"a reference outside the file":     {content: []byte("%PDF-1.4\nstartxref\n99999\n%%EOF"), refused: "damaged"},
		"a reference to nothing":           {content: []byte("%PDF-1.4\n123456789\nstartxref\n9\n%%EOF"), refused: "damaged"},
		"a PDF with a program":             {content: aPDF("/S /JavaScript /JS (app.alert(1))"), refused: "a program or an attachment"},
		"a PDF with a file inside":         {content: aPDF(strings.Repeat(" ", 65_530) + "/EmbeddedFile"), refused: "a program or an attachment"},
		"a JPEG that was cut off":          {content: aJPEG(64, 64)[:300], refused: "damaged"},
		"a JPEG without a picture":         {content: []byte("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00"), refused: "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := documents.Inspect(bytes.NewReader(test.content), int64(len(test.content)))
			if test.refused == "" {
				if got != test.want || err != nil {
					t.Fatalf("inspect = %q, %v; want %q", got, err, test.want)
				}
				return
			}
			faults := fault.All(err)
			if len(faults) != 1 || faults[0].Reason != documents.ReasonTypeRefused || !strings.Contains(faults[0].Text.EN, test.refused) || faults[0].Text.NL == "" {
				t.Fatalf("inspect = %q, %v %+v; want it refused as %q", got, err, faults, test.refused)
			}
		})
	}
}

func TestAPixelFloodIsRefused(t *testing.T) {
	t.Parallel()
	flood := aJPEG(8, 8)
	at := bytes.Index(flood, []byte{0xFF, 0xC0})
	copy(flood[at+5:], []byte{0xFF, 0xFF, 0xFF, 0xFF}) // 65 535 by 65 535
	if _, err := documents.Inspect(bytes.NewReader(flood), int64(len(flood))); !fault.HasReason(err, documents.ReasonTypeRefused) {
		t.Fatalf("inspect = %v", err)
	}
}

func FuzzInspect(f *testing.F) {
	f.Add(aPDF("x"))
	f.Add(aJPEG(8, 8))
	f.Add(aDocx())
	f.Fuzz(func(t *testing.T, content []byte) {
		kind, err := documents.Inspect(bytes.NewReader(content), int64(len(content)))
		if err == nil && kind != documents.PDF && kind != documents.JPEG {
			t.Fatalf("taken in as %q", kind)
		}
	})
}
