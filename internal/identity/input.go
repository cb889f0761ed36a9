package identity

import (
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// SignUpInput asks for an account.
type SignUpInput struct{ Name, Email, Password string }

// ConfirmEmailInput holds the code from the mail.
type ConfirmEmailInput struct{ Code string }

// SignInInput holds the credentials of a local account.
type SignInInput struct{ Email, Password string }

// SignOutInput names the session that ends; nil is the one that asks.
type SignOutInput struct{ SessionID *string }

// RequestPasswordResetInput names whose password was lost.
type RequestPasswordResetInput struct{ Email string }

// ResetPasswordInput has the code of the mail and the new password.
type ResetPasswordInput struct{ Code, Password string }

// ActAsInput names the role assignment to act in.
type ActAsInput struct{ RoleID string }

// CreatePartnerTokenInput holds the scopes of a new token, and until when it is valid.
type CreatePartnerTokenInput struct {
	Label     string
	Scopes    []string
	ExpiresAt typed.DateTime
}

// RevokePartnerTokenInput names the token that ends.
type RevokePartnerTokenInput struct {
	ID              string
	ExpectedVersion int
}

// ProposeAppointmentInput names an address and the role into which its owner is to be appointed.
type ProposeAppointmentInput struct {
	Email                  string
	Role                   string
	RegionalOrganisationID *string // for project leaders
}

// ConfirmAppointmentInput names the appointment that a second administrator confirms.
type ConfirmAppointmentInput struct {
	ID              string
	ExpectedVersion int
}

// WithdrawAppointmentInput names the appointment that is taken back, and why.
type WithdrawAppointmentInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

// AcceptAppointmentInput holds the code from the letter.
type AcceptAppointmentInput struct{ Code string }

// EndRoleInput names the role that ends, why, and the first day on which it is not held; today when nil.
type EndRoleInput struct {
	ID              string
	ExpectedVersion int
	End             *typed.Date
	Reason          string
}

// InviteContactInput names the organisation and the address of who is invited to become a contact of it.
type InviteContactInput struct {
	OrganisationID string
	Email          string
	IsSignatory    bool
}

// AskToJoinInput names an organisation by its KvK number, and says what its contacts should know of who asks.
type AskToJoinInput struct {
	KvkNumber string
	Note      *string
}

// AdmitContactInput names a request, and for a project leader how it is known that the person speaks for the organisation.
type AdmitContactInput struct {
	ID              string
	ExpectedVersion int
	How             *string
}

// RejectAdmissionInput names a request and says why it is refused.
type RejectAdmissionInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

// WithdrawAdmissionInput names an invitation or request that is taken back.
type WithdrawAdmissionInput struct {
	ID              string
	ExpectedVersion int
}

// AcceptAdmissionInput holds the code from the letter.
type AcceptAdmissionInput struct{ Code string }

// VerifyContactInput names a contact, and how it is known that it speaks for its organisation.
type VerifyContactInput struct {
	ID              string
	ExpectedVersion int
	How             string
	Note            *string
}

// AmendContactInput names a contact and what changes; what is absent stays.
type AmendContactInput struct {
	ID              string
	ExpectedVersion int
	Phone           typed.Change[*string]
	IsSignatory     *bool
	IsPrimary       *bool
}

// EndContactInput names the contact that ends, why, and the contact who goes on.
type EndContactInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
	SuccessorID     *string
}

const longestReason = 1000

// readReason reads why something was done.
func readReason(entered string, bad *fault.Collector) string {
	before := bad.Len()
	reason := typed.Text(&entered, longestReason, bad, pathReason...)
	if reason == nil {
		if bad.Len() == before {
			bad.Add(fault.Required(pathReason))
		}
		return ""
	}
	return *reason
}

// Where each input stands in the variables.
var (
	pathName      = []string{"input", "name"}
	pathEmail     = []string{"input", "email"}
	pathPassword  = []string{"input", "password"}
	pathCode      = []string{"input", "code"}
	pathRole      = []string{"input", "roleID"}
	pathLabel     = []string{"input", "label"}
	pathScopes    = []string{"input", "scopes"}
	pathExpires   = []string{"input", "expiresAt"}
	pathID        = []string{"input", "id"}
	pathRoleName  = []string{"input", "role"}
	pathRegional  = []string{"input", "regionalOrganisationID"}
	pathEnd       = []string{"input", "end"}
	pathKvk       = []string{"input", "kvkNumber"}
	pathHow       = []string{"input", "how"}
	pathSuccessor = []string{"input", "successorID"}
	pathReason    = []string{"input", "reason"}
	pathVersion   = []string{"input", "expectedVersion"}
)
