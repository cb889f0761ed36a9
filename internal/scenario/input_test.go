package scenario_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// changed is a copy of an input in which one place has another value.
func changed(in object, path string, value any) object {
	text, err := json.Marshal(in)
	if err != nil {
		panic(err)
	}
	var out object
	from := json.NewDecoder(strings.NewReader(string(text)))
	from.UseNumber()
	if err := from.Decode(&out); err != nil {
		panic(err)
	}
	set(out, strings.Split(path, "."), value)
	return out
}

// as is v, which must be a T.
func as[T any](v any) T {
	out, ok := v.(T)
	if !ok {
		panic(fmt.Sprintf("%T where %T was expected", v, out))
	}
	return out
}

func set(at any, path []string, value any) {
	switch at := at.(type) {
	case object:
		if len(path) == 1 {
			at[path[0]] = value
			return
		}
		set(at[path[0]], path[1:], value)
	case []any:
		i, err := strconv.Atoi(path[0])
		if err != nil {
			panic(err)
		}
		if len(path) == 1 {
			at[i] = value
			return
		}
		set(at[i], path[1:], value)
	default:
		panic("no place " + strings.Join(path, "."))
	}
}

// soon is a moment that has yet to come.
func soon() string { return time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339) }
