package receipts_test

import (
	"bytes"
	"crypto/ed25519"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/schemes/cases"
)

func TestWhatIsExportedIsProvenByTheReleaseItself(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w, v := build(t, s), verifier(t)
		all, err := cases.Load("../../schemes/toy/cases", slug)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range all {
			kind, subject := question.SubjectRegistration, "reg_1"
			switch {
			case c.Question.Plan != nil:
				kind, subject = question.SubjectPlan, "pln_1"
			case c.Question.ProjectFile != nil:
				kind, subject = question.SubjectProjectFile, "pln_1"
			case c.Question.RetentionReport != nil:
				kind, subject = "RETENTION_REPORT", "pln_1"
			}
			text, err := w.desk.Export(as(t, employer), w.keep(t, c.Question, kind, subject))
			if err != nil {
				t.Fatalf("%s: %v", c.ID, err)
			}
			proof, err := v.Verify(t.Context(), text)
			if err != nil {
				t.Fatalf("%s: %v", c.ID, err)
			}
			if proof.Level != receipts.Asked || len(proof.Flaws) > 0 || proof.Unasked != "" || proof.Trusted {
				t.Errorf("%s: proof is %+v", c.ID, proof)
			}
		}
	})
}

func TestAReceiptUnderAParameterFileHoldsTheFile(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w, v, text := build(t, s), verifier(t), parameterFile("4.00")
		ctx := actor.AsSystem(t.Context())
		var file *ent.ParameterFile
		err := s.Tx(ctx, func(tx *ent.Tx) (err error) {
			file, err = tx.ParameterFile.Create().SetID("prm_1").SetSlug(slug).SetNumber(1).SetAuthor("A. Ambtenaar").SetReason("decided").
				SetDigest(sumOf(text)).SetSignedBy(catalog.Fingerprint(publicOf(operator))).SetContent(text).SetSignature(catalog.Sign(operator, text)).SetAppliedAt(noon).Save(ctx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		id := w.keepUnder(t, golden(t, "DAYS-EDGE"), question.SubjectRegistration, "reg_1", file)
		receipt, err := w.desk.Export(as(t, employer), id)
		if err != nil {
			t.Fatal(err)
		}
		v.Operators = []ed25519.PublicKey{publicOf(other), publicOf(operator)}
		p, err := v.Verify(t.Context(), receipt)
		if err != nil || p.Level != receipts.Asked || *p.Amount != 28_00 || p.Replaced == nil || p.Authorship != receipts.Authored {
			t.Fatalf("proof is %+v, %v", p, err)
		}
		got := []string{p.Replaced.ID, p.Replaced.Author, p.Replaced.Reason, p.Replaced.Digest, string(p.Replaced.File), string(p.Replaced.Signature), p.Replaced.Values[rate.Code][0].Source.Place}
		if diff := cmp.Diff([]string{"prm_1", "A. Ambtenaar", "decided", sumOf(text), string(text), string(catalog.Sign(operator, text)), "a letter"}, got); diff != "" {
			t.Errorf("replaced (-want +got):\n%s", diff)
		}
	})
}

func TestAnExportLeavesOneLineInTheAuditOfItsDossier(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := build(t, s)
		id := w.keep(t, golden(t, "DAYS"), question.SubjectRegistration, "reg_1")
		if _, err := w.desk.Export(as(t, employer), id); err != nil {
			t.Fatal(err)
		}
		if _, err := w.desk.Export(as(t, actor.Actor{Role: actor.VWS}), id); err == nil {
			t.Error("the ministry got a receipt")
		}
		lines, err := s.Client().AuditEntry.Query().Order(ent.Asc(auditentry.FieldSequence)).All(actor.AsSystem(t.Context()))
		if err != nil || len(lines) != 1 {
			t.Fatalf("%d lines, %v", len(lines), err)
		}
		got := []string{lines[0].DossierID, lines[0].Act, *lines[0].SubjectID, *lines[0].EvaluationID, *lines[0].Policy, lines[0].OrganisationID}
		want := []string{"pln_1", "exportReceipt", "reg_1", id, "p, role:EMPLOYER, receipt, EXPORT, own_organisation, -", "org_linde"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("line (-want +got):\n%s", diff)
		}
	})
}

