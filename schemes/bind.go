package schemes

import (
	"reflect"
	"slices"
	"unsafe"
)

// Binding gives every fact of a subject its place, under the name that it has in JSON: a fact is declared in its type and
// nowhere else. It works on a copy of the subject and copies its lists: a question may be judged by several goroutines at
// once.

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

// The facts of the types that hold any.
var (
	organisationFacts    = factsOf[Organisation]()
	planFacts            = factsOf[Plan]()
	lineFacts            = factsOf[PlanLine]()
	registrationFacts    = factsOf[Registration]()
	trainingFacts        = factsOf[Training]()
	participationFacts   = factsOf[Participation]()
	periodFacts          = factsOf[PeriodFact]()
	otherFacts           = factsOf[Other]()
	documentFacts        = factsOf[Document]()
	signatureFacts       = factsOf[Signature]()
	projectFileFacts     = factsOf[ProjectFile]()
	retentionReportFacts = factsOf[RetentionReport]()
)

// facts are the facts in a T: where each keeps where it is, and its name.
type facts[T any] []struct {
	offset uintptr
	name   string
}

func factsOf[T any]() facts[T] {
	var out facts[T]
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type.Kind() != reflect.Struct || jsonName(f) == "" {
			continue
		}
		if w, isFact := f.Type.FieldByName("where"); isFact && w.Type == reflect.TypeFor[where]() {
			out = append(out, struct {
				offset uintptr
				name   string
			}{f.Offset + w.Offset, jsonName(f)})
		}
	}
	return out
}

// bind puts the facts of v in a place. The offsets are those of the fields of type where of a T, so that what is written
// is one of them: reflect would do the same, at a third of the time of a judgement.
func (fs facts[T]) bind(v *T, in *place) {
	for i := range fs {
		*(*where)(unsafe.Add(unsafe.Pointer(v), fs[i].offset)) = where{fs[i].name, in}
	}
}

// boundEach returns a copy of a list with its facts bound within at.
func boundEach[T any](list []T, at *place, bind func(*T, *place)) []T {
	list = slices.Clone(list)
	for i := range list {
		bind(&list[i], &place{in: at, index: i})
	}
	return list
}

func (o Organisation) bound() Organisation {
	organisationFacts.bind(&o, atOrganisation)
	return o
}

func (p Plan) bound(q Question) Plan {
	p.AsOf, p.Organisation = q.AsOf, q.Organisation.bound()
	planFacts.bind(&p, nil)
	p.Lines = boundEach(p.Lines, atLines, lineFacts.bind)
	p.Facts.at = atFacts
	return p
}

func (r Registration) bound(q Question) Registration {
	r.AsOf, r.Organisation = q.AsOf, q.Organisation.bound()
	registrationFacts.bind(&r, nil)
	trainingFacts.bind(&r.Training, atTraining)
	trainingFacts.bind(&r.Approved, atApproved)
	r.Participations = boundEach(r.Participations, atParticipations, (*Participation).bind)
	r.Documents = boundEach(r.Documents, atDocuments, (*Document).bind)
	r.Plan.at, r.Facts.at = atPlan, atFacts
	return r
}

func (p *Participation) bind(at *place) {
	p.at = at
	participationFacts.bind(p, at)
	p.Facts.at = &place{in: at, name: "facts"}
	if len(p.Periods) > 0 {
		p.Periods = boundEach(p.Periods, &place{in: at, name: "periods"}, periodFacts.bind)
	}
	if len(p.Others) > 0 {
		p.Others = boundEach(p.Others, &place{in: at, name: "others"}, otherFacts.bind)
	}
}

func (d *Document) bind(at *place) {
	d.at = at
	documentFacts.bind(d, at)
	if len(d.Signatures) > 0 {
		d.Signatures = boundEach(d.Signatures, &place{in: at, name: "signatures"}, signatureFacts.bind)
	}
}

func (f ProjectFile) bound(q Question) ProjectFile {
	f.AsOf, f.Organisation = q.AsOf, q.Organisation.bound()
	projectFileFacts.bind(&f, nil)
	f.Documents = boundEach(f.Documents, atDocuments, (*Document).bind)
	f.Facts.at = atFacts
	return f
}

func (r RetentionReport) bound(q Question) RetentionReport {
	r.AsOf, r.Organisation = q.AsOf, q.Organisation.bound()
	retentionReportFacts.bind(&r, nil)
	r.Plan.at, r.Facts.at = atPlan, atFacts
	return r
}
