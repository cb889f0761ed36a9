package mail

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/penvoerder/penvoerder/internal/ids"
)

// Files writes each letter to a file of its own that mail programs open, named by time. For development and
// demonstrations: letters hold codes with which one signs in.
type Files struct {
	Dir  string // made when absent, for the owner alone
	From string
}

// Send writes the letter. It appears whole or not at all.
func (f Files) Send(_ context.Context, m Message) error {
	msg, err := compose(f.From, m)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return fmt.Errorf("make the mail directory: %w", err)
	}
	part, err := os.CreateTemp(f.Dir, ".part-*")
	if err != nil {
		return fmt.Errorf("write mail: %w", err)
	}
	_, err = msg.WriteTo(part)
	if err := errors.Join(err, part.Close()); err != nil {
		return errors.Join(fmt.Errorf("write mail: %w", err), os.Remove(part.Name()))
	}
	if err := os.Rename(part.Name(), filepath.Join(f.Dir, ids.New("mail")+".eml")); err != nil {
		return fmt.Errorf("write mail: %w", err)
	}
	return nil
}
