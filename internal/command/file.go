package command

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// fromYAML reads settings by the names of flags, so that a flag, a variable and a
// line of the file are the same word. An unknown key is an error, not a wish.
func fromYAML(r io.Reader) (kong.Resolver, error) {
	var settings map[string]any
	if err := yaml.NewDecoder(r).Decode(&settings); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("settings file: %w", err)
	}
	return &fileResolver{settings: settings}, nil
}

type fileResolver struct{ settings map[string]any }

// Validate refuses keys that no flag of the application has.
func (f *fileResolver) Validate(app *kong.Application) error {
	known := map[string]bool{}
	for _, group := range append([]*kong.Node{app.Node}, app.Children...) {
		for _, flag := range group.Flags {
			known[flag.Name] = true
		}
	}
	for key := range f.settings {
		if !known[key] {
			return fmt.Errorf("settings file: %q is not a setting; see --help", key)
		}
	}
	return nil
}

// Resolve returns the value of flag in the file, or nil.
func (f *fileResolver) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	v, ok := f.settings[flag.Name]
	if !ok {
		return nil, nil
	}
	if list, ok := v.([]any); ok {
		parts := make([]string, len(list))
		for i, p := range list {
			parts[i] = fmt.Sprint(p)
		}
		return strings.Join(parts, ","), nil
	}
	return fmt.Sprint(v), nil
}
