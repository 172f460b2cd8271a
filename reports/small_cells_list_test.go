package reports

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"valueshift/segments"
)

// secret are the columns of a table that may not be told where their numbers stand
// for one to four customers. The rules of the program are not asked: who forgets a
// column there finds it here.
type secret struct {
	table   string
	key     string // columns that name a row
	columns string
	of      func(truth, record) []int64 // how many customers the columns stand for
}

const (
	peopleOfScope = "customers revenue_minor direct_cost_minor cost_to_serve_minor acquisition_minor capital_minor profit_minor loss_minor loss_makers"
	peopleOfGroup = "customers profit_minor profit_mean_minor profit_error_minor trend_customers trend_mean_minor trend_error_minor trend_share trend_z trend " +
		"headroom_customers headroom_potentials headroom_mean_minor headroom answers nps nps_error shrunk_nps shrunk_error promoter_share answer_share hurdle_nps hurdle_z advocacy " +
		"avoidable_minor avoidable_mean_minor fixed_minor fixed_mean_minor fixable young_customers is_young is_persistent residual_mean_minor residual_upper_minor residual at_stake_minor"
	ofTarget = "baseline actual standard_error glide glide_low glide_high gap attainment progress hit_share median low80 high80"
)

var secrets = []secret{
	{"report_months", "scope_id month", peopleOfScope, counts("customers")},
	{"report_months", "scope_id month", "loss_minor loss_makers", counts("loss_makers")},
	{"report_mix", "scope_id month group_code", "customers leavers customer_share revenue_minor profit_minor", counts("customers", "leavers")},
	{"report_whales", "scope_id month", "customers profit_minor peak_minor peak_ratio customers_at_peak erosion_rate gini top20_share", counts("customers")},
	{"report_whales", "scope_id month", "peak_minor peak_ratio customers_at_peak erosion_rate", counts("customers_at_peak")},
	{"report_whales", "scope_id month", "peak_minor peak_ratio customers_at_peak erosion_rate", truth.lossMakers},
	{"report_months", "scope_id month", "loss_minor loss_makers", truth.besideATenth},
	{"report_whales", "scope_id month", "peak_minor peak_ratio customers_at_peak erosion_rate", truth.besideATenth},
	{"report_whales", "scope_id month", "top20_share", func(_ truth, r record) []int64 { return []int64{r["customers"].(int64) / 5} }},
	{"report_migrations", "scope_id comparison from_code to_code", "customers from_share change_minor", counts("customers")},
	{"report_monthly_moves", "scope_id to_month from_code to_code", "customers from_share change_minor", counts("customers")},
	{"report_deciles", "scope_id month measure decile", "customers revenue_minor revenue_share profit_minor profit_share profit_mean_minor", counts("customers")},
	{"report_profit_classes", "scope_id month class_no", "customers customer_share profit_minor", counts("customers")},
	{"report_decile_moves", "then_decile now_decile", "customers then_share", counts("customers")},
	{"report_bridge", "scope_id comparison class", "customers then_minor now_minor change_minor revenue_minor direct_cost_minor cost_to_serve_minor acquisition_minor capital_minor standard_error_minor", counts("customers")},
	{"report_scorecards", "scope_id comparison part", "customers up_customers down_customers moved_customers moved_minor then_minor now_minor change_minor standard_error_minor", counts("customers")},
	{"report_scorecards", "scope_id comparison part", "up_customers", counts("up_customers")},
	{"report_scorecards", "scope_id comparison part", "down_customers", counts("down_customers")},
	{"report_scorecards", "scope_id comparison part", "moved_customers moved_minor", counts("moved_customers")},
	{"report_effects", "scope_id comparison group_code", "volume_minor mix_minor rate_minor change_minor", truth.bothEnds},
	{"report_shifts", "scope_id comparison group_code", "then_share now_share paired_shift standard_error p_value", truth.bothEnds},
	{"report_intents", "scope_id group_code", peopleOfGroup, counts("customers")},
	{"report_intents", "scope_id group_code", "trend_customers trend_mean_minor trend_error_minor trend_share trend_z", counts("trend_customers")},
	{"report_intents", "scope_id group_code", "answers nps nps_error shrunk_nps shrunk_error promoter_share answer_share hurdle_z", counts("answers")},
	{"report_intents", "scope_id group_code", "headroom_customers headroom_mean_minor headroom_potentials", counts("headroom_customers")},
	{"report_intents", "scope_id group_code", "headroom_potentials", counts("headroom_potentials")},
	{"report_intents", "scope_id group_code", "young_customers", counts("young_customers")},
	{"report_intent_results", "scope_id group_code", "then_customers now_customers customers_error then_share now_share then_profit_mean_minor now_profit_mean_minor then_cost_mean_minor now_cost_mean_minor members same_customers change_mean_minor change_error_minor cost_change_mean_minor cost_change_error_minor",
		func(x truth, r record) []int64 {
			return []int64{r["then_customers"].(int64), r["now_customers"].(int64), r["members"].(int64), x.group(r, "since_month")}
		}},
	{"report_intent_results", "scope_id group_code", "same_customers change_mean_minor change_error_minor cost_change_mean_minor cost_change_error_minor", counts("same_customers")},
	{"report_intent_results", "scope_id group_code", "same_customers", func(_ truth, r record) []int64 {
		return []int64{r["members"].(int64) - r["same_customers"].(int64)}
	}},
	{"report_retire_guards", "scope_id group_code", "customers avoidable_minor stranded_minor effect_minor blocked_customers blocked_share linked_customers", counts("customers")},
	{"report_retire_guards", "scope_id group_code", "blocked_customers blocked_share", counts("blocked_customers")},
	{"report_retire_guards", "scope_id group_code", "linked_customers", counts("linked_customers")},
	{"report_forecasts", "scope_id month group_code", "customers_median share_median share_low80 share_high80 share_low95 share_high95", func(x truth, r record) []int64 {
		return []int64{x.groups[of(r, "scope_id", x.now, "group_code")], int64(r["customers_median"].(float64) + 0.5)}
	}},
	{"report_required_moves", "scope_id target_month from_code", "flow usual_customers needed_customers best_customers", func(x truth, r record) []int64 {
		return []int64{x.groups[of(r, "scope_id", x.now, "from_code")], x.groups[of(r, "scope_id", x.now, "to_code")]}
	}},
	{"report_targets", "target_no", ofTarget, truth.target},
	{"report_target_months", "target_no month", "actual glide", func(x truth, r record) []int64 {
		return append(truth.target(x, r), x.group(x.targets[r["target_no"].(int64)].with("month", r["month"]), "month"))
	}},
	{"report_outlooks", "target_no", "actual median low80 high80 low95 high95 hit_share", truth.target},
	{"report_fx", "scope_id month", "profit_minor fx_minor actual_profit_minor", func(x truth, r record) []int64 {
		return []int64{x.months[of(r, "scope_id", "month")]["customers"].(int64)}
	}},
	{"report_segment_restatements", "month segment", "frozen_customers restated_customers frozen_revenue_minor restated_revenue_minor frozen_profit_minor restated_profit_minor change_minor", counts("frozen_customers", "restated_customers")},
}

