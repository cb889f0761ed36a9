//go:build unix

package hostile

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/penvoerder/penvoerder/plugins/internal/wire"
	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/plugins/serve"
	"github.com/penvoerder/penvoerder/schemes"
)

// Canary is a secret that no error may show.
const Canary = "CANARY-7b1e"

// Main serves the scheme "hostile" in the way of the given mode: "good", or the name
// of one of Modes or Starts.
func Main(mode string) {
	switch mode {
	case "good":
		serve.Scheme(New("hostile"))
	case "bystander":
		serve.Scheme(New("bystander"))
	case "changing manifest":
		serve.Scheme(&described{New("hostile"), func(m *schemes.Manifest) { m.Authority = fmt.Sprint("process ", os.Getpid()) }})
	case "changing answers":
		serve.Scheme(&moody{New("hostile")})
	case "environment":
		serve.Scheme(&described{New("hostile"), func(m *schemes.Manifest) { m.Authority = strings.Join(os.Environ(), "\x00") }})
	case "prisoner":
		serve.Scheme(&described{New("hostile"), func(m *schemes.Manifest) { m.Authority = prisoner() }})
	case "free":
		fmt.Print(prisoner())
	case "panicking scheme":
		serve.Scheme(&panicking{New("hostile")})
	case "brood":
		spawn("sleep", 2)
		time.Sleep(time.Hour)
	case "fork and leave":
		spawn("sleep", 2)
	case "sleep":
		time.Sleep(time.Hour)
	default:
		if doesNotStart(mode) {
			return
		}
		good := New("hostile")
		listen(1, func(s *grpc.Server) { schemev1.RegisterSchemeServiceServer(s, &misbehaving{mode: mode, good: good}) })
	}
}

// doesNotStart goes the way of one of Starts; false where mode is none.
func doesNotStart(mode string) bool {
	switch mode {
	case "old protocol":
		listen(0, func(*grpc.Server) {})
	case "new protocol":
		listen(2, func(*grpc.Server) {})
	case "wrong protocol":
		fmt.Printf("1|1|unix|%s/socket|netrpc|\n", os.Getenv(plugin.EnvUnixSocketDir))
		time.Sleep(time.Hour)
	case "no encryption":
		_ = os.Unsetenv("PLUGIN_CLIENT_CERT")
		serve.Scheme(New("hostile"))
	case "slow start":
		time.Sleep(time.Hour)
	case "no handshake":
		fmt.Println("hello there, " + Canary)
		time.Sleep(time.Hour)
	case "garbage":
		for range 64 {
			_, _ = os.Stdout.Write(make([]byte, 1<<20))
		}
		time.Sleep(time.Hour)
	case "exit at start":
		os.Exit(3)
	case "elsewhere":
		fmt.Println("1|1|tcp|127.0.0.1:1|grpc|")
		time.Sleep(time.Hour)
	case "forged slug":
		serve.Scheme(New("other"))
	case "other version":
		serve.Scheme(&described{New("hostile"), func(m *schemes.Manifest) { m.Version = "1.0.1" }})
	case "malformed manifest":
		serve.Scheme(&described{New("hostile"), func(m *schemes.Manifest) { m.Rules = append(m.Rules, schemes.Rule{Code: "TEST-ELIG-002"}) }})
	default:
		return false
	}
	return true
}

// listen serves without any of the care that package serve takes: it does not look
// at its host either, as a plugin in another language may not.
func listen(version int, register func(*grpc.Server)) {
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig:  wire.Handshake,
		VersionedPlugins: map[int]plugin.PluginSet{version: {wire.Name: &raw{register: register}}},
		GRPCServer: func(opts []grpc.ServerOption) *grpc.Server {
			return grpc.NewServer(append(opts, grpc.MaxRecvMsgSize(1<<30), grpc.MaxSendMsgSize(1<<30))...)
		},
		Logger: hclog.New(&hclog.LoggerOptions{Level: hclog.Off}),
	})
}

type raw struct {
	plugin.NetRPCUnsupportedPlugin
	register func(*grpc.Server)
}

// GRPCServer implements [plugin.GRPCPlugin].
func (r *raw) GRPCServer(_ *plugin.GRPCBroker, s *grpc.Server) error { r.register(s); return nil }

// GRPCClient implements [plugin.GRPCPlugin].
func (r *raw) GRPCClient(context.Context, *plugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, nil
}

// described describes itself otherwise.
type described struct {
	schemes.Scheme
	change func(*schemes.Manifest)
}

// Manifest implements [schemes.Scheme].
func (d *described) Manifest() *schemes.Manifest {
	m := *d.Scheme.Manifest()
	m.Rules = slices.Clone(m.Rules)
	d.change(&m)
	return &m
}

// moody makes its answers depend on the id of its process: they repeat until it is started again.
type moody struct{ schemes.Scheme }

// Judge implements [schemes.Scheme].
func (m *moody) Judge(ctx context.Context, b schemes.Batch) ([]schemes.Answer, error) {
	answers, err := m.Scheme.Judge(ctx, b)
	for i := range answers {
		answers[i].ValidUntil = schemes.At(time.Unix(int64(os.Getpid()), 0))
	}
	return answers, err
}

// panicking is a scheme that does not come from schemes.Define and panics.
type panicking struct{ schemes.Scheme }

// Judge implements [schemes.Scheme].
func (*panicking) Judge(context.Context, schemes.Batch) ([]schemes.Answer, error) { panic(Canary) }

type misbehaving struct {
	schemev1.UnimplementedSchemeServiceServer
	mode string
	good schemes.Scheme
}

// Describe implements [schemev1.SchemeServiceServer].
func (s *misbehaving) Describe(context.Context, *schemev1.DescribeRequest) (*schemev1.DescribeResponse, error) {
	return &schemev1.DescribeResponse{Manifest: wire.FromManifest(s.good.Manifest())}, nil
}

// Judge implements [schemev1.SchemeServiceServer].
func (s *misbehaving) Judge(ctx context.Context, req *schemev1.JudgeRequest) (*schemev1.JudgeResponse, error) {
	var b schemes.Batch
	triggered := false
	for _, p := range req.GetQuestions() {
		q, err := wire.ToQuestion(p)
		if err != nil {
			return nil, status.Error(codes.InvalidArgument, err.Error())
		}
		triggered = triggered || q.Registration != nil && q.Registration.Activity == Trigger
		b.Questions = append(b.Questions, q)
	}
	answers, err := s.good.Judge(ctx, b)
	if err != nil {
		return nil, err
	}
	resp := &schemev1.JudgeResponse{RequestId: req.GetRequestId()}
	for i, a := range answers {
		resp.Answers = append(resp.Answers, wire.FromAnswer(i, a))
	}
	if !triggered {
		return resp, nil
	}
	for _, m := range Modes {
		if m.Name == s.mode {
			return resp, m.do(resp)
		}
	}
	return resp, nil
}
