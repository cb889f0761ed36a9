package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/parameterfile"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/program"
	"github.com/penvoerder/penvoerder/internal/replay"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/plugins/builtin"
	"github.com/penvoerder/penvoerder/schemes"
)

type schemeReplay struct {
	Slug       string     `arg:"" help:"Slug of the scheme whose registrations are judged again, such as sozw-2026."`
	Candidate  string     `help:"The release to ask: a directory with a plugin.lock, a directory of plugins with one of this slug, an executable, or the id of a release that the database knows. Without it the one that is built in; with --parameters the one in force." placeholder:"DIR|FILE|ID"`
	Parameters string     `help:"A parameter file to try that is not applied, checked as \"parameters apply\" checks it; its signature may be missing. Without it the file in force." placeholder:"FILE"`
	Key        []string   `help:"Files with public keys that are believed, for the signature of --parameters." name:"parameter-key" placeholder:"FILE" env:"PENVOERDER_PARAMETER_KEY"`
	Arg        []string   `help:"An argument with which the executable is started; repeat." placeholder:"WORD" sep:"none"`
	Since      time.Time  `help:"Only registrations that were judged on or after this day." placeholder:"2026-01-31" format:"2006-01-02"`
	Listed     int        `help:"How many differences and failures are listed." default:"20"`
	JSON       bool       `name:"json" help:"Write the report as JSON."`
	Data       string     `help:"Directory of the SQLite database." default:"var" type:"path" env:"PENVOERDER_DATA"`
	Database   string     `help:"postgres://… for PostgreSQL; empty for SQLite in the data directory." placeholder:"URL" env:"PENVOERDER_DATABASE"`
	Plugins    string     `help:"Directory with installed schemes, for a candidate by id." placeholder:"DIR" env:"PENVOERDER_PLUGINS"`
	Level      slog.Level `name:"log-level" help:"Least level that is logged." default:"error" env:"PENVOERDER_LOG_LEVEL"`
}

// replayMemory is the soft limit of the process that reads and counts; the candidate has
// its own.
const replayMemory = 128 << 20

// Run judges what is stored by a candidate and reports who gains and loses. It writes
// nothing.
func (s *schemeReplay) Run(ctx context.Context, out *streams) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(replayMemory)
	}
	db, err := store.Open(ctx, store.Config{DSN: s.Database, DataDir: s.Data, ReadOnly: true, Connections: 2})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // it was only read
	release, err := s.release(ctx, db)
	if err != nil {
		return fmt.Errorf("candidate: %w", err)
	}
	candidate, err := catalog.Alone(ctx, release, newLogger(out.err, s.Level))
	if err != nil {
		return fmt.Errorf("candidate: %w", err)
	}
	defer func() { _ = candidate.Close() }() // it was only asked
	file, values, err := s.under(ctx, db, candidate.Manifest())
	if err != nil {
		return err
	}
	show := &progressLine{to: out.err, isTerminal: isTerminal(out.err)}
	report, err := replay.Run(ctx, replay.Config{
		Store: db, Slug: s.Slug, Candidate: candidate, Overrides: values, Parameters: file,
		Since: s.Since, Listed: s.Listed, Progress: show.show,
	})
	show.end()
	if report == nil {
		return err
	}
	if told := s.tell(out, report); told != nil {
		return told
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted: the report is of a part")
	}
	return err
}

// release finds the candidate.
func (s *schemeReplay) release(ctx context.Context, db *store.Store) (catalog.Plugin, error) {
	builtIn, err := builtin.Releases()
	if err != nil {
		return catalog.Plugin{}, err
	}
	switch {
	case s.Candidate == "" && s.Parameters != "":
		return s.inForce(ctx, db, builtIn)
	case s.Candidate == "":
		i := slices.IndexFunc(builtIn, func(r catalog.Plugin) bool { return r.Slug == s.Slug })
		if i < 0 {
			return catalog.Plugin{}, fmt.Errorf("no release of %s is built in: name one with --candidate", s.Slug)
		}
		return builtIn[i], nil
	case ids.Prefix(s.Candidate) == ids.SchemeRelease && !strings.ContainsRune(s.Candidate, filepath.Separator):
		return s.known(ctx, db, builtIn)
	}
	return catalog.At(s.Candidate, s.Slug, s.Arg...)
}

// known finds a release by the id that the database gave it.
func (s *schemeReplay) known(ctx context.Context, db *store.Store, builtIn []catalog.Plugin) (catalog.Plugin, error) {
	row, err := db.Client().SchemeRelease.Get(actor.AsSystem(ctx), s.Candidate)
	if ent.IsNotFound(err) {
		return catalog.Plugin{}, fmt.Errorf("the database knows no release %s", s.Candidate)
	}
	if err != nil {
		return catalog.Plugin{}, err
	}
	if row.Slug != s.Slug {
		return catalog.Plugin{}, fmt.Errorf("%s is a release of %s", s.Candidate, row.Slug)
	}
	return catalog.Find(builtIn, s.Plugins, row.Slug, row.Digest)
}