// public are columns with numbers that may be told however few customers there are, and
// why; a table by itself stands for all of its columns.
var public = map[string]string{
	"report_cube":                       "TestCubeTellsNoHiddenGroup",
	"report_products":                   "TestCubeTellsNoHiddenGroup",
	"report_whale_points":               "TestCurveHasNobodyAlone",
	"report_shift_tests":                "TestNothingCanBeComputed",
	"report_profit_classes.above_minor": "an edge of all scopes",
	"report_profit_classes.up_to_minor": "an edge of all scopes",
	"report_targets.target":             "a promise",
	"report_targets.target_low":         "a promise",
	"report_targets.target_high":        "a promise",
	"report_outlooks.target":            "a promise",
	"report_target_cells":               "counts promises",
	"report_override_rates":             "counts groups",
	"report_retire_guards.cycles":       "counts attempts",
	"report_questions":                  "of the portfolio",
	"report_backtests":                  "of forecasts",
	"report_bounds":                     "of the portfolio",
	"report_plan_rates":                 "of currencies",
	"report_currencies":                 "of the portfolio",
	"report_reconciled":                 "of the portfolio",
	"report_restatements":               "of the portfolio",
	"report_deliveries":                 "counts rows of files",
	"report_quarantine":                 "counts rows of files",
}

