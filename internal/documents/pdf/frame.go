package pdf

import (
	"bytes"
	"strconv"
)

const (
	headerWithin = 1024 // as Acrobat looks for it
	header       = "%PDF-"
	// printerEscape opens and closes a job of a printer; print drivers leave it around the document.
	printerEscape = "\x1b%-12345X"
)

// Header finds the header of a PDF within the first 1 024 bytes, and what stands before it. A byte order mark, white
// space and the commands of a printer are harmless there, and readers take them; isHarmless reports that nothing
// else does.
func Header(head []byte) (at int, isHarmless bool) {
	at = bytes.Index(head[:min(len(head), headerWithin+len(header))], []byte(header))
	if at < 0 {
		return at, false
	}
	before := bytes.TrimPrefix(head[:at], []byte("\xEF\xBB\xBF"))
	return at, isBlank(before) || isPrinterJob(before)
}

// isBlank reports whether there is nothing but white space and the marks that old systems end a file with.
func isBlank(b []byte) bool { return len(bytes.Trim(b, "\x00\t\n\f\r \x1a")) == 0 }

// isPrinterJob reports whether b holds commands of a printer (PJL) and nothing else.
func isPrinterJob(b []byte) bool {
	found := false
	for line := range bytes.Lines(b) {
		line = bytes.Trim(line, "\x00\t\n\f\r \x1a")
		rest := bytes.TrimSpace(bytes.ReplaceAll(line, []byte(printerEscape), nil))
		if len(rest) > 0 && !bytes.HasPrefix(rest, []byte("@PJL")) {
			return false
		}
		found = found || len(line) > 0
	}
	return found
}

// frame finds the cross-reference that the last lines of a file point to: where it begins in body. Offsets count from
// the header, or from the first byte of the file, which has before bytes more.
func frame(body []byte, before int) (start int, ok bool) {
	at := bytes.LastIndex(body, []byte("%%EOF"))
	if at < 0 {
		return 0, false
	}
	if behind := body[at+len("%%EOF"):]; !isBlank(behind) && !(len(behind) <= headerWithin && isPrinterJob(behind)) {
		return 0, false
	}
	tail := body[max(0, at-2048):at]
	from := bytes.LastIndex(tail, []byte("startxref"))
	if from < 0 {
		return 0, false
	}
	offset, err := strconv.Atoi(string(bytes.TrimSpace(tail[from+len("startxref"):])))
	if err != nil {
		return 0, false
	}
	for _, start := range []int{offset, offset - before} {
		if start > 0 && start < len(body) && isCrossReference(body[start:]) {
			return start, true
		}
	}
	return 0, false
}

// isCrossReference reports whether a table ("xref") or a stream ("12 0 obj") begins here.
func isCrossReference(b []byte) bool {
	words := bytes.Fields(b[:min(len(b), 40)])
	if len(words) > 0 && bytes.HasPrefix(words[0], []byte("xref")) {
		return true
	}
	return len(words) > 2 && isNumber(words[0]) && isNumber(words[1]) && bytes.HasPrefix(words[2], []byte("obj"))
}

func isNumber(b []byte) bool { return len(b) > 0 && len(bytes.Trim(b, "0123456789")) == 0 }
