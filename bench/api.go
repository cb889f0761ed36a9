package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/penvoerder/penvoerder/internal/command"
)

// secret is that of every server of a run: the data directories differ, and the database is one.
const secret = "the servers of a bench have one secret"

// serveAPI serves the whole product as an operator starts it, on the database of the run and without demo data.
func serveAPI(ctx context.Context, o order, ready func(string) error) error {
	data := o.Data
	if data == "" {
		var err error
		if data, err = os.MkdirTemp("", "bench"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(data) }() // of no use to anybody
	}
	announced, told := io.Pipe()
	found := make(chan error, 1)
	go func() {
		address, err := readAddress(announced)
		if err == nil {
			err = ready(address)
		}
		found <- err
		_, _ = io.Copy(io.Discard, announced) // whatever else it says
	}()
	args := []string{"serve", "--addr=127.0.0.1:0", "--demo=off", "--log-level=error", "--plugin-start=1m", "--plugin-deadline=1m", "--data=" + data, "--database=" + o.DSN, "--secret=" + secret}
	code := command.Run(ctx, args, told, os.Stderr)
	_ = told.Close() // a pipe in memory
	if err := <-found; err != nil {
		return err
	}
	if code != 0 {
		return fmt.Errorf("the server ended with exit code %d", code)
	}
	return nil
}

// readAddress finds the address in what the server tells people when it is ready.
func readAddress(from io.Reader) (string, error) {
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		if words := strings.Fields(lines.Text()); len(words) == 2 && words[0] == "GraphQL" {
			return strings.TrimSuffix(words[1], "/graphql"), nil
		}
	}
	return "", errors.Join(errors.New("the server did not start"), lines.Err())
}
