package segments

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// worked are the bounds of a worked example, in its unit; a band of
// 2.5 is not a whole number. The upper edge of the neutral band is one unit above
// it, where the example has it on it; nothing of the example lies between.
var worked = Bounds{DestroyersTo: -201, NeutralBand: 5, CreatorsFrom: 120, HysteresisShare: 0.10}

func TestWorkedSequence(t *testing.T) {
	profits := []int64{100, 125, 131, 133, 125, 115, 107, 90, -4, -8, 6}
	judged := []Group{
		Contributors, Contributors, Contributors, Creators, Creators, Creators,
		Contributors, Contributors, Neutral, Eroders, Neutral,
	}
	without := []Group{
		Contributors, Creators, Creators, Creators, Creators, Contributors,
		Contributors, Contributors, Neutral, Eroders, Contributors,
	}
	group := Contributors
	for i, profit := range profits {
		group = worked.Assign(profit, group)
		if group != judged[i] {
			t.Errorf("step %d, profit %d: %s, want %s", i, profit, group.Key(), judged[i].Key())
		}
		if got := worked.Raw(profit); got != without[i] {
			t.Errorf("step %d, profit %d: raw %s, want %s", i, profit, got.Key(), without[i].Key())
		}
	}
}

func TestWorkedBoundaries(t *testing.T) {
	want := []Boundary{{1, -200, -180, -220}, {2, -5, -2, -7}, {3, 6, 9, 4}, {4, 120, 132, 108}}
	if got := worked.Boundaries(); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestRawAtEachBound(t *testing.T) {
	bounds := Bounds{DestroyersTo: -20000, NeutralBand: 500, CreatorsFrom: 12000, HysteresisShare: 0.10}
	for _, c := range []struct {
		profit int64
		want   Group
	}{
		{math.MinInt64, Destroyers},
		{-20001, Destroyers}, {-20000, Destroyers}, {-19999, Eroders},
		{-501, Eroders}, {-500, Neutral}, {-499, Neutral},
		{0, Neutral},
		{499, Neutral}, {500, Neutral}, {501, Contributors},
		{11999, Contributors}, {12000, Creators}, {12001, Creators},
		{math.MaxInt64, Creators},
	} {
		if got := bounds.Raw(c.profit); got != c.want {
			t.Errorf("profit %d: %s, want %s", c.profit, got.Key(), c.want.Key())
		}
	}
}

func TestAssignAtEachBand(t *testing.T) {
	bounds := Bounds{DestroyersTo: -20001, NeutralBand: 500, CreatorsFrom: 12000, HysteresisShare: 0.10}
	for _, c := range []struct {
		why      string
		profit   int64
		previous Group
		want     Group
	}{
		{"a cent below the way up", 13199, Contributors, Contributors},
		{"on the way up", 13200, Contributors, Creators},
		{"a cent above the way up", 13201, Contributors, Creators},
		{"a cent above the way down", 10801, Creators, Creators},
		{"on the way down", 10800, Creators, Creators},
		{"a cent below the way down", 10799, Creators, Contributors},
		{"neutral, a cent below the way up", 750, Neutral, Neutral},
		{"neutral, on the way up", 751, Neutral, Contributors},
		{"neutral, on the way down", -750, Neutral, Neutral},
		{"neutral, a cent below the way down", -751, Neutral, Eroders},
		{"eroding, on the way down", -22000, Eroders, Eroders},
		{"eroding, a cent below the way down", -22001, Eroders, Destroyers},
		{"destroying, a cent below the way up", -18001, Destroyers, Destroyers},
		{"destroying, on the way up", -18000, Destroyers, Eroders},
		{"from one end to the other", 13200, Destroyers, Creators},
		{"and back", -22001, Creators, Destroyers},
		{"several steps into a band", 12000, Destroyers, Contributors},
		{"entered", 12000, Out, Creators},
		{"graduated", 12000, New, Creators},
		{"reactivated", 12000, Dormant, Creators},
		{"a code that names no group", 12000, Group(9), Creators},
		{"a code below all", 11999, Group(-1), Contributors},
	} {
		if got := bounds.Assign(c.profit, c.previous); got != c.want {
			t.Errorf("%s: profit %d from %s: %s, want %s", c.why, c.profit, c.previous.Key(), got.Key(), c.want.Key())
		}
	}
}

func TestBandsGiveWay(t *testing.T) {
	for _, c := range []struct {
		why    string
		bounds Bounds
		want   []Boundary
	}{
		{"touching bands are cut to half of what lies between",
			Bounds{-2001, 50, 100, 0.10},
			[]Boundary{{1, -2000, -1800, -2200}, {2, -50, -25, -75}, {3, 51, 75, 27}, {4, 100, 124, 76}}},
		{"one unit apart they keep their width",
			Bounds{-2001, 50, 102, 0.10},
			[]Boundary{{1, -2000, -1800, -2200}, {2, -50, -25, -75}, {3, 51, 76, 26}, {4, 102, 127, 77}}},
		{"no neutral band and nobody beyond it",
			Bounds{-1, 0, 1, 0.10},
			[]Boundary{{1, 0, 0, 0}, {2, 0, 0, 0}, {3, 1, 2, 1}, {4, 1, 2, 1}}},
		{"bounds inside the neutral band move to its edges",
			Bounds{0, 50, 0, 0},
			[]Boundary{{1, -50, -25, -75}, {2, -50, -25, -75}, {3, 51, 76, 26}, {4, 51, 76, 26}}},
		{"of an edge between two whole amounts the upper one counts",
			Bounds{-26, 5, 35, 0.10},
			[]Boundary{{1, -25, -22, -27}, {2, -5, -2, -7}, {3, 6, 9, 4}, {4, 35, 39, 32}}},
		{"amounts at the end of the integers",
			Bounds{math.MinInt64, 2, math.MaxInt64, 0.50},
			[]Boundary{
				{1, -math.MaxInt64, -math.MaxInt64, -math.MaxInt64}, {2, -2, -1, -3},
				{3, 3, 5, 2}, {4, math.MaxInt64, math.MaxInt64, math.MaxInt64}}},
	} {
		if got := c.bounds.Boundaries(); !slices.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %v\nwant %v", c.why, got, c.want)
		}
	}
}

