package schemes

import "slices"

// A Manifest is what a release of a scheme declares: the programme of requirements
// as data. It describes the scheme to the host, to reviewers and to applicants.
type Manifest struct {
	Slug      string `json:"slug"`   // names the scheme in the API: "sozw-2026"
	Family    string `json:"family"` // "sozw"
	Variant   string `json:"variant,omitempty"`
	Version   string `json:"version"` // semantic version of this implementation
	Title     Text   `json:"title"`
	Authority string `json:"authority"` // who grants the subsidy
	PlanPer   string `json:"planPer"`   // one running plan for each: GROUP, ORGANISATION or REGION

	Works          []Work             `json:"works"`
	Readings       []Reading          `json:"readings,omitempty"`
	Activities     []Activity         `json:"activities"`
	Budgets        []Budget           `json:"budgets"`
	Caps           []Cap              `json:"caps,omitempty"` // shared by several registrations
	Windows        []Window           `json:"windows,omitempty"`
	Deadlines      []Deadline         `json:"deadlines,omitempty"`
	DocumentKinds  []DocumentKind     `json:"documentKinds,omitempty"`
	Requirements   []Requirement      `json:"requirements,omitempty"` // in the order of the process
	Judgements     []ContentJudgement `json:"judgements,omitempty"`
	Trainings      []ListedTraining   `json:"trainings,omitempty"`
	Themes         []Theme            `json:"themes,omitempty"`
	TargetGroups   []Choice           `json:"targetGroups,omitempty"`
	OtherSubsidies []OtherSubsidy     `json:"otherSubsidies,omitempty"`
	ReasonCodes    []Choice           `json:"reasonCodes,omitempty"`
	Facts          []FactDefinition   `json:"facts,omitempty"`
	Parameters     []Parameter        `json:"parameters,omitempty"`
	Rules          []Rule             `json:"rules"`
	Lines          []Line             `json:"lines,omitempty"`
	Roles          []RoleName         `json:"roles,omitempty"`     // what this scheme calls roles, where it has names of its own
	Retention      *Retention         `json:"retention,omitempty"` // nil where no retention report is asked
	Guarantee      string             `json:"guarantee,omitempty"` // code of a parameter in EUR: of each plan that much is granted in full; "" where nothing is
}

// The scopes of a plan: one running plan for each of these.
const (
	PerGroup        = "GROUP" // the organisation with all of its group, as far as ties between organisations are confirmed
	PerOrganisation = "ORGANISATION"
	PerRegion       = "REGION" // the organisation in one labour-market region
)

// A Work is a document that rules are taken from, in one exact version.
type Work struct {
	ID     string `json:"id"` // referred to by citations, such as "pve"
	Title  string `json:"title"`
	Dated  Date   `json:"dated,omitzero"`
	Digest string `json:"digest,omitempty"` // SHA-256 of the file that was read, hexadecimal
}

// A Reading (lezing) is a choice that the text leaves open. It is shown wherever
// it decides an outcome.
type Reading struct {
	ID       string `json:"id"` // such as "OQ-SOZW-04"
	Question Text   `json:"question"`
	Answer   Text   `json:"answer"`
}

// A TrainingForm says how a training is chosen.
type TrainingForm string

// The training forms.
const (
	ListedForm TrainingForm = "LISTED" // from the scheme's list
	CourseForm TrainingForm = "COURSE" // described: hours, group, teacher, theme and goal
)

// An Activity (activiteit) is a kind of subsidised training.
type Activity struct {
	Code         string       `json:"code"` // "1A", "2", "C"
	Title        Text         `json:"title"`
	Budget       string       `json:"budget"` // code of the Budget it draws on
	TrainingForm TrainingForm `json:"trainingForm"`
	Routes       []string     `json:"routes,omitempty"`
	ContentJudge Role         `json:"contentJudge,omitempty"` // judges the content before submission: one of [ContentJudges]; empty for nobody
	ContentTerm  string       `json:"contentTerm,omitempty"`  // code of the parameter with the days it takes
	Windows      []string     `json:"windows,omitempty"`      // codes of windows that bound it
	Maximum      []string     `json:"maximum"`                // codes of the parameters whose largest value caps one participation
}

