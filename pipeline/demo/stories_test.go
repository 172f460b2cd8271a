package demo

import (
	"testing"
	"time"
)

// shape is what twelve months look like: all customers, or those of a segment.
type shape struct {
	customers, losing int
	profit, peak      int64
}

func (s shape) perCustomer() float64 { return float64(s.profit) / float64(s.customers) / 100 }
func (s shape) lossShare() float64   { return float64(s.losing) / float64(s.customers) }
func (s shape) peakShare() float64   { return float64(s.peak) / float64(s.profit) }

// shapes are the twelve months up to a month-end, by segment; "" is everybody.
func (b *books) shapes(year int, month time.Month) map[string]shape {
	all := map[string]shape{}
	for id, c := range b.customers {
		profit, in := b.year(id, calendar(year, month)-b.first)
		if !in {
			continue
		}
		for _, name := range []string{"", c.segment} {
			s := all[name]
			s.customers++
			s.profit += profit
			s.peak += max(profit, 0)
			if profit < 0 {
				s.losing++
			}
			all[name] = s
		}
	}
	return all
}

func TestStories(t *testing.T) {
	b := smallBooks(t)
	before, now := b.shapes(2025, time.December), b.shapes(2026, time.October)
	growth := func(segment string) float64 {
		return now[segment].perCustomer()/before[segment].perCustomer() - 1
	}
	for _, name := range []string{"", "Sports fans", "Home offices", "Prepaid"} {
		t.Logf("%-14s %8.2f → %8.2f a customer, losing %.3f → %.3f", name,
			before[name].perCustomer(), now[name].perCustomer(), before[name].lossShare(), now[name].lossShare())
	}
	if g := growth("Sports fans"); g < 0.15 {
		t.Errorf("Sports fans: profit per customer changed by %.2f, want growth of 0.15 and more", g)
	}
	if g := growth("Home offices"); g > -0.25 {
		t.Errorf("Home offices: profit per customer changed by %.2f, want a loss of 0.25 and more", g)
	}
	if g := growth("Prepaid"); g < 0.15 {
		t.Errorf("Prepaid: profit per customer changed by %.2f, want growth of 0.15 and more", g)
	}
	if was, is := before["Prepaid"].lossShare(), now["Prepaid"].lossShare(); is > was-0.025 {
		t.Errorf("Prepaid: share of loss-makers %.3f after %.3f, want fewer", is, was)
	}
	if was, is := before["Home offices"].lossShare(), now["Home offices"].lossShare(); is < was+0.03 {
		t.Errorf("Home offices: share of loss-makers %.3f after %.3f, want more", is, was)
	}
}

func TestWhaleCurve(t *testing.T) {
	b := smallBooks(t)
	for month := time.January; month <= time.October; month++ {
		s := b.shapes(2026, month)[""]
		if s.profit <= 0 || s.peakShare() < 1.3 || s.peakShare() > 1.6 {
			t.Errorf("%s: profit %d, peak %.2f of it, want 1.3 to 1.6", month, s.profit, s.peakShare())
		}
		if s.lossShare() < 0.2 || s.lossShare() > 0.3 {
			t.Errorf("%s: %.3f of the customers lose money, want 0.2 to 0.3", month, s.lossShare())
		}
	}
}

func TestBroadbandCostsMore(t *testing.T) {
	at := func(year int, month time.Month) int64 {
		return listPrice(broadband, monthOf(year, month))
	}
	if was, is := at(2026, time.February), at(2026, time.March); was != 3290 || is != 3487 {
		t.Errorf("price %d, then %d", was, is)
	}
}

func TestHomeOfficesClimbMonthByMonth(t *testing.T) {
	c := customer{segment: homeOffices, app: never}
	last := c.unrest(monthOf(2025, time.December))
	for month := time.January; month <= time.October; month++ {
		is := c.unrest(monthOf(2026, month))
		if is <= last {
			t.Errorf("%s: %d after %d", month, is, last)
		}
		last = is
	}
}

func monthOf(year int, m time.Month) month { return month{calendar: calendar(year, m)} }
