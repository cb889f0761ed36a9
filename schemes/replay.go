package schemes

import (
	"errors"
	"fmt"
	"math/big"
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
	numbers := make([]*big.Rat, len(steps))
	for i, st := range steps {
		stated, err := parseNumber(st.Value, maxTraceDigits)
		if err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, st.Line, err)
		}
		if err := replayStep(i, st, stated, numbers); err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, st.Line, err)
		}
		numbers[i] = stated.rat()
	}
	last := numbers[len(numbers)-1]
	if amount != nil && last.Cmp(amount.Number().rat()) != 0 {
		return fmt.Errorf("amount is %s cents, the last step is %s", amount.Number(), last.RatString())
	}
	return nil
}

func replayStep(i int, st Step, stated Number, numbers []*big.Rat) error {
	args := make([]*big.Rat, len(st.Args))
	for j, a := range st.Args {
		if a < 0 || a >= i {
			return fmt.Errorf("uses step %d, which does not come before it", a+1)
		}
		args[j] = numbers[a]
	}
	switch st.Op {
	case OpInput, OpParameter:
		if len(args) != 0 {
			return fmt.Errorf("%s takes no steps", st.Op)
		}
		return nil
	}
	want, err := apply(st.Op, args)
	if err != nil {
		return err
	}
	if want.Cmp(stated.rat()) != 0 {
		return fmt.Errorf("states %s, recomputes to %s", stated, want.RatString())
	}
	return nil
}

// apply performs op on a, exactly.
func apply(op Op, a []*big.Rat) (*big.Rat, error) {
	if err := arity(op, len(a)); err != nil {
		return nil, err
	}
	switch op {
	case OpDivide:
		if a[1].Sign() == 0 {
			return nil, errDivisionByZero
		}
		return new(big.Rat).Quo(a[0], a[1]), nil
	case OpDays:
		days := new(big.Rat).Sub(a[1], a[0])
		days.Add(days, big.NewRat(1, 1))
		if days.Sign() < 0 {
			days.SetInt64(0)
		}
		return days, nil
	case OpRound:
		return roundHalfUp(a[0]), nil
	}
	z := new(big.Rat)
	if len(a) > 0 {
		z.Set(a[0])
	}
	for _, x := range a[min(1, len(a)):] {
		switch op {
		case OpAdd:
			z.Add(z, x)
		case OpSubtract:
			z.Sub(z, x)
		case OpMultiply:
			z.Mul(z, x)
		case OpMin:
			if x.Cmp(z) < 0 {
				z.Set(x)
			}
		case OpMax:
			if x.Cmp(z) > 0 {
				z.Set(x)
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

// roundHalfUp rounds to a whole number, halves upwards.
func roundHalfUp(r *big.Rat) *big.Rat {
	twice := new(big.Rat).Add(new(big.Rat).Add(r, r), big.NewRat(1, 1))
	den := new(big.Int).Lsh(twice.Denom(), 1)
	return new(big.Rat).SetInt(new(big.Int).Div(twice.Num(), den)) // Euclidean: floors, as den > 0
}
