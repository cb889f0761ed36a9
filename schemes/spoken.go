package schemes

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// euroSign begins an amount among the Params: "EUR 8500.00". It tells 12.25 euros from 12.25 hours.
const euroSign = "EUR "

// fill writes value into p as Params describe it.
func (p Params) fill(name string, value any) {
	switch v := value.(type) {
	case Text:
		p[name] = v.NL
		if v.EN != v.NL {
			p[name+inEnglish] = v.EN
		}
	case Date:
		if v.IsZero() {
			p.fill(name, Text{NL: "een onbekende dag", EN: "an unknown day"})
			return
		}
		p[name] = v.String()
	case Amount:
		p[name] = euroSign + v.String()
	case Number:
		p[name] = v.Text()
	case Instant:
		p[name] = v.Dutch()
	default:
		p[name] = fmt.Sprint(v)
	}
}

// Spoken writes a value in the unit u, as a manifest states it, as people write it: 3300 euros are "€ 3.300,00" in
// Dutch and "€3,300.00" in English.
func Spoken(u Unit, value string) Text {
	if a, err := ParseAmount(value); u.isMoney() && err == nil {
		return money(a.String())
	}
	return spoken(value)
}

// spoken writes the value of a hole as people write it: an amount with its sign, a number with the decimal mark of the
// language, a day, a month or a moment in words, and everything else unchanged.
func spoken(value string) Text {
	if euros, isMoney := strings.CutPrefix(value, euroSign); isMoney && isDecimal(euros) {
		return money(euros)
	}
	if strings.Contains(value, ".") && isDecimal(value) {
		return Text{NL: grouped(value, ".", ","), EN: grouped(value, ",", ".")}
	}
	if len(value) < len("2026-02") || value[4] != '-' {
		return Same(value)
	}
	if t, err := time.Parse(time.DateOnly, value); err == nil {
		return day(t)
	}
	if t, err := time.Parse("2006-01-02 15:04", value); err == nil { // Instant.Dutch
		d, at := day(t), t.Format("15:04")
		return Text{NL: d.NL + " om " + at + " uur", EN: d.EN + " at " + at}
	}
	if t, err := time.Parse("2006-01", value); err == nil {
		return month(t)
	}
	return Same(value)
}

// money writes euros as "€ 8.500,00" in Dutch and "€8,500.00" in English.
func money(euros string) Text {
	minus, size := "", euros
	if size[0] == '-' {
		minus, size = "-", size[1:]
	}
	return Text{NL: "€ " + minus + grouped(size, ".", ","), EN: minus + "€" + grouped(size, ",", ".")}
}

// isDecimal reports whether s is a whole number or a decimal, such as -7.50.
func isDecimal(s string) bool {
	whole, rest, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	return whole != "" && strings.Trim(whole+rest, "0123456789") == "" && !strings.HasSuffix(s, ".")
}

// grouped writes a decimal with its thousands apart.
func grouped(decimal, thousands, mark string) string {
	whole, rest, isBroken := strings.Cut(decimal, ".")
	from := 0
	if whole[0] == '-' {
		from = 1
	}
	for at := len(whole) - 3; at > from; at -= 3 {
		whole = whole[:at] + thousands + whole[at:]
	}
	if isBroken {
		return whole + mark + rest
	}
	return whole
}

func day(t time.Time) Text {
	m, n := month(t), strconv.Itoa(t.Day())
	return Text{NL: n + " " + m.NL, EN: n + " " + m.EN}
}

var months = [...]string{
	"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
}

func month(t time.Time) Text {
	return Text{NL: months[t.Month()-1] + " " + strconv.Itoa(t.Year()), EN: t.Format("January 2006")}
}
