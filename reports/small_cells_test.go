package reports

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// village is a night of so few customers that most cells are small.
func village(seed uint64) Book {
	random := rand.New(rand.NewPCG(seed, 5))
	all := newCrowd(900, 13)
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	some := all[:20+random.IntN(160)]
	if seed%4 == 0 { // one segment is small altogether
		kept := 0
		some = slices.DeleteFunc(some, func(p person) bool {
			if p.segment == 3 {
				kept++
			}
			return p.segment == 3 && kept > 3
		})
	}
	b := night(some)
	b.Run.MinCustomers = 5
	b.Tables = tablesOf(b)
	return b
}

// TestHiddenNumbersDoNotMatter changes every hidden amount, mean and share of a
// book: to the byte, no file of the site is another. So none can be found or
// computed from any.
func TestHiddenNumbersDoNotMatter(t *testing.T) {
	seeds := []uint64{1, 2, 3, 4}
	if testing.Short() {
		seeds = seeds[:1]
	}
	for _, seed := range seeds {
		b := village(seed)
		c := findSmallCells(&b)
		hidden := len(c.rows["report_mix"]) + len(c.rows["report_migrations"]) + len(c.rows["report_bridge"])
		if hidden < 50 {
			t.Fatalf("seed %d: %d rows are hidden: this test looks into nothing", seed, hidden)
		}
		if len(c.scopes) == 0 {
			t.Errorf("seed %d: no segment was looked at", seed)
		}
		folder := site(t, b, 2)
		sound(t, folder)
		want := files(t, folder)
		other := village(seed)
		garble(&other, c)
		other.Tables = tablesOf(other)
		for name, content := range files(t, site(t, other, 2)) {
			if want[name] != content {
				t.Errorf("seed %d: %s tells of hidden numbers: %s", seed, name, firstDifference(lines(content), lines(want[name])))
			}
		}
	}
}

// garble changes what the rule takes out, but for the counts that it looks at.
func garble(b *Book, c *cells) {
	fields := reflect.ValueOf(b).Elem()
	counts := map[string]bool{"Customers": true, "Leavers": true, "ThenCustomers": true, "NowCustomers": true, "Members": true,
		"LossMakers": true, "CustomersAtPeak": true, "FrozenCustomers": true, "RestatedCustomers": true, "CustomersMedian": true, "ScopeID": true}
	for _, rule := range columnCells {
		counts[strings.ReplaceAll(camel(rule.count), "Id", "ID")] = true
	}
	for i := range fields.NumField() {
		rows := fields.Field(i)
		if rows.Kind() != reflect.Slice || fields.Type().Field(i).Name == "Tables" {
			continue
		}
		table := tableName(fields.Type().Field(i))
		for r := range rows.Len() {
			row := rows.Index(r)
			isGone := c.isGone(table, r, scopeOf(row))
			for f := range row.NumField() {
				name := row.Type().Field(f).Name
				isHidden := c.isWithout(table, r, ColumnName(name)) || isGone && table != "report_whale_points" && !strings.Contains(" scope_id name owner month comparison from_code to_code group_code class part target_no from_month to_month target_month position metric ", " "+ColumnName(name)+" ")
				if name == "Hidden" || counts[name] || !isHidden {
					continue
				}
				v := row.Field(f)
				if v.Kind() == reflect.Pointer && !v.IsNil() {
					fresh := reflect.New(v.Type().Elem())
					fresh.Elem().Set(v.Elem())
					v.Set(fresh)
				}
				switch v := reflect.Indirect(v); {
				case !v.IsValid() || !v.CanSet():
				case v.Kind() == reflect.Int64:
					v.SetInt(7*v.Int() + 1_000_003)
				case v.Kind() == reflect.Float64:
					v.SetFloat(3*v.Float() + 17)
				}
			}
		}
	}
}

