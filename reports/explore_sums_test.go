package reports

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"valueshift/segments"
)

// TestExploreSums holds what the page says against sums of the book made here.
func TestExploreSums(t *testing.T) {
	book, folder := fixture(), fixtureFolder(t)
	m := newMoney(book.Run, english)
	families, prepaid := Slug("Families"), Slug("Prepaid")
	for _, c := range []struct {
		name, hash string
		sum        int64
		months     int
		what       string
	}{
		{"everything", "", sumCube(book, 12, nil, nil, profitOf), 12, "Profit"},
		{"a segment", "#seg=" + families, sumCube(book, 12, []int{1}, nil, profitOf), 12, "Profit"},
		{"two segments and a group", "#m=revenue&seg=" + families + "," + prepaid + "&grp=creators",
			sumCube(book, 12, []int{1, 4}, []segments.Group{segments.Creators}, revenueOf), 12, "Revenue"},
		{"an earlier month", "#m=cost&grp=eroders,destroyers&from=2025-12&to=2026-03",
			sumCube(book, 5, nil, []segments.Group{segments.Eroders, segments.Destroyers}, costOf), 5, "Cost"},
		{"a product", "#m=revenue&prod=" + Slug("TV"), sumProducts(book, 12, nil, []int{2}), 12, "Revenue"},
		{"products of a segment", "#m=revenue&by=product&seg=" + prepaid + "&prod=" + Slug("Mobile") + ",none", sumProducts(book, 12, []int{4}, []int{1, 0}), 12, "Revenue"},
		{"all products", "#m=revenue&split=product", sumProducts(book, 12, nil, nil), 12, "Revenue"},
	} {
		b := explore(t, folder, c.hash, 1280)
		want := fmt.Sprintf("%s in the 12 months to %s: %s", c.what, english.monthName(monthEnd(c.months)), m.short(c.sum))
		if got := b.text("#answer"); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", c.name, got, want)
		}
		total := b.text("#numbers-table tfoot td")
		unit := unitIn(t, m, b.text("#numbers-table thead th:nth-child(2) button"))
		if want := m.in(unit, c.sum); total != want && total != m.in(m.unit(unit.power, decimalsIn(total)), c.sum) {
			t.Errorf("%s: total %s, want %s", c.name, total, want)
		}
		b.quiet()
	}
	if got, want := sumProducts(book, 12, nil, nil), sumCube(book, 12, nil, nil, revenueOf); got != want {
		t.Errorf("products sum to %d, the cube to %d", got, want)
	}
}

