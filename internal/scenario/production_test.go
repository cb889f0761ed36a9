package scenario_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// production is a platform as docs/operator.md has it built: its settings file as it stands there with this machine's
// addresses filled in, a proxy that ends TLS, a mail server, and a database user that owns no table.
type production struct {
	*program
	post     *postbox
	settings string // file
	owner    string // address of the database for who migrates it
	env      []string
}

// build has everything ready but the server.
func build(t *testing.T) *production {
	t.Helper()
	dir := t.TempDir()
	trusted := newAuthority(t)
	ca := filepath.Join(dir, "ca.pem")
	written(t, ca, trusted.pem)
	at, admin := free(t), free(t)
	p := &production{
		program:  &program{url: "https://penvoerder.example", data: filepath.Join(dir, "data"), log: &journal{}},
		post:     openPostbox(t, trusted),
		settings: filepath.Join(dir, "penvoerder.yaml"),
		owner:    storetest.EmptyPostgresDSN(t),
		env:      append(os.Environ(), "SSL_CERT_FILE="+ca, "PENVOERDER_SECRET="+rand.Text()+rand.Text()),
	}
	p.database = storetest.AsServer(p.owner)
	p.transport = reached(t, trusted, at)
	plugins := filepath.Join(dir, "plugins")
	if err := errors.Join(os.Mkdir(plugins, 0o755), os.Mkdir(p.data, 0o700)); err != nil {
		t.Fatal(err)
	}
	written(t, p.settings, []byte(p.filledIn(t, map[string]string{
		"addr": at, "admin-addr": admin, "database": p.database, "smtp": "smtp://" + p.post.address,
	})+"data: "+p.data+"\nplugins: "+plugins+"\nplugin-start: 5m\nplugin-deadline: 5m\n"))
	return p
}

var (
	settingsBlock = regexp.MustCompile("(?s)```yaml\n(production: true\n.*?)```")
	settingLine   = regexp.MustCompile(`(?m)^([a-z-]+): .*$`)
)

// filledIn is the settings file of the operator's page, with other values for what differs from machine to machine.
func (p *production) filledIn(t *testing.T, here map[string]string) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/operator.md")
	if err != nil {
		t.Fatal(err)
	}
	block := settingsBlock.FindSubmatch(page)
	if block == nil {
		t.Fatal("docs/operator.md has no settings for production")
	}
	filled := 0
	text := settingLine.ReplaceAllStringFunc(string(block[1]), func(line string) string {
		name, _, _ := strings.Cut(line, ":")
		value, ok := here[name]
		if !ok {
			return line
		}
		filled++
		return name + ": " + value
	})
	is(t, "settings filled in", len(here), filled)
	return text
}

// operator carries a command of the platform out, as somebody with a shell beside the server, and returns what it says.
func (p *production) operator(t *testing.T, args ...string) string {
	t.Helper()
	c := p.command(t, args...)
	said, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("penvoerder %s: %v\n%s", strings.Join(args, " "), err, said)
	}
	return string(said)
}

func (p *production) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(context.WithoutCancel(t.Context()), exe, append(args, "--config="+p.settings)...)
	c.Env = p.env
	return c
}

// serve runs the server until the test ends.
func (p *production) serve(t *testing.T) {
	t.Helper()
	c := p.command(t, "serve")
	launch(t, c, p.program)
	t.Cleanup(func() {
		stop(t, c, p.program)
		for _, line := range p.log.errors() {
			t.Errorf("the program logged: %s", line)
		}
	})
}

// reached is how browsers come to the server: over TLS to a proxy, which hands on from where they came.
func reached(t *testing.T, of *authority, server string) http.RoundTripper {
	t.Helper()
	to := &url.URL{Scheme: "http", Host: server}
	proxy := &http.Server{
		Handler: &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host
			r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"] // every visitor of the tests is on this machine, and says where it would come from
		}},
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{of.certificate(t, "penvoerder.example")}, MinVersion: tls.VersionTLS13},
		ReadHeaderTimeout: time.Minute,
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- proxy.ServeTLS(ln, "", "") }()
	t.Cleanup(func() {
		_ = proxy.Close()
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, ln.Addr().String())
		},
		TLSClientConfig: &tls.Config{RootCAs: of.pool(), MinVersion: tls.VersionTLS13},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// free is an address at which nobody listens.
func free(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }() // who is told listens there next
	return ln.Addr().String()
}

func written(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// authority says which servers are who they say, for the length of a test.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	pem  []byte
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	made := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority of a test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	a := &authority{key: newKey(t), cert: made}
	der := issued(t, made, made, a.key, a.key)
	a.pem = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return a
}

func (a *authority) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(a.pem)
	return pool
}

// certificate is one for a host, by name or address.
func (a *authority) certificate(t *testing.T, host string) tls.Certificate {
	t.Helper()
	made := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: host},
		NotBefore: a.cert.NotBefore, NotAfter: a.cert.NotAfter, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(host); ip != nil {
		made.IPAddresses = []net.IP{ip}
	} else {
		made.DNSNames = []string{host}
	}
	key := newKey(t)
	return tls.Certificate{Certificate: [][]byte{issued(t, made, a.cert, key, a.key)}, PrivateKey: key}
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func issued(t *testing.T, made, by *x509.Certificate, key, with *ecdsa.PrivateKey) []byte {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, made, by, &key.PublicKey, with)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Clone(der)
}