// inForce finds the release that is in force, among those built in and those of --plugins.
func (s *schemeReplay) inForce(ctx context.Context, db *store.Store, builtIn []catalog.Plugin) (catalog.Plugin, error) {
	row, err := catalog.Applying{Store: db}.InForce(actor.AsSystem(ctx), s.Slug)
	if err != nil {
		return catalog.Plugin{}, err
	}
	found, err := catalog.Find(builtIn, s.Plugins, row.Slug, row.Digest)
	if errors.Is(err, catalog.ErrNotAtHand) {
		return catalog.Plugin{}, fmt.Errorf("%s, the release in force, is neither built in nor in --plugins: name one with --candidate", row.Semver)
	}
	return found, err
}

// under are the values with which the operator's file replaces assumptions of the candidate, as they would hold once
// both are in force: those of the file to try, or of the one in force.
func (s *schemeReplay) under(ctx context.Context, db *store.Store, m *schemes.Manifest) (*replay.File, schemes.Overrides, error) {
	if s.Parameters != "" {
		return s.trial(ctx, db, m)
	}
	row, err := db.Client().ParameterFile.Query().Where(parameterfile.Slug(s.Slug), parameterfile.EndedAtIsNil()).Only(actor.AsSystem(ctx))
	if ent.IsNotFound(err) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("parameter file in force: %w", err)
	}
	p, err := catalog.ParametersOf(m, row)
	if err != nil {
		return nil, nil, err
	}
	return told(*p, nil, true), p.Overrides, nil
}

// trial checks the file to try.
func (s *schemeReplay) trial(ctx context.Context, db *store.Store, m *schemes.Manifest) (*replay.File, schemes.Overrides, error) {
	trusted, err := program.TrustedKeys(s.Key)
	if err != nil {
		return nil, nil, err
	}
	in, err := catalog.ReadTrial(s.Parameters)
	if err != nil {
		return nil, nil, fmt.Errorf("parameter file: %w", err)
	}
	if s.Candidate == "" {
		m = nil // it is the one in force, against which a file is checked
	}
	p, err := catalog.Applying{Store: db, Trusted: trusted}.Try(actor.AsSystem(ctx), s.Slug, in, m)
	if err != nil {
		return nil, nil, fmt.Errorf("parameter file: %w", err)
	}
	file := told(p.Parameters, p.Changes, p.IsInForce)
	switch p.Signing {
	case catalog.Unsigned:
		file.Remarks = append(file.Remarks, "NOT SIGNED: it cannot be applied before it is")
	case catalog.SignedByUnknown:
		file.Remarks = append(file.Remarks, "signed, by whom was not checked: no --parameter-key is given")
	}
	if p.Refused != nil {
		file.Remarks = append(file.Remarks, "the release in force refuses it, so put the candidate in force first: "+strings.ReplaceAll(p.Refused.Error(), "\n", "; "))
	}
	return file, p.Overrides, nil
}

// told is a file as the report shows it.
func told(p catalog.Parameters, changes []catalog.Change, isApplied bool) *replay.File {
	f := &replay.File{
		Number: p.Number, Author: p.Author, Reason: p.Reason, Digest: p.Digest, SignedBy: p.SignedBy, IsApplied: isApplied,
		Remarks: []string{}, Changes: []replay.Change{},
	}
	for _, c := range changes {
		if c.Differs() {
			f.Changes = append(f.Changes, replay.Change{Parameter: c.Parameter.Code, Unit: c.Parameter.Unit, Before: c.Before, After: c.After})
		}
	}
	return f
}

func (s *schemeReplay) tell(out *streams, r *replay.Report) error {
	if !s.JSON {
		return r.Tell(out.out)
	}
	enc := json.NewEncoder(out.out)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// A progressLine shows how far a replay is: on a terminal in one line that is written
// over, elsewhere in a line now and then.
type progressLine struct {
	to         io.Writer
	isTerminal bool
	last       time.Time
	written    bool
}

// How long a line of progress stands before the next.
const (
	progressOnTerminal = 200 * time.Millisecond
	progressElsewhere  = 5 * time.Second
)

func (l *progressLine) show(p replay.Progress) {
	every, begin, end := progressElsewhere, "", "\n"
	if l.isTerminal {
		every, begin, end = progressOnTerminal, "\r\x1b[K", ""
	}
	if time.Since(l.last) < every && p.Done < p.Total {
		return
	}
	l.last, l.written = time.Now(), true
	_, _ = fmt.Fprintf(l.to, "%s%d of %d registrations, %.0f a second, %s to go%s",
		begin, p.Done, p.Total, p.Rate(), p.Remaining().Round(time.Second), end) // nobody may be reading
}

// end leaves the line of a terminal.
func (l *progressLine) end() {
	if l.isTerminal && l.written {
		_, _ = fmt.Fprintln(l.to) // nobody may be reading
	}
}
