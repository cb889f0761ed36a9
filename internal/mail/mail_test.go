package mail_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	gomail "github.com/wneessen/go-mail"

	"github.com/penvoerder/penvoerder/internal/mail"
)

func TestALetterBecomesAFileThatMailProgramsRead(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mail")
	files := mail.Files{Dir: dir}
	if err := files.Send(t.Context(), mail.ConfirmAddress("evi@demo.example", "nl", "Evi Café", "abc-123")); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil || len(found) != 1 {
		t.Fatalf("files %v, %v", found, err)
	}
	info, err := os.Stat(found[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	msg, err := gomail.EMLToMsgFromFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	if to := msg.GetToString(); len(to) != 1 || !strings.Contains(to[0], "evi@demo.example") {
		t.Errorf("to %v", to)
	}
	body, err := msg.GetParts()[0].GetContent()
	if err != nil || !strings.Contains(string(body), "abc-123") || !strings.Contains(string(body), "Evi Café") {
		t.Errorf("body %q, %v", body, err)
	}
}

func TestLettersSpeakBothLanguages(t *testing.T) {
	t.Parallel()
	for _, write := range []func(language string) mail.Message{
		func(l string) mail.Message { return mail.ConfirmAddress("a@b.example", l, "Evi", "X1") },
		func(l string) mail.Message { return mail.AccountExists("a@b.example", l, "Evi") },
		func(l string) mail.Message { return mail.NewPassword("a@b.example", l, "Evi", "X1") },
		func(l string) mail.Message { return mail.PasswordChanged("a@b.example", l, "Evi") },
	} {
		nl, en, other := write("nl"), write("en"), write("fy")
		if nl.Subject == en.Subject || nl.Text == en.Text || nl != other {
			t.Errorf("nl %+v, en %+v, other %+v", nl, en, other)
		}
		for _, m := range []mail.Message{nl, en} {
			if strings.Contains(m.Text, "NAME") || strings.Contains(m.Text, "CODE") || !strings.Contains(m.Text, "Evi") {
				t.Errorf("not filled in: %q", m.Text)
			}
		}
	}
}

func TestWhatIsWrongIsNamedWithoutTheAddress(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	err := mail.Files{Dir: dir}.Send(t.Context(), mail.Message{To: "secret address", Subject: "s", Text: "t"})
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
	if _, err := mail.NewSMTP(mail.SMTP{Host: "mail.example", From: "no address"}); err == nil {
		t.Error("a sender that is no address was taken")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestAHeaderCannotBeAddedThroughAName(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	m := mail.Message{To: "a@b.example", Subject: "hello\r\nBcc: thief@evil.example", Text: "t"}
	if err := (mail.Files{Dir: dir}).Send(t.Context(), m); err != nil {
		return // refused is as good
	}
	found, _ := filepath.Glob(filepath.Join(dir, "*.eml"))
	raw, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(raw)) {
		if strings.HasPrefix(l, "Bcc:") {
			t.Errorf("a header was added: %q", l)
		}
	}
}
