package testworld

import (
	"context"
	"sync"

	"github.com/penvoerder/penvoerder/internal/mail"
)

// Post keeps the letters that the platform sends. It is safe for concurrent use.
type Post struct {
	mu      sync.Mutex
	letters []mail.Message
	fails   func(m mail.Message) error
}

// Fail has letters fail from now on as a mail server would; nil ends it.
func (p *Post) Fail(how func(m mail.Message) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fails = how
}

// Send keeps a letter.
func (p *Post) Send(_ context.Context, m mail.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fails != nil {
		if err := p.fails(m); err != nil {
			return err
		}
	}
	p.letters = append(p.letters, m)
	return nil
}

// Letters is every letter since the last time it was asked.
func (p *Post) Letters() []mail.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	letters := p.letters
	p.letters = nil
	return letters
}
