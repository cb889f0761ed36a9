// Command questions writes the conversion between the facts of package schemes and the messages of the plugin contract,
// so that a fact is declared on both sides and carried over by nobody. It fails where one side has a fact that the other
// lacks: what a scheme in Go is told, one in another language is told as well.
//
// A fact has the same name on both sides: its name in JSON, as scheme.proto writes names, with _cents behind it where it
// is an amount.
package main

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"

	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// roots are what a question holds, with their messages. What these hold follows from the messages.
var roots = []pair{
	pairOf[schemes.Organisation, schemev1.Organisation](),
	pairOf[schemes.Plan, schemev1.Plan](),
	pairOf[schemes.Registration, schemev1.Registration](),
	pairOf[schemes.ProjectFile, schemev1.ProjectFile](),
	pairOf[schemes.RetentionReport, schemev1.RetentionReport](),
}

// leftOut are messages that are not sent where they would be empty; others always are.
var leftOut = []string{"Registration.Approved"}

func main() {
	to := flag.String("o", "", "the file to write")
	flag.Parse()
	if err := write(*to); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(to string) error {
	todo := slices.Clone(roots)
	var out source
	for i := 0; i < len(todo); i++ {
		c, err := convert(todo[i])
		if err != nil {
			return err
		}
		out.add(c)
		for _, held := range c.holds {
			if !slices.Contains(todo, held) {
				todo = append(todo, held)
			}
		}
	}
	text, err := out.format()
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}

// A pair is a type of package schemes and its message.
type pair struct{ fact, message reflect.Type }

func pairOf[S, P any]() pair { return pair{reflect.TypeFor[S](), reflect.TypeFor[P]()} }
