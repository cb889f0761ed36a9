package wire

import (
	"maps"
	"reflect"
	"slices"

	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// FromQuestion writes q. A question without exactly one subject is written without
// any, so that the scheme refuses it as it would in memory.
func FromQuestion(q schemes.Question) *schemev1.Question {
	out := &schemev1.Question{AsOf: fromInstant(q.AsOf), Organisation: fromOrganisation(q.Organisation)}
	subjects := 0
	if q.Plan != nil {
		out.Subject, subjects = &schemev1.Question_Plan{Plan: fromPlan(q.Plan)}, subjects+1
	}
	if q.Registration != nil {
		out.Subject, subjects = &schemev1.Question_Registration{Registration: fromRegistration(q.Registration)}, subjects+1
	}
	if q.ProjectFile != nil {
		out.Subject, subjects = &schemev1.Question_ProjectFile{ProjectFile: fromProjectFile(q.ProjectFile)}, subjects+1
	}
	if q.RetentionReport != nil {
		out.Subject, subjects = &schemev1.Question_RetentionReport{RetentionReport: fromRetentionReport(q.RetentionReport)}, subjects+1
	}
	if subjects != 1 {
		out.Subject = nil
	}
	return out
}

// ToQuestion reads a question, or says which field is wrong.
func ToQuestion(p *schemev1.Question) (schemes.Question, error) {
	r := &reader{}
	q := schemes.Question{AsOf: r.instant("as_of", p.AsOf), Organisation: toOrganisation(p.GetOrganisation())}
	switch s := p.GetSubject().(type) {
	case *schemev1.Question_Plan:
		q.Plan = within(r, "plan", s.Plan, toPlan)
	case *schemev1.Question_Registration:
		q.Registration = within(r, "registration", s.Registration, toRegistration)
	case *schemev1.Question_ProjectFile:
		q.ProjectFile = within(r, "project_file", s.ProjectFile, toProjectFile)
	case *schemev1.Question_RetentionReport:
		q.RetentionReport = within(r, "retention_report", s.RetentionReport, toRetentionReport)
	}
	return q, r.err
}

func fromOrganisation(o schemes.Organisation) *schemev1.Organisation {
	return &schemev1.Organisation{
		FundingLaws: fromListFact(o.FundingLaws), MedicalSpecialist: fromBoolFact(o.MedicalSpecialist),
		SubcontractorOnly: fromBoolFact(o.SubcontractorOnly), GroupMember: fromBoolFact(o.GroupMember),
		GroupTop: fromBoolFact(o.GroupTop), SizeClass: fromTextFact(o.SizeClass), SizeEvidence: fromTextFact(o.SizeEvidence),
		SizeAwaited: fromTextFact(o.SizeAwaited),
	}
}

func toOrganisation(p *schemev1.Organisation) schemes.Organisation {
	if p == nil {
		return schemes.Organisation{}
	}
	return schemes.Organisation{
		FundingLaws: listFact(p.FundingLaws), MedicalSpecialist: schemes.Maybe(p.MedicalSpecialist),
		SubcontractorOnly: schemes.Maybe(p.SubcontractorOnly), GroupMember: schemes.Maybe(p.GroupMember),
		GroupTop: schemes.Maybe(p.GroupTop), SizeClass: schemes.Maybe(p.SizeClass), SizeEvidence: schemes.Maybe(p.SizeEvidence),
		SizeAwaited: schemes.Maybe(p.SizeAwaited),
	}
}

func fromPlan(p *schemes.Plan) *schemev1.Plan {
	return &schemev1.Plan{
		SubmittedAt: fromInstantFact(p.SubmittedAt), OtherPlans: fromIntFact(p.OtherPlans),
		Lines: list(p.Lines, fromPlanLine), Facts: fromExtras(p.Facts),
	}
}

func toPlan(r *reader, p *schemev1.Plan) *schemes.Plan {
	return &schemes.Plan{
		SubmittedAt: r.instantFact("submitted_at", p.SubmittedAt), OtherPlans: schemes.Maybe(p.OtherPlans),
		Lines: each(r, "lines", p.GetLines(), toPlanLine), Facts: r.extras("facts", p.GetFacts()),
	}
}

func fromPlanLine(l schemes.PlanLine) *schemev1.PlanLine {
	return &schemev1.PlanLine{
		Activity: text(l.Activity), Participants: fromIntFact(l.Participants),
		RequestedCents: fromAmountFact(l.Requested), AssessedCents: fromAmountFact(l.Assessed),
	}
}

func toPlanLine(r *reader, p *schemev1.PlanLine) schemes.PlanLine {
	return schemes.PlanLine{
		Activity: p.GetActivity(), Participants: schemes.Maybe(p.Participants),
		Requested: r.amountFact("requested_cents", p.RequestedCents), Assessed: r.amountFact("assessed_cents", p.AssessedCents),
	}
}

func fromRegistration(s *schemes.Registration) *schemev1.Registration {
	return &schemev1.Registration{
		Activity: text(s.Activity), Training: fromTraining(s.Training), Start: fromDateFact(s.Start), End: fromDateFact(s.End),
		Participations: list(s.Participations, fromParticipation), Documents: list(s.Documents, fromDocument),
		Plan: fromExtras(s.Plan), Facts: fromExtras(s.Facts), ApprovedTraining: fromApproved(s.Approved),
		Number: text(s.Number), SubmittedAt: fromInstantFact(s.SubmittedAt), Earlier: list(s.Earlier, fromClaim),
	}
}

func toRegistration(r *reader, p *schemev1.Registration) *schemes.Registration {
	return &schemes.Registration{
		Activity: p.GetActivity(), Training: within(r, "training", p.GetTraining(), toTraining),
		Start: r.dateFact("start", p.Start), End: r.dateFact("end", p.End),
		Participations: each(r, "participations", p.GetParticipations(), toParticipation),
		Documents:      each(r, "documents", p.GetDocuments(), toDocument),
		Plan:           r.extras("plan", p.GetPlan()), Facts: r.extras("facts", p.GetFacts()),
		Approved: within(r, "approved_training", p.GetApprovedTraining(), toTraining),
		Number:   p.GetNumber(), SubmittedAt: r.instantFact("submitted_at", p.SubmittedAt),
		Earlier: each(r, "earlier", p.GetEarlier(), toClaim),
	}
}

func fromClaim(s schemes.Claim) *schemev1.Claim {
	return &schemev1.Claim{
		Number: text(s.Number), SubmittedAt: fromInstant(s.SubmittedAt), Person: text(s.Person), Year: s.Year,
		Activity: text(s.Activity), AmountCents: int64(s.Amount),
	}
}

func toClaim(r *reader, p *schemev1.Claim) schemes.Claim {
	return schemes.Claim{
		Number: p.GetNumber(), SubmittedAt: r.instant("submitted_at", p.SubmittedAt), Person: p.GetPerson(), Year: p.GetYear(),
		Activity: p.GetActivity(), Amount: schemes.Amount(p.GetAmountCents()),
	}
}

// fromApproved leaves unset what states nothing: most registrations.
func fromApproved(t schemes.Training) *schemev1.Training {
	if reflect.ValueOf(t).IsZero() {
		return nil
	}
	return fromTraining(t)
}

func fromTraining(t schemes.Training) *schemev1.Training {
	return &schemev1.Training{
		List: fromTextFact(t.List), Code: fromTextFact(t.Code), Title: fromTextFact(t.Title), Route: fromTextFact(t.Route),
		Modules: fromListFact(t.Modules), Content: fromTextFact(t.Content), Theme: fromTextFact(t.Theme), Goal: fromTextFact(t.Goal),
		Hours: fromNumberFact(t.Hours), GroupSize: fromIntFact(t.GroupSize), Teacher: fromTextFact(t.Teacher),
		Provider: fromTextFact(t.Provider), Form: fromTextFact(t.Form),
	}
}

func toTraining(r *reader, p *schemev1.Training) schemes.Training {
	if p == nil {
		return schemes.Training{}
	}
	return schemes.Training{
		List: schemes.Maybe(p.List), Code: schemes.Maybe(p.Code), Title: schemes.Maybe(p.Title), Route: schemes.Maybe(p.Route),
		Modules: listFact(p.Modules), Content: schemes.Maybe(p.Content), Theme: schemes.Maybe(p.Theme), Goal: schemes.Maybe(p.Goal),
		Hours: r.numberFact("hours", p.Hours), GroupSize: schemes.Maybe(p.GroupSize), Teacher: schemes.Maybe(p.Teacher),
		Provider: schemes.Maybe(p.Provider), Form: schemes.Maybe(p.Form),
	}
}

func fromParticipation(s schemes.Participation) *schemev1.Participation {
	return &schemev1.Participation{
		Key: text(s.Key), Person: text(s.Person), Start: fromDateFact(s.Start), End: fromDateFact(s.End), Periods: list(s.Periods, fromPeriod),
		StoppedEarly: fromBoolFact(s.StoppedEarly), ContractHours: fromNumberFact(s.ContractHours),
		Employment: fromTextFact(s.Employment), EmployedSince: fromDateFact(s.EmployedSince), EmployedUntil: fromDateFact(s.EmployedUntil),
		TargetGroup: fromTextFact(s.TargetGroup), EmployeeContributionCents: fromAmountFact(s.EmployeeContribution),
		RepaymentArrangement: fromBoolFact(s.RepaymentArrangement), OtherSubsidies: fromListFact(s.OtherSubsidies),
		Others: list(s.Others, fromOther), Facts: fromExtras(s.Facts),
	}
}

func toParticipation(r *reader, p *schemev1.Participation) schemes.Participation {
	return schemes.Participation{
		Key: p.GetKey(), Person: p.GetPerson(), Start: r.dateFact("start", p.Start), End: r.dateFact("end", p.End),
		Periods:      each(r, "periods", p.GetPeriods(), toPeriod),
		StoppedEarly: schemes.Maybe(p.StoppedEarly), ContractHours: r.numberFact("contract_hours", p.ContractHours),
		Employment: schemes.Maybe(p.Employment), EmployedSince: r.dateFact("employed_since", p.EmployedSince),
		EmployedUntil: r.dateFact("employed_until", p.EmployedUntil), TargetGroup: schemes.Maybe(p.TargetGroup),
		EmployeeContribution: r.amountFact("employee_contribution_cents", p.EmployeeContributionCents),
		RepaymentArrangement: schemes.Maybe(p.RepaymentArrangement), OtherSubsidies: listFact(p.OtherSubsidies),
		Others: each(r, "others", p.GetOthers(), toOther), Facts: r.extras("facts", p.GetFacts()),
	}
}

func fromPeriod(s schemes.PeriodFact) *schemev1.Period {
	return &schemev1.Period{From: fromDateFact(s.From), To: fromDateFact(s.To)}
}

func toPeriod(r *reader, p *schemev1.Period) schemes.PeriodFact {
	return schemes.PeriodFact{From: r.dateFact("from", p.From), To: r.dateFact("to", p.To)}
}

func fromOther(s schemes.Other) *schemev1.OtherRegistration {
	return &schemev1.OtherRegistration{
		Number: text(s.Number), Scheme: text(s.Scheme), Activity: text(s.Activity), SameTraining: s.SameTraining, AmountCents: fromAmountFact(s.Amount),
		State: text(string(s.State)), SubmittedAt: fromInstantFact(s.SubmittedAt), Start: fromDateFact(s.Start),
	}
}

func toOther(r *reader, p *schemev1.OtherRegistration) schemes.Other {
	return schemes.Other{
		Number: p.GetNumber(), Scheme: p.GetScheme(), Activity: p.GetActivity(), SameTraining: p.GetSameTraining(),
		Amount: r.amountFact("amount_cents", p.AmountCents), State: schemes.Standing(p.GetState()),
		SubmittedAt: r.instantFact("submitted_at", p.SubmittedAt), Start: r.dateFact("start", p.Start),
	}
}

func fromDocument(d schemes.Document) *schemev1.Document {
	return &schemev1.Document{
		Key: text(d.Key), Kind: text(d.Kind), Serves: list(d.Serves, text), Month: fromMonthFact(d.Month), IssuedOn: fromDateFact(d.IssuedOn),
		Year: fromIntFact(d.Year), From: fromDateFact(d.From), To: fromDateFact(d.To), TrainingCode: fromTextFact(d.TrainingCode),
		Route: fromTextFact(d.Route), Issuer: fromTextFact(d.Issuer), Letterhead: fromBoolFact(d.Letterhead), Legible: fromBoolFact(d.Legible),
		Contents: fromListFact(d.Contents), SizeClass: fromTextFact(d.SizeClass), SignatoryMatch: fromTextFact(d.SignatoryMatch), Signatures: list(d.Signatures, fromSignature),
	}
}

func toDocument(r *reader, p *schemev1.Document) schemes.Document {
	return schemes.Document{
		Key: p.GetKey(), Kind: p.GetKind(), Serves: p.GetServes(), Month: r.monthFact("month", p.Month), IssuedOn: r.dateFact("issued_on", p.IssuedOn),
		Year: schemes.Maybe(p.Year), From: r.dateFact("from", p.From), To: r.dateFact("to", p.To), TrainingCode: schemes.Maybe(p.TrainingCode),
		Route: schemes.Maybe(p.Route), Issuer: schemes.Maybe(p.Issuer), Letterhead: schemes.Maybe(p.Letterhead), Legible: schemes.Maybe(p.Legible),
		Contents: listFact(p.Contents), SizeClass: schemes.Maybe(p.SizeClass), SignatoryMatch: schemes.Maybe(p.SignatoryMatch), Signatures: each(r, "signatures", p.GetSignatures(), toSignature),
	}
}

func fromSignature(s schemes.Signature) *schemev1.Signature {
	return &schemev1.Signature{
		Signer: text(s.Signer), Participation: text(s.Participation), SignedOn: fromDateFact(s.SignedOn), Traceable: fromBoolFact(s.Traceable),
	}
}

func toSignature(r *reader, p *schemev1.Signature) schemes.Signature {
	return schemes.Signature{
		Signer: p.GetSigner(), Participation: p.GetParticipation(), SignedOn: r.dateFact("signed_on", p.SignedOn), Traceable: schemes.Maybe(p.Traceable),
	}
}

func fromProjectFile(s *schemes.ProjectFile) *schemev1.ProjectFile {
	return &schemev1.ProjectFile{RequestedCents: fromAmountFact(s.Requested), Documents: list(s.Documents, fromDocument), Facts: fromExtras(s.Facts)}
}

func toProjectFile(r *reader, p *schemev1.ProjectFile) *schemes.ProjectFile {
	return &schemes.ProjectFile{
		Requested: r.amountFact("requested_cents", p.RequestedCents), Documents: each(r, "documents", p.GetDocuments(), toDocument),
		Facts: r.extras("facts", p.GetFacts()),
	}
}

func fromRetentionReport(s *schemes.RetentionReport) *schemev1.RetentionReport {
	return &schemev1.RetentionReport{
		RequestedCents: fromAmountFact(s.Requested), Region: fromTextFact(s.Region), HomeRegion: fromTextFact(s.HomeRegion),
		EarlierReports: fromIntFact(s.EarlierReports), Plan: fromExtras(s.Plan), Facts: fromExtras(s.Facts),
	}
}

func toRetentionReport(r *reader, p *schemev1.RetentionReport) *schemes.RetentionReport {
	return &schemes.RetentionReport{
		Requested: r.amountFact("requested_cents", p.RequestedCents), Region: schemes.Maybe(p.Region), HomeRegion: schemes.Maybe(p.HomeRegion),
		EarlierReports: schemes.Maybe(p.EarlierReports), Plan: r.extras("plan", p.GetPlan()), Facts: r.extras("facts", p.GetFacts()),
	}
}

// fromExtras writes extra facts in order of key, so that equal questions are equal bytes.
func fromExtras(e schemes.Extras) []*schemev1.ExtraFact {
	if e.IsZero() {
		return nil
	}
	values := e.Values()
	out := make([]*schemev1.ExtraFact, 0, len(values))
	for _, key := range slices.Sorted(maps.Keys(values)) {
		out = append(out, fromExtra(key, values[key]))
	}
	return out
}

// fromExtra writes a value; one with several types at once is written without any,
// so that the scheme finds it malformed as it would in memory.
func fromExtra(key string, v schemes.ExtraValue) *schemev1.ExtraFact {
	out := &schemev1.ExtraFact{Key: text(key)}
	switch v.Type() {
	case schemes.TextFact:
		out.Value = &schemev1.ExtraFact_Text{Text: text(*v.Text)}
	case schemes.BooleanFact:
		out.Value = &schemev1.ExtraFact_Boolean{Boolean: *v.Boolean}
	case schemes.IntegerFact:
		out.Value = &schemev1.ExtraFact_Integer{Integer: *v.Integer}
	case schemes.DecimalFact:
		out.Value = &schemev1.ExtraFact_Decimal{Decimal: v.Decimal.String()}
	case schemes.DateFact:
		out.Value = &schemev1.ExtraFact_Date{Date: days(*v.Date)}
	case schemes.ChoiceFact:
		out.Value = &schemev1.ExtraFact_Choice{Choice: text(*v.Choice)}
	}
	return out
}

func (r *reader) extras(field string, in []*schemev1.ExtraFact) schemes.Extras {
	if len(in) == 0 {
		return schemes.Extras{}
	}
	values := make(map[string]schemes.ExtraValue, len(in))
	r.enter(field)
	defer r.leave()
	for _, p := range in {
		if _, twice := values[p.GetKey()]; twice {
			r.fail(p.GetKey(), "stated twice")
		}
		values[p.GetKey()] = r.extra(p)
	}
	return schemes.NewExtras(values)
}

func (r *reader) extra(p *schemev1.ExtraFact) (v schemes.ExtraValue) {
	switch s := p.GetValue().(type) {
	case *schemev1.ExtraFact_Text:
		v.Text = &s.Text
	case *schemev1.ExtraFact_Boolean:
		v.Boolean = &s.Boolean
	case *schemev1.ExtraFact_Integer:
		v.Integer = &s.Integer
	case *schemev1.ExtraFact_Decimal:
		v.Decimal = new(r.number(p.GetKey(), s.Decimal))
	case *schemev1.ExtraFact_Date:
		v.Date = new(r.day(p.GetKey(), s.Date))
	case *schemev1.ExtraFact_Choice:
		v.Choice = &s.Choice
	}
	return v
}
