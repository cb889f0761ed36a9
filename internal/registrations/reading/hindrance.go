package reading

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/schemes"
)

// The kinds of hindrance, as the API names them.
const (
	HinderedByFinding      = "FINDING"      // the scheme blocks, or misses a fact
	HinderedByCell         = "CELL"         // a cell is not as far as the act asks
	HinderedByParticipants = "PARTICIPANTS" // nobody takes part
	HinderedByContent      = "CONTENT"      // the content of the training was not approved
	HinderedByHold         = "HOLD"         // the scheme lets the act wait, until a day where one can be said
)

// Hindrance is one thing that keeps an act on a registration from being done, with its place.
type Hindrance struct {
	Kind          string
	Participation *ent.Participation // nil for the registration as a whole
	Place         int                // of the participation among those of the facts; -1 for the whole
	Finding       schemes.Finding    // of kinds FINDING and HOLD
	Cell          *ent.Cell          // that the finding is behind, or whose state hinders; nil for what is not about a cell
	State         string             // of the cell
	Machine       schemes.CellState  // what the scheme said of the cell; empty where it was not asked
}

// Hindrances are all of them, in the order of the matrix, with the judgement that they follow from.
type Hindrances struct {
	Registration *Registration
	Receipt      *ent.Evaluation // nil where nothing was judged; stored or not
	List         []Hindrance
}

// Hindered are hindrances of the registration under a judgement.
func (r *Registration) Hindered(receipt *ent.Evaluation, all []Hindrance) Hindrances {
	return Hindrances{Registration: r, Receipt: receipt, List: all}
}

// ContentConflict refuses an act for which the content has to be approved first, with everything else that would hinder
// it by the last judgement.
func (r *Registration) ContentConflict(field string) error {
	var last schemes.Answer
	if r.Before != nil {
		if err := json.Unmarshal(r.Before.Answer, &last); err != nil {
			return fmt.Errorf("read receipt %s: %w", r.Before.ID, err)
		}
	}
	c := r.Conflict(field, "CONTENT_NOT_APPROVED", ContentNotApproved)
	c.Hindrances = r.Hindered(r.Before, r.ToSubmit(last))
	return c
}

// demand is what an act asks: which findings and which states of a cell hinder it, and as what it waits.
type demand struct {
	finding func(schemes.Finding) bool
	cell    func(state string) bool
	waits   schemes.HeldAct
}

// kind is as what a finding hinders; empty where it does not.
func (d demand) kind(f schemes.Finding) string {
	switch {
	case d.finding(f):
		return HinderedByFinding
	case d.waits != "" && slices.Contains(f.Holds, d.waits):
		return HinderedByHold
	}
	return ""
}

// ToSubmit lists what keeps the registration from being submitted: nobody takes part, the content was not judged where
// that is asked, the scheme blocks, misses or lets wait, or a cell is not complete. What only informs is not in it.
func (r *Registration) ToSubmit(a schemes.Answer) []Hindrance {
	var all []Hindrance
	if len(r.Parts) == 0 {
		all = append(all, Hindrance{Kind: HinderedByParticipants, Place: -1})
	}
	if !r.IsContentJudged() {
		all = append(all, Hindrance{Kind: HinderedByContent, Place: -1})
	}
	return append(all, r.hindrances(a, demand{isStopping, func(state string) bool {
		return state == matrix.Missing || state == matrix.Incomplete || state == matrix.Rejected
	}, schemes.HoldsSubmission})...)
}

// ToAskContent lists what keeps the training from being put to the judge of content: what the scheme blocks or misses of
// the training itself, said once however many people take part.
func (r *Registration) ToAskContent(a schemes.Answer) []Hindrance {
	return r.hindrances(a, demand{
		func(f schemes.Finding) bool { return isStopping(f) && ConcernsContent(f.Path) }, noCell, "",
	})
}

// ToApprove lists what keeps the registration from being approved: cells that are not approved, what blocks or misses
// where the whole is not eligible, and what lets it wait. A registration is eligible for some of its participants, too.
func (r *Registration) ToApprove(a schemes.Answer) []Hindrance {
	isEligible := a.Whole.Outcome == schemes.Eligible
	all := r.hindrances(a, demand{func(f schemes.Finding) bool { return !isEligible && isStopping(f) }, func(state string) bool {
		return state != matrix.Approved && state != matrix.NotRequired
	}, schemes.HoldsApproval})
	for i := range all {
		if all[i].State == matrix.Complete {
			all[i].State = matrix.InReview // what refuses the approval leaves it there
		}
	}
	return all
}

func noCell(string) bool { return false }