// randomBounds are valid or nearly so: close together as often as far apart.
func randomBounds(random *rand.Rand) Bounds {
	size := int64(1) << random.IntN(40)
	band := random.Int64N(size)
	return Bounds{
		DestroyersTo:    -band - 1 - random.Int64N(4*size),
		NeutralBand:     band,
		CreatorsFrom:    band + 1 + random.Int64N(4*size),
		HysteresisShare: float64(random.IntN(500_001)) / 1e6,
	}
}

// near is a profit at or beside a bound or the edge of a band.
func near(random *rand.Rand, boundaries []Boundary) int64 {
	boundary := boundaries[random.IntN(len(boundaries))]
	edges := []int64{boundary.AmountMinor, boundary.UpMinor, boundary.DownMinor, 0}
	return edges[random.IntN(len(edges))] + random.Int64N(5) - 2
}

// A table of bounds, worked by hand.
func byTable(b Bounds, profit int64) Group {
	switch {
	case profit > b.NeutralBand && profit >= b.CreatorsFrom:
		return Creators
	case profit > b.NeutralBand:
		return Contributors
	case profit >= -b.NeutralBand:
		return Neutral
	case profit > b.DestroyersTo:
		return Eroders
	}
	return Destroyers
}

// A customer who climbs one boundary at a time when above its band and falls
// when below it: what a Schmitt trigger does.
func byStep(boundaries []Boundary, profit int64, previous Group) Group {
	group := previous
	for group < Creators && profit >= boundaries[group-Destroyers].UpMinor {
		group++
	}
	for group > Destroyers && profit < boundaries[group-Destroyers-1].DownMinor {
		group--
	}
	return group
}

func TestAssignAgreesWithItsDefinition(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 3))
	for range 20_000 {
		bounds := randomBounds(random)
		boundaries := bounds.Boundaries()
		profit := near(random, boundaries)
		if got, want := bounds.Raw(profit), byTable(bounds, profit); got != want {
			t.Fatalf("%+v, profit %d: raw %s, want %s", bounds, profit, got.Key(), want.Key())
		}
		for previous := Destroyers; previous <= Creators; previous++ {
			got := bounds.Assign(profit, previous)
			if want := byStep(boundaries, profit, previous); got != want {
				t.Fatalf("%+v, profit %d from %s: %s, want %s",
					bounds, profit, previous.Key(), got.Key(), want.Key())
			}
			if again := bounds.Assign(profit, got); again != got {
				t.Fatalf("%+v, constant profit %d: %s, then %s", bounds, profit, got.Key(), again.Key())
			}
		}
		for _, previous := range []Group{Out, New, Dormant} {
			if got := bounds.Assign(profit, previous); got != bounds.Raw(profit) {
				t.Fatalf("%+v, profit %d from %s: %s", bounds, profit, previous.Key(), got.Key())
			}
		}
	}
}

