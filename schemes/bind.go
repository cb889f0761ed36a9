package schemes

import "slices"

// Binding gives every fact of a subject its place. It works on copies: a question
// may be judged by several goroutines at once.

// Places that are the same in every subject.
var (
	atOrganisation   = &place{name: "organisation"}
	atLines          = &place{name: "lines"}
	atTraining       = &place{name: "training"}
	atApproved       = &place{name: "approvedTraining"}
	atParticipations = &place{name: "participations"}
	atDocuments      = &place{name: "documents"}
	atFacts          = &place{name: "facts"}
	atPlan           = &place{name: "plan"}
)

func (o Organisation) bound() Organisation {
	at := atOrganisation
	o.FundingLaws.bind(at, "fundingLaws")
	o.MedicalSpecialist.bind(at, "medicalSpecialist")
	o.SubcontractorOnly.bind(at, "subcontractorOnly")
	o.GroupMember.bind(at, "groupMember")
	o.GroupTop.bind(at, "groupTop")
	o.SizeClass.bind(at, "sizeClass")
	o.SizeEvidence.bind(at, "sizeEvidence")
	o.SizeAwaited.bind(at, "sizeAwaited")
	return o
}

func (p Plan) bound(q Question) Plan {
	p.AsOf, p.Organisation = q.AsOf, q.Organisation.bound()
	p.SubmittedAt.bind(nil, "submittedAt")
	p.OtherPlans.bind(nil, "otherPlans")
	p.Lines = slices.Clone(p.Lines)
	for i := range p.Lines {
		at := &place{in: atLines, index: i}
		p.Lines[i].Participants.bind(at, "participants")
		p.Lines[i].Requested.bind(at, "requested")
		p.Lines[i].Assessed.bind(at, "assessed")
	}
	p.Facts = p.Facts.within(atFacts)
	return p
}

func (r Registration) bound(q Question) Registration {
	r.AsOf, r.Organisation = q.AsOf, q.Organisation.bound()
	r.SubmittedAt.bind(nil, "submittedAt")
	r.Start.bind(nil, "start")
	r.End.bind(nil, "end")
	r.Training, r.Approved = r.Training.bound(atTraining), r.Approved.bound(atApproved)
	r.Participations = slices.Clone(r.Participations)
	for i := range r.Participations {
		r.Participations[i].bind(&place{in: atParticipations, index: i})
	}
	r.Documents = boundDocuments(r.Documents)
	r.Plan = r.Plan.within(atPlan)
	r.Facts = r.Facts.within(atFacts)
	return r
}

func (t Training) bound(at *place) Training {
	t.List.bind(at, "list")
	t.Code.bind(at, "code")
	t.Title.bind(at, "title")
	t.Route.bind(at, "route")
	t.Modules.bind(at, "modules")
	t.Content.bind(at, "content")
	t.Theme.bind(at, "theme")
	t.Goal.bind(at, "goal")
	t.Hours.bind(at, "hours")
	t.GroupSize.bind(at, "groupSize")
	t.Teacher.bind(at, "teacher")
	t.Provider.bind(at, "provider")
	t.Form.bind(at, "form")
	return t
}

func (p *Participation) bind(at *place) {
	p.at = at
	p.Start.bind(at, "start")
	p.End.bind(at, "end")
	p.StoppedEarly.bind(at, "stoppedEarly")
	p.ContractHours.bind(at, "contractHours")
	p.Employment.bind(at, "employment")
	p.EmployedSince.bind(at, "employedSince")
	p.EmployedUntil.bind(at, "employedUntil")
	p.TargetGroup.bind(at, "targetGroup")
	p.EmployeeContribution.bind(at, "employeeContribution")
	p.RepaymentArrangement.bind(at, "repaymentArrangement")
	p.OtherSubsidies.bind(at, "otherSubsidies")
	p.Facts = p.Facts.within(&place{in: at, name: "facts"})
	if len(p.Periods) > 0 {
		p.Periods = slices.Clone(p.Periods)
		periods := &place{in: at, name: "periods"}
		for i := range p.Periods {
			in := &place{in: periods, index: i}
			p.Periods[i].From.bind(in, "from")
			p.Periods[i].To.bind(in, "to")
		}
	}
	if len(p.Others) > 0 {
		p.Others = slices.Clone(p.Others)
		others := &place{in: at, name: "others"}
		for i := range p.Others {
			p.Others[i].bind(&place{in: others, index: i})
		}
	}
}

func boundDocuments(ds []Document) []Document {
	ds = slices.Clone(ds)
	for i := range ds {
		ds[i].bind(&place{in: atDocuments, index: i})
	}
	return ds
}

func (d *Document) bind(at *place) {
	d.at = at
	d.Month.bind(at, "month")
	d.IssuedOn.bind(at, "issuedOn")
	d.Year.bind(at, "year")
	d.From.bind(at, "from")
	d.To.bind(at, "to")
	d.TrainingCode.bind(at, "trainingCode")
	d.Route.bind(at, "route")
	d.Issuer.bind(at, "issuer")
	d.Letterhead.bind(at, "letterhead")
	d.Legible.bind(at, "legible")
	d.Contents.bind(at, "contents")
	d.SizeClass.bind(at, "sizeClass")
	d.SignatoryMatch.bind(at, "signatoryMatch")
	if len(d.Signatures) == 0 {
		return
	}
	d.Signatures = slices.Clone(d.Signatures)
	in := &place{in: at, name: "signatures"}
	for i := range d.Signatures {
		s := &place{in: in, index: i}
		d.Signatures[i].SignedOn.bind(s, "signedOn")
		d.Signatures[i].Traceable.bind(s, "traceable")
	}
}

func (f ProjectFile) bound(q Question) ProjectFile {
	f.AsOf, f.Organisation = q.AsOf, q.Organisation.bound()
	f.Requested.bind(nil, "requested")
	f.Documents = boundDocuments(f.Documents)
	f.Facts = f.Facts.within(atFacts)
	return f
}

func (r RetentionReport) bound(q Question) RetentionReport {
	r.AsOf, r.Organisation = q.AsOf, q.Organisation.bound()
	r.Requested.bind(nil, "requested")
	r.Region.bind(nil, "region")
	r.HomeRegion.bind(nil, "homeRegion")
	r.EarlierReports.bind(nil, "earlierReports")
	r.Plan = r.Plan.within(atPlan)
	r.Facts = r.Facts.within(atFacts)
	return r
}