func isStopping(f schemes.Finding) bool { return f.Severity >= schemes.Missing }

// ConcernsContent reports whether a finding at this place is about the fields that the judge of content reads: the
// training, its days, and what the scheme asks of the registration. Who takes part, which documents there are, the
// organisation and the plan are not.
func ConcernsContent(path string) bool {
	field, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return slices.Contains([]string{"training", "start", "end", "facts"}, field)
}

// hindrances walks the matrix: the row of the registration itself, then participations by name.
func (r *Registration) hindrances(a schemes.Answer, d demand) []Hindrance {
	rows := map[string][]*ent.Cell{}
	for _, c := range r.Cells {
		rows[orNone(c.ParticipationID)] = append(rows[orNone(c.ParticipationID)], c)
	}
	whole, parts := shared(a)
	all := r.inRow(Hindrance{Place: -1}, schemes.PerRegistration, whole, rows[""], d)
	places := make(map[string]int, len(a.Parts))
	for i := range a.Parts {
		places[a.Parts[i].Key] = i
	}
	for _, p := range r.byName() {
		if i, known := places[p.ID]; known {
			all = append(all, r.inRow(Hindrance{Participation: p, Place: i}, schemes.PerParticipation, parts[i], rows[p.ID], d)...)
		}
	}
	return all
}

// shared puts what the parts were told of facts that they share, such as the hours of the training, with the whole, each
// once.
func shared(a schemes.Answer) (whole schemes.Part, parts []schemes.Part) {
	whole, parts = a.Whole, slices.Clone(a.Parts)
	whole.Findings = slices.Clone(whole.Findings)
	for i := range parts {
		parts[i].Findings = nil
		for _, f := range a.Parts[i].Findings {
			isSame := func(g schemes.Finding) bool {
				return g.Rule == f.Rule && g.Path == f.Path && maps.Equal(g.Params, f.Params)
			}
			switch field, _, _ := strings.Cut(strings.TrimPrefix(f.Path, "/"), "/"); {
			case field == "participations" || field == "documents" || field == "":
				parts[i].Findings = append(parts[i].Findings, f)
			case !slices.ContainsFunc(whole.Findings, isSame):
				whole.Findings = append(whole.Findings, f)
			}
		}
	}
	return whole, parts
}

// byName are the participations in the order of the matrix.
func (r *Registration) byName() []*ent.Participation {
	parts := slices.Clone(r.Parts)
	slices.SortStableFunc(parts, func(a, b *ent.Participation) int { return strings.Compare(a.EmployeeName, b.EmployeeName) })
	return parts
}

// inRow lists what hinders at one row: what was found of it, then its cells in the order of the columns.
func (r *Registration) inRow(at Hindrance, scope schemes.DocumentScope, part schemes.Part, cells []*ent.Cell, d demand) []Hindrance {
	all := found(at, part.Findings, d)
	order := r.Manifest().Columns(r.Row.Activity, scope)
	slices.SortStableFunc(cells, func(a, b *ent.Cell) int { return slices.Index(order, a.Column) - slices.Index(order, b.Column) })
	for _, c := range cells {
		said := schemes.Cell{}
		if i := slices.IndexFunc(part.Cells, func(said schemes.Cell) bool { return said.Column == c.Column }); i >= 0 {
			said = part.Cells[i]
		}
		at.Cell, at.State, at.Machine = c, c.State, said.State
		hinders := d.cell(c.State)
		behind := found(at, said.Findings, demand{finding: func(f schemes.Finding) bool { return hinders && isStopping(f) }, waits: d.waits})
		if hinders && (len(behind) == 0 || c.State != matrix.Incomplete) {
			own := at
			own.Kind = HinderedByCell
			all = append(all, own)
		}
		all = append(all, behind...)
	}
	return all
}

// found are the findings that hinder, at their place.
func found(at Hindrance, findings []schemes.Finding, d demand) []Hindrance {
	var all []Hindrance
	for _, f := range findings {
		if at.Kind = d.kind(f); at.Kind != "" {
			at.Finding = f
			all = append(all, at)
		}
	}
	return all
}

func orNone(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}

// RulesOf are the rules of hindrances, each once, for the audit. What keeps a single cell from being complete shows in
// the cell; what lets an act wait is said wherever it was found.
func RulesOf(all []Hindrance) []string {
	var rules []string
	for _, h := range all {
		isRule := h.Kind == HinderedByHold || h.Kind == HinderedByFinding && h.Cell == nil
		if isRule && !slices.Contains(rules, h.Finding.Rule) {
			rules = append(rules, h.Finding.Rule)
		}
	}
	return rules
}
