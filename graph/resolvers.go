package graph

import "github.com/penvoerder/penvoerder/graph/generated"

// One resolver for each type that has computed fields; all stand on the root.
type (
	queryResolver                struct{ *root }
	mutationResolver             struct{ *root }
	viewerResolver               struct{ *root }
	personResolver               struct{ *root }
	roleAssignmentResolver       struct{ *root }
	appointmentResolver          struct{ *root }
	admissionResolver            struct{ *root }
	sessionResolver              struct{ *root }
	partnerTokenResolver         struct{ *root }
	organisationResolver         struct{ *root }
	contactResolver              struct{ *root }
	employeeResolver             struct{ *root }
	tieResolver                  struct{ *root }
	tiePartyResolver             struct{ *root }
	regionResolver               struct{ *root }
	regionalOrganisationResolver struct{ *root }
	schemeResolver               struct{ *root }
	schemeReleaseResolver        struct{ *root }
	parameterValueResolver       struct{ *root }
	parameterFileResolver        struct{ *root }
	manifestResolver             struct{ *root }
	listedTrainingResolver       struct{ *root }
	planResolver                 struct{ *root }
	planLineResolver             struct{ *root }
	grantAmountResolver          struct{ *root }
	projectFileResolver          struct{ *root }
	registrationResolver         struct{ *root }
	participationResolver        struct{ *root }
	matrixCellResolver           struct{ *root }
	documentResolver             struct{ *root }
	signatureResolver            struct{ *root }
	fileResolver                 struct{ *root }
	uploadTicketResolver         struct{ *root }
	decisionResolver             struct{ *root }
	repairResolver               struct{ *root }
	assessmentTaskResolver       struct{ *root }
	contentJudgementResolver     struct{ *root }
	deadlineResolver             struct{ *root }
	calendarEntryResolver        struct{ *root }
	findingResolver              struct{ *root }
	stateConflictResolver        struct{ *root }
	receiptResolver              struct{ *root }
	auditEntryResolver           struct{ *root }
	eventResolver                struct{ *root }
)

func (r *root) Query() generated.QueryResolver                   { return queryResolver{r} }
func (r *root) Mutation() generated.MutationResolver             { return mutationResolver{r} }
func (r *root) Viewer() generated.ViewerResolver                 { return viewerResolver{r} }
func (r *root) Person() generated.PersonResolver                 { return personResolver{r} }
func (r *root) RoleAssignment() generated.RoleAssignmentResolver { return roleAssignmentResolver{r} }
func (r *root) Admission() generated.AdmissionResolver           { return admissionResolver{r} }
func (r *root) Appointment() generated.AppointmentResolver       { return appointmentResolver{r} }
func (r *root) CalendarEntry() generated.CalendarEntryResolver   { return calendarEntryResolver{r} }
func (r *root) Session() generated.SessionResolver               { return sessionResolver{r} }
func (r *root) PartnerToken() generated.PartnerTokenResolver     { return partnerTokenResolver{r} }
func (r *root) Organisation() generated.OrganisationResolver     { return organisationResolver{r} }
func (r *root) Contact() generated.ContactResolver               { return contactResolver{r} }
func (r *root) Tie() generated.TieResolver                       { return tieResolver{r} }
func (r *root) TieParty() generated.TiePartyResolver             { return tiePartyResolver{r} }
func (r *root) Employee() generated.EmployeeResolver             { return employeeResolver{r} }
func (r *root) Region() generated.RegionResolver                 { return regionResolver{r} }
func (r *root) RegionalOrganisation() generated.RegionalOrganisationResolver {
	return regionalOrganisationResolver{r}
}
func (r *root) Scheme() generated.SchemeResolver                 { return schemeResolver{r} }
func (r *root) SchemeRelease() generated.SchemeReleaseResolver   { return schemeReleaseResolver{r} }
func (r *root) ParameterValue() generated.ParameterValueResolver { return parameterValueResolver{r} }
func (r *root) ParameterFile() generated.ParameterFileResolver   { return parameterFileResolver{r} }
func (r *root) Manifest() generated.ManifestResolver             { return manifestResolver{r} }
func (r *root) ListedTraining() generated.ListedTrainingResolver { return listedTrainingResolver{r} }
func (r *root) Plan() generated.PlanResolver                     { return planResolver{r} }
func (r *root) PlanLine() generated.PlanLineResolver             { return planLineResolver{r} }
func (r *root) GrantAmount() generated.GrantAmountResolver       { return grantAmountResolver{r} }
func (r *root) ProjectFile() generated.ProjectFileResolver       { return projectFileResolver{r} }
func (r *root) Registration() generated.RegistrationResolver     { return registrationResolver{r} }
func (r *root) Participation() generated.ParticipationResolver   { return participationResolver{r} }
func (r *root) MatrixCell() generated.MatrixCellResolver         { return matrixCellResolver{r} }
func (r *root) Document() generated.DocumentResolver             { return documentResolver{r} }
func (r *root) Signature() generated.SignatureResolver           { return signatureResolver{r} }
func (r *root) File() generated.FileResolver                     { return fileResolver{r} }
func (r *root) UploadTicket() generated.UploadTicketResolver     { return uploadTicketResolver{r} }
func (r *root) Decision() generated.DecisionResolver             { return decisionResolver{r} }
func (r *root) Repair() generated.RepairResolver                 { return repairResolver{r} }
func (r *root) AssessmentTask() generated.AssessmentTaskResolver { return assessmentTaskResolver{r} }

func (r *root) ContentJudgement() generated.ContentJudgementResolver {
	return contentJudgementResolver{r}
}
func (r *root) Deadline() generated.DeadlineResolver           { return deadlineResolver{r} }
func (r *root) StateConflict() generated.StateConflictResolver { return stateConflictResolver{r} }
func (r *root) Finding() generated.FindingResolver             { return findingResolver{r} }
func (r *root) Receipt() generated.ReceiptResolver             { return receiptResolver{r} }
func (r *root) AuditEntry() generated.AuditEntryResolver       { return auditEntryResolver{r} }
func (r *root) Event() generated.EventResolver                 { return eventResolver{r} }
