package reference_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/internal/reference"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

func TestTheAppendixHasFifteenRegionsOfTwelveOrganisations(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-DATA-001")
	regions, organisations := reference.Regions(), reference.RegionalOrganisations()
	if len(regions) != 15 || len(organisations) != 12 {
		t.Fatalf("%d regions of %d organisations", len(regions), len(organisations))
	}
	silent := 0
	of := 0
	for _, o := range organisations {
		if o.Email == "" {
			silent++
		}
		of += len(reference.RegionsOf(o.ID))
		if got, ok := reference.RegionalOrganisationByID(o.ID); !ok || got != o {
			t.Errorf("%s is not found by its id", o.Name)
		}
	}
	if silent != 5 || of != 15 {
		t.Errorf("%d organisations without address, %d regions among them", silent, of)
	}
	for _, r := range regions {
		if got, ok := reference.RegionByID(r.ID); !ok || got != r {
			t.Errorf("%s %s is not found by its id", r.Province, r.Part)
		}
		if _, ok := reference.RegionalOrganisationByID(r.OrganisationID); !ok {
			t.Errorf("%s has no organisation", r.ID)
		}
	}
}

// Appendix 1 as it is printed: who helps in each region, which provinces are split, and who has no address.
func TestWhoHelpsInARegion(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-DATA-001", "SOZW-DATA-002", "SOZW-DATA-003", "SPP-ROLE-001")
	helps, parts := map[string]string{}, map[string]int{}
	for _, r := range reference.Regions() {
		o, _ := reference.RegionalOrganisationByID(r.OrganisationID)
		helps[strings.TrimSpace(r.Province+" "+r.Part)] = o.Name
		parts[r.Province]++
		if slices.Contains([]string{"WZW", "Zorg aan Zet", "deRotterdamseZorg"}, o.Name) && o.Email != "" {
			t.Errorf("%s has the address %s, and none is printed", o.Name, o.Email)
		}
	}
	want := map[string]string{
		"Drenthe": "ZorgpleinNoord", "Friesland": "ZorgpleinNoord", "Groningen": "ZorgpleinNoord", "Flevoland": "Flever",
		"Gelderland Midden, Zuid en West": "WZW", "Gelderland Achterhoek, Stedendriehoek en Noordwest-Veluwe": "WGV zorg en welzijn", "Overijssel": "WGV zorg en welzijn",
		"Limburg": "Zorg aan Zet", "Noord-Brabant": "Transvorm", "Zeeland": "Viazorg",
		"Noord-Holland exclusief Gooi & Vechtstreek": "Sigra", "Utrecht inclusief Gooi & Vechtstreek": "Utrechtzorg",
		"Zuid-Holland Haaglanden, Nieuwe Waterweg Noord en Rijnstreek": "ZWconnect", "Zuid-Holland Rijnmond": "deRotterdamseZorg",
		"Zuid-Holland Drechtsteden & Alblasserwaard-Vijfheerenlanden": "WGV Zorg & Welzijn Zuid-Holland Zuid",
	}
	if diff := cmp.Diff(want, helps); diff != "" {
		t.Error(diff)
	}
	for province, n := range parts {
		if split := map[string]int{"Gelderland": 2, "Zuid-Holland": 3}[province]; n != max(1, split) {
			t.Errorf("%s has %d regions", province, n)
		}
	}
	for _, gooi := range []string{"1217 BC", "1402 AA"} { // Hilversum and Bussum: in Noord-Holland
		if r := reference.ForPostcode(gooi).Region; r == nil || r.Province != "Utrecht" {
			t.Errorf("%s leads to %v", gooi, r)
		}
	}
}

