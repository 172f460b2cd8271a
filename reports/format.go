package reports

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Every number, month and day on a page is spelled here, so that a reader meets
// one notation: a real minus, a sign on every change, and the marks of the
// reader's locale. The zero value spells English. The text itself is English
// everywhere, so k, M and bn are, too.
type spelling uint8

// thin is the narrow no-break space.
const (
	thin  = "\u202f"
	minus = "\u2212"
	none  = "–" // stands where a number is not defined
)

// count spells a number of customers, rows or bytes: 6 240.
func (l spelling) count(n int64) string {
	return sign(n < 0) + l.grouped(strconv.FormatUint(magnitude(n), 10))
}

// countChange is count with a plus on growth.
func (l spelling) countChange(n int64) string { return plus(n > 0) + l.count(n) }

// decimal spells v with a fixed number of decimals; a number that is not finite
// has no spelling of its own.
func (l spelling) decimal(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return none
	}
	text := l.digits(strconv.FormatFloat(math.Abs(v), 'f', decimals, 64))
	return sign(v < 0 && !isZero(text)) + text
}

// decimalChange is decimal with a plus on what does not round to zero.
func (l spelling) decimalChange(v float64, decimals int) string {
	text := l.decimal(v, decimals)
	return plus(v > 0 && !isZero(text)) + text
}

// digits turns a number as programs write it, without its sign, into the
// locale's.
func (l spelling) digits(text string) string {
	whole, fraction, found := strings.Cut(text, ".")
	if found {
		fraction = l.convention().point + fraction
	}
	return l.grouped(whole) + fraction
}

// percent spells a share of one: 0.1402 is 14.0 %.
func (l spelling) percent(share float64, decimals int) string {
	return l.decimal(share*100, decimals) + l.percentSign()
}

// percentSeen spells a share in whole percent, and one below in as much as keeps it from
// reading as nothing.
func (l spelling) percentSeen(share float64) string {
	switch {
	case share <= 0 || share >= 0.005:
		return l.percent(share, 0)
	case share >= 0.0005:
		return l.percent(share, 1)
	}
	return "less than " + l.percent(0.001, 1)
}

// percentSign is the sign with the space before it.
func (l spelling) percentSign() string { return l.convention().gap + "%" }

// percentChange is percent with a plus on growth.
func (l spelling) percentChange(share float64, decimals int) string {
	return l.decimalChange(share*100, decimals) + l.percentSign()
}

// percentOr spells a share that may be undefined.
func (l spelling) percentOr(share *float64, decimals int) string {
	if share == nil {
		return none
	}
	return l.percent(*share, decimals)
}

// pointsChange spells the difference of two shares in percentage points.
func (l spelling) pointsChange(share float64, decimals int) string {
	return l.decimalChange(share*100, decimals) + l.convention().gap + "pp"
}

// pvalue spells a probability; very small ones only say so.
func (l spelling) pvalue(p *float64) string {
	switch {
	case p == nil:
		return none
	case *p < 0.001:
		return "<" + thin + l.decimal(0.001, 3)
	}
	return l.decimal(*p, 3)
}

// monthName is how a month-end is called: Oct 2026.
func (l spelling) monthName(t time.Time) string {
	return l.convention().short[t.Month()-1] + " " + t.Format("2006")
}

// monthLong is for headings: October 2026.
func (l spelling) monthLong(t time.Time) string {
	return l.convention().long[t.Month()-1] + " " + t.Format("2006")
}

// dayName is a date in a sentence: 31 Oct 2026.
func (l spelling) dayName(t time.Time) string {
	return t.Format("2") + l.convention().dayMark + " " + l.monthName(t)
}

// plural picks the noun that goes with n.
func (l spelling) plural(n int64, one, many string) string {
	if n == 1 {
		return l.count(n) + " " + one
	}
	return l.count(n) + " " + many
}

// grouped parts a run of digits in threes.
func (l spelling) grouped(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + l.convention().group + digits[i:]
	}
	return digits
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

// isZero tells that nothing is left of a number as it is spelled.
func isZero(text string) bool { return !strings.ContainsAny(text, "123456789") }

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-(n + 1)) + 1
	}
	return uint64(n)
}
