package segments

import (
	"cmp"
	"math"
	"math/bits"
)

// Bounds are the frozen amounts that part the value groups, in minor units of
// profit per window, and how firmly a customer stays in a group (README, "How customers are judged").
type Bounds struct {
	DestroyersTo    int64   // this profit and less: Value Destroyers; below -NeutralBand
	NeutralBand     int64   // plus or minus: Value Neutral; 0 or more
	CreatorsFrom    int64   // this profit and more: Value Creators; above NeutralBand
	HysteresisShare float64 // 0 to 0.5; places after the sixth decimal do not count
}

// Boundary parts two neighbouring groups: whoever earns AmountMinor or more is
// in the upper one. A customer who comes from below is there from UpMinor on, one
// who comes from above stays there down to DownMinor, both included.
type Boundary struct {
	Position    int // 1 between Destroyers and Eroders … 4 below Creators
	AmountMinor int64
	UpMinor     int64 // least whole amount from AmountMinor and the width of the band on
	DownMinor   int64 // least whole amount from AmountMinor less the width on
}

// width is half of a band, which need not be a whole number: whole minor units and
// millionths of one.
type width struct{ whole, millionths int64 }

func (w width) compare(other width) int {
	return cmp.Or(cmp.Compare(w.whole, other.whole), cmp.Compare(w.millionths, other.millionths))
}

// Raw is the group of a profit when it is judged without memory.
func (b Bounds) Raw(profit int64) Group {
	return raw(b.Boundaries(), profit)
}

// Assign is the group of a profit, given the group a month earlier: a customer
// changes group only when the profit leaves the band around the boundary, and may
// pass several at once (README, "How customers are judged"). A previous state that profit did not decide
// (Out, New, Dormant or an unknown code) has no memory.
func (b Bounds) Assign(profit int64, previous Group) Group {
	return assign(b.Boundaries(), profit, previous)
}

// Boundaries returns the four boundaries, ascending, with their bands.
//
// The width of a band is the hysteresis share of the amount or half of the
// neutral band, whichever is larger, to the last millionth; profits are whole, so
// that an edge between two of them is the upper one. Where the bands of two different
// amounts would touch, both are cut to half of the whole units between the amounts. Equal amounts have the same
// band, and the group between them is empty. So calibrated bounds always give a
// rule, however close they lie; amounts that people write are refused by Validate.
func (b Bounds) Boundaries() []Boundary {
	amounts := b.amounts()
	widths := b.widths(amounts)
	boundaries := make([]Boundary, len(amounts))
	for k, amount := range amounts {
		w := widths[k]
		for other := range amounts {
			if amounts[other] != amount && meet(amounts, widths, min(k, other), max(k, other)) {
				w = narrower(w, width{halfBetween(amounts, min(k, other), max(k, other)), 0})
			}
		}
		boundaries[k] = Boundary{
			Position:    k + 1,
			AmountMinor: amount,
			UpMinor:     amount + w.whole + min(w.millionths, 1),
			DownMinor:   amount - w.whole,
		}
	}
	return boundaries
}

// amounts are the least profits of the four groups above Destroyers. A bound on
// the wrong side of the neutral band moves to its edge, because Creators and
// Destroyers both lie outside the band (README, "How customers are judged").
func (b Bounds) amounts() []int64 {
	from, to := -b.NeutralBand, b.NeutralBand+1
	return []int64{min(b.DestroyersTo+1, from), from, to, max(b.CreatorsFrom, to)}
}

// widths are the half widths of the bands before neighbours are looked at.
func (b Bounds) widths(amounts []int64) []width {
	half := width{b.NeutralBand / 2, b.NeutralBand % 2 * 500_000}
	widths := make([]width, len(amounts))
	for k, amount := range amounts {
		size := max(amount, -amount)
		w := shareOf(size, b.HysteresisShare)
		if w.compare(half) < 0 {
			w = half
		}
		widths[k] = narrower(w, width{math.MaxInt64 - size, 0})
	}
	return widths
}

func narrower(a, b width) width {
	if a.compare(b) < 0 {
		return a
	}
	return b
}

// shareOf is a share of an amount of 0 or more. It counts the share in millionths
// and multiplies in 128 bits, so that no amount is too large to be exact and SQL
// finds the same with decimals.
func shareOf(amount int64, share float64) width {
	millionths := uint64(math.Round(max(0, min(share, 1)) * 1e6))
	high, low := bits.Mul64(uint64(amount), millionths)
	whole, rest := bits.Div64(high, low, 1_000_000)
	return width{int64(whole), int64(rest)}
}

// meet reports whether the bands of a lower and a higher boundary share an amount.
func meet(amounts []int64, widths []width, low, high int) bool {
	a, b := widths[low], widths[high]
	carry := uint64(a.millionths+b.millionths) / 1_000_000
	return uint64(a.whole)+uint64(b.whole)+carry >= distance(amounts, low, high)
}

// halfBetween is the width that two boundaries can both have without touching.
func halfBetween(amounts []int64, low, high int) int64 {
	return int64((distance(amounts, low, high) - 1) / 2)
}

// distance is exact for any two integers, which their difference is not.
func distance(amounts []int64, low, high int) uint64 {
	return uint64(amounts[high]) - uint64(amounts[low])
}

func raw(boundaries []Boundary, profit int64) Group {
	group := Destroyers
	for _, boundary := range boundaries {
		if profit >= boundary.AmountMinor {
			group++
		}
	}
	return group
}

func assign(boundaries []Boundary, profit int64, previous Group) Group {
	if previous < Destroyers || previous > Creators {
		return raw(boundaries, profit)
	}
	atLeast, atMost := Destroyers, Destroyers
	for _, boundary := range boundaries {
		if profit >= boundary.UpMinor {
			atLeast++
		}
		if profit >= boundary.DownMinor {
			atMost++
		}
	}
	return max(atLeast, min(previous, atMost))
}

// Validate finds what is wrong with bounds that people wrote. Keys are relative
// to value_groups. No mistakes means that Boundaries cuts no band.
func (b Bounds) Validate() []Mistake {
	var mistakes []Mistake
	add := func(key, message string) { mistakes = append(mistakes, Mistake{key, message}) }
	if !(b.HysteresisShare >= 0 && b.HysteresisShare <= 0.5) {
		add("hysteresis_share", "must be between 0 and 0.5")
	}
	if b.NeutralBand < 0 {
		add("given.neutral_band", "must be 0 or more")
	}
	if b.CreatorsFrom <= b.NeutralBand {
		add("given.creators_from", "must be above neutral_band")
	}
	if b.DestroyersTo >= -b.NeutralBand {
		add("given.destroyers_to", "must be below minus neutral_band")
	}
	if len(mistakes) > 0 {
		return mistakes
	}
	amounts := b.amounts()
	widths := b.widths(amounts)
	const advice = ": move it away from the neutral band or make hysteresis_share smaller"
	// Equal amounts have one band, and nobody between them.
	if amounts[0] != amounts[1] && meet(amounts, widths, 0, 1) {
		add("given.destroyers_to", "its hysteresis overlaps that of neutral_band"+advice)
	}
	if amounts[2] != amounts[3] && meet(amounts, widths, 2, 3) {
		add("given.creators_from", "its hysteresis overlaps that of neutral_band"+advice)
	}
	return mistakes
}
