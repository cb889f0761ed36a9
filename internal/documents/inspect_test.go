package documents

import (
	"archive/zip"
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

// aPDF is a whole PDF of one page, with text on it.
func aPDF(text string) []byte {
	return aDocument{more: []string{stream("", "BT ("+text+") Tj ET")}}.bytes()
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

// inspected is a file, and what is to be thought of it: refused holds a part of the English sentence.
type inspected struct {
	content []byte
	want    Type
	refused string
}

func (test inspected) run(t *testing.T) {
	t.Parallel()
	got, err := inspect(t.Context(), test.content)
	if test.refused == "" {
		if got != test.want || err != nil {
			t.Fatalf("inspect = %q, %v %+v; want %q", got, err, fault.All(err), test.want)
		}
		return
	}
	faults := fault.All(err)
	if len(faults) != 1 || faults[0].Reason != ReasonTypeRefused || !strings.Contains(faults[0].Text.EN, test.refused) || faults[0].Text.NL == "" {
		t.Fatalf("inspect = %q, %v %+v; want it refused as %q", got, err, faults, test.refused)
	}
}

func TestAFileIsWhatItsContentIs(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SPP-DOC-FILE-01")
	pdf := aPDF("payslip")
	for name, test := range map[string]inspected{
		"a PDF":                        {content: pdf, want: PDF},
		"a JPEG":                       {content: aJPEG(8, 8), want: JPEG},
		"a Word document":              {content: aDocx(), refused: "a Word document"},
		"a PNG":                        {content: []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), refused: "a PNG image"},
		"a web page":                   {content: []byte("<!DOCTYPE html><script>alert(1)</script>"), refused: "a web page"},
		"a header and nothing else":    {content: []byte("%PDF-1.7\nnonsense"), refused: "damaged"},
		"a PDF that was cut off":       {content: pdf[:len(pdf)-20], refused: "damaged"},
		"a PDF with a zip behind it":   {content: append(bytes.Clone(pdf), aDocx()...), refused: "damaged"},
		"a reference outside the file": {content: []byte("%PDF-1.4\nstartxref\n99999\n%%EOF"), refused: "damaged"},
		"a reference to nothing":       {content: []byte("%PDF-1.4\n123456789\nstartxref\n9\n%%EOF"), refused: "damaged"},
		"nothing":                      {content: nil, refused: "The content of this file is"},
	} {
		t.Run(name, test.run)
	}
}

// The worked files are those that people ran into.
func TestWorkedFiles(t *testing.T) {
	t.Parallel()
	want := map[string]inspected{
		"dynamic-xfa.pdf":                    {refused: "a dynamic form (XFA)"},
		"empty-attachment-tree.pdf":          {want: PDF},
		"encrypted-owner-only-GOOD.pdf":      {want: PDF},
		"encrypted-user-password-aes256.pdf": {refused: "needs a password"},
		"heic-brand-mif1.jpg":                {refused: "a HEIC photo"},
		"jpeg-sampling-1x1-2x2.jpg":          {want: JPEG},
		"leading-bom.pdf":                    {want: PDF},
		"leading-crlf.pdf":                   {want: PDF},
		"trailing-4096-nul.pdf":              {want: PDF},
		"trailing-ctrl-z.pdf":                {want: PDF},
	}
	files, err := filepath.Glob("testdata/files/*")
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		test, ok := want[filepath.Base(file)]
		if !ok {
			t.Errorf("nothing is said about %s", file)
		}
		test.content = content
		t.Run(filepath.Base(file), test.run)
	}
}

// Whatever comes, inspecting ends, and within its bounds.
func FuzzInspect(f *testing.F) {
	f.Add(aPDF("x"))
	f.Add(aDocument{packed: []string{script}, packing: "/DecodeParms << /Predictor 12 /Columns 1 >>", pack: upRows}.bytes())
	f.Add(aDocument{packed: []string{script}, encrypt: &encryption{revision: 3}}.bytes())
	f.Add(aDocument{page: link("/S /URI /URI (x)"), encrypt: &encryption{revision: 4}}.bytes())
	f.Add(aDocument{more: []string{stream("/Filter [/A85 /AHx /RL /LZW /Fl]", "<~9jqo^~>")}}.bytes())
	f.Add(aJPEG(8, 8))
	f.Add(aDocx())
	f.Fuzz(func(t *testing.T, content []byte) {
		kind, err := inspect(t.Context(), content)
		if err == nil && kind != PDF && kind != JPEG {
			t.Fatalf("taken in as %q", kind)
		}
	})
}
