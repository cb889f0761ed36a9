package question

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

const director = "DIRECTOR" // signs for the organisation

// signatoryMatch compares the name with which a director signed a document with that of the signatory of the project file:
// open while either is not stated. Of several directors the one whose name comes closest counts.
func signatoryMatch(p *ent.Plan, d *ent.Document) schemes.Fact[string] {
	best := schemes.Fact[string]{}
	for _, s := range d.Statement.Signatures {
		if s.Signer != director || s.Name == nil || p.SignatoryName == nil {
			continue
		}
		match := CompareNames(*p.SignatoryName, *s.Name)
		if !best.IsKnown() || slices.Index(closest, match) < slices.Index(closest, best.Value()) {
			best = schemes.Known(match)
		}
	}
	return best
}

var closest = []string{schemes.SignatorySame, schemes.SignatoryInitials, schemes.SignatoryOther}

// CompareNames compares two names of a person as people write them, whatever their case, marks, spaces and titles. Names
// are the same when every part is; where one side writes first names as initials and the surname is the same, the
// initials fit or they do not. The order of a surname and a first name is not guessed.
func CompareNames(one, other string) string {
	a, b := partsOf(one), partsOf(other)
	switch {
	case slices.EqualFunc(a, b, func(x, y part) bool { return x.text == y.text }):
		return schemes.SignatorySame
	case isSurnameOf(a, b) && initialsFit(a, b):
		return schemes.SignatoryInitials
	}
	return schemes.SignatoryOther
}

// HasSurname reports whether a name is more than initials.
func HasSurname(name string) bool { return len(surname(partsOf(name))) > 0 }

// part is a word of a name, in small letters without marks.
type part struct {
	text      string
	isInitial bool // stands for a first name
}

// titles stand before or behind a name and are none of it.
var titles = map[string]bool{
	"dr": true, "drs": true, "ds": true, "ing": true, "ir": true, "mr": true, "prof": true, "dhr": true, "mw": true, "mevr": true,
	"bsc": true, "msc": true, "ma": true, "ba": true, "mba": true,
}

// prefixes begin a surname and are no first name.
var prefixes = map[string]bool{
	"de": true, "den": true, "der": true, "het": true, "in": true, "op": true, "te": true, "ten": true, "ter": true, "van": true, "vande": true, "vander": true, "von": true, "el": true, "al": true,
}

// partsOf reads the words of a name. A single letter, and what ends in a full stop, is an initial; letters with stops
// between them are as many.
func partsOf(name string) []part {
	var parts []part
	for _, word := range strings.FieldsFunc(typed.Fold(name), func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == ',' }) {
		pieces := strings.Split(word, ".")
		for i, piece := range pieces {
			text := bare(piece)
			hasStop := i < len(pieces)-1
			if text == "" || titles[text] && (hasStop || len(pieces) == 1) {
				continue
			}
			parts = append(parts, part{text, hasStop || utf8.RuneCountInString(text) == 1})
		}
	}
	return parts
}

// bare leaves the letters of a word.
func bare(word string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return r
	}, word)
}

// surname are the parts of a name from the first that can be no first name: after the initials, or after the first word
// where none is an initial. It is empty for initials alone.
func surname(parts []part) []part {
	from := 0
	for from < len(parts) && parts[from].isInitial {
		from++
	}
	return parts[from:]
}

// isSurnameOf reports whether one name ends in what the other, written with initials, has as its surname.
func isSurnameOf(a, b []part) bool {
	short, long := a, b
	if len(surname(a)) > len(surname(b)) {
		short, long = b, a
	}
	last := surname(short)
	if len(last) == 0 || len(last) == len(short) || len(long) < len(last) {
		return false
	}
	return slices.EqualFunc(last, long[len(long)-len(last):], func(x, y part) bool { return x.text == y.text })
}

// initialsFit reports whether the first names of both sides begin alike, as far as both give them.
func initialsFit(a, b []part) bool {
	last := min(len(surname(a)), len(surname(b)))
	x, y := a[:len(a)-last], b[:len(b)-last]
	if slices.ContainsFunc(slices.Concat(x, y), func(p part) bool { return prefixes[p.text] }) {
		return false // of a longer surname
	}
	for i := range min(len(x), len(y)) {
		if !strings.HasPrefix(x[i].text, y[i].text) && !strings.HasPrefix(y[i].text, x[i].text) {
			return false
		}
	}
	return len(x) > 0 && len(y) > 0
}