// A Budget is one cap: what is payable never exceeds min(requested, granted) here.
// Nothing shifts to another, unless [Manifest.Shifts] says so.
type Budget struct {
	Code  string `json:"code"`
	Title Text   `json:"title"`
	Shift string `json:"shift,omitempty"` // code of a parameter in Ratio, 1 where budgets that name it pay for each other; "" where nothing ever shifts
}

// Shifts reports whether on a day what is left of b pays for the budgets that name the
// same parameter, with what o replaces. A day that no value covers says no.
func (m *Manifest) Shifts(b Budget, o Overrides, on Date) bool {
	p, ok := m.Parameter(b.Shift)
	if !ok {
		return false
	}
	n, _, ok := (&values{o}).lookup(p, on)
	return ok && n.Cmp(Whole(1)) == 0
}

// Guaranteed returns what of a plan that was assessed at total is granted in full
// (gegarandeerd deel), by the value of a day, with what o replaces: nothing where the
// scheme guarantees nothing, or no value covers the day.
func (m *Manifest) Guaranteed(total Amount, o Overrides, on Date) Amount {
	p, ok := m.Parameter(m.Guarantee)
	if !ok {
		return 0
	}
	limit, _, ok := (&values{o}).lookup(p, on)
	if !ok {
		return 0
	}
	return max(0, min(total, Cents(limit)))
}

// A WindowKind says what a window bounds.
type WindowKind string

// The kinds of window.
const (
	WindowApplication   WindowKind = "APPLICATION"
	WindowAssessment    WindowKind = "ASSESSMENT"
	WindowTrainingStart WindowKind = "TRAINING_START"
	WindowSubsidyPeriod WindowKind = "SUBSIDY_PERIOD"
	WindowAccounting    WindowKind = "ACCOUNTING"
)

// Who can guard a window beside rules.
const (
	Platform = "PLATFORM" // the desk of plans, for [WindowAssessment] alone
	Nobody   = "NOBODY"   // it informs, and nothing happens outside it
)

// A Window is a time in which something may happen, both ends included. It is
// told in moments where clock times are set, else in days. A window without
// either is not announced and blocks nothing.
type Window struct {
	Code      string     `json:"code"`
	Kind      WindowKind `json:"kind"`
	Title     Text       `json:"title"`
	OpensAt   Instant    `json:"opensAt,omitzero"`
	ClosesAt  Instant    `json:"closesAt,omitzero"`
	OpensOn   Date       `json:"opensOn,omitzero"`
	ClosesOn  Date       `json:"closesOn,omitzero"`
	GuardedBy []string   `json:"guardedBy,omitempty"` // IDs of the rules that are told outside it; else [Platform] or [Nobody] alone
	Source    Citation   `json:"source"`

	Assumption bool `json:"assumption,omitempty"` // no seed states it
}

// IsAnnounced reports whether w has an end, and so bounds something.
func (w Window) IsAnnounced() bool {
	return !w.OpensAt.IsZero() || !w.ClosesAt.IsZero() || !w.OpensOn.IsZero() || !w.ClosesOn.IsZero()
}

// ContainsMoment reports whether t lies in a window told in moments.
func (w Window) ContainsMoment(t Instant) bool {
	return !t.Before(w.OpensAt) && (w.ClosesAt.IsZero() || !t.After(w.ClosesAt))
}

// ContainsDay reports whether d lies in a window told in days.
func (w Window) ContainsDay(d Date) bool { return Period{From: w.OpensOn, To: w.ClosesOn}.Contains(d) }

// A Deadline is a moment by which something is due. One without a moment is shown
// as not yet announced and blocks nothing.
type Deadline struct {
	Code   string   `json:"code"`
	Title  Text     `json:"title"`
	Role   Role     `json:"role"` // who must act: one of [Roles]
	At     Instant  `json:"at,omitzero"`
	Source Citation `json:"source"`
}

// A DocumentScope says what a document belongs to.
type DocumentScope string

// The scopes of documents.
const (
	PerParticipation DocumentScope = "PARTICIPATION"
	PerRegistration  DocumentScope = "REGISTRATION"
	PerProject       DocumentScope = "PROJECT"
)

