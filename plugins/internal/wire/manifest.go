package wire

import (
	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// FromManifest writes m.
func FromManifest(m *schemes.Manifest) *schemev1.Manifest {
	return &schemev1.Manifest{
		Slug: m.Slug, Family: m.Family, Variant: m.Variant, Version: m.Version, Title: fromText(m.Title), Authority: text(m.Authority),
		PlanPer: planScopes.to(m.PlanPer), Works: list(m.Works, fromWork), Readings: list(m.Readings, fromReading),
		Activities: list(m.Activities, fromActivity), Budgets: list(m.Budgets, fromBudget), Windows: list(m.Windows, fromWindow),
		Deadlines: list(m.Deadlines, fromDeadline), DocumentKinds: list(m.DocumentKinds, fromDocumentKind),
		Requirements: list(m.Requirements, fromRequirement), Judgements: list(m.Judgements, fromJudgement),
		Trainings: list(m.Trainings, fromListedTraining), Themes: list(m.Themes, fromTheme), TargetGroups: list(m.TargetGroups, fromChoice),
		OtherSubsidies: list(m.OtherSubsidies, fromOtherSubsidy), ReasonCodes: list(m.ReasonCodes, fromChoice),
		Facts: list(m.Facts, fromFactDefinition), Parameters: list(m.Parameters, fromParameter),
		Rules: list(m.Rules, fromRule), Lines: list(m.Lines, fromLine), Retention: fromRetention(m.Retention), Guarantee: text(m.Guarantee),
		Caps:  list(m.Caps, fromCap),
		Roles: list(m.Roles, fromRoleName),
	}
}

// ToManifest reads a manifest, or says which field is wrong. Whether the manifest
// is valid is for [schemes.Manifest.Validate] to say.
func ToManifest(p *schemev1.Manifest) (*schemes.Manifest, error) {
	r := &reader{}
	m := &schemes.Manifest{
		Slug: p.GetSlug(), Family: p.GetFamily(), Variant: p.GetVariant(), Version: p.GetVersion(), Title: toText(p.GetTitle()),
		Authority: p.GetAuthority(), PlanPer: planScopes.from(r, "plan_per", p.GetPlanPer()),
		Works: each(r, "works", p.GetWorks(), toWork), Readings: each(r, "readings", p.GetReadings(), toReading),
		Activities: each(r, "activities", p.GetActivities(), toActivity), Budgets: each(r, "budgets", p.GetBudgets(), toBudget),
		Windows: each(r, "windows", p.GetWindows(), toWindow), Deadlines: each(r, "deadlines", p.GetDeadlines(), toDeadline),
		DocumentKinds: each(r, "document_kinds", p.GetDocumentKinds(), toDocumentKind),
		Requirements:  each(r, "requirements", p.GetRequirements(), toRequirement),
		Judgements:    each(r, "judgements", p.GetJudgements(), toJudgement),
		Trainings:     each(r, "trainings", p.GetTrainings(), toListedTraining), Themes: each(r, "themes", p.GetThemes(), toTheme),
		TargetGroups:   each(r, "target_groups", p.GetTargetGroups(), toChoice),
		OtherSubsidies: each(r, "other_subsidies", p.GetOtherSubsidies(), toOtherSubsidy),
		ReasonCodes:    each(r, "reason_codes", p.GetReasonCodes(), toChoice), Facts: each(r, "facts", p.GetFacts(), toFactDefinition),
		Parameters: each(r, "parameters", p.GetParameters(), toParameter), Rules: each(r, "rules", p.GetRules(), toRule),
		Lines: each(r, "lines", p.GetLines(), toLine), Retention: toRetention(p.GetRetention()), Guarantee: p.GetGuarantee(),
		Roles: each(r, "roles", p.GetRoles(), toRoleName), Caps: each(r, "caps", p.GetCaps(), toCap),
	}
	return m, r.err
}

func fromCitation(c schemes.Citation) *schemev1.Citation {
	if c == (schemes.Citation{}) {
		return nil
	}
	return &schemev1.Citation{Work: text(c.Work), Place: text(c.Place), Demand: fromText(c.Demand), Rule: text(string(c.Rule))}
}

func toCitation(p *schemev1.Citation) schemes.Citation {
	return schemes.Citation{Work: p.GetWork(), Place: p.GetPlace(), Demand: toText(p.GetDemand()), Rule: schemes.Code(p.GetRule())}
}

func fromChoice(c schemes.Choice) *schemev1.Choice {
	return &schemev1.Choice{Code: text(c.Code), Label: fromText(c.Label), Explanation: fromText(c.Explanation)}
}

func toChoice(_ *reader, p *schemev1.Choice) schemes.Choice {
	return schemes.Choice{Code: p.GetCode(), Label: toText(p.GetLabel()), Explanation: toText(p.GetExplanation())}
}

func fromWork(w schemes.Work) *schemev1.Work {
	return &schemev1.Work{Id: text(w.ID), Title: text(w.Title), Dated: fromDate(w.Dated), Digest: text(w.Digest)}
}

func toWork(r *reader, p *schemev1.Work) schemes.Work {
	return schemes.Work{ID: p.GetId(), Title: p.GetTitle(), Dated: r.date("dated", p.Dated), Digest: p.GetDigest()}
}

func fromReading(s schemes.Reading) *schemev1.Reading {
	return &schemev1.Reading{Id: text(s.ID), Question: fromText(s.Question), Answer: fromText(s.Answer)}
}

func toReading(_ *reader, p *schemev1.Reading) schemes.Reading {
	return schemes.Reading{ID: p.GetId(), Question: toText(p.GetQuestion()), Answer: toText(p.GetAnswer())}
}

func fromActivity(a schemes.Activity) *schemev1.Activity {
	return &schemev1.Activity{
		Code: text(a.Code), Title: fromText(a.Title), Budget: text(a.Budget), TrainingForm: trainingForms.to(a.TrainingForm),
		Routes: list(a.Routes, text), ContentJudge: text(string(a.ContentJudge)), ContentTerm: text(a.ContentTerm),
		Windows: list(a.Windows, text), Maximum: list(a.Maximum, text),
	}
}

func toActivity(r *reader, p *schemev1.Activity) schemes.Activity {
	return schemes.Activity{
		Code: p.GetCode(), Title: toText(p.GetTitle()), Budget: p.GetBudget(),
		TrainingForm: trainingForms.from(r, "training_form", p.GetTrainingForm()),
		Routes:       p.GetRoutes(), ContentJudge: schemes.Role(p.GetContentJudge()), ContentTerm: p.GetContentTerm(),
		Windows: p.GetWindows(), Maximum: p.GetMaximum(),
	}
}

func fromBudget(b schemes.Budget) *schemev1.Budget {
	return &schemev1.Budget{Code: text(b.Code), Title: fromText(b.Title), Shift: text(b.Shift)}
}

func toBudget(_ *reader, p *schemev1.Budget) schemes.Budget {
	return schemes.Budget{Code: p.GetCode(), Title: toText(p.GetTitle()), Shift: p.GetShift()}
}

func fromWindow(w schemes.Window) *schemev1.Window {
	return &schemev1.Window{
		Code: text(w.Code), Kind: windowKinds.to(w.Kind), Title: fromText(w.Title), OpensAt: fromInstant(w.OpensAt),
		ClosesAt: fromInstant(w.ClosesAt), OpensOn: fromDate(w.OpensOn), ClosesOn: fromDate(w.ClosesOn), Source: fromCitation(w.Source),
		Assumption: w.Assumption, GuardedBy: list(w.GuardedBy, text),
	}
}

func toWindow(r *reader, p *schemev1.Window) schemes.Window {
	return schemes.Window{
		Code: p.GetCode(), Kind: windowKinds.from(r, "kind", p.GetKind()), Title: toText(p.GetTitle()),
		OpensAt: r.instant("opens_at", p.OpensAt), ClosesAt: r.instant("closes_at", p.ClosesAt),
		OpensOn: r.date("opens_on", p.OpensOn), ClosesOn: r.date("closes_on", p.ClosesOn), Source: toCitation(p.GetSource()),
		Assumption: p.GetAssumption(), GuardedBy: p.GetGuardedBy(),
	}
}

func fromDeadline(d schemes.Deadline) *schemev1.Deadline {
	return &schemev1.Deadline{Code: text(d.Code), Title: fromText(d.Title), Role: text(string(d.Role)), At: fromInstant(d.At), Source: fromCitation(d.Source)}
}

func toDeadline(r *reader, p *schemev1.Deadline) schemes.Deadline {
	return schemes.Deadline{
		Code: p.GetCode(), Title: toText(p.GetTitle()), Role: schemes.Role(p.GetRole()), At: r.instant("at", p.At), Source: toCitation(p.GetSource()),
	}
}

func fromDocumentKind(k schemes.DocumentKind) *schemev1.DocumentKind {
	return &schemev1.DocumentKind{
		Code: text(k.Code), Title: fromText(k.Title), Explanation: fromText(k.Explanation), Scope: documentScopes.to(k.Scope),
		Statements: list(k.Statements, text), Contents: list(k.Contents, fromChoice),
	}
}

func toDocumentKind(r *reader, p *schemev1.DocumentKind) schemes.DocumentKind {
	return schemes.DocumentKind{
		Code: p.GetCode(), Title: toText(p.GetTitle()), Explanation: toText(p.GetExplanation()),
		Scope: documentScopes.from(r, "scope", p.GetScope()), Statements: p.GetStatements(), Contents: each(r, "contents", p.GetContents(), toChoice),
	}
}

func fromRequirement(s schemes.Requirement) *schemev1.Requirement {
	return &schemev1.Requirement{
		Code: text(s.Code), Title: fromText(s.Title), Scope: documentScopes.to(s.Scope), Activities: list(s.Activities, text),
		Necessity: necessities.to(s.Necessity), Condition: fromText(s.Condition), Alternatives: list(s.Alternatives, fromDocumentSet),
		Checks: list(s.Checks, text), Judge: text(string(s.Judge)), Reasons: list(s.Reasons, text), Source: fromCitation(s.Source),
	}
}

func toRequirement(r *reader, p *schemev1.Requirement) schemes.Requirement {
	return schemes.Requirement{
		Code: p.GetCode(), Title: toText(p.GetTitle()), Scope: documentScopes.from(r, "scope", p.GetScope()), Activities: p.GetActivities(),
		Necessity: necessities.from(r, "necessity", p.GetNecessity()), Condition: toText(p.GetCondition()),
		Alternatives: each(r, "alternatives", p.GetAlternatives(), toDocumentSet), Checks: p.GetChecks(),
		Judge: schemes.Role(p.GetJudge()), Reasons: p.GetReasons(), Source: toCitation(p.GetSource()),
	}
}

func fromDocumentSet(s schemes.DocumentSet) *schemev1.DocumentSet {
	return &schemev1.DocumentSet{Kinds: list(s.Kinds, text), Condition: fromText(s.Condition)}
}

func toDocumentSet(_ *reader, p *schemev1.DocumentSet) schemes.DocumentSet {
	return schemes.DocumentSet{Kinds: p.GetKinds(), Condition: toText(p.GetCondition())}
}

func fromJudgement(j schemes.ContentJudgement) *schemev1.ContentJudgement {
	return &schemev1.ContentJudgement{
		Code: text(j.Code), Title: fromText(j.Title), Activities: list(j.Activities, text), Judge: text(string(j.Judge)),
		Reasons: list(j.Reasons, text), Condition: fromText(j.Condition), Source: fromCitation(j.Source),
	}
}

func toJudgement(_ *reader, p *schemev1.ContentJudgement) schemes.ContentJudgement {
	return schemes.ContentJudgement{
		Code: p.GetCode(), Title: toText(p.GetTitle()), Activities: p.GetActivities(), Judge: schemes.Role(p.GetJudge()),
		Reasons: p.GetReasons(), Condition: toText(p.GetCondition()), Source: toCitation(p.GetSource()),
	}
}

func fromRoleName(n schemes.RoleName) *schemev1.RoleName {
	return &schemev1.RoleName{Role: text(string(n.Role)), Title: fromText(n.Title)}
}

func toRoleName(_ *reader, p *schemev1.RoleName) schemes.RoleName {
	return schemes.RoleName{Role: schemes.Role(p.GetRole()), Title: toText(p.GetTitle())}
}

func fromListedTraining(t schemes.ListedTraining) *schemev1.ListedTraining {
	return &schemev1.ListedTraining{
		List: text(t.List), Code: text(t.Code), Title: text(t.Title), Routes: list(t.Routes, text), Activity: text(t.Activity),
		Module: t.Module, Dossier: text(t.Dossier), Source: fromCitation(t.Source),
	}
}

func toListedTraining(_ *reader, p *schemev1.ListedTraining) schemes.ListedTraining {
	return schemes.ListedTraining{
		List: p.GetList(), Code: p.GetCode(), Title: p.GetTitle(), Routes: p.GetRoutes(), Activity: p.GetActivity(),
		Module: p.GetModule(), Dossier: p.GetDossier(), Source: toCitation(p.GetSource()),
	}
}

func fromTheme(t schemes.Theme) *schemev1.Theme {
	return &schemev1.Theme{Code: text(t.Code), Title: fromText(t.Title), Goals: list(t.Goals, fromChoice), Source: fromCitation(t.Source)}
}

func toTheme(r *reader, p *schemev1.Theme) schemes.Theme {
	return schemes.Theme{
		Code: p.GetCode(), Title: toText(p.GetTitle()), Goals: each(r, "goals", p.GetGoals(), toChoice), Source: toCitation(p.GetSource()),
	}
}

func fromOtherSubsidy(o schemes.OtherSubsidy) *schemev1.OtherSubsidy {
	return &schemev1.OtherSubsidy{
		Code: text(o.Code), Title: fromText(o.Title), AllowedWith: list(o.AllowedWith, text), Source: fromCitation(o.Source),
	}
}

func toOtherSubsidy(_ *reader, p *schemev1.OtherSubsidy) schemes.OtherSubsidy {
	return schemes.OtherSubsidy{
		Code: p.GetCode(), Title: toText(p.GetTitle()), AllowedWith: p.GetAllowedWith(), Source: toCitation(p.GetSource()),
	}
}

func fromFactDefinition(d schemes.FactDefinition) *schemev1.FactDefinition {
	return &schemev1.FactDefinition{
		Key: text(d.Key), Subject: factSubjects.to(d.Subject), Activities: list(d.Activities, text), Type: factTypes.to(d.Type),
		Label: fromText(d.Label), Help: fromText(d.Help), Necessity: necessities.to(d.Necessity), Condition: fromText(d.Condition),
		Minimum: text(d.Minimum), Maximum: text(d.Maximum), Choices: list(d.Choices, fromChoice), Unit: text(string(d.Unit)),
		Personal: d.Personal, Source: fromCitation(d.Source), When: list(d.When, fromCondition),
	}
}

func toFactDefinition(r *reader, p *schemev1.FactDefinition) schemes.FactDefinition {
	return schemes.FactDefinition{
		Key: p.GetKey(), Subject: factSubjects.from(r, "subject", p.GetSubject()), Activities: p.GetActivities(),
		Type: factTypes.from(r, "type", p.GetType()), Label: toText(p.GetLabel()), Help: toText(p.GetHelp()),
		Necessity: necessities.from(r, "necessity", p.GetNecessity()), Condition: toText(p.GetCondition()),
		Minimum: p.GetMinimum(), Maximum: p.GetMaximum(), Choices: each(r, "choices", p.GetChoices(), toChoice),
		Unit: schemes.Unit(p.GetUnit()), Personal: p.GetPersonal(), Source: toCitation(p.GetSource()),
		When: each(r, "when", p.GetWhen(), toCondition),
	}
}

func fromCondition(c schemes.Condition) *schemev1.Condition {
	return &schemev1.Condition{Fact: text(c.Fact), Is: comparisons.to(c.Is), Value: text(c.Value)}
}

func toCondition(r *reader, p *schemev1.Condition) schemes.Condition {
	return schemes.Condition{Fact: p.GetFact(), Is: comparisons.from(r, "is", p.GetIs()), Value: p.GetValue()}
}

func fromCap(c schemes.Cap) *schemev1.Cap {
	return &schemev1.Cap{
		Code: text(string(c.Code)), Title: fromText(c.Title), Per: text(string(c.Per)), Each: text(string(c.Each)), Limit: text(c.Limit),
		Activities: list(c.Activities, text), Source: fromCitation(c.Source),
	}
}

func toCap(_ *reader, p *schemev1.Cap) schemes.Cap {
	return schemes.Cap{
		Code: schemes.Code(p.GetCode()), Title: toText(p.GetTitle()), Per: schemes.CapHolder(p.GetPer()), Each: schemes.CapTerm(p.GetEach()),
		Limit: p.GetLimit(), Activities: p.GetActivities(), Source: toCitation(p.GetSource()),
	}
}

func fromRetention(s *schemes.Retention) *schemev1.Retention {
	if s == nil {
		return nil
	}
	return &schemev1.Retention{Applied: text(s.Applied), Source: fromCitation(s.Source)}
}

func toRetention(p *schemev1.Retention) *schemes.Retention {
	if p == nil {
		return nil
	}
	return &schemes.Retention{Applied: p.GetApplied(), Source: toCitation(p.GetSource())}
}

func fromParameter(s schemes.Parameter) *schemev1.Parameter {
	return &schemev1.Parameter{Code: text(s.Code), Title: fromText(s.Title), Unit: text(string(s.Unit)), Values: list(s.Values, fromValue)}
}

func toParameter(r *reader, p *schemev1.Parameter) schemes.Parameter {
	return schemes.Parameter{
		Code: p.GetCode(), Title: toText(p.GetTitle()), Unit: schemes.Unit(p.GetUnit()), Values: each(r, "values", p.GetValues(), toValue),
	}
}

func fromValue(v schemes.Value) *schemev1.Value {
	return &schemev1.Value{
		Text: text(v.Text), ValidFrom: fromDate(v.From), ValidTo: fromDate(v.To), Source: fromCitation(v.Source), Assumption: v.Assumption,
	}
}

func toValue(r *reader, p *schemev1.Value) schemes.Value {
	return schemes.Value{
		Text: p.GetText(), From: r.date("valid_from", p.ValidFrom), To: r.date("valid_to", p.ValidTo),
		Source: toCitation(p.GetSource()), Assumption: p.GetAssumption(),
	}
}

func fromRule(s schemes.Rule) *schemev1.Rule {
	return &schemev1.Rule{
		Code: text(string(s.Code)), Aspect: text(s.Aspect), Severity: severities.to(s.Severity), Message: fromText(s.Message),
		Remedy: fromText(s.Remedy), Source: fromCitation(s.Source), Readings: list(s.Readings, text),
		Holds: list(s.Holds, heldActs.to),
	}
}

func toRule(r *reader, p *schemev1.Rule) schemes.Rule {
	return schemes.Rule{
		Code: schemes.Code(p.GetCode()), Aspect: p.GetAspect(), Severity: severities.from(r, "severity", p.GetSeverity()),
		Message: toText(p.GetMessage()), Remedy: toText(p.GetRemedy()), Source: toCitation(p.GetSource()), Readings: p.GetReadings(),
		Holds: each(r, "holds", p.GetHolds(), toHeldAct),
	}
}

func fromLine(l schemes.Line) *schemev1.Line {
	return &schemev1.Line{
		Code: text(string(l.Code)), Aspect: text(l.Aspect), Label: fromText(l.Label), Unit: text(string(l.Unit)),
		Source: fromCitation(l.Source), Readings: list(l.Readings, text),
	}
}

func toLine(_ *reader, p *schemev1.Line) schemes.Line {
	return schemes.Line{
		Code: schemes.Code(p.GetCode()), Aspect: p.GetAspect(), Label: toText(p.GetLabel()), Unit: schemes.Unit(p.GetUnit()),
		Source: toCitation(p.GetSource()), Readings: p.GetReadings(),
	}
}
