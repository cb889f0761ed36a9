package regulation

import "github.com/penvoerder/penvoerder/schemes"

// A RoleName is what a scheme calls a role.
type RoleName struct {
	Role  string
	Title *Text
}

// Roles are what the scheme calls each role that a manifest may name.
func (m *Manifest) Roles() []*RoleName {
	var out []*RoleName
	for _, r := range schemes.Roles() {
		out = append(out, &RoleName{Role: string(r), Title: m.RoleTitle(string(r))})
	}
	return out
}

// RoleTitle is what the scheme calls one role.
func (m *Manifest) RoleTitle(role string) *Text {
	return m.text(m.manifest.RoleTitle(schemes.Role(role)))
}
