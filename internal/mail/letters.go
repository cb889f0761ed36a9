package mail

import "strings"

// text is one letter in a language; CODE and NAME stand where they go.
type text struct{ subject, body string }

type letter map[string]text

// to fills the letter in, in Dutch unless English is asked.
func (l letter) to(address, language, name, code string) Message {
	t, ok := l[language]
	if !ok {
		t = l["nl"]
	}
	body := strings.NewReplacer("NAME", name, "CODE", code).Replace(strings.TrimSpace(t.body))
	return Message{To: address, Subject: t.subject, Text: body + "\n"}
}

// ConfirmAddress carries the code with which a new account is confirmed.
func ConfirmAddress(address, language, name, code string) Message {
	return confirmAddress.to(address, language, name, code)
}

// AccountExists warns the owner of an account that somebody requested another one at this address.
func AccountExists(address, language, name string) Message {
	return accountExists.to(address, language, name, "")
}

// NewPassword carries the code with which a new password is set.
func NewPassword(address, language, name, code string) Message {
	return newPassword.to(address, language, name, code)
}

// PasswordChanged reports that the password was changed, so that an owner who did not do so can act.
func PasswordChanged(address, language, name string) Message {
	return passwordChanged.to(address, language, name, "")
}

// Invitation asks somebody to take up a role: what the person would be, where, and the code with which it is accepted. The
// code is in no address, so that it stays out of the histories and logs of browsers and proxies.
func Invitation(address, language, title, origin, code string) Message {
	if origin == "" {
		origin = "Penvoerder"
	}
	m := invitation.to(address, language, title, code)
	m.Text = strings.ReplaceAll(m.Text, "ORIGIN", origin)
	return m
}

// JoinRequested tells a contact that somebody asks to become one too.
func JoinRequested(address, language, organisation, origin string) Message {
	return joinRequested.of(address, language, organisation, origin)
}

// JoinAdmitted tells somebody who asked that it is a contact now.
func JoinAdmitted(address, language, organisation, origin string) Message {
	return joinAdmitted.of(address, language, organisation, origin)
}

// JoinRefused tells somebody who asked that it was not admitted, and why.
func JoinRefused(address, language, organisation, reason string) Message {
	return joinRefused.of(address, language, organisation, reason)
}

// TakenOver tells a contact that it goes on with what a colleague had who has gone.
func TakenOver(address, language, organisation, origin string) Message {
	return takenOver.of(address, language, organisation, origin)
}

// WithoutContact tells a project leader that an organisation of its region has no contact any more.
func WithoutContact(address, language, organisation, origin string) Message {
	return withoutContact.of(address, language, organisation, origin)
}

// of fills in a letter about an organisation: its name, and an address or a text, each as it is.
func (l letter) of(address, language, organisation, what string) Message {
	if what == "" {
		what = "Penvoerder"
	}
	return l.to(address, language, organisation, what)
}

