//go:build unix

package hostile

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"
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

// Trigger is the activity of a question that makes a plugin misbehave; it answers
// every other question well.
const Trigger = "HOSTILE"

// Main serves the scheme "hostile" in the way of the given mode: "good", or one of
// Answers, Calls or Starts. Only questions about Trigger make the modes of the first
// two misbehave.
func Main(mode string) {
	switch mode {
	case "good":
		serve.Scheme(New("hostile"))
	case "old protocol":
		listen(2, func(*grpc.Server) {})
	case "slow start":
		time.Sleep(time.Hour)
	case "no handshake":
		fmt.Println("hello there, " + Canary)
		time.Sleep(time.Hour)
	case "exit at start":
		os.Exit(3)
	case "elsewhere":
		fmt.Println("1|1|tcp|127.0.0.1:1|grpc|")
		time.Sleep(time.Hour)
	case "other slug":
		serve.Scheme(New("other"))
	case "changing manifest":
		serve.Scheme(&renamed{New("hostile"), fmt.Sprint("process ", os.Getpid())})
	case "environment":
		serve.Scheme(&renamed{New("hostile"), strings.Join(os.Environ(), "\x00")})
	case "panicking scheme":
		serve.Scheme(&panicking{New("hostile")})
	default:
		good := New("hostile")
		listen(1, func(s *grpc.Server) { schemev1.RegisterSchemeServiceServer(s, &misbehaving{mode: mode, good: good}) })
	}
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

// renamed describes itself with another authority.
type renamed struct {
	schemes.Scheme
	authority string
}

// Manifest implements [schemes.Scheme].
func (r *renamed) Manifest() *schemes.Manifest {
	m := *r.Scheme.Manifest()
	m.Authority = r.authority
	return &m
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
		if q.Registration != nil && q.Registration.Activity == Trigger {
			triggered, q.Registration.Activity = true, "A"
		}
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
	if spoil, ok := Answers[s.mode]; ok {
		spoil(resp)
		return resp, nil
	}
	return resp, Calls[s.mode](resp)
}

// Answers are the modes that answer in time, but what must not be believed.
var Answers = map[string]func(*schemev1.JudgeResponse){
	"wrong trace":       func(r *schemev1.JudgeResponse) { lastStep(r).Value = "1" },
	"wrong step":        func(r *schemev1.JudgeResponse) { first(r).Steps[2].Value = "1000" },
	"malformed number":  func(r *schemev1.JudgeResponse) { lastStep(r).Value = "NaN" },
	"infinite number":   func(r *schemev1.JudgeResponse) { lastStep(r).Value = "1/0" },
	"negative":          func(r *schemev1.JudgeResponse) { pay(r, -1) },
	"over cap":          func(r *schemev1.JudgeResponse) { pay(r, 330_001) },
	"huge":              func(r *schemev1.JudgeResponse) { pay(r, 1<<62) },
	"wrong sum":         func(r *schemev1.JudgeResponse) { *r.Answers[0].Whole.AmountCents++ },
	"undeclared rule":   func(r *schemev1.JudgeResponse) { find(r, "TEST-ELIG-999", schemev1.Severity_SEVERITY_NOTICE) },
	"other severity":    func(r *schemev1.JudgeResponse) { find(r, "TEST-ELIG-001", schemev1.Severity_SEVERITY_NOTICE) },
	"blocked but paid":  func(r *schemev1.JudgeResponse) { find(r, "TEST-ELIG-001", schemev1.Severity_SEVERITY_BLOCKING) },
	"undeclared line":   func(r *schemev1.JudgeResponse) { lastStep(r).Line = "TEST-AMT-999" },
	"unknown outcome":   func(r *schemev1.JudgeResponse) { first(r).Outcome = 99 },
	"unknown operation": func(r *schemev1.JudgeResponse) { lastStep(r).Operation = 99 },
	"argument ahead":    func(r *schemev1.JudgeResponse) { lastStep(r).Args = []int32{99} },
	"undeclared cell": func(r *schemev1.JudgeResponse) {
		first(r).Cells = []*schemev1.Cell{{Column: "X", State: schemev1.CellState_CELL_STATE_COMPLETE}}
	},
	"other participant": func(r *schemev1.JudgeResponse) { first(r).Key = "par_z" },
	"one part less":     func(r *schemev1.JudgeResponse) { r.Answers[0].Parts = nil },
	"no whole":          func(r *schemev1.JudgeResponse) { r.Answers[0].Whole = nil },
	"other question":    func(r *schemev1.JudgeResponse) { r.Answers[0].Question = 7 },
	"failure":           func(r *schemev1.JudgeResponse) { r.Answers[0] = &schemev1.Answer{Failure: Canary} },
	"year 0":            func(r *schemev1.JudgeResponse) { r.Answers[0].ValidUntil = new(int64(-1 << 60)) },
}

// Calls are the modes in which the call as a whole goes wrong.
var Calls = map[string]func(*schemev1.JudgeResponse) error{
	"other request": func(r *schemev1.JudgeResponse) error { r.RequestId = "another"; return nil },
	"fewer answers": func(r *schemev1.JudgeResponse) error { r.Answers = nil; return nil },
	"more answers":  func(r *schemev1.JudgeResponse) error { r.Answers = append(r.Answers, r.Answers[0]); return nil },
	"secret in error": func(*schemev1.JudgeResponse) error {
		return status.Error(codes.Internal, Canary+" at postgres://user:secret@db")
	},
	"unavailable": func(*schemev1.JudgeResponse) error { return status.Error(codes.Unavailable, Canary) },
	"hang":        func(*schemev1.JudgeResponse) error { select {} },
	"spin": func(*schemev1.JudgeResponse) error {
		for n := 0; ; n++ {
			_ = n
		}
	},
	"stopped":       func(*schemev1.JudgeResponse) error { _ = syscall.Kill(os.Getpid(), syscall.SIGSTOP); select {} },
	"panic":         func(*schemev1.JudgeResponse) error { panic(Canary) },
	"exit":          func(*schemev1.JudgeResponse) error { os.Exit(0); return nil },
	"killed":        func(*schemev1.JudgeResponse) error { return syscall.Kill(os.Getpid(), syscall.SIGKILL) },
	"200 megabytes": func(r *schemev1.JudgeResponse) error { first(r).Key = strings.Repeat("x", 200<<20); return nil },
	"memory":        func(*schemev1.JudgeResponse) error { eat(); return nil },
	"output flood":  func(*schemev1.JudgeResponse) error { flood(); return status.Error(codes.Internal, "flooded") },
}

// Starts are the modes in which a plugin does not even start.
var Starts = []string{"old protocol", "slow start", "no handshake", "exit at start", "elsewhere", "other slug"}

func first(r *schemev1.JudgeResponse) *schemev1.Part { return r.Answers[0].Parts[0] }

func lastStep(r *schemev1.JudgeResponse) *schemev1.Step {
	steps := first(r).Steps
	return steps[len(steps)-1]
}

// pay answers cents with a trace that leads to them.
func pay(r *schemev1.JudgeResponse, cents int64) {
	first(r).AmountCents = &cents
	first(r).Steps = []*schemev1.Step{{Line: lineSubsidy.ID(), Operation: schemev1.Operation_OPERATION_INPUT, Value: fmt.Sprint(cents)}}
	r.Answers[0].Whole.AmountCents = &cents
}

func find(r *schemev1.JudgeResponse, rule string, s schemev1.Severity) {
	first(r).Findings = append(first(r).Findings, &schemev1.Finding{Rule: rule, Severity: s})
}

var eaten [][]byte

func eat() {
	for {
		b := make([]byte, 16<<20)
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
		eaten = append(eaten, b)
		time.Sleep(5 * time.Millisecond)
	}
}

// flood writes to the streams that go-plugin reads and to those of the process.
func flood() {
	for range 2_000 {
		fmt.Println("out " + strings.Repeat("x", 5000))
		fmt.Fprintln(os.Stderr, "err "+strings.Repeat("x", 5000))
		_, _ = syscall.Write(2, []byte("raw "+strings.Repeat("x", 5000)+"\n"))
	}
}
