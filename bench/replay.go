package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/internal/command"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/replay"
	"github.com/penvoerder/penvoerder/schemes"
)

// writeEvaluations keeps a judgement of every registration: a question of real shape and what the scheme answers.
func (f *filler) writeEvaluations(ctx context.Context) error {
	g := regulations[0]
	course := kindOfRegistration{activity: activity}
	columns := []string{
		"id", "organisation_id", "regional_organisation_id", "plan_id", "subject", "subject_id", "release_id", "as_of", "judged_at",
		"facts_hash", "parameters_hash", "outcome", "amount_cents", "facts", "answer",
	}
	var failed error
	err := f.copyRows(ctx, "evaluations", columns, f.Registrations, func(i int) []any {
		reg := g.registration(f.madeUp, course, participationsEach)
		for j := range reg.Participations {
			reg.Participations[j].Key = f.participations[i*participationsEach+j]
		}
		reg.Documents = nil
		q := g.question(reg)
		answers, err := g.scheme.Judge(ctx, schemes.Batch{Questions: []schemes.Question{q}})
		if err != nil {
			failed = err
			return make([]any, len(columns)) // refused by the database
		}
		whole, of := answers[0].Whole, i%f.Organisations
		var amount any
		if whole.Amount != nil {
			amount = int64(*whole.Amount)
		}
		r := f.registrations[i]
		return []any{
			r.evaluation, f.organisations[of], regionalOrganisation, f.plans[of], "REGISTRATION", r.id, f.release, g.asOf.Time(), r.at,
			madeHash, madeHash, string(whole.Outcome), amount, []byte(jsonOf(q)), []byte(jsonOf(answers[0])),
		}
	})
	return errors.Join(failed, err)
}

// madeHash stands where a hash is kept that nothing here looks at.
var madeHash = strings.Repeat("0", 64)

// newEvaluation is the id of the judgement that a registration will rest on.
func (f *filler) newEvaluation() string { return f.id(ids.Evaluation) }

// measureReplay asks the built-in release again about everything that is stored, as an operator does before a release is
// put in force: a process of its own reads and counts, a plugin process judges.
func measureReplay(ctx context.Context, d *database, r *report) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, self, replayChild, regulations[0].name(), "--database="+d.dsn, "--json")
	var out, progress bytes.Buffer
	c.Stdout, c.Stderr = &out, &progress
	began := time.Now()
	peak, err := runWatched(c)
	if err != nil {
		return fmt.Errorf("replay: %w\n%s", err, progress.Bytes())
	}
	took := time.Since(began)
	var found replay.Report
	if err := json.Unmarshal(out.Bytes(), &found); err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	lines, last := 0, ""
	for scan := bufio.NewScanner(&progress); scan.Scan(); lines++ {
		last = scan.Text()
	}
	n := found.Total.Registrations
	cpu := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	r.table(fmt.Sprintf("Replay of %d stored registrations by the release that is built in", n), [][]string{
		{"seconds", "a second", "CPU s of the reading process", "its most memory, RSS in MB", "failed", "answered otherwise", "lines of progress"},
		{
			fmt.Sprintf("%.1f", took.Seconds()), fmt.Sprintf("%.0f", per(float64(n), took.Seconds())), fmt.Sprintf("%.1f", cpu.Seconds()), fmt.Sprintf("%.0f", peak),
			fmt.Sprint(found.Failed), fmt.Sprint(n - found.Total.Unchanged), fmt.Sprint(lines),
		},
	})
	r.say("the last line of progress: %s", last)
	return nil
}

// runWatched runs a process and returns the most memory it had, RSS in MB, 0 where the system does not tell. What wait
// reports is of no use: it counts this process, from which the other was made.
func runWatched(c *exec.Cmd) (peak float64, err error) {
	if err := c.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			return peak, err
		case <-tick.C:
			peak = max(peak, highWater(c.Process.Pid))
		}
	}
}

// highWater is the most memory that a process has had until now, in MB.
func highWater(pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, _ := strconv.ParseFloat(kb, 64) // 0 for what has ended
	return n / 1024
}

// serveReplay is the whole of the process that replays.
func serveReplay(args []string) error {
	if code := command.Run(context.Background(), append([]string{"scheme", "replay"}, args...), os.Stdout, os.Stderr); code != 0 {
		return fmt.Errorf("the replay ended with exit code %d", code)
	}
	return nil
}
