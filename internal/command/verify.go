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

	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/program"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/plugins/builtin"
	"github.com/penvoerder/penvoerder/schemes"
)

type verify struct {
	Receipt   string     `arg:"" help:"The receipt; - for standard input." placeholder:"FILE"`
	Key       string     `help:"File with the public key that must have signed it, from /receipts/key of the server. Without it the key in the receipt is taken, which proves that nobody changed it since, and not who made it." placeholder:"FILE"`
	Operators []string   `help:"Files with public keys of the operator, of which one must have signed the parameter file that the judgement rests on; repeat. Without it the authorship of the file is not verified, and the proof says so." name:"parameter-key" placeholder:"FILE" env:"PENVOERDER_PARAMETER_KEY"`
	Plugins   string     `help:"Directory with installed schemes, where the release may be that is not built in." placeholder:"DIR" env:"PENVOERDER_PLUGINS"`
	Require   string     `help:"What must be proven: that signature, facts, parameters and traces belong together (trace), or also that the release itself still answers the same (release)." enum:"trace,release" default:"trace"`
	JSON      bool       `name:"json" help:"Write the proof as JSON."`
	Level     slog.Level `name:"log-level" help:"Least level that is logged." default:"error" env:"PENVOERDER_LOG_LEVEL"`
}

// The exit codes of verify.
const (
	exitFlawed   = 1 // something does not hold
	exitUnproven = 2 // it cannot be read, or what --require asks could not be tried
)

// Run proves one receipt, offline.
func (v *verify) Run(ctx context.Context, out *streams) error {
	text, err := v.read()
	if err != nil {
		return exitError{exitUnproven, err}
	}
	var releases opened
	defer releases.close()
	verifier := receipts.Verifier{Open: func(ctx context.Context, r receipts.Release) (schemes.Scheme, error) {
		return releases.open(ctx, v.Plugins, r, newLogger(out.err, v.Level))
	}}
	if v.Key != "" {
		if verifier.Key, err = readKey(v.Key); err != nil {
			return exitError{exitUnproven, err}
		}
	}
	if verifier.Operators, err = program.TrustedKeys(v.Operators); err != nil {
		return exitError{exitUnproven, err}
	}
	proof, err := verifier.Verify(ctx, text)
	if err != nil {
		return exitError{exitUnproven, err}
	}
	if err := v.tell(out, proof); err != nil {
		return err
	}
	switch {
	case proof.Level == receipts.None:
		return exitError{exitFlawed, fmt.Errorf("receipt %s does not hold", proof.Receipt)}
	case len(v.Operators) > 0 && proof.Authorship == receipts.NotCarried:
		return exitError{exitUnproven, errors.New("the authorship of the parameter file cannot be verified: the receipt does not carry its signature")}
	case v.Require == "release" && proof.Level != receipts.Asked:
		return exitError{exitUnproven, fmt.Errorf("the release was not asked: %s", proof.Unasked)}
	}
	return nil
}

func (v *verify) read() ([]byte, error) {
	if v.Receipt == "-" {
		return io.ReadAll(os.Stdin)
	}
	return os.ReadFile(v.Receipt)
}

func readKey(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	key, err := receipts.ReadKey(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return key, nil
}

func (v *verify) tell(out *streams, p *receipts.Proof) error {
	if !v.JSON {
		return p.Tell(out.out)
	}
	enc := json.NewEncoder(out.out)
	enc.SetIndent("", "  ")
	return enc.Encode(p)
}

// opened are the releases that a command started.
type opened []*catalog.Single

// open starts the release of a receipt, from those built in or in a directory.
func (o *opened) open(ctx context.Context, directory string, r receipts.Release, log *slog.Logger) (schemes.Scheme, error) {
	builtIn, err := builtin.Releases()
	if err != nil {
		return nil, err
	}
	if directory != "" {
		if directory, err = filepath.Abs(directory); err != nil {
			return nil, err
		}
	}
	found, err := catalog.Find(builtIn, directory, r.Slug, r.Digest)
	if errors.Is(err, catalog.ErrNotAtHand) {
		return nil, fmt.Errorf("release %s %s (%.12s…) is neither built in nor among the plugins", r.Slug, r.Version, r.Digest)
	}
	if err != nil {
		return nil, err
	}
	s, err := catalog.Alone(ctx, found, log)
	if err != nil {
		return nil, err
	}
	*o = append(*o, s)
	return s, nil
}

func (o opened) close() {
	for _, s := range o {
		_ = s.Close() // it was only asked
	}
}
