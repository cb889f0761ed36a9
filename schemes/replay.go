package schemes

import (
	"errors"
	"fmt"
)

var errDivisionByZero = errors.New("division by zero")

// Replay recomputes every step of a trace from its arguments and reports the
// first that does not hold. The host replays each trace before it stores a
// judgement, so that an explanation that does not lead to the amount cannot leave
// the platform. A trace without steps explains an amount of zero or none.
func Replay(steps []Step, amount *Amount) error {
	if len(steps) == 0 {
		if amount != nil && *amount != 0 {
			return fmt.Errorf("amount %s without steps", amount)
		}
		return nil
	}
	numbers := make([]Number, len(steps))
	for i := range steps {
		st := &steps[i]
		stated, err := parseNumber(st.Value, maxTraceDigits)
		if err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, st.Line, err)
		}
		if err := replayStep(i, st, stated, numbers); err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, st.Line, err)
		}
		numbers[i] = stated
	}
	last := numbers[len(numbers)-1]
	if amount != nil && last.Cmp(amount.Number()) != 0 {
		return fmt.Errorf("amount is %s cents, the last step is %s", amount.Number(), last)
	}
	return nil
}

func replayStep(i int, st *Step, stated Number, numbers []Number) error {
	var few [fewTerms]Number
	args := few[:0]
	for _, a := range st.Args {
		if a < 0 || a >= i {
			return fmt.Errorf("uses step %d, which does not come before it", a+1)
		}
		args = append(args, numbers[a])
	}
	switch st.Op {
	case OpInput, OpParameter, OpUsed:
		if len(args) != 0 {
			return fmt.Errorf("%s takes no steps", st.Op)
		}
		return nil
	}
	want, err := apply(st.Op, args)
	if err != nil {
		return err
	}
	if want.Cmp(stated) != 0 {
		return fmt.Errorf("states %s, recomputes to %s", stated, want)
	}
	return nil
}

// fewTerms is the number of operands that most operations stay below.
const fewTerms = 8

// apply performs op on a, exactly.
func apply(op Op, a []Number) (Number, error) {
	if err := arity(op, len(a)); err != nil {
		return Number{}, err
	}
	switch op {
	case OpDivide:
		if a[1].Sign() == 0 {
			return Number{}, errDivisionByZero
		}
		return a[0].quotient(a[1]), nil
	case OpDays:
		days := a[1].Subtract(a[0]).Add(Whole(1))
		if days.Sign() < 0 {
			return Number{}, nil
		}
		return days, nil
	case OpRound:
		return roundHalfUp(a[0]), nil
	}
	var z Number
	if len(a) > 0 {
		z = a[0]
	}
	for _, x := range a[min(1, len(a)):] {
		switch op {
		case OpAdd:
			z = z.Add(x)
		case OpSubtract:
			z = z.Subtract(x)
		case OpMultiply:
			z = z.Multiply(x)
		case OpMin:
			if x.Cmp(z) < 0 {
				z = x
			}
		case OpMax:
			if x.Cmp(z) > 0 {
				z = x
			}
		}
	}
	return z, nil
}

// arity refuses an operation on too few or too many terms, and unknown ones.
func arity(op Op, n int) error {
	least, most := 1, 1000
	switch op {
	case OpAdd:
		least = 0
	case OpMultiply, OpMin, OpMax:
	case OpSubtract, OpDivide, OpDays:
		least, most = 2, 2
	case OpRound:
		most = 1
	default:
		return fmt.Errorf("unknown operation %q", op)
	}
	if n < least || n > most {
		return fmt.Errorf("%s of %d terms", op, n)
	}
	return nil
}
