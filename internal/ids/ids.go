// Package ids makes identifiers that carry their type and sort by time: reg_01J….
//
// They are opaque to callers and no secret: what must not be guessed is made elsewhere.
package ids

import (
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
)

// The prefixes, one per type of node.
const (
	Organisation    = "org"
	Person          = "per"
	RoleAssignment  = "rol"
	Appointment     = "apt"
	Admission       = "adm"
	Session         = "ses"
	OneTimeCode     = "otc"
	PartnerToken    = "tok"
	CalendarAddress = "cad"
	Employee        = "emp"
	Tie             = "tie"
	SchemeRelease   = "rel"
	ParameterFile   = "prm"
	Plan            = "pln"
	PlanLine        = "pll"
	GrantAmount     = "gra"
	Registration    = "reg"
	Participation   = "par"
	Cell            = "cel"
	Document        = "doc"
	File            = "fil"
	UploadTicket    = "upl"
	Evaluation      = "rcp"
	Decision        = "dec"
	Repair          = "rep"
	AuditEntry      = "aud"
	Event           = "evt"
	IdempotencyKey  = "idk"
	Told            = "tld"

	// Regions come from a table and have no ULID; see package reference.
	Region               = "rgn"
	RegionalOrganisation = "rgo"
)

const (
	separator    = "_"
	ulidLength   = 26
	ulidAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	ulidHighest  = '7' // of the first character: 128 bits in 26 of five
)

// last is the moment of the last identifier, and entropy what follows it within that moment.
var (
	mu      sync.Mutex
	last    uint64
	entropy = ulid.Monotonic(rand.Reader, 0)
)

// New returns a fresh identifier with the prefix. Within one process each sorts after the one made before it,
// also when the wall's time is set back.
func New(prefix string) string {
	mu.Lock()
	defer mu.Unlock()
	last = max(last, ulid.Timestamp(time.Now()))
	id, err := ulid.New(last, entropy)
	if err != nil { // two to the eightieth in one millisecond, or no randomness: nothing can go on
		panic(fmt.Sprintf("make an identifier: %v", err))
	}
	return prefix + separator + id.String()
}

// Prefix returns what precedes the first underscore; empty when there is none.
func Prefix(id string) string {
	prefix, _, found := strings.Cut(id, separator)
	if !found {
		return ""
	}
	return prefix
}

// Valid reports whether id could have come from [New] with this prefix. It keeps odd text away from the database.
func Valid(id, prefix string) bool {
	body, found := strings.CutPrefix(id, prefix+separator)
	return found && len(body) == ulidLength && body[0] <= ulidHighest && strings.Trim(body, ulidAlphabet) == ""
}