// record is a row of a table: what is nil or a zero in the book is not in it.
type record map[string]any

func (r record) with(column string, v any) record {
	other := record{column: v}
	for name, v := range r {
		if name != column {
			other[name] = v
		}
	}
	return other
}

// of names a row by its columns; a time names itself.
func of(r record, columns ...any) string {
	var b strings.Builder
	for _, c := range columns {
		if name, ok := c.(string); ok {
			c = r[name]
		}
		if day, ok := c.(time.Time); ok {
			c = day.Format(time.DateOnly)
		}
		fmt.Fprint(&b, c, "|")
	}
	return b.String()
}

func counts(columns ...string) func(truth, record) []int64 {
	return func(_ truth, r record) (list []int64) {
		for _, name := range columns {
			if n, ok := r[name].(int64); ok {
				list = append(list, n)
			}
		}
		return list
	}
}

// truth is what is known of a book before anything is hidden.
type truth struct {
	now     time.Time
	groups  map[string]int64 // customers, of those outside who left, by scope, month and group
	months  map[string]record
	then    map[string]time.Time // by scope and comparison
	targets map[int64]record
	tenths  map[string][]int64 // after how many customers, ranked by profit, tenths end, by scope and month
}

func truthOf(b Book) truth {
	x := truth{now: b.Run.AsOf, groups: map[string]int64{}, months: map[string]record{}, then: map[string]time.Time{}, targets: map[int64]record{}, tenths: map[string][]int64{}}
	for _, r := range recordsOf(reflect.ValueOf(b.Mix)) {
		x.groups[of(r, "scope_id", "month", "group_code")] = r["customers"].(int64) + r["leavers"].(int64)
	}
	for _, r := range recordsOf(reflect.ValueOf(b.Months)) {
		x.months[of(r, "scope_id", "month")] = r
	}
	for _, r := range recordsOf(reflect.ValueOf(b.Migrations)) {
		x.then[of(r, "scope_id", "comparison")] = r["from_month"].(time.Time)
	}
	for _, r := range recordsOf(reflect.ValueOf(b.Deciles)) {
		if ends := x.tenths[of(r, "scope_id", "month")]; r["measure"] == "profit" {
			x.tenths[of(r, "scope_id", "month")] = append(ends, r["customers"].(int64)+slices.Max(append(ends, 0)))
		}
	}
	for _, r := range recordsOf(reflect.ValueOf(b.Targets)) {
		x.targets[r["target_no"].(int64)] = r
	}
	return x
}

// group counts the customers of a row's group in a month; of all groups it is nothing.
func (x truth) group(r record, month string) int64 {
	if r["group_code"] == int64(segments.Out) {
		return 0
	}
	return x.groups[of(r, "scope_id", month, "group_code")]
}

func (x truth) bothEnds(r record) []int64 {
	return []int64{x.groups[of(r, "scope_id", x.now, "group_code")], x.groups[of(r, "scope_id", x.then[of(r, "scope_id", "comparison")], "group_code")]}
}

func (x truth) lossMakers(r record) []int64 {
	return []int64{x.months[of(r, "scope_id", "month")]["loss_makers"].(int64)}
}

