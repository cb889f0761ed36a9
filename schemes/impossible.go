package schemes

import (
	"fmt"
	"slices"
	"strings"
)

// An Impossibility is something that cannot be true of any subject, whatever the
// regulation says: it is refused before a rule is asked.
type Impossibility struct {
	Reason   string // END_BEFORE_START, GROUP_SIZE_TOO_SMALL, GROUP_FULL, ...
	Path     string // JSON pointer into the facts of the subject
	Message  Text
	Expected string // the values that would be accepted, as a bound or an example
}

// Impossible lists the facts in q that cannot be true, whatever the regulation says, in the order of the facts. A desk
// refuses such input at its path; a scheme that is asked anyway returns [RuleMalformed].
func (m *Manifest) Impossible(q Question) []Impossibility {
	switch {
	case q.Registration != nil:
		return m.impossibleFor(new(q.Registration.bound(q)))
	case q.Plan != nil:
		return m.impossibleFor(new(q.Plan.bound(q)))
	case q.ProjectFile != nil:
		return m.impossibleFor(new(q.ProjectFile.bound(q)))
	case q.RetentionReport != nil:
		return m.impossibleFor(new(q.RetentionReport.bound(q)))
	}
	return nil
}

// impossibleFor lists the facts that cannot be true of a subject whose facts know their places.
func (m *Manifest) impossibleFor(subject any) []Impossibility {
	c := impossibilities{m: m}
	switch s := subject.(type) {
	case *Registration:
		c.registration(s)
	case *Plan:
		c.plan(s)
	case *ProjectFile:
		c.documents(s.Documents, nil)
		c.extras(s.Facts, AboutProjectFile, "")
	case *RetentionReport:
		c.retentionReport(s)
	}
	return c.found
}

type impossibilities struct {
	m     *Manifest
	found []Impossibility
}

func (c *impossibilities) add(reason, path string, msg Text, expected string) {
	c.found = append(c.found, Impossibility{Reason: reason, Path: path, Message: msg, Expected: expected})
}

func (c *impossibilities) plan(p *Plan) {
	seen := map[string]bool{}
	for i, l := range p.Lines {
		at := fmt.Sprintf("/lines/%d/activity", i)
		_, ok := c.m.Activity(l.Activity)
		if !ok {
			c.add("ACTIVITY_UNKNOWN", at, c.activityUnknown(), c.activities())
		}
		if seen[l.Activity] {
			c.add("ACTIVITY_REPEATED", at, Text{NL: "Deze activiteit staat al in het plan; vul haar één keer in.", EN: "This activity is in the plan already; enter it once."}, "")
		}
		seen[l.Activity] = true
		c.notNegative(l.Participants)
		c.notNegative(l.Requested)
	}
	c.extras(p.Facts, AboutPlan, "")
}

func (c *impossibilities) notNegative(f Numeric) {
	n, ok := f.numeric()
	if ok && n.Sign() < 0 {
		c.add("NEGATIVE", f.Path(), Text{NL: "Vul nul of meer in.", EN: "Enter zero or more."}, ">= 0")
	}
}

func (c *impossibilities) activityUnknown() Text {
	codes := c.activities()
	return Text{NL: "Deze activiteit bestaat niet in deze regeling; kies uit " + codes + ".", EN: "This scheme has no such activity; choose one of " + codes + "."}
}

func (c *impossibilities) activities() string {
	return strings.Join(names(c.m.Activities, func(a Activity) string { return a.Code }), ", ")
}

func (c *impossibilities) registration(r *Registration) {
	_, ok := c.m.Activity(r.Activity)
	if !ok {
		c.add("ACTIVITY_UNKNOWN", "/activity", c.activityUnknown(), c.activities())
	}
	c.order(r.Start, r.End)
	group, stated := r.Training.GroupSize.Get()
	if stated && group < 1 {
		c.add("GROUP_SIZE_TOO_SMALL", r.Training.GroupSize.Path(),
			Text{NL: "Een lesgroep heeft minstens één deelnemer.", EN: "A lesson group has at least one participant."}, ">= 1")
	}
	if stated && group >= 1 && int64(len(r.Participations)) > group {
		c.add("GROUP_FULL", r.Training.GroupSize.Path(),
			Text{NL: "De registratie heeft meer deelnemers dan de groep groot is. Verhoog de groepsgrootte of haal deelnemers weg.", EN: "The registration has more participants than the group. Raise the group size or remove participants."}, fmt.Sprintf(">= %d", len(r.Participations)))
	}
	c.notNegative(r.Training.Hours)
	c.oneOf(r.Training.Teacher, teachers)
	c.oneOf(r.Training.Form, forms)
	keys := make(map[string]bool, len(r.Participations))
	for i := range r.Participations {
		p := &r.Participations[i]
		c.participation(r, p)
		if keys[p.Key] {
			c.add("ALREADY_PARTICIPATES", p.Path(), Text{NL: "Deze deelnemer staat al in de registratie.", EN: "This participant is in the registration already."}, "")
		}
		keys[p.Key] = true
	}
	c.documents(r.Documents, keys)
	c.extras(r.Plan, AboutPlan, "")
	c.extras(r.Facts, AboutRegistration, r.Activity)
}

