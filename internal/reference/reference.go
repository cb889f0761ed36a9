// Package reference holds tables that belong to no scheme: the regions of the regulation's appendix, the regional
// employer organisations (regionale werkgeversorganisaties) that help there, and the region of each postcode.
//
// The tables are part of the program and the same for everyone. Their suggestions can always be corrected by hand;
// the postcode table is made from public data and says of each row how sure it is.
package reference

import (
	"bytes"
	_ "embed" // the tables
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/penvoerder/penvoerder/internal/ids"
)

// Region is a row of the overview of regions: a province, or a part of one.
type Region struct {
	ID             string // rgn_…, made from province and part, so that it never changes
	Province       string
	Part           string // in Dutch words; empty for the whole province
	OrganisationID string // the regional organisation that helps here
}

// RegionalOrganisation is a member of RegioPlus.
type RegionalOrganisation struct {
	ID    string // rgo_…, made from the name
	Name  string
	Email string // public; empty where none is printed
}

//go:embed data/regions.csv
var regionsFile []byte

//go:embed data/pc4-regions.csv
var postcodesFile []byte

// tables are read once, when first asked for.
type tables struct {
	regions       []Region
	organisations []RegionalOrganisation
	ranges        []postcodeRange
}

var load = sync.OnceValue(func() *tables {
	t := &tables{}
	t.readRegions()
	t.readPostcodes()
	return t
})

// Regions lists the regions in the order of the appendix.
func Regions() []Region { return slices.Clone(load().regions) }

// RegionByID returns the labour-market region of an id; false for an unknown one.
func RegionByID(id string) (Region, bool) {
	return find(load().regions, func(r Region) bool { return r.ID == id })
}

// RegionalOrganisations lists the regional organisations in the order of the appendix.
func RegionalOrganisations() []RegionalOrganisation { return slices.Clone(load().organisations) }

// RegionalOrganisationByID returns the regional employer organisation of an id; false for an unknown one.
func RegionalOrganisationByID(id string) (RegionalOrganisation, bool) {
	return find(load().organisations, func(o RegionalOrganisation) bool { return o.ID == id })
}

// RegionsOf lists the regions in which a regional organisation helps.
func RegionsOf(organisationID string) []Region {
	var of []Region
	for _, r := range load().regions {
		if r.OrganisationID == organisationID {
			of = append(of, r)
		}
	}
	return of
}

func find[T any](all []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	var none T
	return none, false
}

// readRegions reads province, subregion, organisation, email.
func (t *tables) readRegions() {
	for _, row := range rows(regionsFile, 4) {
		o := RegionalOrganisation{ID: slug(ids.RegionalOrganisation, row[2]), Name: row[2], Email: row[3]}
		if !slices.Contains(t.organisations, o) {
			t.organisations = append(t.organisations, o)
		}
		t.regions = append(t.regions, Region{
			ID: slug(ids.Region, row[0]+" "+row[1]), Province: row[0], Part: row[1], OrganisationID: o.ID,
		})
	}
}

// rows reads a table without its heading. A table that cannot be read is a fault of the program.
func rows(file []byte, columns int) [][]string {
	r := csv.NewReader(bytes.NewReader(file))
	r.FieldsPerRecord = columns
	all, err := r.ReadAll()
	if err != nil {
		panic(fmt.Errorf("read an embedded table: %w", err))
	}
	return all[1:]
}

// slug makes an id of a name: lower case, with a hyphen for all that is neither letter nor digit.
func slug(prefix, name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return prefix + "_" + strings.Join(words, "-")
}
