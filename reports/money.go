package reports

import (
	"math"
	"strconv"
	"strings"
)

// money spells integer minor units without ever going through a float.
type money struct {
	currency string
	scale    int // decimals the integers hold
}

// unit is a size that amounts are told in: 10^power of the currency.
type unit struct {
	name     string // "k EUR"
	power    int
	decimals int
}

// full spells an amount to its last minor unit, without the currency.
func (m money) full(minor int64) string {
	return m.in(unit{decimals: m.scale}, minor)
}

// in spells an amount in a unit, rounded half away from zero. The unit's name
// belongs into the heading, not into every cell.
func (m money) in(u unit, minor int64) string {
	decimals := min(u.decimals, u.power+m.scale)
	units := rounded(magnitude(minor), m.scale+u.power-decimals)
	digits := strconv.FormatUint(units, 10)
	if len(digits) <= decimals {
		digits = strings.Repeat("0", decimals+1-len(digits)) + digits
	}
	whole, fraction := digits[:len(digits)-decimals], digits[len(digits)-decimals:]
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign(minor < 0 && units != 0) + group(whole) + fraction
}

// change is in with a plus on what does not round to zero.
func (m money) change(u unit, minor int64) string {
	text := m.in(u, minor)
	return plus(minor > 0 && strings.Trim(text, "0.") != "") + text
}

// short tells one amount on its own, with its unit: 8.25 M EUR.
func (m money) short(minor int64) string {
	u := m.own(minor)
	return m.in(u, minor) + thin + u.name
}

// shortChange is short with a plus on growth.
func (m money) shortChange(minor int64) string {
	u := m.own(minor)
	return m.change(u, minor) + thin + u.name
}

// own is the unit that shows one amount with about three digits.
func (m money) own(minor int64) unit {
	whole := rounded(magnitude(minor), m.scale)
	switch {
	case whole >= 999_500_000:
		return m.unit(9, threeDigits(whole/1_000_000))
	case whole >= 999_500:
		return m.unit(6, threeDigits(whole/1_000))
	case whole >= 10_000:
		return m.unit(3, threeDigits(whole))
	case whole >= 100:
		return m.unit(0, 0)
	}
	return m.unit(0, min(m.scale, 2))
}

// threeDigits says how many decimals leave three digits of thousandths.
func threeDigits(thousandths uint64) int {
	switch {
	case thousandths < 10_000:
		return 2
	case thousandths < 100_000:
		return 1
	}
	return 0
}

// common is the one unit for a table: fine enough that small rows keep a digit,
// coarse enough that the largest stays readable.
func (m money) common(amounts ...int64) unit {
	var largest uint64
	for _, a := range amounts {
		largest = max(largest, rounded(magnitude(a), m.scale))
	}
	switch {
	case largest >= 10_000_000_000:
		return m.unit(9, 2)
	case largest >= 100_000_000:
		return m.unit(6, 1)
	case largest >= 10_000_000:
		return m.unit(6, 2)
	case largest >= 1_000_000:
		return m.unit(3, 0)
	case largest >= 10_000:
		return m.unit(3, 1)
	case largest == 0:
		return m.unit(0, min(m.scale, 2))
	case largest >= 1_000:
		return m.unit(0, 0)
	}
	return m.unit(0, min(m.scale, 2))
}

func (m money) unit(power, decimals int) unit {
	name := m.currency
	switch power {
	case 3:
		name = "k" + thin + name
	case 6:
		name = "M" + thin + name
	case 9:
		name = "bn" + thin + name
	}
	return unit{name: name, power: power, decimals: decimals}
}

// axis gives an amount as a number in a unit. It is for the place of a mark, not
// for text.
func (m money) axis(u unit, minor int64) float64 {
	return float64(minor) / math.Pow10(m.scale+u.power)
}

// whole turns minor units that carry fractions (a mean, an effect) into integers.
func whole(minor float64) int64 {
	switch {
	case math.IsNaN(minor):
		return 0
	case minor >= math.MaxInt64:
		return math.MaxInt64
	case minor <= math.MinInt64:
		return math.MinInt64
	}
	return int64(math.Round(minor))
}

// rounded divides by a power of ten, half away from zero.
func rounded(n uint64, power int) uint64 {
	if power <= 0 {
		return n
	}
	if power > 19 {
		return 0
	}
	divisor := uint64(1)
	for range power {
		divisor *= 10
	}
	quotient, rest := n/divisor, n%divisor
	if rest >= divisor-rest {
		quotient++
	}
	return quotient
}