// Dossiers keep these ids: a name that is spelled otherwise may not change them unseen.
func TestIdentifiersAreStable(t *testing.T) {
	t.Parallel()
	var got []string
	for _, r := range reference.Regions() {
		got = append(got, r.ID+" "+r.OrganisationID)
	}
	want := []string{
		"rgn_drenthe rgo_zorgpleinnoord",
		"rgn_flevoland rgo_flever",
		"rgn_friesland rgo_zorgpleinnoord",
		"rgn_gelderland-midden-zuid-en-west rgo_wzw",
		"rgn_gelderland-achterhoek-stedendriehoek-en-noordwest-veluwe rgo_wgv-zorg-en-welzijn",
		"rgn_groningen rgo_zorgpleinnoord",
		"rgn_limburg rgo_zorg-aan-zet",
		"rgn_noord-brabant rgo_transvorm",
		"rgn_noord-holland-exclusief-gooi-vechtstreek rgo_sigra",
		"rgn_overijssel rgo_wgv-zorg-en-welzijn",
		"rgn_utrecht-inclusief-gooi-vechtstreek rgo_utrechtzorg",
		"rgn_zuid-holland-haaglanden-nieuwe-waterweg-noord-en-rijnstreek rgo_zwconnect",
		"rgn_zuid-holland-rijnmond rgo_derotterdamsezorg",
		"rgn_zuid-holland-drechtsteden-alblasserwaard-vijfheerenlanden rgo_wgv-zorg-welzijn-zuid-holland-zuid",
		"rgn_zeeland rgo_viazorg",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAPostcodeLeadsToItsRegion(t *testing.T) {
	t.Parallel()
	for postcode, want := range map[string]struct {
		region     string
		confidence reference.Confidence
	}{
		"9712 AB": {"rgn_groningen", reference.High},
		"1012":    {"rgn_noord-holland-exclusief-gooi-vechtstreek", reference.High},
		"1217bc":  {"rgn_utrecht-inclusief-gooi-vechtstreek", reference.High}, // Hilversum: in Noord-Holland, helped from Utrecht
		" 3011AA": {"rgn_zuid-holland-rijnmond", reference.High},
		"3925":    {"rgn_gelderland-midden-zuid-en-west", reference.Medium},
		"3861 XY": {"rgn_gelderland-midden-zuid-en-west", reference.Low}, // Nijkerk
		"1000":    {"rgn_noord-holland-exclusief-gooi-vechtstreek", reference.High},
		"9999":    {"rgn_groningen", reference.High},
	} {
		got := reference.ForPostcode(postcode)
		if got.Region == nil || got.Region.ID != want.region || got.Confidence != want.confidence {
			t.Errorf("%s leads to %v, %s", postcode, got.Region, got.Confidence)
			continue
		}
		if isSure := want.confidence == reference.High; isSure != (len(got.Candidates) == 0) {
			t.Errorf("%s: %d candidates at confidence %s", postcode, len(got.Candidates), want.confidence)
		}
		if len(got.Candidates) > 0 && got.Candidates[0] != *got.Region {
			t.Errorf("%s: the suggestion is not the first candidate", postcode)
		}
	}
}

func TestAnUnknownPostcodeOffersEveryRegionTheNearestFirst(t *testing.T) {
	t.Parallel()
	got := reference.ForPostcode("1384") // between Noord-Holland's 1383 and the next range
	if got.Region != nil || got.Confidence != reference.None || len(got.Candidates) != 15 {
		t.Fatalf("%+v", got)
	}
	if got.Candidates[0].ID != "rgn_noord-holland-exclusief-gooi-vechtstreek" {
		t.Errorf("the nearest is %s", got.Candidates[0].ID)
	}
}

func TestAMalformedPostcodeLeadsNowhere(t *testing.T) {
	t.Parallel()
	for _, odd := range []string{"", "971", "0123", "97122", "9712A", "9712ABC", "AB9712", "9712 1A", "９７１２", "-971", "9712\x00A", strings.Repeat("9", 1000)} {
		if p, ok := reference.Postcode(odd); ok {
			t.Errorf("%q is read as %s", odd, p)
		}
		if got := reference.ForPostcode(odd); got.Region != nil || got.Confidence != reference.None || len(got.Candidates) != 15 {
			t.Errorf("%q leads to %+v", odd, got)
		}
	}
}

func TestEverySuggestionOffersEachRegionOnceOrNone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		postcode := fmt.Sprintf("%04d", rapid.IntRange(0, 9999).Draw(t, "postcode"))
		got := reference.ForPostcode(postcode)
		var offered []string
		for _, r := range got.Candidates {
			offered = append(offered, r.ID)
		}
		slices.Sort(offered)
		switch n := len(slices.Compact(offered)); {
		case got.Confidence == reference.High && n != 0, got.Confidence != reference.High && (n != 15 || len(got.Candidates) != 15):
			t.Errorf("%s offers %v at %s", postcode, offered, got.Confidence)
		case (got.Region == nil) != (got.Confidence == reference.None):
			t.Errorf("%s: %+v", postcode, got)
		}
	})
}
