package schemes

// A Question asks a scheme to judge one subject at one moment. Exactly one of
// Plan, Registration, ProjectFile and RetentionReport is set. It holds no name of a
// person: keys tell participations and documents apart.
type Question struct {
	AsOf         Instant       `json:"asOf"` // the moment of judgement is a fact
	Organisation Organisation  `json:"organisation,omitzero"`
	Plan         *Plan         `json:"plan,omitempty"`
	Registration *Registration `json:"registration,omitempty"`
	ProjectFile  *ProjectFile  `json:"projectFile,omitempty"`

	RetentionReport *RetentionReport `json:"retentionReport,omitempty"`
}

// A fact of the types below is declared once: its type, its name in JSON, which is its name in paths too, and its label in
// Dutch and English ([FactLabel]).

// An Organisation (arbeidsorganisatie) as it states itself.
type Organisation struct {
	FundingLaws       Fact[[]string] `json:"fundingLaws,omitzero" nl:"Wetten die de zorg bekostigen" en:"Funding laws"`                   // WLZ, ZVW, JEUGDWET, WMO, WPG: directly funded under
	MedicalSpecialist Fact[bool]     `json:"medicalSpecialist,omitzero" nl:"Medisch-specialistische zorg" en:"Medical-specialist care"`   // hospital or clinic
	SubcontractorOnly Fact[bool]     `json:"subcontractorOnly,omitzero" nl:"Alleen onderaannemer" en:"Subcontractor only"`                // carries out care for another only
	GroupMember       Fact[bool]     `json:"groupMember,omitzero" nl:"Onderdeel van een groep" en:"Member of a group"`                    // belongs to a group (concern)
	GroupTop          Fact[bool]     `json:"groupTop,omitzero" nl:"Moederorganisatie van de groep" en:"Parent organisation of the group"` // is the top of its group
	SizeClass         Fact[string]   `json:"sizeClass,omitzero" nl:"Omvang van de organisatie" en:"Size of the organisation"`             // SMALL, MEDIUM, LARGE
	SizeEvidence      Fact[string]   `json:"sizeEvidence,omitzero" nl:"Bewijs van de omvang" en:"Evidence of the size"`                   // document kind that proves it
	SizeAwaited       Fact[string]   `json:"sizeAwaited,omitzero"`                                                                        // class that documents claim which nobody judged yet
}

// A Plan (Activiteitenplan) lists the trainings that an organisation applies for.
type Plan struct {
	AsOf         Instant      `json:"-"`
	Organisation Organisation `json:"-"`

	SubmittedAt Fact[Instant] `json:"submittedAt,omitzero" nl:"Moment van indienen" en:"Moment of submission"` // moment of submission; open for a draft
	OtherPlans  Fact[int64]   `json:"otherPlans,omitzero" nl:"Andere aanvragen" en:"Other plans"`              // other plans that were submitted and stand in the way of this one, counted by the platform
	Lines       []PlanLine    `json:"lines,omitempty"`
	Facts       Extras        `json:"facts,omitzero"`
}

// A PlanLine is the plan for one activity.
type PlanLine struct {
	Activity     string       `json:"activity"`
	Participants Fact[int64]  `json:"participants,omitzero" nl:"Aantal deelnemers" en:"Number of participants"`
	Requested    Fact[Amount] `json:"requested,omitzero" nl:"Aangevraagd bedrag" en:"Requested amount"`
	Assessed     Fact[Amount] `json:"assessed,omitzero" nl:"Bedrag na beoordeling" en:"Amount after assessment"` // open until assessed
}

// A Registration (registratie) is one training under one activity of one plan.
type Registration struct {
	AsOf         Instant      `json:"-"`
	Organisation Organisation `json:"-"`

	Number      string        `json:"number,omitempty" nl:"Nummer" en:"Number"` // R-number; empty for a draft
	SubmittedAt Fact[Instant] `json:"submittedAt,omitzero"`                     // moment of the first submission, which a repair keeps; open for a draft

	Activity       string          `json:"activity"`
	Training       Training        `json:"training,omitzero"`
	Start          Fact[Date]      `json:"start,omitzero" nl:"Startdatum" en:"Start"`
	End            Fact[Date]      `json:"end,omitzero" nl:"Einddatum" en:"End"`
	Participations []Participation `json:"participations,omitempty"`
	Documents      []Document      `json:"documents,omitempty"`
	Earlier        []Claim         `json:"earlier,omitempty"` // on the caps that it shares, stated by the platform where the manifest declares any
	Plan           Extras          `json:"plan,omitzero"`     // extra facts of its plan, stated by the platform
	Facts          Extras          `json:"facts,omitzero"`
	Approved       Training        `json:"approvedTraining,omitzero"` // as the judge of content approved it; stated by the platform while that approval stands
}

