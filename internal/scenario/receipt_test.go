package scenario_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/internal/command"
)

// TestAJudgementIsGivenOutAndProvenByAnybody exports receipts over HTTP, proves them with the program's own command and
// without its database, and judges what is stored by another process of the same scheme.
func TestAJudgementIsGivenOutAndProvenByAnybody(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		w := &town{program: run(t, database), staff: map[string]*visitor{}}
		for _, login := range staff {
			w.staff[login] = w.persona(t, login)
		}
		w.linde, w.oost = w.employer(t, "Linde", "10000001", "3511 AB"), w.employer(t, "Oost", "10000002", "9711 CD")
		w.linde.file()
		w.advance(t, assessing)
		w.linde.granted(w.staff["leader.utrechtzorg"], w.staff["regioplus"])
		w.advance(t, "2026-06-15T10:00:00+02:00")
		w.furnish(w.linde)
		receipts := map[string]string{}
		for kind, where := range map[string]string{
			"registration": `id IN (SELECT evaluation_id FROM registrations WHERE state = 'APPROVED' AND organisation_id = ?)`,
			"draft":        `id IN (SELECT evaluation_id FROM registrations WHERE submitted_at IS NULL AND organisation_id = ?)`,
			"plan":         `id = (SELECT evaluation_id FROM plans WHERE organisation_id = ?)`,
		} {
			receipts[kind] = w.rows.in(t).texts(`SELECT id FROM evaluations WHERE `+where, w.linde.org)[0]
		}
		for name, tell := range map[string]func(t *testing.T, w *town, receipts map[string]string){
			"who may have one": whoMayHave, "what it proves": whatItProves, "what a candidate would change": whatChanges,
		} {
			t.Run(name, func(t *testing.T) { tell(t, w, receipts) })
		}
		w.rows.in(t).exec(`UPDATE registrations SET state = 'DRAFT', content_asked_at = NULL, content_judge = NULL WHERE state = 'AWAITING_CONTENT' AND organisation_id = ?`,
			w.linde.org) // which no act had brought there
		whole(t, w.program)
	})
}

// whoMayHave asks every receipt as everybody. Where the address is told it gives the document, and where it is not it
// refuses; each document leaves one line in the audit, and a refusal none.
func whoMayHave(t *testing.T, w *town, receipts map[string]string) {
	who := w.principals(t)
	given := func() []string {
		return w.rows.in(t).texts(`SELECT subject_id, evaluation_id FROM audit_entries WHERE act = 'exportReceipt'`)
	}
	wants := map[string]map[string]int{
		"registration": {"linde": 200, "ssc": 200, "reader": 200, "leader.utrechtzorg": 403, "regioplus": 403, "READ": 403, "WRITE_REGISTRATIONS": 403, "WRITE_DOCUMENTS": 403, "SUBMIT": 403},
		"draft":        {"linde": 200, "reader": 200, "leader.utrechtzorg": 403, "READ": 403, "WRITE_REGISTRATIONS": 403, "WRITE_DOCUMENTS": 403, "SUBMIT": 403},
		"plan":         {"linde": 200, "ssc": 200, "reader": 200, "regioplus": 200, "leader.utrechtzorg": 403, "READ": 403, "WRITE_REGISTRATIONS": 403, "WRITE_DOCUMENTS": 403, "SUBMIT": 403},
	}
	before, documents := len(given()), 0
	for kind, id := range receipts {
		for name, v := range who {
			want := wants[kind][name]
			switch {
			case want != 0:
			case name == "anonymous" || name == "revoked" || name == "expired":
				want = 401
			default:
				want = 404
			}
			status, header, body := v.fetch(w.url + "/receipts/" + id)
			if status != want {
				t.Errorf("%s, %s: %d, want %d: %.200s", kind, name, status, want, body)
			}
			if status == 200 {
				documents++
				is(t, name+" "+kind, "private, no-store", header.Get("Cache-Control"))
				for _, word := range []string{"kanarie Linde", "linde@werkgever"} {
					if bytes.Contains(body, []byte(word)) && !bytes.Contains(body, []byte("Uitgeefkanarie")) {
						t.Errorf("%s, %s: the receipt holds %q", kind, name, word)
					}
				}
			}
			if name == "revoked" || name == "expired" {
				continue
			}
			a := v.send(`query($id: ID!) { node(id: $id) { ... on Receipt { exportURL viewerCan(action: EXPORT) { isAllowed } } } }`, object{"id": id})
			if told := a.text("node.exportURL"); (told != "") != (want == 200) || want == 200 && told != w.url+"/receipts/"+id {
				t.Errorf("%s, %s: the address is %q, fetching gives %d", kind, name, told, want)
			}
			if a.at("node").value() != nil {
				is(t, name+" "+kind, want == 200, a.at("node.viewerCan.isAllowed").value())
			}
		}
	}
	is(t, "lines of exports", documents, len(given())-before)
}

// fetch is get with the token of a machine.
func (v *visitor) fetch(address string) (status int, header http.Header, body []byte) {
	v.t.Helper()
	if v.token == "" {
		return v.get(address)
	}
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, address, nil)
	v.must(err)
	r.Header.Set("Authorization", "Bearer "+v.token)
	res, err := v.client.Do(r)
	v.must(err)
	defer func() { _ = res.Body.Close() }()
	body, err = io.ReadAll(res.Body)
	v.must(err)
	return res.StatusCode, res.Header, body
}

