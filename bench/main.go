// Command bench is the place where a claim about speed is made: it measures Penvoerder beside the same work done by hand,
// in one run and in alternated rounds, and prints ratios.
//
//	go run ./bench
//
// It fills a PostgreSQL database of its own with made-up data, serves the same page from the API and from one
// hand-written statement, and asks the same questions of a scheme in a plugin process and in this process. Figures of
// two runs are not comparable, ratios within one run are. It refuses nothing and asserts nothing: a bound on time that
// fails on a busy machine teaches people to ignore it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// settings are what is measured, and how long.
type settings struct {
	Database      string        `help:"PostgreSQL to make a database in; its user may create databases. Empty starts a throwaway server." placeholder:"URL"`
	Organisations int           `help:"Organisations in the database." default:"1000"`
	Registrations int           `help:"Registrations in the database, three participations each." default:"100000"`
	Rounds        int           `help:"Rounds; the sides alternate within each." default:"5"`
	Seconds       float64       `help:"Length of one measurement within a round." default:"3"`
	Concurrency   []int         `help:"Callers at a time." default:"8,1"`
	Only          string        `help:"Measure this alone: page, replay, plugin, engines, start or imports." enum:",page,replay,plugin,engines,start,imports" default:""`
	People        int           `help:"People of whom registrations are imported." default:"100"`
	Judged        int           `help:"Registrations that a scheme judges, in process and as a plugin." default:"100000"`
	Rivals        string        `help:"Where the rivals of the scheme engine are; empty for none." default:"bench/rivals" type:"path"`
	Batches       []int         `help:"Questions in one call to a scheme." default:"1,100,1000,10000"`
	Crashes       int           `help:"How often the plugin process is killed in the middle of a call." default:"11"`
	Profile       string        `help:"Write CPU and allocation profiles of the API server here." placeholder:"DIR" type:"path"`
	Statements    bool          `help:"Print the SQL of one page."`
	Keep          bool          `help:"Leave the database in place (with --database)."`
	Timeout       time.Duration `help:"Give up after this long." default:"1h"`
}

func main() {
	if len(os.Args) > 1 && isChild(os.Args[1]) {
		exit(serveAsChild(os.Args[1:]))
	}
	var s settings
	kong.Parse(&s, kong.Name("bench"), kong.Description("Measure Penvoerder beside the same work done by hand."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	err := run(ctx, s, &report{out: os.Stdout})
	cancel()
	stop()
	exit(err)
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// run measures what the settings ask for and writes it to the report.
func run(ctx context.Context, s settings, r *report) error {
	collectLess()
	r.machine()
	for _, part := range []struct {
		does    string
		names   []string
		measure func(context.Context, settings, *report) error
	}{
		{"measure on a database", []string{"page", "replay"}, measureDatabase},
		{"measure plugins", []string{"plugin"}, measurePlugins},
		{"measure engines", []string{"engines"}, measureEngines},
		{"measure the start", []string{"start"}, measureStart},
		{"measure imports", []string{"imports"}, measureImports},
	} {
		if slices.ContainsFunc(part.names, s.wants) {
			if err := part.measure(ctx, s, r); err != nil {
				return fmt.Errorf("%s: %w", part.does, err)
			}
		}
	}
	r.load("at the end")
	return nil
}

// wants reports whether a part is to be measured.
func (s settings) wants(part string) bool { return s.Only == "" || s.Only == part }

// measureDatabase fills a database, serves a page of it from both sides and compares them, and replays what is stored.
func measureDatabase(ctx context.Context, s settings, r *report) (err error) {
	db, err := openDatabase(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	data, err := fill(ctx, db, s, r)
	if err != nil {
		return fmt.Errorf("fill the database: %w", err)
	}
	if err := r.database(ctx, db); err != nil {
		return err
	}
	if s.wants("page") {
		if err := comparePages(ctx, s, db, data, r); err != nil {
			return err
		}
	}
	if s.wants("replay") {
		return measureReplay(ctx, db, r)
	}
	return nil
}
