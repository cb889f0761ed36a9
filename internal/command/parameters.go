package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/program"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/plugins/builtin"
	"github.com/penvoerder/penvoerder/schemes"
)

// parameters are the commands about an operator's parameter files.
type parameters struct {
	Keygen parametersKeygen `cmd:"" help:"Make a pair of keys: NAME.key to sign with, which you keep, and NAME.pub for --parameter-key."`
	Sign   parametersSign   `cmd:"" help:"Write FILE.sig beside a parameter file."`
	Check  parametersCheck  `cmd:"" help:"Tell what is wrong with a parameter file, against the regulation that it is for."`
	Apply  parametersApply  `cmd:"" help:"Put a signed parameter file in force; running servers notice by themselves."`
}

type parametersKeygen struct {
	Name string `arg:"" help:"Path of the files without their endings." type:"path"`
}

// Run writes both keys; a file that is there is never written over.
func (k *parametersKeygen) Run(out *streams) error {
	private, public, err := catalog.NewKey()
	if err != nil {
		return err
	}
	if err := writeNew(k.Name+".key", private, 0o600); err != nil {
		return err
	}
	if err := writeNew(k.Name+".pub", public, 0o644); err != nil {
		return err
	}
	key, err := catalog.ReadPublicKey(public)
	if err != nil {
		return err
	}
	out.say("Keep %s.key to yourself and give %s.pub to the server with --parameter-key.\nFingerprint: %s\n", k.Name, k.Name, catalog.Fingerprint(key))
	return nil
}

func writeNew(path string, text []byte, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

type parametersSign struct {
	File string `arg:"" help:"The parameter file." type:"existingfile"`
	Key  string `help:"File of the private key." required:"" type:"existingfile" placeholder:"FILE"`
}

// Run writes the signature; signing again writes over the one before.
func (s *parametersSign) Run(out *streams) error {
	text, err := os.ReadFile(s.Key)
	if err != nil {
		return err
	}
	key, err := catalog.ReadPrivateKey(text)
	if err != nil {
		return fmt.Errorf("%s: %w", s.Key, err)
	}
	content, err := os.ReadFile(s.File)
	if err != nil {
		return err
	}
	path := s.File + catalog.SignatureSuffix
	if err := os.WriteFile(path, catalog.Sign(key, content), 0o644); err != nil { //nolint:gosec // a signature is public
		return err
	}
	out.say("Wrote %s.\n", path)
	return nil
}

type parametersCheck struct {
	File    string `arg:"" help:"The parameter file." type:"existingfile"`
	Plugins string `help:"Directory with schemes of others; the built-in ones are known." type:"path" placeholder:"DIR" env:"PENVOERDER_PLUGINS"`
}

// Run checks the file against the installed release of its scheme, offline.
func (c *parametersCheck) Run(ctx context.Context, out *streams) error {
	content, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	head, err := catalog.HeadOf(content)
	if err != nil {
		return err
	}
	m, err := manifestOf(ctx, head.Scheme, c.Plugins)
	if err != nil {
		return err
	}
	number, err := catalog.CheckParameters(m, content)
	if err != nil {
		return err
	}
	out.say("%s can replace assumptions of %s %s, as file %d.\n", c.File, m.Slug, m.Version, number)
	return nil
}

// manifestOf asks an installed release what it declares.
func manifestOf(ctx context.Context, slug, directory string) (*schemes.Manifest, error) {
	builtIn, err := builtin.Releases()
	if err != nil {
		return nil, err
	}
	var release catalog.Plugin
	for _, r := range builtIn {
		if r.Slug == slug {
			release = r
		}
	}
	if release.Slug == "" {
		if release, err = catalog.At(directory, slug); err != nil {
			return nil, fmt.Errorf("no scheme %q is installed: %w", slug, err)
		}
	}
	s, err := catalog.Alone(ctx, release, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	m := s.Manifest()
	return m, s.Close()
}

type parametersApply struct {
	File     string   `arg:"" help:"The parameter file; its signature lies beside it." type:"existingfile"`
	Data     string   `help:"Directory of the SQLite database." default:"var" type:"path" env:"PENVOERDER_DATA"`
	Database string   `help:"postgres://… for PostgreSQL; empty for SQLite in the data directory." placeholder:"URL" env:"PENVOERDER_DATABASE"`
	Key      []string `help:"Files with public keys that are believed." required:"" name:"parameter-key" placeholder:"FILE" env:"PENVOERDER_PARAMETER_KEY"`
}

// Run puts the file in force.
func (p *parametersApply) Run(ctx context.Context, out *streams) error {
	trusted, err := program.TrustedKeys(p.Key)
	if err != nil {
		return err
	}
	in, err := catalog.ReadSigned(p.File)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Config{DSN: p.Database, DataDir: p.Data})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }() // what was written is committed
	f, isNew, err := catalog.Applying{Store: s, Trusted: trusted, Now: time.Now}.Apply(actor.AsSystem(ctx), in)
	if err != nil {
		return err
	}
	if !isNew {
		out.say("File %d of %s was in force already.\n", f.Number, f.Slug)
		return nil
	}
	out.say("File %d of %s is in force. What is not decided yet is judged again.\n", f.Number, f.Slug)
	return nil
}
