package regulation

import "github.com/penvoerder/penvoerder/schemes"

// A Choice is something to choose from.
type Choice struct {
	m      *Manifest
	choice *schemes.Choice
}

func (m *Manifest) choice(c *schemes.Choice) *Choice { return &Choice{m, c} }

// TargetGroup shows the target group of this code, or nil.
func (m *Manifest) TargetGroup(code string) *Choice {
	return one(code, m.groups, m.manifest.TargetGroups, m.choice)
}

// Reason shows the reason of this code, or nil.
func (m *Manifest) Reason(code string) *Choice {
	return one(code, m.reasons, m.manifest.ReasonCodes, m.choice)
}

// reasonsOf shows the reasons with which the cells of a column may be rejected.
func (m *Manifest) reasonsOf(column string) []*Choice {
	return show(m.manifest.Reasons(column), m.choice)
}

// Code is stable.
func (c *Choice) Code() string { return c.choice.Code }

// Label in both languages.
func (c *Choice) Label() *Text { return c.m.text(c.choice.Label) }

// Explanation where the label is not enough.
func (c *Choice) Explanation() *Text { return c.m.Text(c.choice.Explanation) }

// A Theme of an activity.
type Theme struct {
	m     *Manifest
	theme *schemes.Theme
}

func (m *Manifest) theme(t *schemes.Theme) *Theme { return &Theme{m, t} }

// Theme shows the theme of this code, or nil.
func (m *Manifest) Theme(code string) *Theme {
	return one(code, m.themes, m.manifest.Themes, m.theme)
}

// Code is stable.
func (t *Theme) Code() string { return t.theme.Code }

// Title in Dutch.
func (t *Theme) Title() *Text { return t.m.text(t.theme.Title) }

// Goals of which one is a condition.
func (t *Theme) Goals() []*Choice { return show(t.theme.Goals, t.m.choice) }

// Citation says where it is stated.
func (t *Theme) Citation() *Citation { return t.m.Cite(t.theme.Source) }

// An OtherSubsidy is another subsidy for the same training.
type OtherSubsidy struct {
	m       *Manifest
	subsidy *schemes.OtherSubsidy
}

func (m *Manifest) subsidy(o *schemes.OtherSubsidy) *OtherSubsidy { return &OtherSubsidy{m, o} }

// SubsidiesOf shows the other subsidies of these codes.
func (m *Manifest) SubsidiesOf(codes []string) []*OtherSubsidy {
	return named(codes, m.subsidies, m.manifest.OtherSubsidies, m.subsidy)
}

// Code is stable.
func (o *OtherSubsidy) Code() string { return o.subsidy.Code }

// Title is its name.
func (o *OtherSubsidy) Title() *Text { return o.m.text(o.subsidy.Title) }

// AllowedWith is the activities with which it may be combined.
func (o *OtherSubsidy) AllowedWith() []*Activity {
	return named(o.subsidy.AllowedWith, o.m.activities, o.m.manifest.Activities, o.m.activity)
}

// Citation says where it is stated.
func (o *OtherSubsidy) Citation() *Citation { return o.m.Cite(o.subsidy.Source) }
