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
	page     int // power of the unit that the tables of a page share when it fits them; 0: none
	spelling
}

// unit is a size that amounts are told in: 10^power of the currency.
type unit struct {
	name     string // for headings: "€k", "k €"
	size     string // k, M, bn; empty: 1
	power    int
	decimals int
}

// newMoney is the money of a night's pages.
func newMoney(r Run, l spelling) money {
	return money{currency: r.Currency, scale: r.MoneyScale, spelling: l}
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
		fraction = m.convention().point + fraction
	}
	return sign(minor < 0 && units != 0) + m.grouped(whole) + fraction
}

// change is in with a plus on what does not round to zero.
func (m money) change(u unit, minor int64) string {
	text := m.in(u, minor)
	return plus(minor > 0 && !isZero(text)) + text
}

// short tells one amount on its own, with its unit: €8.25 M, 8,25 M €.
func (m money) short(minor int64) string { return m.joined(m.parts(minor)) }

// size is short without the sign, for words that tell it.
func (m money) size(minor int64) string { return strings.TrimPrefix(m.short(minor), minus) }

// earned says what a profit or a loss is.
func (m money) earned(profit int64) string {
	switch {
	case profit < 0:
		return "loses " + m.size(profit)
	case profit == 0:
		return "earns nothing"
	}
	return "earns " + m.short(profit)
}

// shortChange is short with a plus on growth.
func (m money) shortChange(minor int64) string {
	number, rest := m.parts(minor)
	return plus(minor > 0 && !isZero(number)) + m.joined(number, rest)
}

// joined puts the parts of an amount together.
func (m money) joined(number, rest string) string {
	if rest == "" {
		return number
	}
	return number + m.convention().gap + rest
}

// parts tells one amount as what is read first, its number, and what follows.
func (m money) parts(minor int64) (number, rest string) { return m.partsIn(m.own(minor), minor) }

// withUnit tells one amount in a given unit, with its name.
func (m money) withUnit(u unit, minor int64) string { return m.joined(m.partsIn(u, minor)) }

// partsIn is parts in a given unit.
func (m money) partsIn(u unit, minor int64) (number, rest string) {
	number, rest = m.in(u, minor), u.size
	sign, isSign := symbol(m.currency)
	if m.convention().isSymbolFirst {
		if !isSign {
			sign += m.convention().gap
		}
		digits, isNegative := strings.CutPrefix(number, minus)
		if isNegative {
			sign = minus + sign
		}
		return sign + digits, rest
	}
	if rest != "" {
		rest += m.convention().gap
	}
	return number, rest + sign
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

// common is the one unit for a table: that of the page, if the largest amount has
// three digits in it, so that k and M do not stand side by side for nothing.
func (m money) common(amounts ...int64) unit {
	var largest uint64
	for _, a := range amounts {
		largest = max(largest, rounded(magnitude(a), m.scale))
	}
	u := m.fitting(largest)
	one := uint64(math.Pow10(m.page))
	switch {
	case u.power >= m.page || largest < one/10:
		return u
	case largest < one:
		return m.unit(m.page, 3)
	}
	return m.unit(m.page, 2)
}

// onPage is money for a page whose largest amounts are these.
func (m money) onPage(amounts ...int64) money {
	m.page = m.common(amounts...).power
	return m
}

// each is money for amounts of one customer, in a finer unit than totals.
func (m money) each() money {
	m.page = 0
	return m
}

// fitting is a unit fine enough that small rows of a table keep a digit, and coarse
// enough that the largest stays readable.
func (m money) fitting(largest uint64) unit {
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
	u := unit{power: power, decimals: decimals}
	switch power {
	case 3:
		u.size = "k"
	case 6:
		u.size = "M"
	case 9:
		u.size = "bn"
	}
	sign, isSign := symbol(m.currency)
	switch {
	case u.size == "":
		u.name = sign
	case !m.convention().isSymbolFirst:
		u.name = u.size + m.convention().gap + sign
	case isSign:
		u.name = sign + u.size
	default:
		u.name = sign + m.convention().gap + u.size
	}
	return u
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