// A DocumentKind (documentsoort) is a kind of document.
type DocumentKind struct {
	Code        string        `json:"code"` // "LOONSTROOK_START"
	Title       Text          `json:"title"`
	Explanation Text          `json:"explanation"`
	Scope       DocumentScope `json:"scope"`
	Statements  []string      `json:"statements,omitempty"` // what the uploader is asked: MONTH, ISSUED_ON, YEAR, PERIOD, TRAINING_CODE, ROUTE, ISSUER, LETTERHEAD, LEGIBLE, CONTENTS, SIGNATURES, SIZE_CLASS
	Contents    []Choice      `json:"contents,omitempty"`   // what it must contain, to be ticked off
}

// A Requirement is a column of the matrix: what must be there, in one of several ways.
type Requirement struct {
	Code         string        `json:"code"`
	Title        Text          `json:"title"`
	Scope        DocumentScope `json:"scope"`
	Activities   []string      `json:"activities,omitempty"` // empty for all
	Necessity    Necessity     `json:"necessity"`
	Condition    Text          `json:"condition,omitzero"`
	Alternatives []DocumentSet `json:"alternatives"`
	Checks       []string      `json:"checks,omitempty"`  // IDs of the rules the machine checks on it
	Judge        Role          `json:"judge"`             // judges its cells: one of [DocumentJudges]
	Reasons      []string      `json:"reasons,omitempty"` // codes of the ReasonCodes with which a cell may be rejected; empty for all
	Source       Citation      `json:"source"`
}

// A DocumentSet is one way to meet a requirement: all of these kinds.
type DocumentSet struct {
	Kinds     []string `json:"kinds"`
	Condition Text     `json:"condition,omitzero"` // when this set may be used; zero for always
}

// A ContentJudgement is a column of the registration's own row that people judge
// and no document meets, such as theme and goal. One that is conditional is asked where
// the checklist asks it, the others of every registration.
type ContentJudgement struct {
	Code       string   `json:"code"`
	Title      Text     `json:"title"`
	Activities []string `json:"activities"`
	Condition  Text     `json:"condition,omitzero"` // when it is asked; zero for always
	Judge      Role     `json:"judge"`              // one of [ContentJudges]
	Reasons    []string `json:"reasons,omitempty"`  // as of a Requirement
	Source     Citation `json:"source"`
}

// A ListedTraining is a training of a scheme's list. Codes repeat: list, code and
// title together name it.
type ListedTraining struct {
	List     string   `json:"list"` // "mbo", "hbo-duaal"
	Code     string   `json:"code,omitempty"`
	Title    string   `json:"title"`
	Routes   []string `json:"routes,omitempty"` // as printed
	Activity string   `json:"activity"`
	Module   bool     `json:"module,omitempty"`
	Dossier  string   `json:"dossier,omitempty"` // qualification dossier a module belongs to, where printed
	Source   Citation `json:"source"`
}

// A Theme of an activity, with its goals; one of them is a condition.
type Theme struct {
	Code   string   `json:"code"`
	Title  Text     `json:"title"`
	Goals  []Choice `json:"goals"`
	Source Citation `json:"source"`
}

// An OtherSubsidy is another subsidy that can be named for the same training, and
// the activities with which it may be combined (stapeling).
type OtherSubsidy struct {
	Code        string   `json:"code"`
	Title       Text     `json:"title"`
	AllowedWith []string `json:"allowedWith,omitempty"` // activities; empty: never
	Source      Citation `json:"source"`
}

// Retention is the capability of a scheme that asks organisations to report on
// keeping their staff (behoud).
type Retention struct {
	Applied string   `json:"applied"` // key of the yes-or-no fact of the plan that says it applied for retention
	Source  Citation `json:"source"`
}

// Activity returns the activity of the given code.
func (m *Manifest) Activity(code string) (Activity, bool) {
	return find(m.Activities, func(a *Activity) bool { return a.Code == code })
}

// OwnRules returns the rules that m declares beside the core rules.
func (m *Manifest) OwnRules() []Rule {
	return slices.DeleteFunc(slices.Clone(m.Rules), func(r Rule) bool { return isCore(r.ID()) })
}

