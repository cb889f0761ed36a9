package host

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/penvoerder/penvoerder/plugins/internal/wire"
	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// An instance is one run of a plugin.
type instance struct {
	*wire.Client
	process *os.Process
	client  *plugin.Client
	gone    chan struct{} // closed when it has ended or is to end
	once    sync.Once
	swept   chan struct{} // closed when no process of it is left
	ended   chan struct{} // closed when its output was read to the end as well
	tell    func(reason string)
	sweep   func()        // kills the processes that it started and hid
	calls   atomic.Uint64 // put to it so far
}

// launch starts the plugin once and reads its manifest.
func (p *Process) launch(ctx context.Context) (*instance, *schemes.Manifest, error) {
	ctx, cancel := context.WithTimeout(ctx, p.config.StartTimeout)
	defer cancel()
	exe, err := p.config.open(p.dir)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = exe.Close() }()
	cmd := p.command(exe)
	client := p.client(cmd, exe.pinned())
	gone := make(chan struct{})
	var addr net.Addr
	err = p.cage(exe).start(gone, func() (err error) {
		addr, err = client.Start()
		return err
	})
	if err != nil {
		if cmd.Process != nil {
			killGroup(cmd.Process)
			killStrays(p.dir)
		}
		go client.Kill() // waits until its output is read to the end
		return nil, nil, startError(err)
	}
	i := &instance{process: cmd.Process, client: client, gone: gone, swept: make(chan struct{}), ended: make(chan struct{})}
	i.sweep = func() { killStrays(p.dir) }
	i.tell = func(reason string) {
		say := p.log.Warn
		if reason == closed {
			say = p.log.Info
		}
		say("scheme ended", "reason", reason, "pid", i.pid())
	}
	stop := context.AfterFunc(ctx, func() { i.kill("start took too long") })
	m, err := p.meet(ctx, i, addr.Network(), addr.String())
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		i.kill("start failed")
		i.end()
		return nil, nil, err
	}
	go p.watch(i)
	return i, m, nil
}

// cage returns the paths that the process can reach.
func (p *Process) cage(exe executed) cage {
	c := cage{executable: exe.File, dir: p.dir, required: p.config.Confined}
	if p.config.Interpreter != nil {
		c.interpreter = exe.name
	}
	c.uncaged = func(cause error) { p.log.Warn("plugin is not confined", "cause", cause) }
	return c
}

// command is the process: no environment but the ceiling for its memory and the id
// of its host, no terminal, a group of its own.
func (p *Process) command(exe executed) *exec.Cmd {
	cmd := exec.Command(exe.path, exe.args...)
	cmd.Args[0] = exe.name
	cmd.Dir = p.dir
	cmd.Env = []string{
		fmt.Sprintf("GOMEMLIMIT=%d", p.config.MemoryLimit/4*3),
		fmt.Sprintf("%s=%d", wire.ParentVariable, os.Getpid()),
		plugin.EnvUnixSocketDir + "=" + p.dir,
	}
	cmd.SysProcAttr = attributes()
	return cmd
}

// client configures go-plugin.
func (p *Process) client(cmd *exec.Cmd, pinned *plugin.SecureConfig) *plugin.Client {
	return plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig:  wire.Handshake,
		VersionedPlugins: wire.Versions(nil),
		Cmd:              cmd,
		SecureConfig:     pinned,
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		SkipHostEnv:      true,
		StartTimeout:     p.config.StartTimeout,
		Logger:           hclog.New(&hclog.LoggerOptions{Level: hclog.Off}),
		Stderr:           p.lines("stderr"),
		SyncStdout:       p.lines("stdout"),
		SyncStderr:       p.lines("stderr"),
		GRPCDialOptions: []grpc.DialOption{
			grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(p.config.MaxMessage), grpc.MaxCallSendMsgSize(p.config.MaxMessage)),
			grpc.WithInitialWindowSize(int32(p.config.MaxMessage)),
			grpc.WithInitialConnWindowSize(int32(p.config.MaxMessage)),
		},
	})
}

// startError leaves out of the error the text that the plugin printed instead of a handshake.
func startError(err error) error {
	switch {
	case errors.Is(err, plugin.ErrChecksumsDoNotMatch):
		return errChecksum
	case errors.Is(err, errUncaged):
		return err
	}
	return errHandshake
}

var (
	errChecksum  = errors.New("the executable is not the one that was installed")
	errHandshake = errors.New("the plugin did not shake hands in time, or in a protocol that is known")
	errAddress   = errors.New("the plugin listens elsewhere than it was told")
	errSlug      = errors.New("the plugin describes another scheme or version than it was installed as")
)

// meet connects to the process and reads its manifest.
func (p *Process) meet(ctx context.Context, i *instance, network, address string) (*schemes.Manifest, error) {
	if network != "unix" || filepath.Dir(address) != p.dir {
		return nil, errAddress
	}
	protocol, err := i.client.Client()
	if err != nil {
		return nil, errHandshake
	}
	raw, err := protocol.Dispense(wire.Name)
	if err != nil {
		return nil, errHandshake
	}
	connected, ok := raw.(*wire.Client)
	if !ok {
		return nil, errHandshake
	}
	i.Client = connected
	d, err := i.Describe(ctx, &schemev1.DescribeRequest{})
	if err != nil {
		return nil, fmt.Errorf("describe: %w", statusOnly(err))
	}
	m, err := wire.ToManifest(d.GetManifest())
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	if p.config.Slug != "" && m.Slug != p.config.Slug || p.config.Version != "" && m.Version != p.config.Version {
		return nil, fmt.Errorf("%w: %.80q, not %q", errSlug, m.Slug+" "+m.Version, strings.TrimSpace(p.config.Slug+" "+p.config.Version))
	}
	if err := m.Validate(); err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	return m, nil
}

// watch ends the instance when its process ended, grew over its ceiling or started
// another.
func (p *Process) watch(i *instance) {
	memory, children := time.NewTicker(100*time.Millisecond), time.NewTicker(time.Second)
	defer memory.Stop()
	defer children.Stop()
	seen := observe(i.pid())
	defer seen.close()
	for {
		select {
		case <-i.Exited:
			i.kill("the process exited")
			return
		case <-i.gone:
			return
		case <-memory.C:
			if seen.resident() > p.config.MemoryLimit {
				i.kill("over the memory limit")
				return
			}
		case <-children.C: // dearer to see, and no child holds what the process may not
			if seen.hasChildren() {
				i.kill("started a process of its own")
				return
			}
		}
	}
}

func (i *instance) pid() int { return i.process.Pid }

// kill ends the process, with all processes that it started, and does not wait.
func (i *instance) kill(reason string) {
	i.once.Do(func() {
		i.tell(reason)
		close(i.gone)
		killGroup(i.process)
		_ = i.process.Kill()
		go func() {
			defer close(i.ended)
			i.sweep()
			close(i.swept)
			i.client.Kill()
		}()
	})
}

// closed is the reason of an end that nobody needs to look into.
const closed = "closed"

// end kills the process and waits until nothing of it is left, but no longer than
// a descendant that holds its output could make it.
func (i *instance) end() {
	i.kill(closed)
	<-i.swept
	select {
	case <-i.ended:
	case <-time.After(2 * time.Second):
	}
}