var (
	invitation = letter{
		"nl": {"Uitnodiging voor een rol bij Penvoerder", `
Beste lezer,

U bent gevraagd om bij Penvoerder te werken als NAME. Ga naar ORIGIN, log in met het e-mailadres waarop u deze brief kreeg
en neem de uitnodiging aan met deze code. Hebt u met dit adres nog geen account, maak er dan eerst een aan. De code werkt
één keer, alleen met dit e-mailadres, en is veertien dagen geldig:

CODE

Verwachtte u deze uitnodiging niet? Dan hoeft u niets te doen. Gebruik de code dan niet.
`},
		"en": {"Invitation to a role at Penvoerder", `
Dear reader,

You are asked to work at Penvoerder as NAME. Go to ORIGIN, sign in with the e-mail address at which you got this letter, and
accept the invitation with this code. If you have no account with this address yet, sign up first. The code works once, only
with this e-mail address, and is valid for fourteen days:

CODE

If you did not expect this invitation, you do not have to do anything. Do not use the code.
`},
	}
	joinRequested = letter{
		"nl": {"Iemand wil contactpersoon worden", `
Beste lezer,

Iemand vraagt bij Penvoerder om contactpersoon te worden van NAME. Log in op CODE om te zien wie, en laat de aanvrager toe of
weiger. Kent u de aanvrager niet, weiger dan en vertel het uw projectleider.
`},
		"en": {"Somebody wants to become a contact", `
Dear reader,

Somebody asks at Penvoerder to become a contact of NAME. Sign in at CODE to see who, and admit or refuse the request. If you do
not know the person, refuse and tell your project leader.
`},
	}
	joinAdmitted = letter{
		"nl": {"U bent contactpersoon", `
Beste lezer,

Uw verzoek is toegelaten: u bent bij Penvoerder contactpersoon van NAME. Log in op CODE; bij uw rollen kiest u deze organisatie.
`},
		"en": {"You are a contact", `
Dear reader,

Your request was admitted: at Penvoerder you are a contact of NAME. Sign in at CODE; among your roles you choose this organisation.
`},
	}
	joinRefused = letter{
		"nl": {"Uw verzoek is niet toegelaten", `
Beste lezer,

Uw verzoek om bij Penvoerder contactpersoon te worden van NAME is geweigerd. De reden:

CODE

Klopt dit niet, neem dan contact op met uw regionale werkgeversorganisatie.
`},
		"en": {"Your request was refused", `
Dear reader,

Your request to become a contact of NAME at Penvoerder was refused. The reason:

CODE

If this is not right, contact your regional employers' organisation.
`},
	}
	takenOver = letter{
		"nl": {"U neemt het werk van een collega over", `
Beste lezer,

Een contactpersoon van NAME is vertrokken en u neemt het werk bij Penvoerder over. Log in op CODE om te zien wat er loopt.
`},
		"en": {"You take over from a colleague", `
Dear reader,

A contact of NAME has gone and you take over at Penvoerder. Sign in at CODE to see what is under way.
`},
	}
	withoutContact = letter{
		"nl": {"Een organisatie heeft geen contactpersoon meer", `
Beste projectleider,

De laatste contactpersoon van NAME is vertrokken. Log in op CODE, zoek de organisatie op en nodig een nieuwe contactpersoon uit.
`},
		"en": {"An organisation has no contact any more", `
Dear project leader,

The last contact of NAME has gone. Sign in at CODE, look the organisation up and invite a new contact.
`},
	}
	confirmAddress = letter{
		"nl": {"Bevestig uw e-mailadres", `
Beste NAME,

Met deze code bevestigt u uw account bij Penvoerder. De code werkt één keer en is dertig minuten geldig:

CODE

Hebt u geen account aangevraagd? Dan hoeft u niets te doen. Gebruik de code dan niet.
`},
		"en": {"Confirm your e-mail address", `
Dear NAME,

Use this code to confirm your account at Penvoerder. It works once and is valid for thirty minutes:

CODE

If you did not request an account, you do not have to do anything. Do not use the code.
`},
	}
	accountExists = letter{
		"nl": {"U hebt al een account", `
Beste NAME,

Iemand vroeg bij Penvoerder een account aan met dit e-mailadres. U hebt er al een, en daaraan is niets veranderd.
Weet u uw wachtwoord niet meer, vraag dan een nieuw wachtwoord aan. Was u dit niet, dan hoeft u niets te doen.
`},
		"en": {"You already have an account", `
Dear NAME,

Someone requested an account at Penvoerder with this e-mail address. You already have one, and nothing about it has
changed. If you forgot your password, request a new one. If this was not you, you do not have to do anything.
`},
	}
	newPassword = letter{
		"nl": {"Stel een nieuw wachtwoord in", `
Beste NAME,

Met deze code stelt u een nieuw wachtwoord in bij Penvoerder. De code werkt één keer en is dertig minuten geldig:

CODE

Hebt u dit niet aangevraagd? Dan hoeft u niets te doen: uw wachtwoord blijft hetzelfde.
`},
		"en": {"Set a new password", `
Dear NAME,

Use this code to set a new password at Penvoerder. It works once and is valid for thirty minutes:

CODE

If you did not request this, you do not have to do anything: your password stays the same.
`},
	}
	passwordChanged = letter{
		"nl": {"Uw wachtwoord is gewijzigd", `
Beste NAME,

Uw wachtwoord bij Penvoerder is gewijzigd en u bent overal uitgelogd. Was u dit niet, vraag dan meteen een nieuw
wachtwoord aan en neem contact op met uw regionale werkgeversorganisatie.
`},
		"en": {"Your password was changed", `
Dear NAME,

Your password at Penvoerder has been changed and you have been signed out everywhere. If this was not you, request a
new password at once and contact your regional employers' organisation.
`},
	}
)
