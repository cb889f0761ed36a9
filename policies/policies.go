// Package policies holds who may do what, as text that an auditor can read: the Casbin model, the policy, and beside
// them the golden matrix that says what the policy is expected to come to.
//
// It only carries the texts. Package access reads them, and refuses to start on a line that it does not understand.
package policies

import _ "embed"

// Model is the Casbin model.
//
//go:embed model.conf
var Model string

// Policy is one line per (subject, object, action); its words are explained at its head.
//
//go:embed policy.csv
var Policy string
