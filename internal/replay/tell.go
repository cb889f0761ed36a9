package replay

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/penvoerder/penvoerder/schemes"
)

// Tell writes the report for people.
func (r *Report) Tell(w io.Writer) error {
	var b strings.Builder
	r.tellTotal(&b)
	if r.Parameters != nil {
		table(&b, "Parameters that the file changes", "parameter\tunit\tuntil now\tunder the file", r.Parameters.Changes, changeRow)
	}
	table(&b, "By region", "region\tregistrations\tunchanged\tgain\tEUR\tlose\tEUR\tbefore EUR\tafter EUR", r.Regions, groupRow)
	table(&b, "By activity", "activity\tregistrations\tunchanged\tgain\tEUR\tlose\tEUR\tbefore EUR\tafter EUR", r.Activities, groupRow)
	table(&b, "Outcomes that change", "of\tfrom\tto\tcount", r.Outcomes, moveRow)
	table(&b, "Requirements that change", "requirement\tfrom\tto\tcount", r.Cells, moveRow)
	table(&b, "Rules that come or go", "rule\tcomes in\tgoes from", r.Rules, func(c RuleChange) string {
		return fmt.Sprintf("%s\t%d\t%d", c.Rule, c.Comes, c.Goes)
	})
	table(&b, "Largest differences", "registration\tactivity\tregion\tbefore EUR\tafter EUR\tdifference EUR\trules", r.Largest, differenceRow)
	table(&b, "Without an answer", "registration\treason", r.Failures, func(f Failure) string { return f.Number + "\t" + f.Reason })
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) tellTotal(b *strings.Builder) {
	line := func(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }
	line("%s: candidate %s over %d registrations", r.Scheme, r.Candidate, r.Total.Registrations)
	if !r.IsComplete {
		line("THIS IS A PART: the replay ended early.")
	}
	if r.Parameters != nil {
		r.Parameters.tell(b)
	}
	for _, o := range r.From {
		under := ""
		if o.ParameterFile > 0 {
			under = fmt.Sprintf(" under parameter file %d", o.ParameterFile)
		}
		line("  %d rest on version %s (%s)%s", o.Registrations, o.Version, o.ReleaseID, under)
	}
	line("  unchanged       %d", r.Total.Unchanged)
	line("  gain            %s", r.sides(func(s Sides) Side { return s.Gain }))
	line("  lose            %s", r.sides(func(s Sides) Side { return s.Loss }))
	line("  all together    EUR %s, was EUR %s, difference EUR %s", r.Total.After, r.Total.Before, r.Total.After-r.Total.Before)
	d := r.Decided
	line("  decided         %d of these keep what was decided of them: %d of the gains (EUR %s), %d of the losses (EUR %s) do not come about",
		d.Registrations, d.Gain.Count, d.Gain.Amount, d.Loss.Count, d.Loss.Amount)
	line("  without answer  %d", r.Failed)
}

func (r *Report) sides(of func(Sides) Side) string {
	t := of(r.Total.Sides)
	return fmt.Sprintf("%d registrations EUR %s; %d organisations, %d participations", t.Count, t.Amount, of(r.Organisations).Count, of(r.Participations).Count)
}

// table writes rows under a heading; nothing where there are none.
func table[T any](b *strings.Builder, title, columns string, rows []T, row func(T) string) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "  "+columns) // a builder never fails
	for _, one := range rows {
		_, _ = fmt.Fprintln(w, "  "+row(one)) // a builder never fails
	}
	_ = w.Flush() // a builder never fails
}

func groupRow(g Group) string {
	name := g.Name
	if name == "" {
		name = g.Key
	}
	return fmt.Sprintf("%s\t%d\t%d\t%d\t%s\t%d\t%s\t%s\t%s",
		name, g.Registrations, g.Unchanged, g.Gain.Count, g.Gain.Amount, g.Loss.Count, g.Loss.Amount, g.Before, g.After)
}

func moveRow(m Move) string { return fmt.Sprintf("%s\t%s\t%s\t%d", m.Of, m.From, m.To, m.Count) }

func differenceRow(d Difference) string {
	var rules []string
	for _, rule := range d.Comes {
		rules = append(rules, "+"+rule)
	}
	for _, rule := range d.Goes {
		rules = append(rules, "-"+rule)
	}
	return fmt.Sprintf("%s\t%s\t%s\t%s\t%s\t%s\t%s", d.Number, d.Activity, d.Region, amount(d.Before), amount(d.After), d.Difference, strings.Join(rules, " "))
}

func amount(a *schemes.Amount) string {
	if a == nil {
		return "-"
	}
	return a.String()
}