// Rule returns the rule of the given ID, core rules included.
func (m *Manifest) Rule(id string) (Rule, bool) {
	return find(m.Rules, func(r *Rule) bool { return isKey(id, r.Code, r.Aspect) })
}

// Line returns the line of the given ID.
func (m *Manifest) Line(id string) (Line, bool) {
	return find(m.Lines, func(l *Line) bool { return isKey(id, l.Code, l.Aspect) })
}

// Parameter returns the parameter of the given code.
func (m *Manifest) Parameter(code string) (Parameter, bool) {
	return find(m.Parameters, func(p *Parameter) bool { return p.Code == code })
}

// Kind returns the document kind of the given code.
func (m *Manifest) Kind(code string) (DocumentKind, bool) {
	return find(m.DocumentKinds, func(k *DocumentKind) bool { return k.Code == code })
}

// Training returns the first listed training of the given list, code and title; an
// empty title matches the only entry of that list and code.
func (m *Manifest) Training(list, code, title string) (ListedTraining, bool) {
	return find(m.Trainings, func(t *ListedTraining) bool {
		return t.List == list && t.Code == code && (title == "" || t.Title == title)
	})
}

// Window returns the window of the given code.
func (m *Manifest) Window(code string) (Window, bool) {
	return find(m.Windows, func(w *Window) bool { return w.Code == code })
}

// Requirement returns the requirement of the given code.
func (m *Manifest) Requirement(code string) (Requirement, bool) {
	return find(m.Requirements, func(r *Requirement) bool { return r.Code == code })
}

// Theme returns the theme of the given code.
func (m *Manifest) Theme(code string) (Theme, bool) {
	return find(m.Themes, func(t *Theme) bool { return t.Code == code })
}

// OtherSubsidy returns the other subsidy of the given code.
func (m *Manifest) OtherSubsidy(code string) (OtherSubsidy, bool) {
	return find(m.OtherSubsidies, func(o *OtherSubsidy) bool { return o.Code == code })
}

// Columns returns the codes of the cells that activity has in scope, in order: the
// content judgements (for PerRegistration), then the requirements.
func (m *Manifest) Columns(activity string, scope DocumentScope) []string {
	var out []string
	if scope == PerRegistration {
		for _, j := range m.Judgements {
			if applies(j.Activities, activity) {
				out = append(out, j.Code)
			}
		}
	}
	return append(out, m.required(activity, scope)...)
}

// ColumnTitle returns the title of a column; its code where m does not have it.
func (m *Manifest) ColumnTitle(column string) Text {
	if r, ok := m.Requirement(column); ok {
		return r.Title
	}
	if j, ok := find(m.Judgements, func(j *ContentJudgement) bool { return j.Code == column }); ok {
		return j.Title
	}
	return Same(column)
}

// answered returns the codes of the cells in which the checklist of activity has a say in scope: conditional judgements,
// then requirements.
func (m *Manifest) answered(activity string, scope DocumentScope) []string {
	var out []string
	for _, j := range m.Judgements {
		if scope == PerRegistration && !j.Condition.IsZero() && applies(j.Activities, activity) {
			out = append(out, j.Code)
		}
	}
	return append(out, m.required(activity, scope)...)
}

// required returns the codes of the requirements of activity in scope, in order.
func (m *Manifest) required(activity string, scope DocumentScope) []string {
	var out []string
	for _, r := range m.Requirements {
		if r.Scope == scope && (scope == PerProject || applies(r.Activities, activity)) {
			out = append(out, r.Code)
		}
	}
	return out
}

// applies reports whether a list of activities, empty for all, holds for one.
func applies(activities []string, one string) bool {
	if len(activities) == 0 {
		return true
	}
	for _, a := range activities {
		if a == one {
			return true
		}
	}
	return false
}

func find[T any](in []T, is func(*T) bool) (T, bool) {
	if found := first(in, is); found != nil {
		return *found, true
	}
	var none T
	return none, false
}

// first returns the first that is so, as it stands in; nil where none is.
func first[T any](in []T, is func(*T) bool) *T {
	for i := range in {
		if is(&in[i]) {
			return &in[i]
		}
	}
	return nil
}
