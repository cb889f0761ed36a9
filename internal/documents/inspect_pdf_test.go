package documents

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

const (
	escape = "\x1b%-12345X"
	script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
)

// A link is an annotation that a person follows.
func link(action string) string {
	return "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /Type /Action " + action + " >> >>]"
}

func TestAPDFThatReadersOpenIsTaken(t *testing.T) {
	t.Parallel()
	plain := aPDF("payslip")
	for name, content := range map[string][]byte{
		"a link to a website":                  aDocument{page: link("/S /URI /URI (https://www.zorg.nl/a:b?c#d)")}.bytes(),
		"a link without a scheme":              aDocument{page: link("/S /URI /URI (www.zorg.nl/a:b)")}.bytes(),
		"a link to a mail address":             aDocument{page: link("/S/URI/URI(MAILTO:info@zorg.nl)")}.bytes(),
		"a link in a locked file":              aDocument{page: link("/S /URI /URI (https://zorg.nl)"), encrypt: &encryption{revision: 4}}.bytes(),
		"a link to a page":                     aDocument{page: link("/S /GoTo /D [3 0 R /Fit]")}.bytes(),
		"a page to begin with":                 aDocument{catalog: "/OpenAction [3 0 R /FitH 9]"}.bytes(),
		"an action to begin with":              aDocument{catalog: "/OpenAction 5 0 R", more: []string{"<< /S /GoTo /D [3 0 R /Fit] /Next << /S /Named /N /NextPage >> >>"}}.bytes(),
		"a form to fill in":                    aDocument{catalog: "/AcroForm << /Fields [5 0 R] >>", more: []string{"<< /FT /Tx /T (naam) /A << /S /ResetForm >> >>"}}.bytes(),
		"a layer of XFA on a page":             aDocument{catalog: "/NeedsRendering false /AcroForm << /Fields [] /XFA [(template) 5 0 R] >>", more: []string{stream("/Filter /FlateDecode", deflated("<template><subform/></template>"))}}.bytes(),
		"a signature":                          updated(plain, map[int]string{9: "<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> >>"}),
		"words about programs on the page":     aPDF("write /S /JavaScript, /EmbeddedFile or 1 0 obj"),
		"words about programs in a title":      aDocument{trailer: "/Info << /Title (/S /JavaScript /Launch) >>"}.bytes(),
		"words about programs in a comment":    aDocument{more: []string{"% /S /JavaScript /RichMedia\nnull"}}.bytes(),
		"objects in a stream":                  aDocument{packed: []string{"<< /Producer (Word) >>"}}.bytes(),
		"an empty stream of objects":           aDocument{packed: []string{}}.bytes(),
		"objects in a stream of a locked file": aDocument{packed: []string{"<< /Producer (Word) >>"}, encrypt: &encryption{revision: 4}}.bytes(),
		"an owner's password, RC4":             aDocument{encrypt: &encryption{revision: 3}}.bytes(),
		"an owner's password, AES":             aDocument{encrypt: &encryption{revision: 4}}.bytes(),
		"no attachment under the name of one":  aDocument{more: []string{"<< /Type /Filespec /F (x) /EF << >> >>"}, catalog: "/Names << /EmbeddedFiles << /Names [] >> >>"}.bytes(),
		"a length that stands elsewhere":       aDocument{more: []string{"<< /Length 6 0 R >>\nstream\n(x)\nendstream", "3"}}.bytes(),
		"a length that is wrong":               aDocument{more: []string{"<< /Length 1 /Filter /FlateDecode >>\nstream\n" + deflated("x") + "\nendstream"}}.bytes(),
		"a stream packed as text":              aDocument{more: []string{stream("/Filter [/ASCIIHexDecode /FlateDecode]", fmt.Sprintf("%x>", deflated(contents)))}}.bytes(),
		"a scan of an A3 page":                 aDocument{more: []string{stream("/Subtype /Image /Width 3508 /Height 4961 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode", zeros(50))}}.bytes(),
		"pages below pages":                    aDocument{noPage: "<< /Type /Pages /Kids [5 0 R 6 0 R] >>", more: []string{"<< /Type /Pages /Kids [] >>", "<< /Type /Pages /Kids [3 0 R] >>"}}.bytes(),
		"a job of a printer":                   append(append([]byte(escape+"@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n"), plain...), escape+"@PJL EOJ\r\n"+escape...),
		"a mark and lines before":              append([]byte("\xEF\xBB\xBF\r\n\r\n\x00"), plain...),
		"lines before that are counted":        shifted("\r\n\r\n", plain),
		"spaces behind":                        append(bytes.Clone(plain), strings.Repeat(" ", 3000)...),
		"the end of old systems behind":        append(bytes.Clone(plain), strings.Repeat("\x1a", 9)...),
	} {
		t.Run(name, inspected{content: content, want: PDF}.run)
	}
}