// Bands of bounds that Validate accepts have the width of the formula, and bands
// of neighbours never share an amount.
func TestBandsAgreeWithTheirDefinition(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 2))
	for range 20_000 {
		bounds := randomBounds(random)
		boundaries := bounds.Boundaries()
		accepted := len(bounds.Validate()) == 0
		for k, boundary := range boundaries {
			up, down := boundary.UpMinor-boundary.AmountMinor, boundary.AmountMinor-boundary.DownMinor
			if down < 0 || up != down && up != down+1 {
				t.Fatalf("%+v: lopsided band %+v", bounds, boundary)
			}
			width := widthByHand(bounds, boundary.AmountMinor)
			if up > ceil(width) || down > floor(width) || accepted && (up != ceil(width) || down != floor(width)) {
				t.Fatalf("%+v: band %+v, want a width of %v", bounds, boundary, width)
			}
			if k > 0 && !apart(boundaries[k-1], boundary) {
				t.Fatalf("%+v: bands %+v and %+v overlap", bounds, boundaries[k-1], boundary)
			}
		}
	}
}

// apart: no amount is above the lower band and below the higher one at once, or they
// are the same band.
func apart(low, high Boundary) bool {
	if low.AmountMinor == high.AmountMinor {
		return low.UpMinor == high.UpMinor && low.DownMinor == high.DownMinor
	}
	return low.UpMinor <= high.DownMinor
}

// widthByHand is the larger of share·|amount| and half of the neutral band in
// exact fractions.
func widthByHand(b Bounds, amount int64) *big.Rat {
	width := big.NewRat(int64(math.Round(b.HysteresisShare*1e6)), 1e6)
	width.Mul(width, new(big.Rat).SetInt64(max(amount, -amount)))
	if half := big.NewRat(b.NeutralBand, 2); width.Cmp(half) < 0 {
		return half
	}
	return width
}

func floor(r *big.Rat) int64 { return new(big.Int).Div(r.Num(), r.Denom()).Int64() }

func ceil(r *big.Rat) int64 { return -floor(new(big.Rat).Neg(r)) }

func TestValidateBounds(t *testing.T) {
	for _, c := range []struct {
		why    string
		bounds Bounds
		want   []string
	}{
		{"the configuration's example", Bounds{-20000, 500, 12000, 0.10}, nil},
		{"least share", Bounds{-20000, 500, 12000, 0}, nil},
		{"a share below 0", Bounds{-20000, 500, 12000, -0.000001}, []string{"hysteresis_share"}},
		{"largest share", Bounds{-20000, 500, 12000, 0.5}, nil},
		{"a share above a half", Bounds{-20000, 500, 12000, 0.500001}, []string{"hysteresis_share"}},
		{"no number", Bounds{-20000, 500, 12000, math.NaN()}, []string{"hysteresis_share"}},
		{"no neutral band", Bounds{-20000, 0, 12000, 0.10}, nil},
		{"a negative band", Bounds{-20000, -1, 12000, 0.10}, []string{"given.neutral_band"}},
		{"creators in the band", Bounds{-20000, 500, 500, 0.10}, []string{"given.creators_from"}},
		{"destroyers in the band", Bounds{-500, 500, 12000, 0.10}, []string{"given.destroyers_to"}},
		{"creators a cent too near", Bounds{-20000, 50, 101, 0.10}, []string{"given.creators_from"}},
		{"creators just far enough", Bounds{-20000, 50, 102, 0.10}, nil},
		{"destroyers a cent too near", Bounds{-101, 50, 12000, 0.10}, []string{"given.destroyers_to"}},
		{"destroyers just far enough", Bounds{-102, 50, 12000, 0.10}, nil},
		{"half of nothing", Bounds{-20000, 0, 12000, 0.5}, nil},
		{"all at once", Bounds{5, 5, 5, 2}, []string{"hysteresis_share", "given.creators_from", "given.destroyers_to"}},
	} {
		if got := keys(c.bounds.Validate()); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func keys(mistakes []Mistake) []string {
	var all []string
	for _, mistake := range mistakes {
		all = append(all, mistake.Key)
	}
	return all
}
