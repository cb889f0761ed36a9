// Command mutants puts faults into a package, one at a time, and tells which of them no test of the package notices.
//
//	go run ./tools/mutants ./schemes/sozw
//	go run ./tools/mutants ../wow/wow
//	go run ./tools/mutants -one-in=3 ./schemes/sozw
//
// A directory may be of a module of its own, outside the repository.
//
// All faults are compiled into one test binary, each behind a switch that the environment sets, so that a fault costs a
// run of the tests and no build. Nothing is written beside the sources: the faulty files are an overlay of the build.
//
// What is generated from the package and held against a stored copy notices every fault and says nothing of the tests:
// -skip leaves the README out.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// settings are how the tests of a package are run.
type settings struct {
	jobs, memory, checks int
	oneIn                int
	seed                 uint64
	first, skip          string
	timeout              time.Duration
	most                 float64
	list                 bool
}

func main() {
	var s settings
	flag.IntVar(&s.jobs, "jobs", runtime.NumCPU(), "faults tried at a time")
	flag.IntVar(&s.memory, "memory", 4<<20, "address space of a run of the tests, in kB")
	flag.IntVar(&s.checks, "checks", 20, "draws of each property test")
	flag.IntVar(&s.oneIn, "one-in", 1, "try one fault in so many, drawn")
	flag.Uint64Var(&s.seed, "seed", 0, "the seed of the draw; the time when zero")
	flag.StringVar(&s.first, "first", "^Test(Scheme|V[0-9]+)$/^cases$", "tests that are tried before all of them: what they notice costs no more")
	flag.StringVar(&s.skip, "skip", "/README|//README", "tests that are left out")
	flag.DurationVar(&s.timeout, "timeout", 20*time.Second, "a fault that makes the tests run longer is noticed")
	flag.Float64Var(&s.most, "most", 10, "fail when this percentage goes unnoticed, or more")
	flag.BoolVar(&s.list, "list", false, "print the faults and try none")
	flag.Parse()
	if s.seed == 0 {
		s.seed = uint64(time.Now().UnixNano())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ok := flag.NArg() > 0
	for _, pkg := range flag.Args() {
		good, err := s.check(ctx, pkg)
		if err != nil {
			fmt.Fprintln(os.Stderr, "mutants:", err)
		}
		ok = ok && good
	}
	stop()
	if !ok {
		os.Exit(1)
	}
}

// check tries every fault of a package, and reports whether few enough went unnoticed.
func (s settings) check(ctx context.Context, pattern string) (ok bool, err error) {
	began := time.Now()
	pkg, err := load(ctx, pattern)
	if err != nil {
		return false, err
	}
	faults := s.draw(pkg.mutate())
	if s.list {
		for _, f := range faults {
			fmt.Println(f)
		}
		return true, nil
	}
	dir, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	binary, err := pkg.build(ctx, dir)
	if err != nil {
		return false, err
	}
	if out, err := s.run(ctx, pkg.Dir, binary, 0); err != nil {
		return false, fmt.Errorf("%s fails without any fault: %w\n%s", pattern, err, out)
	}
	alive := s.tryAll(ctx, pkg.Dir, binary, faults)
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if out, err := s.run(ctx, pkg.Dir, binary, 0); err != nil {
		return false, fmt.Errorf("%s fails without any fault by now, so somebody changed its cases: try again: %w\n%s", pattern, err, out)
	}
	percent := 100 * float64(alive) / float64(max(1, len(faults)))
	fmt.Printf("%s: %d faults, %d unnoticed (%.1f%%), %.0f s\n", pattern, len(faults), alive, percent, time.Since(began).Seconds())
	return percent < s.most, nil
}

// draw returns the faults that are tried, in their order.
func (s settings) draw(all []fault) []fault {
	if s.oneIn <= 1 {
		return all
	}
	fmt.Printf("one fault in %d, seed %d\n", s.oneIn, s.seed)
	r := rand.New(rand.NewPCG(s.seed, 0)) //nolint:gosec // a draw, no secret
	return slices.DeleteFunc(all, func(fault) bool { return r.IntN(s.oneIn) > 0 })
}

// tryAll prints the faults with which all tests pass, and counts them.
func (s settings) tryAll(ctx context.Context, dir, binary string, faults []fault) int {
	var alive atomic.Int64
	next := make(chan fault)
	var all sync.WaitGroup
	for range s.jobs {
		all.Go(func() {
			for f := range next {
				if !s.isNoticed(ctx, dir, binary, f) {
					alive.Add(1)
					fmt.Println(f)
				}
			}
		})
	}
	for _, f := range faults {
		if ctx.Err() == nil {
			next <- f
		}
	}
	close(next)
	all.Wait()
	return int(alive.Load())
}

// isNoticed reports whether some test fails.
func (s settings) isNoticed(ctx context.Context, dir, binary string, f fault) bool {
	if s.first != "" {
		if _, err := s.run(ctx, dir, binary, f.number, "-test.run="+s.first); err != nil {
			return true
		}
	}
	_, err := s.run(ctx, dir, binary, f.number)
	return err != nil
}

// run runs the tests with one fault switched on; none has the number 0.
func (s settings) run(ctx context.Context, dir, binary string, number int, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	const limited = `ulimit -v "$1"; shift; exec "$@"`
	args = append([]string{
		"-c", limited, "sh", fmt.Sprint(s.memory), binary, "-test.short", "-test.failfast", "-test.skip=" + s.skip,
		fmt.Sprintf("-rapid.checks=%d", s.checks), "-rapid.seed=1", "-rapid.nofailfile",
	}, args...)
	c := exec.CommandContext(ctx, "sh", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), fmt.Sprintf("%s=%d", variable, number))
	c.WaitDelay = time.Second
	return c.CombinedOutput()
}

// build compiles the tests of the package with all faults in it.
func (p *sources) build(ctx context.Context, dir string) (string, error) {
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	files := map[string][]byte{"mutants_switch.go": fmt.Appendf(nil, switches, p.Name, variable)}
	for name, f := range p.files {
		files[name] = f.edited()
	}
	for name, text := range files {
		to := filepath.Join(dir, name)
		if err := os.WriteFile(to, text, 0o600); err != nil {
			return "", err
		}
		overlay.Replace[filepath.Join(p.Dir, name)] = to
	}
	list, err := json.Marshal(overlay)
	if err != nil {
		return "", err
	}
	listed, binary := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "tests")
	if err := os.WriteFile(listed, list, 0o600); err != nil {
		return "", err
	}
	c := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-overlay="+listed, "-o", binary, ".")
	c.Dir = p.Dir
	var said bytes.Buffer
	c.Stderr = &said
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("build with the faults in: %w\n%s", err, said.Bytes())
	}
	return binary, nil
}

const variable = "MUTANT"

// switches is the file that is added to the package.
const switches = `package %s

import (
	"os"
	"strconv"
)

var mutantNumber, _ = strconv.Atoi(os.Getenv(%q))

func mutantOn(n int) bool { return n == mutantNumber }

func mutantPick[T any](n int, original, mutant T) T {
	if mutantOn(n) {
		return mutant
	}
	return original
}
`
