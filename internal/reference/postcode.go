package reference

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Confidence says how sure a suggestion is.
type Confidence string

// The degrees of confidence.
const (
	High   Confidence = "HIGH"   // without doubt
	Medium Confidence = "MEDIUM" // probably; confirm
	Low    Confidence = "LOW"    // a guess; choose by hand
	None   Confidence = "NONE"   // nothing known; choose by hand
)

// Suggestion is where a postcode leads.
type Suggestion struct {
	Region     *Region // nil where nothing is known
	Confidence Confidence
	Candidates []Region // to choose from where it is not sure: all regions, likeliest first; empty when sure
}

// Postcode reads four digits, or four and two letters ("9712 ab"), and writes them as "9712AB".
func Postcode(text string) (string, bool) {
	p := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(text), " ", ""))
	if len(p) != 4 && len(p) != 6 || p[0] == '0' {
		return "", false
	}
	if strings.Trim(p[:4], "0123456789") != "" || strings.Trim(p[4:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", false
	}
	return p, true
}

// ForPostcode says which region a postcode leads to. Of a postcode that cannot be read nothing is known.
func ForPostcode(text string) Suggestion {
	t := load()
	p, ok := Postcode(text)
	if !ok {
		return Suggestion{Confidence: None, Candidates: Regions()}
	}
	pc4, _ := strconv.Atoi(p[:4]) // four digits
	i, found := slices.BinarySearchFunc(t.ranges, pc4, func(r postcodeRange, pc4 int) int {
		switch {
		case r.to < pc4:
			return -1
		case r.from > pc4:
			return 1
		}
		return 0
	})
	if !found {
		return Suggestion{Confidence: None, Candidates: t.likeliest(i-1, i)}
	}
	region := t.regions[t.ranges[i].region]
	s := Suggestion{Region: &region, Confidence: t.ranges[i].confidence}
	if s.Confidence != High {
		s.Candidates = t.likeliest(i, i-1, i+1)
	}
	return s
}

// postcodeRange is four digits from and to, both included.
type postcodeRange struct {
	from, to   int
	region     int // index
	confidence Confidence
}

// likeliest orders the regions: first those of the given rows of the table, then others in the same
// provinces, then the rest.
func (t *tables) likeliest(rows ...int) []Region {
	const far = 1 << 10
	distance := make([]int, len(t.regions))
	for i := range distance {
		distance[i] = 2 * far
	}
	for order, row := range rows {
		if row < 0 || row >= len(t.ranges) {
			continue
		}
		near := t.ranges[row].region
		distance[near] = min(distance[near], order)
		for i, r := range t.regions {
			if r.Province == t.regions[near].Province {
				distance[i] = min(distance[i], far)
			}
		}
	}
	order := make([]int, len(t.regions))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(distance[a], distance[b]) })
	sorted := make([]Region, len(order))
	for i, r := range order {
		sorted[i] = t.regions[r]
	}
	return sorted
}

// readPostcodes reads pc4_from, pc4_to, province, region, organisation, confidence, note. The rows ascend.
func (t *tables) readPostcodes() {
	named := map[string]int{}
	for i, r := range t.regions {
		named[r.Province+" "+r.Part] = i
		named[r.Province+" ("+r.Part+")"] = i
		if r.Part == "" {
			named[r.Province] = i
		}
	}
	last := 0
	for _, row := range rows(postcodesFile, 7) {
		from, errFrom := strconv.Atoi(row[0])
		to, errTo := strconv.Atoi(row[1])
		region, known := named[row[3]]
		confidence := Confidence(strings.ToUpper(row[5]))
		isSure := slices.Contains([]Confidence{High, Medium, Low}, confidence)
		if errFrom != nil || errTo != nil || from <= last || to < from || !known || !isSure {
			panic(fmt.Sprintf("table of postcodes: row %v", row))
		}
		last = to
		t.ranges = append(t.ranges, postcodeRange{from: from, to: to, region: region, confidence: confidence})
	}
}
