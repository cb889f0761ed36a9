package workflow

import "github.com/penvoerder/penvoerder/internal/fault"

// RevokePartnerToken is done by the organisation, and by the end of the role of who made the token.
var RevokePartnerToken = Act{Name: "revokePartnerToken", Subject: Token, Verb: "revoke", Slot: Applicant, Label: fault.Text{NL: "Token intrekken", EN: "Revoke a partner token"}}

// The acts on the addresses at which calendar programs read the calendar of a person.
var (
	CreateCalendarAddress = Act{
		Name: "createCalendarAddress", Subject: Person, Verb: "create calendar address", Slot: Anybody,
		Label: fault.Text{NL: "Agenda-adres aanmaken", EN: "Create a calendar address"},
	}
	RevokeCalendarAddress = Act{
		Name: "revokeCalendarAddress", Subject: Person, Verb: "revoke calendar address", Slot: Anybody,
		Label: fault.Text{NL: "Agenda-adres intrekken", EN: "Revoke a calendar address"},
	}
)

// What is done around dossiers and depends on no state: the audit names it, and its words are here.
var officeActs = []*Act{
	{Name: "signUp", Subject: Person, Verb: "sign up", Slot: Anybody, Label: fault.Text{NL: "Account aanmaken", EN: "Sign up"}},
	{Name: "confirmEmail", Subject: Person, Verb: "confirm email", Slot: Anybody, Label: fault.Text{NL: "E-mailadres bevestigen", EN: "Confirm the email address"}},
	{Name: "signIn", Subject: Person, Verb: "sign in", Slot: Anybody, Label: fault.Text{NL: "Inloggen", EN: "Sign in"}},
	{Name: "signOut", Subject: Person, Verb: "sign out", Slot: Anybody, Label: fault.Text{NL: "Uitloggen", EN: "Sign out"}},
	{Name: "requestPasswordReset", Subject: Person, Verb: "request password reset", Slot: Anybody, Label: fault.Text{NL: "Nieuw wachtwoord aanvragen", EN: "Request a new password"}},
	{Name: "resetPassword", Subject: Person, Verb: "reset password", Slot: Anybody, Label: fault.Text{NL: "Wachtwoord vernieuwen", EN: "Reset the password"}},
	{Name: "actAs", Subject: Person, Verb: "act as", Slot: Anybody, Label: fault.Text{NL: "Van rol wisselen", EN: "Switch to another role"}},
	{Name: "stateAbsence", Subject: Person, Verb: "state absence", Slot: Assessor, Label: fault.Text{NL: "Afwezigheid melden", EN: "State an absence"}},
	&CreateCalendarAddress,
	&RevokeCalendarAddress,
	{Name: "enrol", Subject: Person, Verb: "enrol", Slot: Platform, Label: fault.Text{NL: "Persoon met een rol opnemen", EN: "Enrol a person in a role"}},

	{Name: "createOrganisation", Subject: Organisation, Verb: "create", Slot: Applicant, Label: fault.Text{NL: "Organisatie aanmelden", EN: "Sign up an organisation"}},
	{Name: "amendOrganisation", Subject: Organisation, Verb: "amend", Slot: Applicant, Label: fault.Text{NL: "Gegevens van de organisatie wijzigen", EN: "Change what is stated about the organisation"}},
	{Name: "assignRegion", Subject: Organisation, Verb: "assign region", Slot: Leader, Label: fault.Text{NL: "Organisatie bij een regio indelen", EN: "Assign the organisation to a region"}},
	{Name: "createEmployee", Subject: Employee, Verb: "create", Slot: Applicant, Label: fault.Text{NL: "Medewerker opnemen", EN: "Add an employee"}},
	{Name: "amendEmployee", Subject: Employee, Verb: "amend", Slot: Applicant, Label: fault.Text{NL: "Gegevens van een medewerker wijzigen", EN: "Change what is stated about an employee"}},
	{Name: "createPartnerToken", Subject: Token, Verb: "create", Slot: Applicant, Label: fault.Text{NL: "Token uitgeven", EN: "Issue a partner token"}},
	&RevokePartnerToken,

	{Name: "installRelease", Subject: Release, Verb: "install", Slot: Platform, Label: fault.Text{NL: "Versie van een regeling installeren", EN: "Install a release of a scheme"}},
	{Name: "putReleaseInForce", Subject: Release, Verb: "put in force", Slot: Pen, Label: fault.Text{NL: "Versie van een regeling van kracht maken", EN: "Put a release of a scheme in force"}},
	{Name: "supersedeRelease", Subject: Release, Verb: "supersede", Slot: Pen, Label: fault.Text{NL: "Versie van een regeling vervangen", EN: "Supersede a release of a scheme"}},
	{Name: "succeedRelease", Subject: Release, Verb: "succeed", Slot: Platform, Label: fault.Text{NL: "Ontbrekende versie van een regeling opvolgen", EN: "Succeed a release that is no longer found"}},
	{Name: "applyParameters", Subject: Release, Verb: "apply parameters", Slot: Platform, Label: fault.Text{NL: "Parameterbestand toepassen", EN: "Apply a parameter file"}},

	{Name: "createUploadTickets", Subject: Document, Verb: "create upload tickets", Slot: Applicant, Label: fault.Text{NL: "Uploads voorbereiden", EN: "Prepare uploads"}},
	{Name: "downloadFile", Subject: Document, Verb: "download", Slot: Anybody, Label: fault.Text{NL: "Bestand downloaden", EN: "Download a file"}},
	{Name: "exportReceipt", Subject: Receipt, Verb: "export", Slot: Anybody, Label: fault.Text{NL: "Ontvangstbewijs van een oordeel exporteren", EN: "Export a receipt"}},
}
