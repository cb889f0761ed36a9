//go:build unix

// Package cluster starts a PostgreSQL of one's own from the binaries of the machine, for tests and for writing
// migrations. It lives in a temporary directory, listens on a socket there, and ends with the process that started it,
// however that ends.
package cluster

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	_ "github.com/lib/pq" // registers the driver "postgres"
)

// ErrNoBinaries means that initdb is not on this machine's PATH.
var ErrNoBinaries = errors.New("no initdb on this machine")

// Cluster is a running PostgreSQL.
type Cluster struct {
	dir   string
	life  io.Closer // closing it ends the server
	watch *exec.Cmd
	ended chan struct{} // closed when the server is gone
}

// The shell outlives whoever started it just long enough to end the server: its standard input closes with that
// process, killed or not. Durability is switched off, because nothing here outlives the process.
const script = `
"$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$2/log" 2>&1 || exit 1
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
	-c full_page_writes=off -c shared_buffers=32MB -c max_connections=200 -c timezone=Europe/Amsterdam >>"$2/log" 2>&1 &
read -r _
kill -QUIT $!
wait $!
rm -rf "$2"
`

// Start starts a cluster in a directory (InMemory; "" for one among the temporary files), and waits until it responds. A
// process that runs as root drops to an ordinary user, because PostgreSQL refuses root.
func Start(ctx context.Context, within string) (*Cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(within, "pg")
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, watch: exec.Command("/bin/sh", "-c", script, "sh", bin, dir), ended: make(chan struct{})}
	c.watch.Dir = dir
	c.watch.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // an interrupt at the keyboard is not for it
	if err := c.dropRoot(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	life, err := c.watch.StdinPipe()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	c.life = life
	if err := c.watch.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	go func() {
		defer close(c.ended)
		_ = c.watch.Wait() // ended by signal: always an error
	}()
	if err := c.await(ctx); err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log")) // may not be there yet
		return nil, errors.Join(fmt.Errorf("start PostgreSQL: %w\n%s", err, log), c.Stop())
	}
	return c, nil
}

// DSN returns the connection string of a database in the cluster.
func (c *Cluster) DSN(database string) string {
	q := url.Values{"host": {c.dir}, "user": {"postgres"}, "sslmode": {"disable"}}
	return (&url.URL{Scheme: "postgres", Path: "/" + database, RawQuery: q.Encode()}).String()
}

// Stop ends the cluster and removes its files.
func (c *Cluster) Stop() error {
	if err := c.life.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	<-c.ended
	return os.RemoveAll(c.dir)
}

// await asks the server until it responds; initdb takes a second or two.
func (c *Cluster) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	db, err := sql.Open("postgres", c.DSN("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // it only asked
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if err = db.PingContext(ctx); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-c.ended:
			return err
		case <-tick.C:
		}
	}
}

func (c *Cluster) dropRoot() error {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.Atoi(u.Uid)
		if err != nil {
			return err
		}
		gid, err := strconv.Atoi(u.Gid)
		if err != nil {
			return err
		}
		c.watch.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return os.Chown(c.dir, uid, gid)
	}
	return errors.New("running as root and there is no user postgres or nobody to drop to")
}

// binaries finds the directory of initdb and postgres: on the path, else the newest where Debian puts them.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is well-formed
	if len(found) == 0 {
		return "", ErrNoBinaries
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return release(a) - release(b) })
	return filepath.Dir(newest), nil
}

func release(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path)))) // 0 sorts first
	return n
}