// A Training (opleiding) as chosen from a list, or as described.
type Training struct {
	List    Fact[string]   `json:"list,omitzero" nl:"Opleidingslijst" en:"List of trainings"`           // with code and title: the entry of the scheme's list
	Code    Fact[string]   `json:"code,omitzero" nl:"Opleidingscode" en:"Training code"`                // crebo, module or croho code
	Title   Fact[string]   `json:"title,omitzero" nl:"Naam van de opleiding" en:"Name of the training"` // as printed, or as described
	Route   Fact[string]   `json:"route,omitzero" nl:"Leerroute" en:"Route"`                            // BBL, DERDE_LEERWEG, DUAAL, DEELTIJD, ASSOCIATE_DEGREE
	Modules Fact[[]string] `json:"modules,omitzero" nl:"Modules" en:"Modules"`                          // codes of the modules it is done in

	Content   Fact[string] `json:"content,omitzero" nl:"Inhoud van de opleiding" en:"Content of the training"`
	Theme     Fact[string] `json:"theme,omitzero" nl:"Thema" en:"Theme"`
	Goal      Fact[string] `json:"goal,omitzero" nl:"Doel" en:"Goal"`
	Hours     Fact[Number] `json:"hours,omitzero" nl:"Contacturen" en:"Contact hours"`    // clock hours of contact per participant
	GroupSize Fact[int64]  `json:"groupSize,omitzero" nl:"Groepsgrootte" en:"Group size"` // the whole lesson group
	Teacher   Fact[string] `json:"teacher,omitzero" nl:"Docent" en:"Teacher"`             // INTERNAL, AFFILIATED, EXTERNAL
	Provider  Fact[string] `json:"provider,omitzero" nl:"Opleider" en:"Provider"`
	Form      Fact[string] `json:"form,omitzero" nl:"Vorm van de opleiding" en:"Form of the training"` // CLASSROOM, LIVE_ONLINE, E_LEARNING, BLENDED
}

// A Participation (deelname) is one person in one registration.
type Participation struct {
	Key    string `json:"key"`
	Person string `json:"person,omitempty"` // key of the person behind it, as in a Claim; only where the manifest declares caps

	Start                Fact[Date]     `json:"start,omitzero"` // where it differs from the registration's
	End                  Fact[Date]     `json:"end,omitzero"`
	Periods              []PeriodFact   `json:"periods,omitempty"` // days followed, where it was in parts
	StoppedEarly         Fact[bool]     `json:"stoppedEarly,omitzero" nl:"Voortijdig gestopt" en:"Stopped early"`
	ContractHours        Fact[Number]   `json:"contractHours,omitzero" nl:"Contracturen per week" en:"Contract hours per week"` // per week, at the start
	Employment           Fact[string]   `json:"employment,omitzero" nl:"Dienstverband" en:"Employment"`                         // EMPLOYED, INTERN, SECONDED, AGENCY_WORKER, SELF_EMPLOYED, OTHER
	EmployedSince        Fact[Date]     `json:"employedSince,omitzero" nl:"Datum in dienst" en:"Employed since"`
	EmployedUntil        Fact[Date]     `json:"employedUntil,omitzero" nl:"Datum uit dienst" en:"Employed until"`
	TargetGroup          Fact[string]   `json:"targetGroup,omitzero" nl:"Doelgroep" en:"Target group"`
	EmployeeContribution Fact[Amount]   `json:"employeeContribution,omitzero" nl:"Eigen bijdrage" en:"Employee's contribution"`       // amount that the participant pays
	RepaymentArrangement Fact[bool]     `json:"repaymentArrangement,omitzero" nl:"Terugbetalingsregeling" en:"Repayment arrangement"` // terugbetalingsregeling
	OtherSubsidies       Fact[[]string] `json:"otherSubsidies,omitzero" nl:"Andere subsidies" en:"Other subsidies"`                   // codes of the manifest
	Others               []Other        `json:"others,omitempty"`                                                                     // in the order of submission, stated by the platform
	Facts                Extras         `json:"facts,omitzero"`

	at *place
}

// Path returns the JSON pointer of the participation.
func (p Participation) Path() string { return p.at.path() }

// A PeriodFact is a stated period, both ends included.
type PeriodFact struct {
	From Fact[Date] `json:"from,omitzero" nl:"Vanaf" en:"From"`
	To   Fact[Date] `json:"to,omitzero" nl:"Tot en met" en:"To"`
}