func TestWhoMayExport(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := build(t, s)
		ids := map[string]string{
			"registration": w.keep(t, golden(t, "DAYS"), question.SubjectRegistration, "reg_1"),
			"draft":        w.keep(t, golden(t, "DAYS"), question.SubjectRegistration, "reg_2"),
			"plan":         w.keep(t, golden(t, "PLAN"), question.SubjectPlan, "pln_1"),
		}
		token := actor.Actor{TokenID: "tok_x", Role: actor.Employer, OrganisationID: "org_linde"}
		reads, both := token, token
		reads.Scopes, both.Scopes = []string{"READ"}, []string{"READ", "READ_PERSONAL_DATA"}
		for _, c := range []struct {
			name  string
			who   actor.Actor
			wants map[string]string // the reason of the refusal; empty for the document
		}{
			{"its employer", employer, map[string]string{"registration": "", "draft": "", "plan": ""}},
			{"another employer", actor.Actor{Role: actor.Employer, OrganisationID: "org_oost"}, refused("RECEIPT_NOT_FOUND")},
			{"the SSC", actor.Actor{Role: actor.SSC}, map[string]string{"registration": "", "draft": "RECEIPT_NOT_FOUND", "plan": ""}},
			{"RegioPlus, which sees no facts about participants", actor.Actor{Role: actor.RegioPlus}, map[string]string{"registration": "ROLE", "draft": "RECEIPT_NOT_FOUND", "plan": ""}},
			{"the project leader", actor.Actor{Role: actor.ProjectLeader, RegionalOrganisationID: "rgo_a"}, refused("ROLE")},
			{"the AMR", actor.Actor{Role: actor.AMR}, refused("RECEIPT_NOT_FOUND")},
			{"the ministry", actor.Actor{Role: actor.VWS}, refused("RECEIPT_NOT_FOUND")},
			{"an administrator", actor.Actor{Role: actor.Administrator}, refused("RECEIPT_NOT_FOUND")},
			{"a token that reads", reads, refused("SCOPE")},
			{"a token that reads personal data", both, map[string]string{"registration": "", "draft": "", "plan": ""}},
		} {
			for kind, want := range c.wants {
				ctx := as(t, c.who)
				if c.who.TokenID != "" {
					ctx = actor.With(t.Context(), c.who)
				}
				text, err := w.desk.Export(ctx, ids[kind])
				if want == "" && (err != nil || len(text) == 0) || want != "" && !fault.HasReason(err, want) {
					t.Errorf("%s, %s: %v, want %q", c.name, kind, err, want)
				}
			}
		}
	})
}

func refused(why string) map[string]string {
	return map[string]string{"registration": why, "draft": why, "plan": why}
}

func TestPermissionSaysWhatExportDoes(t *testing.T) {
	t.Parallel()
	w := build(t, storetest.SQLite(t))
	id := w.keep(t, golden(t, "DAYS"), question.SubjectRegistration, "reg_1")
	for _, c := range []struct {
		who  actor.Actor
		want bool
	}{{employer, true}, {actor.Actor{Role: actor.SSC}, true}, {actor.Actor{Role: actor.RegioPlus}, false}, {actor.Actor{Role: actor.ProjectLeader, RegionalOrganisationID: "rgo_a"}, false}} {
		ctx := as(t, c.who)
		row, err := w.store.Client().Evaluation.Get(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.desk.Can(ctx, "EXPORT", row).Allowed; got != c.want {
			t.Errorf("%s: allowed %t, want %t", c.who.Role, got, c.want)
		}
	}
}

func TestReceiptsAreServed(t *testing.T) {
	t.Parallel()
	w := build(t, storetest.SQLite(t))
	id := w.keep(t, golden(t, "DAYS"), question.SubjectRegistration, "reg_1")
	mux := http.NewServeMux()
	mux.Handle("GET /receipts/{id}", w.desk.Receipts())
	mux.Handle("GET /receipts/key", w.desk.PublicKey())
	get := func(path string, who actor.Actor) *httptest.ResponseRecorder {
		rec := httptest.NewRecorder()
		mux.ServeHTTP(rec, httptest.NewRequestWithContext(actor.With(t.Context(), who), http.MethodGet, path, nil))
		return rec
	}
	one := employer
	one.PersonID = "per_x"
	got := get("/receipts/"+id, one)
	if got.Code != http.StatusOK || got.Header().Get("Content-Disposition") != `attachment; filename="`+id+`.json"` || got.Header().Get("Cache-Control") != "private, no-store" {
		t.Errorf("answered %d %v", got.Code, got.Header())
	}
	served := get("/receipts/key", actor.Actor{})
	public, err := receipts.ReadKey(served.Body.Bytes())
	if err != nil || !public.Equal(key.Public()) {
		t.Fatalf("the key is %q, %v", served.Body, err)
	}
	proof, err := receipts.Verifier{Key: public}.Verify(t.Context(), got.Body.Bytes())
	if err != nil || !proof.Trusted || proof.Level != receipts.Trace {
		t.Errorf("proof is %+v, %v", proof, err)
	}
	for path, want := range map[string]int{"/receipts/" + id: 401, "/receipts/nonsense": 404} {
		who := actor.Actor{}
		if want == 404 {
			who = one
		}
		refused := get(path, who)
		if refused.Code != want || !bytes.Contains(refused.Body.Bytes(), []byte(`"reason"`)) {
			t.Errorf("%s: %d %s", path, refused.Code, refused.Body)
		}
	}
}

func TestKeysAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	public := publicOf(key)
	text, err := catalog.WritePublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := receipts.ReadKey(text); err != nil || !got.Equal(public) {
		t.Errorf("read %v, %v", got, err)
	}
	for _, wrong := range []string{"", "x", "AAAA", string(bytes.ReplaceAll(text, []byte("PUBLIC"), []byte("SECRET")))} {
		if _, err := receipts.ReadKey([]byte(wrong)); err == nil {
			t.Errorf("%q was read as a key", wrong)
		}
	}
}
