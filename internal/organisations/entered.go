package organisations

import (
	"regexp"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/reference"
)

const (
	longestName      = 200 // characters
	longestReference = 100
	longestReason    = 4000
)

var kvkForm = regexp.MustCompile(`^[0-9]{8}$`)

// text reads words that have to be there, without the blanks around them.
func text(s string, longest int, bad *fault.Collector, path ...string) string {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		bad.Add(fault.Required(path))
	case len([]rune(s)) > longest:
		bad.Add(fault.TooLong(path, longest))
	}
	return s
}

// kvk reads a number of the chamber of commerce.
func kvk(s string, bad *fault.Collector, path ...string) string {
	s = strings.TrimSpace(s)
	if !kvkForm.MatchString(s) {
		bad.Add(fault.Invalid(path, "KVK_NUMBER_MALFORMED", fault.Text{
			NL: "Een KvK-nummer bestaat uit acht cijfers.", EN: "A KvK number has eight digits.",
		}, "12345678"))
	}
	return s
}

// postcode reads a Dutch postcode and writes it as `9712 AB`.
func postcode(s string, bad *fault.Collector, path ...string) string {
	code, ok := reference.Postcode(s)
	if !ok || len(code) < len("9712AB") {
		bad.Add(fault.Invalid(path, "POSTCODE_MALFORMED", fault.Text{
			NL: "Een postcode bestaat uit vier cijfers en twee letters.", EN: "A postcode has four digits and two letters.",
		}, "9712 AB"))
		return ""
	}
	return code[:4] + " " + code[4:]
}

// laws drops repeated values; an empty list is an answer too.
func laws(in []string) []string {
	out := []string{}
	for _, l := range in {
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

// group reads the group an organisation belongs to; nil where it stands alone.
func group(in *GroupInput, bad *fault.Collector, path ...string) (name, number *string) {
	if in == nil {
		return nil, nil
	}
	name = new(text(in.TopName, longestName, bad, question.At(path, "topName")...))
	number = new(kvk(in.TopKvkNumber, bad, question.At(path, "topKvkNumber")...))
	return name, number
}

// placed is the region of an organisation, and whether it was chosen by hand.
type placed struct {
	region reference.Region
	byHand bool
}

// place finds the region: by postcode first, by hand where the table is not sure. Where it is silent or guesses, a
// choice by hand is required; where it is without doubt, none may differ.
func place(postcode string, byHand *string, bad *fault.Collector, path ...string) placed {
	if postcode == "" {
		return placed{} // reported already
	}
	found := reference.ForPostcode(postcode)
	if byHand == nil {
		if found.Confidence == reference.High || found.Confidence == reference.Medium {
			return placed{region: *found.Region}
		}
		bad.Add(fault.Invalid(path, "REGION_UNKNOWN", fault.Text{
			NL: "Bij deze postcode is geen regio bekend. Kies zelf een regio.", EN: "No region is known for this postcode. Choose a region yourself.",
		}, ""))
		return placed{}
	}
	chosen, ok := region(*byHand, bad, path...)
	if ok && found.Confidence == reference.High && found.Region.ID != chosen.ID {
		bad.Add(fault.Invalid(path, "REGION_CONTRADICTS_POSTCODE", fault.Text{
			NL: "Deze postcode ligt in een andere regio.", EN: "This postcode is in another region.",
		}, found.Region.ID))
	}
	return placed{region: chosen, byHand: found.Region == nil || found.Region.ID != chosen.ID}
}

// region finds a region by its id.
func region(id string, bad *fault.Collector, path ...string) (reference.Region, bool) {
	r, ok := reference.RegionByID(id)
	if !ok {
		bad.Add(fault.Invalid(path, "REGION_UNKNOWN", fault.Text{
			NL: "Deze regio bestaat niet. Kies een regio uit de lijst.", EN: "There is no such region. Choose one from the list.",
		}, ""))
	}
	return r, ok
}