// A Document holds the statements about one uploaded file.
type Document struct {
	Key          string          `json:"key"`
	Kind         string          `json:"kind"`             // code of a DocumentKind
	Serves       []string        `json:"serves,omitempty"` // keys of participations; empty for the whole
	Month        Fact[YearMonth] `json:"month,omitzero" nl:"Maand" en:"Month"`
	IssuedOn     Fact[Date]      `json:"issuedOn,omitzero" nl:"Datum van afgifte" en:"Day of issue"`
	Year         Fact[int64]     `json:"year,omitzero" nl:"Jaar" en:"Year"`
	From         Fact[Date]      `json:"from,omitzero"`
	To           Fact[Date]      `json:"to,omitzero"`
	TrainingCode Fact[string]    `json:"trainingCode,omitzero" nl:"Opleidingscode op het document" en:"Training code on the document"`
	Route        Fact[string]    `json:"route,omitzero"`
	Issuer       Fact[string]    `json:"issuer,omitzero" nl:"Afgegeven door" en:"Issued by"`
	Letterhead   Fact[bool]      `json:"letterhead,omitzero" nl:"Briefpapier, logo of stempel" en:"Letterhead, logo or stamp"`
	Legible      Fact[bool]      `json:"legible,omitzero" nl:"Leesbaar" en:"Legible"`
	Contents     Fact[[]string]  `json:"contents,omitzero" nl:"Inhoud van het document" en:"Contents of the document"`
	SizeClass    Fact[string]    `json:"sizeClass,omitzero"`
	Signatures   []Signature     `json:"signatures,omitempty"`

	SignatoryMatch Fact[string] `json:"signatoryMatch,omitzero"` // one of the Signatory constants; open while a name is

	at *place
}

// How the name with which a director signed a document compares with that of the signatory of the project file. The
// platform compares them, because a question holds no names.
const (
	SignatorySame     = "SAME"
	SignatoryInitials = "INITIALS" // initials that fit, with the same surname
	SignatoryOther    = "OTHER"
)

// Path returns the JSON pointer of the document.
func (d Document) Path() string { return d.at.path() }

// Dated returns by what d is dated: its issue or, where that is open, its last signature. It is never dated by the period
// that it is about.
func (d Document) Dated() Fact[Date] {
	if d.IssuedOn.IsKnown() {
		return d.IssuedOn
	}
	var last Fact[Date]
	for _, s := range d.Signatures {
		if s.SignedOn.IsKnown() && !s.SignedOn.Value().Before(last.Value()) {
			last = s.SignedOn
		}
	}
	return last
}

// A Signature says who signed a document, and when.
type Signature struct {
	Signer        string     `json:"signer"`                  // PARTICIPANT, TEACHER, EMPLOYER, INSTITUTE, DIRECTOR
	Participation string     `json:"participation,omitempty"` // key, for participants
	SignedOn      Fact[Date] `json:"signedOn,omitzero" nl:"Datum van ondertekening" en:"Day of signing"`
	Traceable     Fact[bool] `json:"traceable,omitzero" nl:"Herleidbare elektronische handtekening" en:"Traceable electronic signature"` // electronic and traceable; open for ink
}

// SignerName names a signer within a sentence, such as "de werkgever"; a code that no Signature can have stays as it is.
func SignerName(code string) Text {
	if name, ok := signers[code]; ok {
		return name
	}
	return Same(code)
}

var signers = map[string]Text{
	"PARTICIPANT": {NL: "de deelnemer", EN: "the participant"},
	"TEACHER":     {NL: "de docent", EN: "the teacher"},
	"EMPLOYER":    {NL: "de werkgever", EN: "the employer"},
	"INSTITUTE":   {NL: "de onderwijsinstelling", EN: "the school"},
	"DIRECTOR":    {NL: "de bestuurder", EN: "the director"},
}

// A ProjectFile holds the project documents (projectdocumenten) of a plan.
type ProjectFile struct {
	AsOf         Instant      `json:"-"`
	Organisation Organisation `json:"-"`

	Requested Fact[Amount] `json:"requested,omitzero"` // sum of the plan's lines
	Documents []Document   `json:"documents,omitempty"`
	Facts     Extras       `json:"facts,omitzero"`
}

// A RetentionReport (behoud-verantwoording) is what an organisation shares about
// its approach to keeping staff, once, where its plan applied for that. Questions,
// numbers and the way of sharing are extra facts of the scheme.
type RetentionReport struct {
	AsOf         Instant      `json:"-"`
	Organisation Organisation `json:"-"`

	Requested      Fact[Amount] `json:"requested,omitzero"`      // sum of the plan's lines
	Region         Fact[string] `json:"region,omitzero"`         // regional organisation it is shared with
	HomeRegion     Fact[string] `json:"homeRegion,omitzero"`     // regional organisation of the KvK address
	EarlierReports Fact[int64]  `json:"earlierReports,omitzero"` // of the organisation under this scheme, counted by the platform
	Plan           Extras       `json:"plan,omitzero"`           // extra facts of its plan, stated by the platform
	Facts          Extras       `json:"facts,omitzero"`
}
