package typed_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/internal/typed"
)

func TestTextFoldsWhateverWayItWasTyped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Jansen": "jansen", "Émilie": "emilie", "E\u0301milie": "emilie", "Åsa": "asa", "Øystein Łukasz": "oystein lukasz",
		"STRASSE": "strasse", "Straße": "strasse", "Ĳsbrand": "ijsbrand", "": "",
	} {
		if got := typed.Fold(text); got != want {
			t.Errorf("%q folds to %q, want %q", text, got, want)
		}
	}
}
