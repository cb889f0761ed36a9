package typed

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// unmarked are letters that no mark can be taken from, as people write them without it.
var unmarked = strings.NewReplacer("ß", "ss", "ø", "o", "æ", "ae", "œ", "oe", "ł", "l", "đ", "d", "ı", "i")

// hidden are characters that nobody sees: of no width, of the direction of writing, soft hyphens, selectors of a variant,
// tags and fillers.
var hidden = []*unicode.RangeTable{unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point}

// Fold writes text in small letters without marks and without characters that nobody sees, so that what was typed in two
// ways compares as one.
func Fold(text string) string {
	if isASCII(text) {
		return strings.ToLower(text)
	}
	unmark := func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || unicode.In(r, hidden...) {
			return -1
		}
		return r
	}
	return unmarked.Replace(strings.Map(unmark, strings.ToLower(norm.NFKD.String(text))))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