// besideATenth counts the customers between the end of a tenth and where losses begin.
func (x truth) besideATenth(r record) (list []int64) {
	m := x.months[of(r, "scope_id", "month")]
	if m["loss_makers"] == int64(0) {
		return nil
	}
	for _, end := range x.tenths[of(r, "scope_id", "month")] {
		between := m["customers"].(int64) - m["loss_makers"].(int64) - end
		list = append(list, max(between, -between))
	}
	return list
}

func (x truth) target(r record) []int64 {
	t := x.targets[r["target_no"].(int64)]
	return []int64{x.group(t, "baseline_month"), x.group(t.with("now", x.now), "now")}
}

func recordsOf(rows reflect.Value) (list []record) {
	for i := range rows.Len() {
		r := record{}
		for f := range rows.Index(i).NumField() {
			name, v := ColumnName(rows.Index(i).Type().Field(f).Name), reflect.Indirect(rows.Index(i).Field(f))
			switch {
			case !v.IsValid():
			case v.CanInt():
				r[name] = v.Int()
			case v.CanFloat():
				r[name] = v.Float()
			default:
				r[name] = v.Interface()
			}
		}
		list = append(list, r)
	}
	return list
}

// downloaded are the rows of a table as a download has them.
func downloaded(t Table) (list []record) {
	for i := range int(t.Records.NumRows()) {
		r := record{}
		for f, field := range t.Records.Schema().Fields() {
			column := t.Records.Column(f)
			if column.IsNull(i) {
				continue
			}
			r[field.Name] = column.ValueStr(i)
			if days, ok := column.(interface{ Value(int) arrow.Date32 }); ok {
				r[field.Name] = days.Value(i).ToTime()
			}
		}
		list = append(list, r)
	}
	return list
}

// TestFewHaveNoNumbers: where a number stands for one to four customers, neither the
// pages nor the downloads have it.
func TestFewHaveNoNumbers(t *testing.T) {
	seen := make([]int, len(secrets))
	for seed := range uint64(30) {
		b := village(seed)
		addRare(&b, seed)
		x := truthOf(b)
		shown, _, err := applySmallCells(b)
		if err != nil {
			t.Fatal(err)
		}
		downloads := map[string][]record{}
		for _, table := range shown.Tables {
			downloads[table.Name] = downloaded(table)
		}
		for i, s := range secrets {
			key := []any{}
			for _, name := range strings.Fields(s.key) {
				key = append(key, name)
			}
			few := map[string]bool{}
			for _, r := range recordsOf(bookTable(&b, s.table)) {
				if slices.ContainsFunc(s.of(x, r), func(n int64) bool { return n > 0 && n < 5 }) {
					few[of(r, key...)] = true
					seen[i]++
				}
			}
			for _, r := range recordsOf(bookTable(&shown, s.table)) {
				for _, name := range strings.Fields(s.columns) {
					if v := r[name]; few[of(r, key...)] && v != nil && !reflect.ValueOf(v).IsZero() {
						t.Errorf("seed %d: pages know %s.%s of %s: %v", seed, s.table, name, of(r, key...), v)
					}
				}
			}
			for _, r := range downloads[s.table] {
				for _, name := range strings.Fields(s.columns) {
					if v := r[name]; few[of(r, key...)] && v != nil {
						t.Errorf("seed %d: downloads have %s.%s of %s: %v", seed, s.table, name, of(r, key...), v)
					}
				}
			}
		}
	}
	for i, s := range secrets {
		if seen[i] == 0 {
			t.Errorf("no row of %s has few customers who hide its %s: this test looks into nothing", s.table, s.columns)
		}
	}
}