func (c *impossibilities) retentionReport(r *RetentionReport) {
	c.notNegative(r.Requested)
	c.notNegative(r.EarlierReports)
	c.extras(r.Plan, AboutPlan, "")
	c.extras(r.Facts, AboutRetentionReport, "")
}

func (c *impossibilities) participation(r *Registration, p *Participation) {
	if p.Start.IsKnown() || p.End.IsKnown() {
		c.order(p.Start.Or(r.Start), p.End.Or(r.End))
	}
	for _, part := range p.Periods {
		c.order(part.From, part.To)
	}
	c.notNegative(p.ContractHours)
	if p.ContractHours.Value().Cmp(hoursOfWeek) > 0 {
		c.add("MORE_THAN_A_WEEK", p.ContractHours.Path(),
			Text{NL: "Vul hoogstens 168 uur in: meer uren heeft een week niet.", EN: "Enter at most 168 hours: a week has no more."}, "<= 168")
	}
	c.oneOf(p.Employment, employments)
	if p.TargetGroup.known {
		c.oneOf(p.TargetGroup, names(c.m.TargetGroups, func(g Choice) string { return g.Code }))
	}
	if len(p.OtherSubsidies.value) > 0 {
		c.eachOf(p.OtherSubsidies, names(c.m.OtherSubsidies, func(o OtherSubsidy) string { return o.Code }))
	}
	c.notNegative(p.EmployeeContribution)
	c.order(p.EmployedSince, p.EmployedUntil)
	c.extras(p.Facts, AboutParticipation, r.Activity)
}

// The words of the shared vocabulary.
var (
	teachers    = []string{"INTERNAL", "AFFILIATED", "EXTERNAL"}
	forms       = []string{"CLASSROOM", "LIVE_ONLINE", "E_LEARNING", "BLENDED"}
	employments = []string{"EMPLOYED", "INTERN", "SECONDED", "AGENCY_WORKER", "SELF_EMPLOYED", "OTHER"}
	hoursOfWeek = Whole(7 * 24)
)

// oneOf requires that a stated code belongs to the shared vocabulary.
func (c *impossibilities) oneOf(f Fact[string], words []string) {
	if f.known && !slices.Contains(words, f.value) {
		c.add("VALUE_UNKNOWN", f.Path(),
			chooseOf(words), strings.Join(words, ", "))
	}
}

func chooseOf(codes []string) Text {
	list := strings.Join(codes, ", ")
	return Text{NL: "Deze keuze bestaat niet; kies uit " + list + ".", EN: "There is no such choice; choose one of " + list + "."}
}

// eachOf requires that every stated code is one of the manifest's.
func (c *impossibilities) eachOf(f Fact[[]string], codes []string) {
	for i, code := range f.value {
		if !slices.Contains(codes, code) {
			c.add("VALUE_UNKNOWN", fmt.Sprintf("%s/%d", f.Path(), i),
				chooseOf(codes), strings.Join(codes, ", "))
		}
	}
}

// order requires that a period does not end before it begins.
func (c *impossibilities) order(from, to Fact[Date]) {
	f, okFrom := from.Get()
	t, okTo := to.Get()
	if okFrom && okTo && t.Before(f) {
		c.add("END_BEFORE_START", to.Path(),
			Text{NL: "De einddatum ligt voor de begindatum " + spoken(f.String()).NL + ".", EN: "The end date is before the start date, " + spoken(f.String()).EN + "."}, ">= "+f.String())
	}
}

func (c *impossibilities) documents(ds []Document, participations map[string]bool) {
	keys := make(map[string]bool, len(ds))
	for i := range ds {
		d := &ds[i]
		if keys[d.Key] {
			c.add("DOCUMENT_REPEATED", d.Path(), Text{NL: "Dit document is al toegevoegd.", EN: "This document has been added already."}, "")
		}
		keys[d.Key] = true
		_, ok := c.m.Kind(d.Kind)
		if !ok {
			c.add("DOCUMENT_KIND_UNKNOWN", d.Path()+"/kind", Text{NL: "Deze regeling vraagt dit soort document niet.", EN: "This scheme does not use this kind of document."}, "")
		}
		for _, k := range d.Serves {
			if !participations[k] {
				c.add("PARTICIPATION_UNKNOWN", d.Path()+"/serves", Text{NL: "Deze deelnemer staat niet in de registratie.", EN: "This participant is not in the registration."}, "")
			}
		}
		c.order(d.From, d.To)
	}
}

func (c *impossibilities) extras(e Extras, about FactSubject, activity string) {
	for _, k := range e.Keys() {
		d, ok := find(c.m.Facts, func(d *FactDefinition) bool {
			return d.Subject == about && d.Key == k && applies(d.Activities, activity)
		})
		at := e.at.path() + "/" + pointerEscape.Replace(k)
		if !ok {
			c.add("FACT_UNKNOWN", at, Text{NL: "De regeling vraagt dit gegeven hier niet; laat het weg.", EN: "The scheme does not ask for this fact here; leave it out."}, "")
		}
		if ok {
			if message, expected := d.problem(e.values[k]); expected != "" {
				c.add("FACT_MALFORMED", at, message, expected)
			}
		}
	}
}
