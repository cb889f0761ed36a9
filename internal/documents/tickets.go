package documents

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/uploadticket"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

const (
	mostTickets = 20  // at once
	mostOpen    = 200 // of one organisation that were not used yet
	secretBytes = 32
)

// Ticket is an upload link for one file. Its address holds the secret and is returned once.
type Ticket struct {
	ID          string
	URL         string
	ExpiresAt   time.Time
	MaximumSize int
}

// CreateTickets returns upload links in the order of the files. It reports the faults of every file: FILE_TOO_LARGE,
// FILE_EMPTY, FILE_TYPE_REFUSED.
func (d *Desk) CreateTickets(ctx context.Context, in CreateTicketsInput) ([]Ticket, error) {
	home, err := d.subject(ctx, in.ForID)
	if err != nil {
		return nil, err
	}

	ground, err := d.Guard.Permit(ctx, access.Add, home.object.As(access.Upload))
	if err != nil {
		return nil, err
	}
	if err := d.checkFiles(in.Files); err != nil {
		return nil, err
	}

	tickets := make([]Ticket, len(in.Files))
	err = d.Store.Tx(ctx, func(tx *ent.Tx) error {
		if err := d.checkOpen(ctx, tx, home.organisationID, len(in.Files)); err != nil {
			return err
		}
		for i, f := range in.Files {
			if tickets[i], err = d.issue(ctx, tx, home, in.ForID, f); err != nil {
				return err
			}
		}
		return audit.Append(ctx, tx, audit.Line{
			DossierID: home.planID, At: d.Clock.Wall(), Act: "createUploadTickets", SubjectID: in.ForID, Policy: string(ground),
			OrganisationID: home.organisationID,
		})
	})
	if err != nil {
		return nil, fmt.Errorf("create upload tickets: %w", err)
	}

	return tickets, nil
}

// home is the plan that a file belongs to, with its organisation and the object that rights are checked on.
type home struct {
	planID, organisationID, regionalOrganisationID string
	object                                         access.Object
}

// subject loads the registration or plan that files are for.
func (d *Desk) subject(ctx context.Context, id string) (home, error) {
	if ids.Valid(id, ids.Plan) {
		p, err := d.Store.Client().Plan.Get(ctx, id)
		if err != nil {
			return home{}, store.Missing(err, "PLAN_NOT_FOUND")
		}
		return home{p.ID, p.OrganisationID, p.RegionalOrganisationID, access.OfPlan(p)}, nil
	}
	r, err := d.Store.Client().Registration.Get(ctx, id)
	if err != nil {
		return home{}, store.Missing(err, "REGISTRATION_NOT_FOUND")
	}
	return home{r.PlanID, r.OrganisationID, r.RegionalOrganisationID, access.OfRegistration(r)}, nil
}

func (d *Desk) checkFiles(files []FileInput) error {
	var bad fault.Collector
	if len(files) < 1 || len(files) > mostTickets {
		bad.Add(fault.Invalid([]string{"input", "files"}, "TOO_MANY_FILES", fault.Text{
			NL: "Vraag 1 tot en met 20 uploadlinks tegelijk aan.", EN: "Ask for 1 to 20 upload links at a time.",
		}, "1-20"))
		return bad.Err()
	}
	for i, f := range files {
		at := func(field string) []string { return []string{"input", "files", strconv.Itoa(i), field} }
		bad.Add(d.checkSize(f.Size, at("size")))
		name := cleanName(f.Name)
		switch {
		case name == "":
			bad.Add(fault.Required(at("name")))
		case utf8.RuneCountInString(name) > longestName:
			bad.Add(fault.TooLong(at("name"), longestName))
		case isOther(name):
			bad.Add(fault.Invalid(at("name"), ReasonTypeRefused, fault.Text{
				NL: "U kunt alleen PDF- en JPEG-bestanden uploaden. Sla het bestand op als PDF.",
				EN: "Only PDF and JPEG files can be uploaded. Save the file as PDF.",
			}, accepted))
		}
		if f.SHA256 != nil && !isHash(*f.SHA256) {
			bad.Add(fault.Invalid(at("sha256"), fault.ReasonMalformed, fault.Text{
				NL: "Vul de SHA-256 in met 64 hexadecimale tekens (0-9, a-f).", EN: "Give the SHA-256 as 64 hexadecimal digits (0-9, a-f).",
			}, strings.Repeat("0", 2*sha256.Size)))
		}
	}
	return bad.Err()
}

func (d *Desk) checkSize(size int, path []string) *fault.Error {
	switch {
	case size < 1:
		return fault.Invalid(path, ReasonEmpty, fault.Text{NL: "Dit bestand is leeg.", EN: "This file is empty."}, ">= 1")
	case int64(size) > d.MaximumSize:
		return d.tooLarge(path)
	}
	return nil
}

func (d *Desk) tooLarge(path []string) *fault.Error {
	megabytes := strconv.FormatInt(d.MaximumSize>>20, 10)
	return fault.Invalid(path, ReasonTooLarge, fault.Text{
		NL: "Dit bestand is te groot. Een bestand mag hoogstens " + megabytes + " MB zijn.",
		EN: "This file is too large. A file may be at most " + megabytes + " MB.",
	}, "<= "+strconv.FormatInt(d.MaximumSize, 10))
}

func isHash(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == sha256.Size
}

// checkOpen keeps one organisation from filling the store with files that it never attaches.
func (d *Desk) checkOpen(ctx context.Context, tx *ent.Tx, organisationID string, more int) error {
	if err := d.Store.Lock(ctx, tx, organisationID); err != nil {
		return err
	}
	open, err := tx.UploadTicket.Query().Where(
		uploadticket.OrganisationID(organisationID), uploadticket.UsedAtIsNil(),
		uploadticket.ExpiresAtGT(d.Clock.Wall()),
	).Count(actor.AsSystem(ctx))
	if err == nil && open+more > mostOpen {
		return fault.RateLimited("TOO_MANY_UPLOADS", ticketLife)
	}
	return err
}

func (d *Desk) issue(ctx context.Context, tx *ent.Tx, h home, forID string, f FileInput) (Ticket, error) {
	raw := make([]byte, secretBytes)
	if _, err := rand.Read(raw); err != nil {
		return Ticket{}, err
	}
	secret := base64.RawURLEncoding.EncodeToString(raw)
	create := tx.UploadTicket.Create().SetID(ids.New(ids.UploadTicket)).SetForID(forID).SetSecretHash(hashed(secret)).
		SetName(cleanName(f.Name)).SetSize(f.Size).SetCreatedBy(actor.From(ctx).ID()).SetExpiresAt(d.Clock.Wall().Add(ticketLife)).
		SetOrganisationID(h.organisationID).SetRegionalOrganisationID(h.regionalOrganisationID)
	if f.SHA256 != nil {
		create.SetSha256(strings.ToLower(*f.SHA256))
	}
	row, err := create.Save(ctx)
	if err != nil {
		return Ticket{}, err
	}
	return Ticket{ID: row.ID, URL: d.Origin + "/uploads/" + secret, ExpiresAt: row.ExpiresAt, MaximumSize: f.Size}, nil
}

// hashed is the stored form of a secret. The secret has all the randomness there can be, so it needs no salt.
func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
