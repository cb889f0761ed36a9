package scenario_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// uploads: a file is what its content says, comes once, in time, and as announced.
func uploads(t *testing.T, w *town) {
	e := w.bron.in(t)
	reg := e.register(e.course("Voor bestanden", someone("Bestand Één", "bestand")))
	good := pdf("goed")
	attach := func(ticket string) []string {
		_, got := e.try("attachDocument", object{"ticketID": ticket, "forID": reg, "expectedVersion": e.version(reg), "kind": "LOONSTROOK_START", "servesAll": true, "statement": object{"month": "2026-05"}}, "document { id }")
		return got
	}
	for name, c := range map[string]struct {
		content []byte
		status  int
		reason  string
	}{
		"a word processor's file under another name": {append([]byte("PK\x03\x04"), make([]byte, 400)...), 415, "FILE_TYPE_REFUSED"},
		"a page of HTML under another name":          {[]byte("<html><script>alert(1)</script></html>"), 415, "FILE_TYPE_REFUSED"},
		"an executable under another name":           {append([]byte("\x7fELF"), make([]byte, 400)...), 415, "FILE_TYPE_REFUSED"},
		"half a PDF":                                 {good[:40], 415, "FILE_TYPE_REFUSED"},
		"a PDF":                                      {good, 201, ""},
	} {
		_, url := e.ticket(reg, "a.pdf", len(c.content))
		status, reason := e.put(url, c.content)
		is(t, name, []any{c.status, c.reason}, []any{status, reason})
	}

	id, url := e.ticket(reg, "a.pdf", len(good))
	is(t, "attach before the upload", []string{"INVALID UPLOAD_MISSING input.ticketID"}, attach(id))
	status, reason := e.put(url, nil)
	is(t, "an empty file", []any{400, "FILE_EMPTY"}, []any{status, reason})
	status, reason = e.put(url, good[:len(good)-1])
	is(t, "fewer bytes than announced", []any{400, "FILE_SIZE_DIFFERS"}, []any{status, reason})
	status, _ = e.put(url, good)
	is(t, "the right file, after all", 201, status)
	status, reason = e.put(url, good)
	is(t, "the same ticket again", []any{409, "UPLOAD_TICKET_USED"}, []any{status, reason})
	is(t, "attach", []string(nil), attach(id))
	is(t, "attach once more", []string{"INVALID UPLOAD_TICKET_USED input.ticketID"}, attach(id))
	status, reason = e.put(url+"x", good)
	is(t, "a ticket that is none", []any{404, "UPLOAD_TICKET_UNKNOWN"}, []any{status, reason})

	download(t, w, e, reg)
	late := e.uploaded(reg, "late.pdf")
	_, lateURL := e.ticket(reg, "later.pdf", len(good))
	w.rows.in(t).exec(`UPDATE upload_tickets SET expires_at = ? WHERE organisation_id = ? AND used_at IS NULL`, time.Now().AddDate(0, -1, 0).UTC(), e.org)
	status, reason = e.put(lateURL, good)
	is(t, "too late", []any{410, "UPLOAD_TICKET_EXPIRED"}, []any{status, reason})
	is(t, "attach too late", []string{"INVALID UPLOAD_TICKET_EXPIRED input.ticketID"}, attach(late))

	theirs := w.oog.in(t)
	_, refusals := theirs.try("attachDocument", object{"ticketID": e.uploaded(reg, "mine.pdf"), "forID": w.draft, "expectedVersion": theirs.version(w.draft), "kind": "LOONSTROOK_START", "servesAll": true}, "document { id }")
	is(t, "a ticket of another", []string{"! NOT_FOUND UPLOAD_TICKET_NOT_FOUND"}, refusals)
}

// download: a file comes as an attachment, to who may have it.
func download(t *testing.T, w *town, e *employer, reg string) {
	const files = `query($id: ID!) { node(id: $id) { ... on Registration { matrix { rows { cells { documents { file { name type size sha256 downloadURL } } } } } } } }`
	file := func(v *visitor) string {
		for _, url := range downloads.FindAllString(string(v.send(files, object{"id": reg}).body), -1) {
			return strings.ReplaceAll(url, `\u0026`, "&")
		}
		return ""
	}
	url := file(e.visitor)
	status, header, body := e.get(url)
	is(t, "the file", "200 attachment nosniff", strings.Join([]string{strconv.Itoa(status), strings.SplitN(header.Get("Content-Disposition"), ";", 2)[0], header.Get("X-Content-Type-Options")}, " "))
	is(t, "its bytes", string(pdf("goed")), string(body))
	is(t, "no address for another", "", file(w.oost.in(t).visitor))
	is(t, "no address for a project leader", "", file(w.staff["leader.utrechtzorg"].in(t)))
	for name, v := range map[string]*visitor{"another": w.oost.in(t).visitor, "a stranger": w.visitor(t, "stranger")} {
		if status, _, _ := v.get(url); status == 200 {
			t.Errorf("%s downloaded with somebody else's address", name)
		}
	}
	if status, _, _ := e.get(url[:len(url)-3] + "AAA"); status == 200 {
		t.Error("an address that was changed still works")
	}
}

var downloads = regexp.MustCompile(`https?://[^"]+/files/[^"]+`)