// What leavers still book is profit, and not a part of the profit per customer.
func TestExploreProfitPerCustomer(t *testing.T) {
	book := fixture()
	at := slices.IndexFunc(book.Cube, func(c CubeCell) bool { return c.GroupCode == segments.Out && c.Month.Equal(book.Run.AsOf) })
	if at < 0 {
		t.Fatal("nobody left")
	}
	book.Cube[at].RevenueMinor += 7_000_000_00
	book.Cube[at].ProfitMinor += 7_000_000_00
	ofCustomers := func(c CubeCell) int64 {
		if c.GroupCode == segments.Out {
			return 0
		}
		return c.ProfitMinor
	}
	profit := sumCube(book, 12, nil, nil, ofCustomers)
	customers := sumCube(book, 12, nil, nil, func(c CubeCell) int64 { return c.Customers })
	want := fmt.Sprintf("Profit per customer in the 12 months to %s: %s", english.monthName(monthEnd(12)),
		newMoney(book.Run, english).short(whole(float64(profit)/float64(customers))))
	b := explore(t, site(t, book, 2), "#m=each", 1280)
	if got := b.text("#answer"); !strings.HasPrefix(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	b.quiet()
}

func profitOf(c CubeCell) int64  { return c.ProfitMinor }
func revenueOf(c CubeCell) int64 { return c.RevenueMinor }
func costOf(c CubeCell) int64    { return c.RevenueMinor - c.ProfitMinor }

// sumCube adds up cells of a month; without segments those of the portfolio, and nil
// groups are all.
func sumCube(b Book, month int, scopes []int, groups []segments.Group, of func(CubeCell) int64) (sum int64) {
	if scopes == nil {
		scopes = []int{0}
	}
	for _, c := range b.Cube {
		if c.Month.Equal(monthEnd(month)) && slices.Contains(scopes, c.ScopeID) && (groups == nil || slices.Contains(groups, c.GroupCode)) {
			sum += of(c)
		}
	}
	return sum
}

func sumProducts(b Book, month int, scopes, products []int) (sum int64) {
	for _, c := range b.Products {
		if c.Month.Equal(monthEnd(month)) && (scopes == nil || slices.Contains(scopes, c.ScopeID)) && (products == nil || slices.Contains(products, c.ProductNo)) {
			sum += c.RevenueMinor
		}
	}
	return sum
}

// unitIn finds the unit that a heading names.
func unitIn(t *testing.T, m money, heading string) unit {
	t.Helper()
	for _, power := range []int{9, 6, 3, 0} {
		if u := m.unit(power, 2); strings.Contains(heading, "("+u.name+")") {
			return u
		}
	}
	t.Fatalf("no unit in %q", heading)
	return unit{}
}

func decimalsIn(text string) int {
	_, fraction, _ := strings.Cut(text, ".")
	return len(fraction)
}

// TestExploreColumnsAddUp compares the whole table with the book: every segment's
// customers, and profit in its row and at the foot.
func TestExploreColumnsAddUp(t *testing.T) {
	book := fixture()
	b := explore(t, fixtureFolder(t), "#m=customers", 1280)
	got := b.eval(`Array.from(document.querySelectorAll('#numbers-table tbody tr, #numbers-table tfoot tr')).map(r => r.cells[0].textContent + '=' + r.cells[1].textContent).sort().join()`)
	var want []string
	for _, s := range book.Scopes[1:] {
		want = append(want, s.Name+"="+english.count(sumCube(book, 12, []int{s.ScopeID}, nil, func(c CubeCell) int64 { return c.Customers })))
	}
	want = append(want, "Total shown="+english.count(sumCube(book, 12, nil, nil, func(c CubeCell) int64 { return c.Customers })))
	slices.Sort(want)
	if got != strings.Join(want, ",") {
		t.Errorf("got  %s\nwant %s", got, strings.Join(want, ","))
	}
}

// TestExploreSpelling asks the page's script for numbers that are hard to spell.
func TestExploreSpelling(t *testing.T) {
	b := fixture()
	b.Cube, b.Products = nil, nil
	amounts := []int64{0, 1, -1, 49, 50, 9_949, 9_950, 99_499, 999_949, 999_950, -999_950, 1_000_000, 99_949_999, 99_950_000, 99_950_001, 123_456_789_012, -5_005_000, 99_999_999_999_999}
	for i, a := range amounts {
		b.Scopes = append(b.Scopes, Scope{ScopeID: 100 + i, Name: fmt.Sprintf("Number %d", i)})
		b.Cube = append(b.Cube, CubeCell{ScopeID: 100 + i, Month: b.Run.AsOf, GroupCode: 3, Customers: 8, RevenueMinor: a, ProfitMinor: a})
	}
	for _, l := range []spelling{english, german, french} {
		b.Run.Locale = locales[l]
		m, page := newMoney(b.Run, l), explore(t, site(t, b, 2), "", 1280)
		for i, a := range amounts {
			want := fmt.Sprintf("Profit in the 12 months to %s: %s. Only Number %d.", l.monthName(b.Run.AsOf), m.short(a), i)
			got := page.eval(`new Promise(done => { location.hash = 'seg=` + Slug(fmt.Sprintf("Number %d", i)) + `';
				setTimeout(() => done(document.getElementById('answer').textContent), 20); })`)
			if got != want {
				t.Errorf("%s, %d: %q, want %q", locales[l], a, got, want)
			}
		}
	}
}