func TestAPDFThatRunsSendsOrCarriesIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		document aDocument
		refused  string
	}{
		"a program at the start":           {aDocument{catalog: "/OpenAction " + script}, "a program (JavaScript)"},
		"a program behind a link":          {aDocument{page: link("/S /JavaScript /JS 5 0 R")}, "a program (JavaScript)"},
		"a program in the table of names":  {aDocument{catalog: "/Names << /JavaScript << /Names [(x) 5 0 R] >> >>", more: []string{script}}, "a program (JavaScript)"},
		"a program under an escaped name":  {aDocument{catalog: "/OpenAction << /S /J#61vaScr#69pt >>"}, "a program (JavaScript)"},
		"a program under an escaped key":   {aDocument{catalog: "/OpenAction << /#53 /JavaScript >>"}, "a program (JavaScript)"},
		"a program under a name elsewhere": {aDocument{catalog: "/OpenAction << /S 5 0 R >>", more: []string{"/JavaScript"}}, "a program (JavaScript)"},
		"a program under a packed name":    {aDocument{catalog: "/OpenAction << /S 6 0 R >>", packed: []string{"/JavaScript"}}, "a program (JavaScript)"},
		"a program in a stream of objects": {aDocument{catalog: "/OpenAction 6 0 R", packed: []string{script}}, "a program (JavaScript)"},
		"a program in a stream by differences": {aDocument{
			catalog: "/OpenAction 6 0 R", packed: []string{script}, packing: "/DecodeParms << /Predictor 12 /Columns 1 >>", pack: upRows,
		}, "a program (JavaScript)"},
		"a program in a locked file":            {aDocument{packed: []string{script}, encrypt: &encryption{revision: 4}}, "a program (JavaScript)"},
		"a program in a file locked by RC4":     {aDocument{packed: []string{script}, encrypt: &encryption{revision: 3}}, "a program (JavaScript)"},
		"a program inside a stream":             {aDocument{more: []string{stream("", "7 0 obj "+script+" endobj")}}, "a program (JavaScript)"},
		"a program inside a text":               {aDocument{catalog: "/Title (7 0 obj << /S /JavaScript >> endobj)"}, "a program (JavaScript)"},
		"a program behind a comment":            {aDocument{more: []string{"<< /S % none\n /JavaScript >>"}}, "a program (JavaScript)"},
		"a program said to be harmless as well": {aDocument{more: []string{"<< /S /JavaScript /S /GoTo >>"}}, "a program (JavaScript)"},
		"a program that is not closed":          {aDocument{more: []string{"<< /A [ /S endobj << /S /JavaScript"}}, "a program (JavaScript)"},
		"a program in the trailer":              {aDocument{trailer: "/X " + script}, "a program (JavaScript)"},
		"a stream of objects that is damaged":   {aDocument{packed: []string{"<< >>"}, pack: func(string) string { return "no zlib at all" }}, "damaged"},
		"starting a program":                    {aDocument{page: link("/S /Launch /F (cmd.exe)")}, "starts another program"},
		"sending a form":                        {aDocument{page: link("/S /SubmitForm /F (https://x.nl)")}, "sends or fetches"},
		"fetching data":                         {aDocument{page: link("/S /ImportData /F (x.fdf)")}, "sends or fetches"},
		"another file":                          {aDocument{page: link("/S /GoToR /F (x.pdf) /D [0 /Fit]")}, "opens another file"},
		"a thread in another file":              {aDocument{page: link("/S /Thread /F (x.pdf) /D 0")}, "opens another file"},
		"a file inside":                         {aDocument{more: []string{stream("/Type /EmbeddedFile", "MZ")}}, "an attachment"},
		"a file inside by its specification":    {aDocument{more: []string{"<< /Type /Filespec /EF << /F 6 0 R >> >>", stream("", "MZ")}}, "an attachment"},
		"a file pinned to a page":               {aDocument{page: "/Annots [<< /Subtype /File#41ttachment /FS 5 0 R >>]"}, "an attachment"},
		"a page of an attachment":               {aDocument{page: link("/S /GoToE /D [0 /Fit]")}, "an attachment"},
		"a film":                                {aDocument{page: "/Annots [<< /Subtype /RichMedia >>]"}, "sound, film"},
		"a sound":                               {aDocument{page: link("/S /Sound /Sound 5 0 R")}, "sound, film"},
		"a link to a file":                      {aDocument{page: link("/S /URI /URI (file:///C:/loon.xlsx)")}, "contains a link"},
		"a link to a program":                   {aDocument{page: link("/S /URI /URI ( java\\nscript:alert\\(1\\))")}, "contains a link"},
		"a link to a share":                     {aDocument{page: link(`/S /URI /URI (\\\\server\\x)`)}, "contains a link"},
		"a link to a file, in digits":           {aDocument{page: link("/S /URI /URI <66 69 6C 65 3A 78>")}, "contains a link"},
		"a link to a file, elsewhere":           {aDocument{page: link("/S /URI /URI 5 0 R"), more: []string{"(file:x)"}}, "contains a link"},
		"a link to a file of a locked file":     {aDocument{page: link("/S /URI /URI (file:x)"), encrypt: &encryption{revision: 4}}, "contains a link"},
		"a website that opens by itself":        {aDocument{catalog: "/OpenAction 5 0 R", more: []string{"<< /S /URI /URI (https://x.nl) >>"}}, "opens a website by itself"},
		"a website that opens with a page":      {aDocument{page: "/AA << /O << /S /GoTo /Next [5 0 R] >> >>", more: []string{"<< /S /URI /URI (https://x.nl) >>"}}, "opens a website by itself"},
		"a form that a program draws":           {aDocument{catalog: "/NeedsRendering true"}, "a dynamic form (XFA)"},
		"a form that says so itself": {aDocument{
			catalog: "/AcroForm << /XFA [(config) 5 0 R] >>", more: []string{stream("/Filter /FlateDecode", deflated("<dynamicRender>required</dynamicRender>"))},
		}, "a dynamic form (XFA)"},
		"a form with a program": {aDocument{
			catalog: "/AcroForm << /XFA 5 0 R >>", more: []string{stream("/Filter /FlateDecode", deflated("<x:script contentType='application/x-javascript'>"))},
		}, "a dynamic form (XFA)"},
	} {
		t.Run(name, inspected{content: test.document.bytes(), refused: test.refused}.run)
	}
}

func TestAPDFThatNobodyCanReadIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]inspected{
		"a password, RC4":      {content: aDocument{encrypt: &encryption{"geheim", 3}}.bytes(), refused: "needs a password"},
		"a password, AES":      {content: aDocument{encrypt: &encryption{"geheim", 4}}.bytes(), refused: "needs a password"},
		"a certificate":        {content: aDocument{trailer: "/Encrypt << /Filter /Adobe.PubSec /V 4 >>"}.bytes(), refused: "needs a password"},
		"no pages":             {content: aDocument{noPage: "<< /Type /Pages /Kids [] /Count 0 >>"}.bytes(), refused: "no page"},
		"no pages at all":      {content: aDocument{noPage: "null"}.bytes(), refused: "no page"},
		"pages in a circle":    {content: aDocument{noPage: "<< /Type /Pages /Kids [2 0 R 5 0 R] >>", more: []string{"<< /Kids [2 0 R] >>"}}.bytes(), refused: "no page"},
		"no catalog":           {content: bytes.Replace(aPDF("x"), []byte("/Root"), []byte("/Rood"), 1), refused: "damaged"},
		"a web page before":    {content: append([]byte("<html>"), aPDF("x")...), refused: "“<html>”"},
		"a mail before":        {content: append([]byte("Content-Type: application/pdf\r\n\r\n"), aPDF("x")...), refused: "“Content-Type: application/pdf”"},
		"other data before":    {content: append([]byte("\x01\x02\x03\x04"), aPDF("x")...), refused: "data that are no text"},
		"a header too late":    {content: append(bytes.Repeat([]byte(" "), 1025), aPDF("x")...), refused: "The content of this file is"},
		"a web page behind":    {content: append(aPDF("x"), "<script>"...), refused: "damaged"},
		"a second file behind": {content: append(aPDF("x"), "\x00\x00MZ"...), refused: "damaged"},
	} {
		t.Run(name, test.run)
	}
}

// What unpacks to more than a reader can hold costs neither the time nor the memory that it asks for.
func TestAPDFThatUnpacksToTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	flate := func(s string) string { return stream("/Filter /FlateDecode", s) }
	bomb := zeros(300)
	small := zeros(65)
	for name, d := range map[string]aDocument{
		"contents of 300 MB":                {more: []string{flate(bomb)}},
		"contents packed twice":             {more: []string{stream("/Filter [/FlateDecode /FlateDecode]", deflated(small))}},
		"contents of 65 MB, locked":         {more: []string{flate(small)}, encrypt: &encryption{revision: 4}},
		"objects of 65 MB":                  {packed: []string{"<< >>"}, pack: func(string) string { return zeros(65) }},
		"a point of 65 MB":                  {more: []string{stream("/Subtype /Image /Width 1 /Height 1 /Filter /FlateDecode", small)}},
		"a picture of 4 000 megapixels":     {more: []string{stream("/Subtype /Image /Width 65535 /Height 65535 /Filter /DCTDecode", "")}},
		"a million brackets":                {more: []string{strings.Repeat("[", 1<<20)}},
		"texts that are opened, not closed": {more: []string{strings.Repeat("obj (", 1<<18)}},
		"a million objects":                 {more: []string{strings.Repeat("obj ", 1<<20)}},
	} {
		t.Run(name, inspected{content: d.bytes(), refused: "too large or too intricate"}.run)
	}
}
