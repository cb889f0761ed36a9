package gate

import (
	"container/list"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

const (
	keptDocuments = 512
	keptLength    = 16 << 10 // longer documents are read anew each time
)

// documents reads documents, and keeps those that passed: clients send the same few again and again.
type documents struct {
	schema *ast.Schema
	limits Limits

	mu   sync.Mutex
	kept map[string]*list.Element // of document, by text
	used *list.List               // latest first
}

type document struct {
	text string
	doc  *ast.QueryDocument
}

func newDocuments(schema *ast.Schema, l Limits) *documents {
	return &documents{schema: schema, limits: l, kept: map[string]*list.Element{}, used: list.New()}
}

// read parses, checks the shape, and only then validates.
func (d *documents) read(text string) (*ast.QueryDocument, gqlerror.List) {
	if doc, ok := d.find(text); ok {
		return doc, nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, d.limits.Tokens)
	if err != nil {
		return nil, gqlerror.List{d.unreadable(err)}
	}
	if err := checkShape(doc, d.limits); err != nil {
		return nil, gqlerror.List{err}
	}
	if errs := validator.ValidateWithRules(d.schema, doc, validation()); len(errs) > 0 {
		return nil, unfit(errs)
	}
	if err := literals(doc); err != nil {
		return nil, gqlerror.List{err}
	}
	d.keep(text, doc)
	return doc, nil
}

// unreadable describes a syntax error: what the parser expected, and where.
func (d *documents) unreadable(err error) *gqlerror.Error {
	found, ok := err.(*gqlerror.Error) //nolint:errorlint // the parser returns nothing else
	if !ok || strings.Contains(found.Message, "token limit") {
		return beyond("tokens", nil)
	}
	out := invalid(reasonSyntax, "Het verzoek is geen geldig GraphQL.", "The request is not valid GraphQL.", nil)
	out.Locations = found.Locations
	return out
}

// At most mostProblems of one document are reported.
const mostProblems = 10

// unfit passes on the validator's errors, without suggestions of names and without values that were sent.
func unfit(errs gqlerror.List) gqlerror.List {
	out := make(gqlerror.List, 0, min(len(errs), mostProblems))
	for _, e := range errs[:min(len(errs), mostProblems)] {
		said := Plain(e.Message)
		told := invalid(reasonInvalid, said, said, nil)
		if strings.HasPrefix(e.Rule, "ValuesOfCorrectType") { // its messages repeat the value
			told = invalid(reasonInvalid, "Een waarde in het verzoek heeft niet het juiste type.", "A value in the request does not have the right type.", nil)
		}
		told.Locations, told.Rule = e.Locations, e.Rule
		out = append(out, told)
	}
	return out
}

// Plain takes suggestions and values out of a message of the parser or the executor, and most of names that are longer
// than any that is right.
func Plain(message string) string {
	for _, tail := range []string{" Did you mean", ", found "} {
		if at := strings.Index(message, tail); at >= 0 {
			message = strings.TrimRight(message[:at], " .") + "."
		}
	}
	words := strings.Split(message, " ")
	for i, w := range words {
		if utf8.RuneCountInString(w) > mostOfName {
			words[i] = string([]rune(w)[:mostOfName]) + "…"
		}
	}
	return strings.Join(words, " ")
}

// mostOfName is how many characters of what was sent as a name are said back.
const mostOfName = 80

// validation is every rule, none with suggestions.
func validation() *rules.Rules {
	r := rules.NewDefaultRules()
	for _, quiet := range []core.Rule{
		rules.FieldsOnCorrectTypeRuleWithoutSuggestions, rules.KnownArgumentNamesRuleWithoutSuggestions,
		rules.KnownTypeNamesRuleWithoutSuggestions, rules.ScalarLeafsRuleWithoutSuggestions,
		rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
	} {
		r.RemoveRule(strings.TrimSuffix(quiet.Name, "WithoutSuggestions"))
		r.AddRule(quiet.Name, quiet.RuleFunc)
	}
	return r
}

func (d *documents) find(text string) (*ast.QueryDocument, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e, ok := d.kept[text]
	if !ok {
		return nil, false
	}
	d.used.MoveToFront(e)
	found, ok := e.Value.(document)
	return found.doc, ok
}

func (d *documents) keep(text string, doc *ast.QueryDocument) {
	if len(text) > keptLength {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.kept[text]; ok {
		return
	}
	d.kept[text] = d.used.PushFront(document{text, doc})
	if d.used.Len() > keptDocuments {
		if oldest, ok := d.used.Remove(d.used.Back()).(document); ok {
			delete(d.kept, oldest.text)
		}
	}
}