// camel spells a column as its field.
func camel(column string) string {
	var b strings.Builder
	for _, word := range strings.Split(column, "_") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// TestWaysAreHiddenInBoth: the matrix of the newest month tells no way that the list
// of all months hides.
func TestWaysAreHiddenInBoth(t *testing.T) {
	seen := 0
	for seed := range uint64(20) {
		shown, _, err := applySmallCells(village(seed))
		if err != nil {
			t.Fatal(err)
		}
		previous := map[cellID]Hiding{}
		for _, m := range shown.Migrations {
			if m.Comparison == AgainstPrevious {
				previous[wayID(m.ScopeID, m.FromMonth, m.ToMonth, m.FromCode, m.ToCode)] = m.Hidden
			}
		}
		for _, m := range shown.MonthlyMoves {
			id := wayID(m.ScopeID, m.FromMonth, m.ToMonth, m.FromCode, m.ToCode)
			if hidden, ok := previous[id]; ok && hidden != m.Hidden {
				t.Errorf("seed %d: the way %v is hidden by month or in the matrix, not in both", seed, id)
			} else if ok && hidden != Shown {
				seen++
			}
		}
	}
	if seen < 50 {
		t.Errorf("%d hidden ways: this test looks into nothing", seen)
	}
}

// TestCurveHasNobodyAlone: between two points of the whale curve stand five customers
// or more, and both ends stay.
func TestCurveHasNobodyAlone(t *testing.T) {
	for seed := range uint64(8) {
		b := village(seed)
		shown, hidden, err := applySmallCells(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range b.Whales {
			if !w.Month.Equal(b.Run.AsOf) || hidden[w.ScopeID] {
				continue
			}
			at, points := 0.0, 0
			for _, p := range shown.WhalePoints {
				if p.ScopeID != w.ScopeID {
					continue
				}
				if n := p.CustomersShare * float64(w.Customers); points > 0 && n-at < 4.5 {
					t.Errorf("seed %d, scope %d: %.1f customers between two points", seed, w.ScopeID, n-at)
				} else {
					at = n
				}
				points++
			}
			if points < 2 || at < float64(w.Customers)-0.5 {
				t.Errorf("seed %d, scope %d: %d points, the last at %.1f of %d customers", seed, w.ScopeID, points, at, w.Customers)
			}
		}
	}
}

// TestPortfolioStaysExact: its totals are those of the book, month by month.
func TestPortfolioStaysExact(t *testing.T) {
	b := village(4)
	shown, _, err := applySmallCells(b)
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range b.Months {
		if m.ScopeID == 0 && (shown.Months[i].ProfitMinor != m.ProfitMinor || shown.Months[i].Customers != m.Customers || shown.Months[i].RevenueMinor != m.RevenueMinor) {
			t.Errorf("%s: the portfolio's total has changed", english.monthName(m.Month))
		}
	}
}

// TestSmallSegmentIsNotShown: nothing but a sentence and its name.
func TestSmallSegmentIsNotShown(t *testing.T) {
	b := village(4)
	all := files(t, site(t, b, 2))
	folder := "segments/" + Slug("Small business") + "/"
	if page := all[folder+"index.html"]; !strings.Contains(page, "Fewer than 5 customers") || strings.Contains(page, "<figure") {
		t.Error("the page of a small segment has more than a sentence")
	}
	for name := range all {
		if strings.HasPrefix(name, folder) && !strings.HasSuffix(name, ".html") {
			t.Errorf("there is %s", name)
		}
	}
	index := lines(all["index.html"])
	if !strings.Contains(index, "&lt;5") {
		t.Error("the table of segments does not say that it is small")
	}
	if strings.Contains(all["data/report_months.csv"], "Small business") {
		t.Error("the downloads have its months")
	}
	if !strings.Contains(all["data/report_scopes.csv"], "Small business,D. Novak,,fewer than 5 customers") {
		t.Errorf("the downloads do not say that it is hidden:\n%s", all["data/report_scopes.csv"])
	}
}

// TestHidingIsOff: without a least number everything is told, and no table has a
// column about it.
func TestHidingIsOff(t *testing.T) {
	b := village(1)
	b.Run.MinCustomers = 0
	shown, _, err := applySmallCells(b)
	if err != nil || !reflect.DeepEqual(shown, b) {
		t.Errorf("the book has changed (%v)", err)
	}
}

func TestHideMoreThanOne(t *testing.T) {
	for _, c := range []struct {
		name      string
		customers []int64
		want      string
	}{
		{"the smallest beside it", []int64{100, 3, 20, 40}, "shown few beside shown"},
		{"together at least five", []int64{100, 1, 2, 40}, "shown few few beside"},
		{"two are enough", []int64{100, 3, 4, 40}, "shown few few shown"},
		{"empty ones hide nothing", []int64{0, 3, 0, 40}, "shown few shown beside"},
		{"none", []int64{5, 6, 7, 0}, "shown shown shown shown"},
		{"both are the most that they can be", []int64{100, 4, 4, 40}, "shown few few beside"},
		{"each is the least that it can be", []int64{100, 1, 5, 40}, "shown few shown beside"},
	} {
		var list []*smallCell
		for _, n := range c.customers {
			at := &smallCell{customers: n}
			if n > 0 && n < 5 {
				at.hidden = Few
			}
			list = append(list, at)
		}
		night := &cells{min: 5}
		night.addSum(sum{of: ofAll, left: list})
		night.complete()
		var got []string
		for _, at := range list {
			got = append(got, []string{"shown", "few", "beside"}[at.hidden])
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, want %s", c.name, strings.Join(got, " "), c.want)
		}
	}
}

// TestCubeTellsNoHiddenGroup: no group stands alone in the cube that is hidden in the
// mix, or by product that is hidden today; a lump is of five customers or more, and
// the sums of every month that is shown are those of the book, on pages as in
// downloads.
func TestCubeTellsNoHiddenGroup(t *testing.T) {
	lumped := 0
	for seed := range uint64(20) {
		b := village(seed)
		shown, hidden, err := applySmallCells(b)
		if err != nil {
			t.Fatal(err)
		}
		mix := map[cellID]Hiding{}
		for _, m := range shown.Mix {
			mix[mixID(m.ScopeID, m.Month, m.GroupCode)] = m.Hidden
		}
		told := map[cellID]bool{}
		for _, m := range shown.Months {
			told[mixID(m.ScopeID, m.Month, 0)] = true
		}
		sums := func(b Book) map[cellID][2]int64 {
			list := map[cellID][2]int64{}
			for _, c := range b.Cube {
				if id := mixID(c.ScopeID, c.Month, 0); told[id] && !hidden[c.ScopeID] {
					list[id] = [2]int64{list[id][0] + c.Customers, list[id][1] + c.RevenueMinor - c.ProfitMinor}
				}
			}
			for _, p := range b.Products {
				if id := mixID(p.ScopeID, p.Month, 0); told[id] && !hidden[p.ScopeID] {
					id.name = p.Product
					list[id] = [2]int64{list[id][0] + p.RevenueMinor, list[id][1] + p.DirectCostMinor}
				}
			}
			return list
		}
		if got, want := sums(shown), sums(b); !reflect.DeepEqual(got, want) {
			t.Errorf("seed %d: the sums of the cube are others", seed)
		}
		lumps := map[cellID]bool{}
		for _, c := range shown.Cube {
			id := mixID(c.ScopeID, c.Month, c.GroupCode)
			switch {
			case !told[mixID(c.ScopeID, c.Month, 0)]:
				t.Errorf("seed %d: scope %d has a cube in %s, where it is hidden", seed, c.ScopeID, english.monthName(c.Month))
			case mix[id].isWhole():
				t.Errorf("seed %d: %v stands alone in the cube and is hidden in the mix", seed, id)
			case c.GroupCode == fewCustomers && (lumps[id] || c.Customers > 0 && c.Customers < 5):
				t.Errorf("seed %d: %d customers of %v stand together", seed, c.Customers, id)
			case c.GroupCode == fewCustomers:
				lumps[id], lumped = true, lumped+1
			}
		}
		for _, p := range shown.Products {
			if mix[mixID(p.ScopeID, b.Run.AsOf, p.GroupCode)].isWhole() {
				t.Errorf("seed %d: products tell of group %d of scope %d, which is hidden", seed, p.GroupCode, p.ScopeID)
			}
		}
		for _, table := range shown.Tables {
			if table.Name == tableCube && int(table.Records.NumRows()) != len(shown.Cube) {
				t.Errorf("seed %d: %d rows of the cube in the download, %d in the book", seed, table.Records.NumRows(), len(shown.Cube))
			}
		}
	}
	if lumped < 50 {
		t.Errorf("%d lumps: this test looks into nothing", lumped)
	}
}

// TestNoTenthEndsBesideAClass: between the end of a tenth and that of a class, or a
// point of the whale curve, stand five customers or more, or none.
func TestNoTenthEndsBesideAClass(t *testing.T) {
	looked, hidden := 0, 0
	for seed := range uint64(20) {
		b := village(seed)
		shown, scopes, err := applySmallCells(b)
		if err != nil {
			t.Fatal(err)
		}
		tenths, size := map[string][]int64{}, map[string]int64{}
		of := func(scope int, month time.Time) string { return fmt.Sprint(scope, month.Format(time.DateOnly)) }
		for _, d := range b.Deciles {
			if d.Measure == "profit" {
				size[of(d.ScopeID, d.Month)] += d.Customers
				tenths[of(d.ScopeID, d.Month)] = append(tenths[of(d.ScopeID, d.Month)], size[of(d.ScopeID, d.Month)])
			}
		}
		isNear := func(key string, at int64) bool {
			return slices.ContainsFunc(tenths[key], func(end int64) bool { return end != at && end-at < 5 && at-end < 5 })
		}
		told := map[string]map[int]bool{} // classes that are shown
		for _, p := range shown.ProfitClasses {
			key := of(p.ScopeID, p.Month)
			if told[key] == nil {
				told[key] = map[int]bool{}
			}
			told[key][p.ClassNo] = !p.Hidden.isWhole()
		}
		better := map[string]int64{}
		for _, p := range slices.Backward(b.ProfitClasses) {
			key := of(p.ScopeID, p.Month)
			if p.Customers > 0 && better[key] > 0 && !scopes[p.ScopeID] && isNear(key, better[key]) {
				if hidden++; told[key][p.ClassNo] {
					t.Errorf("seed %d, %s: class %d begins beside the end of a tenth", seed, key, p.ClassNo)
				}
			}
			better[key] += p.Customers
			looked++
		}
		for _, p := range shown.WhalePoints {
			key := of(p.ScopeID, b.Run.AsOf)
			if at := int64(p.CustomersShare*float64(size[key]) + 0.5); at > 0 && at < size[key] && isNear(key, at) {
				t.Errorf("seed %d, %s: a point of the curve at %d is beside the end of a tenth", seed, key, at)
			}
		}
	}
	if looked < 500 || hidden < 50 {
		t.Errorf("%d classes, %d beside a tenth: this test looks into nothing", looked, hidden)
	}
}
