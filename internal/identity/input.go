package identity

import "github.com/penvoerder/penvoerder/internal/typed"

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

// Where each input stands in the variables.
var (
	pathName     = []string{"input", "name"}
	pathEmail    = []string{"input", "email"}
	pathPassword = []string{"input", "password"}
	pathCode     = []string{"input", "code"}
	pathRole     = []string{"input", "roleID"}
	pathLabel    = []string{"input", "label"}
	pathScopes   = []string{"input", "scopes"}
	pathExpires  = []string{"input", "expiresAt"}
	pathVersion  = []string{"input", "expectedVersion"}
)
