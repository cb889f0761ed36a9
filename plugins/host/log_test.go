package host

import (
	"strings"
	"testing"
	"time"
)

func TestWhatAPluginWritesIsBounded(t *testing.T) {
	t.Parallel()
	var told []string
	now := time.Unix(1, 0)
	w := &lineWriter{now: func() time.Time { return now }, tell: func(line string) { told = append(told, line) }}
	write := func(s string) {
		if n, err := w.Write([]byte(s)); n != len(s) || err != nil {
			t.Fatal(n, err)
		}
	}
	write("in ")
	write("parts\n\ntwo\nthree")
	write(strings.Repeat("x", 3*maxLine))
	write("\n\xff\n")
	want := []string{"in parts", "two", ("three" + strings.Repeat("x", maxLine))[:maxLine] + " (cut)", "�"}
	if strings.Join(told, "|") != strings.Join(want, "|") {
		t.Errorf("told %q", told)
	}
	write(strings.Repeat("again\n", 1000))
	if len(told) > maxLines {
		t.Errorf("%d lines in one second", len(told))
	}
	now = now.Add(time.Second)
	write("later\n")
	if last := told[len(told)-2:]; !strings.Contains(last[0], "dropped") || last[1] != "later" {
		t.Errorf("told last %q", last)
	}
}
