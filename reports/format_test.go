package reports

import (
	"math"
	"strings"
	"testing"
)

func TestMoney(t *testing.T) {
	euro := money{currency: "EUR", scale: 2, spelling: english}
	for _, c := range []struct{ got, want string }{
		{euro.full(0), "0.00"},
		{euro.full(-5), "−0.05"},
		{euro.full(825_012_345), "8_250_123.45"},
		{euro.full(math.MaxInt64), "92_233_720_368_547_758.07"},
		{euro.full(math.MinInt64), "−92_233_720_368_547_758.08"},
		{euro.short(825_012_345), "€8.25_M"},
		{euro.short(99_949_949), "€999_k"},
		{euro.short(99_949_950), "€1.00_M"},
		{euro.short(1_234_567_890_123), "€12.3_bn"},
		{euro.short(123_456), "€1_235"},
		{euro.short(-1_250), "−€12.50"},
		{euro.shortChange(4_100_000), "+€41.0_k"},
		{euro.shortChange(0), "€0.00"},
		{euro.change(euro.unit(6, 1), 4_999_999), "0.0"},
		{euro.change(euro.unit(6, 1), 5_000_000), "+0.1"},
		{euro.change(euro.unit(6, 1), -5_000_000), "−0.1"},
		{euro.in(euro.unit(6, 1), -4_999_999), "0.0"},
		{money{currency: "JPY", scale: 0, spelling: english}.short(4_321), "¥4_321"},
		{money{currency: "JPY", scale: 0, spelling: english}.short(7), "¥7"},
		{money{currency: "KWD", scale: 6, spelling: english}.full(1_234_567), "1.234567"},
	} {
		if got := strings.ReplaceAll(c.got, thin, "_"); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

// The tables of a page share its unit unless their amounts are too small for it.
func TestUnitOfAPage(t *testing.T) {
	for _, c := range []struct {
		page, table int64 // the largest amounts, in whole currency units
		want        string
	}{
		{20_000_000, 123_456_789, "123.5 €M"},
		{20_000_000, 3_456_789, "3.46 €M"},
		{20_000_000, 456_789, "0.457 €M"},
		{20_000_000, 45_678, "45.7 €k"},
		{500_000, 45_678, "45.7 €k"},
		{500_000, 4_567, "4.57 €k"},
		{500_000, 99, "99.00 €"},
		{500_000, 20_000_000, "20.00 €M"},
		{900, 456, "456.00 €"},
	} {
		m := money{currency: "EUR", scale: 2}.onPage(100 * c.page)
		u := m.common(-5, 100*c.table)
		if got := m.in(u, 100*c.table) + " " + u.name; got != c.want {
			t.Errorf("%d on a page of %d: got %s, want %s", c.table, c.page, got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{english.count(-6_240), "−6_240"},
		{english.countChange(12), "+12"},
		{english.percent(0.1402, 1), "14.0_%"},
		{english.percentSeen(0), "0_%"},
		{english.percentSeen(0.0004), "less than 0.1_%"},
		{english.percentSeen(0.0021), "0.2_%"},
		{english.percentSeen(0.0051), "1_%"},
		{english.percentSeen(3.897), "390_%"},
		{english.percentChange(-0.00001, 1), "0.0_%"},
		{english.percentChange(0.021, 1), "+2.1_%"},
		{english.pointsChange(-0.021, 1), "−2.1_pp"},
		{english.pointsChange(0.0004, 1), "0.0_pp"},
		{english.decimal(math.NaN(), 1), none},
		{english.decimal(math.Inf(1), 1), none},
		{english.decimal(1234567.891, 2), "1_234_567.89"},
		{english.pvalue(new(0.00002)), "<_0.001"},
		{english.monthName(monthEnd(12)), "Oct 2026"},
		{english.dayName(monthEnd(12)), "31 Oct 2026"},
		{english.plural(1, "customer", "customers"), "1 customer"},
	} {
		if got := strings.ReplaceAll(c.got, thin, "_"); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	if whole(math.NaN()) != 0 || whole(1e300) != math.MaxInt64 || whole(-2.5) != -3 {
		t.Error("whole is not safe at its ends")
	}
}

// TestAxis keeps axes round, wide enough and about zero.
func TestAxis(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   span
	}{
		{nil, span{0, 1, 1}},
		{[]float64{0}, span{0, 1, 1}},
		{[]float64{100}, span{0, 100, 20}},
		{[]float64{121, -3}, span{-25, 125, 25}},
		{[]float64{-80}, span{-80, 0, 20}},
	} {
		got := around(c.values...)
		if math.Abs(got.low-c.want.low)+math.Abs(got.high-c.want.high)+math.Abs(got.step-c.want.step) > 1e-9 {
			t.Errorf("%v: %v, want %v", c.values, got, c.want)
		}
	}
}
