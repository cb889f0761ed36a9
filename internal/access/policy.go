package access

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"github.com/penvoerder/penvoerder/internal/actor"
)

// A subject is typed, so that no id of a person can be taken for a role.
type subject string

const (
	everybody subject = "public:ANYONE"
	account   subject = "account:PERSON"
	noRole    subject = "role:NONE"
)

func role(r actor.Role) subject { return subject("role:" + r) }
func scope(name string) subject { return subject("scope:" + name) }

// subjects lists every subject that the policy may name.
func subjects() []subject {
	all := []subject{everybody, account, noRole}
	for _, r := range actor.Roles() {
		all = append(all, role(r))
	}
	for _, s := range Scopes() {
		all = append(all, scope(s))
	}
	return all
}

// line is one line of the policy, understood.
type line struct {
	subject    subject
	noun       Noun
	action     Action
	word       Word
	conditions []Condition
}

const (
	fields      = 6
	noCondition = "-"
)

// String writes the line as it stands in the file, for the audit.
func (l line) String() string {
	condition := noCondition
	if len(l.conditions) > 0 {
		parts := make([]string, len(l.conditions))
		for i, c := range l.conditions {
			parts[i] = string(c)
		}
		condition = strings.Join(parts, "+")
	}
	return fmt.Sprintf("p, %s, %s, %s, %s, %s", l.subject, l.noun, l.action, l.word, condition)
}

// policy finds the line that decides. It never changes after it was read.
type policy struct {
	lines    []line
	mu       sync.Mutex // the enforcer is asked once per (subject, noun, action)
	enforcer *casbin.Enforcer
}

// readPolicy understands every line or refuses the whole: Casbin's own reader passes over a line that it cannot read.
func readPolicy(modelText, policyText string) (*policy, error) {
	lines, err := parseLines(policyText)
	if err != nil {
		return nil, err
	}
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, fmt.Errorf("read policy model: %w", err)
	}
	enforcer, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, fmt.Errorf("make policy enforcer: %w", err)
	}
	rules := make([][]string, len(lines))
	for i, l := range lines {
		rules[i] = values(l)
	}
	if fresh, err := enforcer.AddPolicies(rules); err != nil || !fresh {
		return nil, fmt.Errorf("take in policy: new %t: %w", fresh, err)
	}
	return &policy{lines: lines, enforcer: enforcer}, nil
}

// values are the fields of the line without the leading p.
func values(l line) []string { return strings.Split(l.String(), ", ")[1:] }

func parseLines(text string) ([]line, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment, r.TrimLeadingSpace, r.FieldsPerRecord = '#', true, fields
	var lines []line
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read policy: %w", err)
		}
		l, err := parseLine(record)
		if err != nil {
			return nil, fmt.Errorf("read policy line %q: %w", strings.Join(record, ", "), err)
		}
		if slices.ContainsFunc(lines, func(o line) bool {
			return o.subject == l.subject && o.noun == l.noun && o.action == l.action
		}) {
			return nil, fmt.Errorf("read policy line %q: decided twice", l)
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 {
		return nil, errors.New("read policy: it is empty")
	}
	return lines, agree(lines)
}

// agree refuses a scope that speaks of other rows than the employer's line for the same: a token's rows are those
// of one word.
func agree(lines []line) error {
	for _, s := range lines {
		for _, e := range lines {
			isScope := strings.HasPrefix(string(s.subject), "scope:") && e.subject == role(actor.Employer)
			if isScope && s.noun == e.noun && s.action == e.action && s.word != e.word && s.word != Any && e.word != Any {
				return fmt.Errorf("read policy line %q: speaks of other rows than %q", s, e)
			}
		}
	}
	return nil
}

func parseLine(record []string) (line, error) {
	l := line{subject: subject(record[1]), noun: Noun(record[2]), action: Action(record[3]), word: Word(record[4])}
	switch {
	case record[0] != "p":
		return l, errors.New("does not begin with p")
	case !slices.Contains(subjects(), l.subject):
		return l, errors.New("unknown subject")
	case !slices.Contains(Nouns(), l.noun):
		return l, errors.New("unknown object")
	case !slices.Contains(Actions(), l.action):
		return l, errors.New("unknown action")
	case !l.word.isKnown():
		return l, errors.New("unknown word")
	case l.action == Read && !compiles(l.noun, l.word):
		return l, errors.New("the word says nothing about rows of this object")
	}
	if record[5] == noCondition {
		return l, l.mustName()
	}
	for name := range strings.SplitSeq(record[5], "+") {
		if !slices.Contains(conditions(), Condition(name)) {
			return l, errors.New("unknown condition")
		}
		l.conditions = append(l.conditions, Condition(name))
	}
	if l.action == Read {
		return l, errors.New("rows are seen without conditions")
	}
	return l, l.mustName()
}

// mustName refuses a line that lets a role judge where the scheme may name another.
func (l line) mustName() error {
	if slices.Contains([]Action{JudgeContent, JudgeCells, AskRepair}, l.action) && !slices.Contains(l.conditions, Named) {
		return errors.New("who judges is named by the scheme")
	}
	return nil
}

// decide returns the line that allows it, if there is one.
func (p *policy) decide(s subject, n Noun, a Action) (line, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	allowed, explained, err := p.enforcer.EnforceEx(string(s), string(n), string(a))
	if err != nil {
		return line{}, false, fmt.Errorf("decide %s %s %s: %w", s, n, a, err)
	}
	if !allowed {
		return line{}, false, nil
	}
	l, err := parseLine(append([]string{"p"}, explained...))
	return l, err == nil, err
}

// has reports whether any role may ever do this to this.
func (p *policy) has(n Noun, a Action) bool { return len(p.roles(n, a)) > 0 }

// roles lists the roles that have a line for this; everybody's lines count as every role's.
func (p *policy) roles(n Noun, a Action) []actor.Role {
	var found []actor.Role
	for _, l := range p.lines {
		if l.noun != n || l.action != a {
			continue
		}
		switch name, isRole := strings.CutPrefix(string(l.subject), "role:"); {
		case l.subject == everybody || l.subject == account:
			return actor.Roles()
		case isRole && l.subject != noRole:
			found = append(found, actor.Role(name))
		}
	}
	return found
}
