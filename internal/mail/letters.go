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

// AccountExists tells who has an account that somebody asked for one at this address.
func AccountExists(address, language, name string) Message {
	return accountExists.to(address, language, name, "")
}

// NewPassword carries the code with which a new password is set.
func NewPassword(address, language, name, code string) Message {
	return newPassword.to(address, language, name, code)
}

// PasswordChanged tells that the password was set anew, so that who did not do so hears of it.
func PasswordChanged(address, language, name string) Message {
	return passwordChanged.to(address, language, name, "")
}

var (
	confirmAddress = letter{
		"nl": {"Bevestig uw e-mailadres", `
Beste NAME,

Met deze code bevestigt u uw account bij Penvoerder. Hij werkt één keer, en dertig minuten lang:

CODE

Hebt u geen account aangevraagd? Dan hoeft u niets te doen. Gebruik de code niet.
`},
		"en": {"Confirm your e-mail address", `
Dear NAME,

With this code you confirm your account at Penvoerder. It works once, and for thirty minutes:

CODE

Did you not ask for an account? Then you need do nothing. Do not use the code.
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

Somebody asked Penvoerder for an account with this e-mail address. You already have one, and nothing about it changed.
If you lost your password, ask for a new one. If this was not you, you need do nothing.
`},
	}
	newPassword = letter{
		"nl": {"Stel een nieuw wachtwoord in", `
Beste NAME,

Met deze code stelt u een nieuw wachtwoord in bij Penvoerder. Hij werkt één keer, en dertig minuten lang:

CODE

Hebt u dit niet gevraagd? Dan hoeft u niets te doen: uw wachtwoord blijft zoals het is.
`},
		"en": {"Set a new password", `
Dear NAME,

With this code you set a new password at Penvoerder. It works once, and for thirty minutes:

CODE

Did you not ask for this? Then you need do nothing: your password stays as it is.
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

Your password at Penvoerder was changed, and you were signed out everywhere. If this was not you, ask for a new
password at once and call your regional employers' organisation.
`},
	}
)