// addRare has what other nights of the tests have seldom.
func addRare(b *Book, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 11))
	few := func() *int64 { return new(random.Int64N(9)) }
	for _, m := range b.Months {
		b.Fx = append(b.Fx, Fx{m.ScopeID, m.Month, m.ProfitMinor, 77, m.ProfitMinor + 77})
	}
	b.SegmentRestatements, b.RetireGuards = nil, nil
	for i, s := range b.Scopes {
		b.SegmentRestatements = append(b.SegmentRestatements, SegmentRestatement{Month: b.Run.AsOf, Segment: s.Name, FrozenCustomers: *few(), RestatedCustomers: *few(),
			FrozenRevenueMinor: 5, RestatedRevenueMinor: 7, FrozenProfitMinor: 3, RestatedProfitMinor: 4, ChangeMinor: 1})
		b.TargetMonths = slices.DeleteFunc(b.TargetMonths, func(m TargetMonth) bool { return m.TargetNo > 6 })
		b.Targets = append(b.Targets, Target{TargetNo: 20 + i, ScopeID: s.ScopeID, GroupCode: segments.Eroders, Metric: "profit", BaselineMonth: monthEnd(2), TargetMonth: monthEnd(14),
			Baseline: new(1.0), Actual: new(2.0), StandardError: new(3.0), Glide: new(4.0), GlideLow: new(5.0), GlideHigh: new(6.0), Gap: new(7.0), Attainment: new(8.0), Progress: new(9.0),
			HitShare: new(.5), Median: new(1.5), Low80: new(2.5), High80: new(3.5)})
		b.Outlooks = append(b.Outlooks, Outlook{TargetNo: 20 + i, ScopeID: s.ScopeID, GroupCode: segments.Eroders, Actual: new(1.0), Median: new(2.0), Low80: new(3.0), High80: new(4.0),
			Low95: new(5.0), High95: new(6.0), HitShare: new(.7)})
		b.RequiredMoves = append(b.RequiredMoves, RequiredMove{s.ScopeID, monthEnd(15), 3, segments.Neutral, segments.Contributors, 5, new(1.0), new(2.0), new(3.0), nil})
	}
	for i := range b.Scorecards {
		s := &b.Scorecards[i]
		if class := map[string]string{"inflow": "moved_in", "outflow": "moved_out"}[s.Part]; class != "" && s.ScopeID > 0 {
			s.MovedCustomers, s.MovedMinor = *few(), 500
			b.Bridge = append(b.Bridge, BridgeClass{ScopeID: s.ScopeID, Comparison: s.Comparison, Class: class, Customers: s.MovedCustomers, NowMinor: 500, ChangeMinor: 500})
		}
	}
	for i := range b.Intents {
		n := &b.Intents[i]
		n.HeadroomCustomers, n.HeadroomPotentials, n.YoungCustomers, n.Answers, n.TrendCustomers = *few(), *few(), *few(), *few(), *few()
		n.HeadroomMeanMinor, n.AtStakeMinor = new(18_000.0), new(18_000*n.Customers)
		b.RetireGuards = append(b.RetireGuards, RetireGuard{ScopeID: n.ScopeID, GroupCode: n.GroupCode, Customers: n.Customers, AvoidableMinor: 1, StrandedMinor: 2, EffectMinor: 3,
			BlockedCustomers: few(), BlockedShare: new(.3), LinkedCustomers: few()})
	}
	b.Tables = tablesOf(*b)
}

// TestEveryNumberIsLookedAt: whoever adds a number to a table has to say whether few
// customers hide it.
func TestEveryNumberIsLookedAt(t *testing.T) {
	fields := reflect.TypeFor[Book]()
	for i := range fields.NumField() {
		if fields.Field(i).Type.Kind() != reflect.Slice {
			continue
		}
		table, row := tableName(fields.Field(i)), fields.Field(i).Type.Elem()
		for f := range row.NumField() {
			kind, name := row.Field(f).Type, ColumnName(row.Field(f).Name)
			if kind.Kind() == reflect.Pointer {
				kind = kind.Elem()
			}
			isSecret := slices.ContainsFunc(secrets, func(s secret) bool { return s.table == table && slices.Contains(strings.Fields(s.columns), name) })
			if (kind == reflect.TypeFor[int64]() || kind == reflect.TypeFor[float64]()) && !isSecret && public[table] == "" && public[table+"."+name] == "" {
				t.Errorf("nobody says how many customers %s.%s tells of", table, name)
			}
		}
	}
}
