package reports

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Every number on a page is spelled here, so that a reader meets one notation:
// groups of three digits parted by a narrow no-break space, a real minus, a sign
// on every change.
const (
	thin  = "\u202f"
	minus = "\u2212"
	none  = "–" // stands where a number is not defined
)

// count spells a number of customers, rows or bytes: 6 240.
func count(n int64) string {
	return sign(n < 0) + group(strconv.FormatUint(magnitude(n), 10))
}

// countChange is count with a plus on growth.
func countChange(n int64) string { return plus(n > 0) + count(n) }

// decimal spells v with a fixed number of decimals; a number that is not finite
// has no spelling of its own.
func decimal(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return none
	}
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, fraction, found := strings.Cut(text, ".")
	if found {
		fraction = "." + fraction
	}
	isZero := strings.Trim(text, "0.") == ""
	return sign(v < 0 && !isZero) + group(whole) + fraction
}

// decimalChange is decimal with a plus on what does not round to zero.
func decimalChange(v float64, decimals int) string {
	text := decimal(v, decimals)
	return plus(v > 0 && strings.Trim(text, "0."+thin) != "" && text != none) + text
}

// percent spells a share of one: 0.1402 is 14.0 %.
func percent(share float64, decimals int) string {
	return decimal(share*100, decimals) + thin + "%"
}

// percentChange is percent with a plus on growth.
func percentChange(share float64, decimals int) string {
	return decimalChange(share*100, decimals) + thin + "%"
}

// percentOr spells a share that may be undefined.
func percentOr(share *float64, decimals int) string {
	if share == nil {
		return none
	}
	return percent(*share, decimals)
}

// pointsChange spells the difference of two shares in percentage points.
func pointsChange(share float64, decimals int) string {
	return decimalChange(share*100, decimals) + thin + "pp"
}

// pvalue spells a probability; very small ones only say so.
func pvalue(p *float64) string {
	switch {
	case p == nil:
		return none
	case *p < 0.001:
		return "<" + thin + "0.001"
	}
	return decimal(*p, 3)
}

// monthName is how a month-end is called: Oct 2026.
func monthName(t time.Time) string { return t.Format("Jan 2006") }

// monthLong is for headings: October 2026.
func monthLong(t time.Time) string { return t.Format("January 2006") }

// dayName is a date in a sentence: 31 Oct 2026.
func dayName(t time.Time) string { return t.Format("2 Jan 2006") }

// plural picks the noun that goes with n.
func plural(n int64, one, many string) string {
	if n == 1 {
		return count(n) + " " + one
	}
	return count(n) + " " + many
}

func sign(isNegative bool) string {
	if isNegative {
		return minus
	}
	return ""
}

func plus(isPositive bool) string {
	if isPositive {
		return "+"
	}
	return ""
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-(n + 1)) + 1
	}
	return uint64(n)
}

// group parts a run of digits in threes.
func group(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + thin + digits[i:]
	}
	return digits
}
