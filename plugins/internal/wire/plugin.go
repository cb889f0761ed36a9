package wire

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"

	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// Name is the one service that a plugin dispenses.
const Name = "scheme"

// ParentVariable is the environment variable in which the host tells its process
// id, so that a plugin notices a host that died before it looked.
const ParentVariable = "PENVOERDER_PARENT"

// Handshake keeps a plugin that is started by hand from looking broken. It is no
// security measure; the checksum and mutual TLS are.
var Handshake = plugin.HandshakeConfig{MagicCookieKey: "PENVOERDER_SCHEME", MagicCookieValue: "4c1d0f6a"}

// Versions are the protocol versions that this build speaks; the highest that both
// sides know wins. The host passes nil.
func Versions(s schemes.Scheme) map[int]plugin.PluginSet {
	return map[int]plugin.PluginSet{1: {Name: &v1{scheme: s}}}
}

// A Client is the host's end of one plugin process.
type Client struct {
	schemev1.SchemeServiceClient
	Exited <-chan struct{} // closed when the process has ended
}

type v1 struct {
	plugin.NetRPCUnsupportedPlugin
	scheme schemes.Scheme
}

// GRPCServer serves the scheme.
func (p *v1) GRPCServer(_ *plugin.GRPCBroker, s *grpc.Server) error {
	schemev1.RegisterSchemeServiceServer(s, &server{scheme: p.scheme})
	return nil
}

// GRPCClient returns a *Client; ctx ends with the process.
func (p *v1) GRPCClient(ctx context.Context, _ *plugin.GRPCBroker, c *grpc.ClientConn) (any, error) {
	return &Client{SchemeServiceClient: schemev1.NewSchemeServiceClient(c), Exited: ctx.Done()}, nil
}

type server struct {
	schemev1.UnimplementedSchemeServiceServer
	scheme schemes.Scheme
}

// Describe implements [schemev1.SchemeServiceServer].
func (s *server) Describe(context.Context, *schemev1.DescribeRequest) (_ *schemev1.DescribeResponse, err error) {
	defer recovered("describe", &err)
	return &schemev1.DescribeResponse{Manifest: FromManifest(s.scheme.Manifest())}, nil
}

// Judge implements [schemev1.SchemeServiceServer]. A question that cannot be read is
// the failure of its own answer.
func (s *server) Judge(ctx context.Context, req *schemev1.JudgeRequest) (_ *schemev1.JudgeResponse, err error) {
	defer recovered("judge", &err)
	overrides, err := ToOverrides(req.GetOverrides())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	resp := &schemev1.JudgeResponse{RequestId: req.GetRequestId(), Answers: make([]*schemev1.Answer, len(req.GetQuestions()))}
	batch := schemes.Batch{Overrides: overrides, Questions: make([]schemes.Question, 0, len(req.GetQuestions()))}
	asked := make([]int, 0, len(req.GetQuestions()))
	for i, p := range req.GetQuestions() {
		q, err := ToQuestion(p)
		if err != nil {
			resp.Answers[i] = FromAnswer(i, schemes.Answer{Failure: err.Error()})
			continue
		}
		batch.Questions, asked = append(batch.Questions, q), append(asked, i)
	}
	answers, err := s.scheme.Judge(ctx, batch)
	if err != nil {
		return nil, refusal(ctx, err)
	}
	if len(answers) != len(asked) {
		return nil, status.Errorf(codes.Internal, "%d answers to %d questions", len(answers), len(asked))
	}
	for n, i := range asked {
		resp.Answers[i] = FromAnswer(i, answers[n])
	}
	return resp, nil
}

// refusal is the status of a batch without answers.
func refusal(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return status.FromContextError(ctx.Err()).Err()
	}
	slog.Error("the scheme failed", "cause", err.Error())
	return status.Error(codes.Internal, "the scheme failed")
}

// recovered turns a panic into a status. What was panicked with may hold a fact and
// is told only where the runtime made it.
func recovered(what string, err *error) {
	p := recover()
	if p == nil {
		return
	}
	said := fmt.Sprintf("%T", p)
	if e, ok := p.(runtime.Error); ok {
		said = e.Error()
	}
	stack := make([]byte, 4<<10)
	slog.Error("panic", "in", what, "said", said, "stack", string(stack[:runtime.Stack(stack, false)]))
	*err = status.Error(codes.Internal, "panic")
}