// whatItProves saves receipts and proves them as somebody who has the binary alone.
func whatItProves(t *testing.T, w *town, receipts map[string]string) {
	dir := t.TempDir()
	save := func(name string, text []byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	_, _, key := w.visitor(t, "auditor").get(w.url + "/receipts/key")
	trusted := save("key.pem", key)
	linde := w.linde.in(t)
	var file string
	for kind, id := range receipts {
		_, _, text := linde.get(w.url + "/receipts/" + id)
		file = save(kind+".json", text)
		code, out, bad := carryOut(t, "verify", file, "--key", trusted, "--require", "release")
		if code != 0 || !strings.Contains(out, "the release gives exactly this answer") || !strings.Contains(out, "by the key given") {
			t.Errorf("%s: exit %d\n%s%s", kind, code, out, bad)
		}
	}
	code, out, _ := carryOut(t, "verify", file, "--json")
	var proof struct {
		Level   string
		Trusted bool
		Flaws   []any
		Release struct{ Slug string }
	}
	if err := json.Unmarshal([]byte(out), &proof); err != nil || code != 0 || proof.Level != "RELEASE" || proof.Trusted || len(proof.Flaws) > 0 || proof.Release.Slug != "sozw-2026" {
		t.Errorf("exit %d, %+v, %v", code, proof, err)
	}
	_, _, text := linde.get(w.url + "/receipts/" + receipts["registration"])
	amount := w.rows.in(t).texts(`SELECT amount_cents FROM evaluations WHERE id = ?`, receipts["registration"])[0]
	euros := amount[:len(amount)-2] + "." + amount[len(amount)-2:]
	if !bytes.Contains(text, []byte(`"`+euros+`"`)) {
		t.Fatalf("the receipt holds no amount %s", euros)
	}
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"another amount":      {[]string{save("cent.json", bytes.ReplaceAll(text, []byte(`"`+euros+`"`), []byte(`"1`+euros+`"`)))}, 1, "WRONG      SIGNATURE"},
		"another key":         {[]string{file, "--key", save("other.pem", []byte("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="))}, 1, "WRONG      KEY"},
		"no key":              {[]string{file, "--key", save("no.pem", []byte("no"))}, 2, "not an ed25519 public key"},
		"no receipt":          {[]string{trusted}, 2, "not a receipt"},
		"no file":             {[]string{filepath.Join(dir, "none")}, 2, "no such file"},
		"another digest":      {[]string{save("digest.json", bytes.Replace(text, []byte(`"digest": "`), []byte(`"digest": "0`), 1))}, 1, "neither built in nor among the plugins"},
		"plugins that are no": {[]string{file, "--plugins", filepath.Join(dir, "none"), "--require", "release"}, 2, "no such file"},
	} {
		code, out, bad := carryOut(t, append([]string{"verify"}, c.args...)...)
		if code != c.code || !strings.Contains(out+bad, c.want) {
			t.Errorf("%s: exit %d, want %d\n%s%s", name, code, c.code, out, bad)
		}
	}
}

func carryOut(t *testing.T, args ...string) (code int, out, bad string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = command.Run(t.Context(), args, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// whatChanges replays what is stored while the server runs: by the release that is built in, by the same one as an
// executable, and by its id.
func whatChanges(t *testing.T, w *town, _ map[string]string) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	where := []string{"--data=" + w.data}
	if w.database != "" {
		where = append(where, "--database="+w.database)
	}
	release := w.rows.in(t).texts(`SELECT id FROM scheme_releases WHERE slug = 'sozw-2026'`)[0]
	stored := len(w.rows.in(t).texts(`SELECT id FROM registrations WHERE evaluation_id IS NOT NULL`))
	before := w.counts(t)
	for name, args := range map[string][]string{
		"built in": nil, "by id": {"--candidate", release}, "an executable": {"--candidate", self, "--arg=plugin", "--arg=sozw-2026"},
	} {
		code, out, bad := carryOut(t, slices.Concat([]string{"scheme", "replay", "sozw-2026", "--json"}, where, args)...)
		var report struct {
			IsComplete bool
			Failed     int
			Total      struct{ Registrations, Unchanged int }
		}
		if err := json.Unmarshal([]byte(out), &report); err != nil || code != 0 || !report.IsComplete || report.Failed != 0 || report.Total.Registrations != stored || report.Total.Unchanged != stored {
			t.Errorf("%s: exit %d, %+v, %v\n%s", name, code, report, err, bad)
		}
		if !strings.Contains(bad, fmt.Sprintf("%d of %d registrations", stored, stored)) {
			t.Errorf("%s: no progress in %q", name, bad)
		}
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no such scheme":     {[]string{"other"}, "no release of other is built in"},
		"no such release":    {[]string{"sozw-2026", "--candidate", "rel_none"}, "the database knows no release rel_none"},
		"another's release":  {[]string{"other", "--candidate", release}, "is a release of sozw-2026"},
		"no such executable": {[]string{"sozw-2026", "--candidate", filepath.Join(t.TempDir(), "none")}, "no such file"},
	} {
		code, out, bad := carryOut(t, slices.Concat([]string{"scheme", "replay"}, c.args, where)...)
		if code != 1 || out != "" || !strings.Contains(bad, c.want) {
			t.Errorf("%s: exit %d\n%s%s", name, code, out, bad)
		}
	}
	is(t, "rows", before, w.counts(t))
}

// counts is how many rows of what a write would leave.
func (w *town) counts(t *testing.T) string {
	t.Helper()
	return strings.Join(w.rows.in(t).texts(`SELECT (SELECT count(*) FROM evaluations), (SELECT count(*) FROM audit_entries), (SELECT count(*) FROM events), (SELECT count(*) FROM scheme_releases)`), "; ")
}
