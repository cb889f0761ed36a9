package graph_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/parameterfile"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// files stores parameter files of the toy scheme one after the other, each with a rate for an hour; an empty one replaces
// nothing. The release that they were checked against is kept from the second on.
func (w *world) files(rates ...string) {
	w.T.Helper()
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		slug := w.Catalog.Current.Slug
		from, err := tx.ParameterFile.Query().Where(parameterfile.Slug(slug)).Count(ctx)
		if err != nil {
			return err
		}
		for i, rate := range rates {
			number, at := from+i+1, wall.Add(time.Duration(from+i)*time.Hour)
			content := fmt.Sprintf("scheme: %s\nnumber: %d\nauthor: Bestuur\nreason: besluit %d\nparameters: []\n", slug, number, number)
			if rate != "" {
				content = strings.Replace(content, "[]\n", "\n  - code: hour-rate\n    unit: EUR_PER_HOUR\n    values: [{value: "+rate+", validFrom: 2025-01-01, source: artikel 1}]\n", 1)
			}
			if err := tx.ParameterFile.Update().Where(parameterfile.Slug(slug), parameterfile.EndedAtIsNil()).SetEndedAt(at).Exec(ctx); err != nil {
				return err
			}
			create := tx.ParameterFile.Create().SetID(ids.New(ids.ParameterFile)).SetSlug(slug).SetNumber(number).SetAuthor("Bestuur").
				SetReason(fmt.Sprintf("besluit %d", number)).SetDigest(fmt.Sprintf("d%d", number)).SetSignedBy("k").SetContent([]byte(content)).SetSignature([]byte("s")).SetAppliedAt(at)
			if number > 1 {
				create.SetReleaseID(w.Catalog.Current.ID)
			}
			if err := create.Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

// A filesPage is a page of parameter files as the API tells it.
type filesPage struct {
	Scheme struct {
		ParameterFiles struct {
			TotalCount int
			PageInfo   struct {
				HasNextPage bool
				EndCursor   *string
			}
			Nodes []struct {
				Number                                       int
				Author, Reason, Digest, SignedBy, ID, Scheme string
				AppliedAt                                    string
				EndedAt                                      *string
				Release                                      *struct{ ID string }
				Parameters                                   []struct {
					Code, Unit              string
					Title                   struct{ NL, EN string }
					IsChanged               bool
					Declared, Before, After []struct {
						Value, ValidFrom string
						ValidTo          *string
						IsAssumption     bool
						ReplacedBy       *struct{ Number int }
					}
				}
			}
		}
	}
}

const filesOf = `query($s: String!, $n: Int, $a: String) {scheme(slug: $s) {parameterFiles(first: $n, after: $a) {totalCount pageInfo {hasNextPage endCursor}
	nodes {id scheme number author reason digest signedBy appliedAt endedAt release {id} parameters {code unit title {nl en} isChanged
		declared {...v} before {...v} after {...v}}}}}} fragment v on ParameterValue {value validFrom validTo isAssumption replacedBy {number}}`

// told is one line for each parameter of each file.
func (p *filesPage) told() []string {
	var out []string
	for _, f := range p.Scheme.ParameterFiles.Nodes {
		line := fmt.Sprintf("%d %s %s", f.Number, f.Author, f.Reason)
		for _, x := range f.Parameters {
			line += fmt.Sprintf("; %s %s declared %s before %s", x.Code, x.Title.NL, x.Declared[0].Value, x.Before[0].Value)
			if by := x.Before[0].ReplacedBy; by != nil {
				line += fmt.Sprintf(" of %d", by.Number)
			}
			line += " after " + x.After[0].Value
			if by := x.After[0].ReplacedBy; by != nil {
				line += fmt.Sprintf(" of %d", by.Number)
			}
			line += fmt.Sprintf(" changed %t", x.IsChanged)
		}
		out = append(out, line)
	}
	return out
}

func TestTheParameterFilesOfASchemeTellWhatEachOfThemChanged(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		variables := map[string]any{"s": w.Catalog.Current.Slug, "n": 10}
		var none filesPage
		w.read(actor.Actor{}, filesOf, variables, &none)
		if c := none.Scheme.ParameterFiles; c.TotalCount != 0 || c.Nodes == nil || len(c.Nodes) != 0 {
			t.Errorf("before the first: %+v", c)
		}
		w.files("12.00", "14.00", "14.00", "", "")
		want := []string{
			"5 Bestuur besluit 5",
			"4 Bestuur besluit 4; hour-rate Uurbedrag van de jongleerleraar declared 10 before 14.00 of 3 after 10 changed true",
			"3 Bestuur besluit 3; hour-rate Uurbedrag van de jongleerleraar declared 10 before 14.00 of 2 after 14.00 of 3 changed false",
			"2 Bestuur besluit 2; hour-rate Uurbedrag van de jongleerleraar declared 10 before 12.00 of 1 after 14.00 of 2 changed true",
			"1 Bestuur besluit 1; hour-rate Uurbedrag van de jongleerleraar declared 10 before 10 after 12.00 of 1 changed true",
		}
		for who, a := range map[string]actor.Actor{"nobody": {}, "an employer": w.employer(), "the committee": committee} {
			var got filesPage
			w.read(a, filesOf, variables, &got)
			if diff := cmp.Diff(want, got.told()); diff != "" || got.Scheme.ParameterFiles.TotalCount != 5 {
				t.Errorf("%s reads (-want +got):\n%s", who, diff)
			}
			last, first := got.Scheme.ParameterFiles.Nodes[0], got.Scheme.ParameterFiles.Nodes[4]
			if last.EndedAt != nil || last.Release == nil || last.Release.ID != w.Catalog.Current.ID || last.Digest != "d5" || last.SignedBy != "k" || last.Scheme != w.Catalog.Current.Slug {
				t.Errorf("the file in force is told as %+v", last)
			}
			if first.EndedAt == nil || *first.EndedAt != got.Scheme.ParameterFiles.Nodes[3].AppliedAt || first.Release != nil {
				t.Errorf("the first file is told as %+v", first)
			}
			v := first.Parameters[0].Before[0]
			if !v.IsAssumption || v.ValidFrom != "2025-01-01" || v.ValidTo != nil || first.Parameters[0].After[0].IsAssumption || first.Parameters[0].Unit != "EUR_PER_HOUR" {
				t.Errorf("it replaces %+v", first.Parameters[0])
			}
		}
		var walked []string
		variables["n"] = 2
		for range 3 {
			var page filesPage
			w.read(actor.Actor{}, filesOf, variables, &page)
			walked = append(walked, page.told()...)
			info := page.Scheme.ParameterFiles.PageInfo
			if info.HasNextPage != (len(walked) < 5) {
				t.Errorf("after %d there is more: %t", len(walked), info.HasNextPage)
			}
			variables["a"] = info.EndCursor
		}
		if !slices.Equal(want, walked) {
			t.Errorf("page by page it is %q", walked)
		}
		for _, size := range []int{0, 101} {
			if r := w.ask(actor.Actor{}, filesOf, map[string]any{"s": w.Catalog.Current.Slug, "n": size}); len(r.Errors) != 1 || r.Errors[0].Extensions.Reason != "PAGE_SIZE" {
				t.Errorf("%d at once is answered %+v", size, r.Errors)
			}
		}
	})
}

func TestParameterFilesCostAsMuchForManyAsForFew(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	variables := map[string]any{"s": w.Catalog.Current.Slug, "n": 50}
	const of = `query($s: String!, $n: Int) {scheme(slug: $s) {parameterFiles(first: $n) {totalCount nodes {number parameters {code before {value} after {value}}}}}}`
	cost := func() int64 {
		before := w.statements.Load()
		var got filesPage
		w.read(actor.Actor{}, of, variables, &got)
		return w.statements.Load() - before
	}
	w.files("12.00", "14.00")
	few := cost()
	w.files(slices.Repeat([]string{"11.00", ""}, 10)...)
	if many := cost(); many != few || many > 3 {
		t.Errorf("%d statements for 2, %d for 22", few, many)
	}
}
