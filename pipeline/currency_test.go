package pipeline_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// The trader keeps books in EUR and sells in USD and GBP, too. A window is two
// months and everything is in one plan year, so that the plan rates are those of
// January (USD) and March (GBP, which nobody paid in before).
const traderConfig = `portfolio: Trader
currency: EUR
window_months: 2
customers: {min_tenure_months: 0}
profit: {acquisition_months: 3, capital_charge_rate: 0.365}
intents:
  rules:
    - {rule: R0, groups: [new], intent: observe, reason: UNPROVEN}
    - {rule: R1, groups: [dormant, creators, contributors, neutral, eroders, destroyers], intent: maintain, reason: HEALTHY}
exports:
  customers:
    files: [customers.csv]
    columns: {customer_id: id, segment: segment, acquired_on: since}
  revenue:
    files: [revenue.csv]
    columns: {customer_id: id, booked_on: day, revenue: amount, direct_cost: cost, currency: currency}
    limits: {max_quarantined_share: 1}
  costs:
    files: [costs.csv]
    columns: {customer_id: id, booked_on: day, activity: activity, amount: amount, currency: currency}
  capital:
    files: [capital.csv]
    columns: {customer_id: id, month: month, amount: amount, currency: currency}
  rates:
    files: [rates.csv]
    columns: {currency: currency, month: month, rate: rate}
    limits: {max_quarantined_share: 1}
`

const (
	traderCustomers = "id,segment,since\na,North,2026-01-01\nb,North,2026-01-01\nc,South,2026-01-01\n"
	// b pays in both; 0.05 USD are 4.5 cents at the plan rate of 0.90.
	traderRevenue = "id,day,amount,cost,currency\n" +
		"a,2026-01-15,100.00,40.00,USD\na,2026-02-15,100.00,40.00,USD\na,2026-03-15,100.00,40.00,USD\n" +
		"b,2026-01-31,50.00,,EUR\nb,2026-02-10,50.00,10.00,\nb,2026-03-10,0.05,,USD\nb,2026-03-11,10.01,,GBP\n" +
		"c,2026-01-20,7.00,9.00,\nc,2026-02-20,7.00,9.00,\nc,2026-03-20,-7.00,,USD\n"
	traderCosts = "id,day,activity,amount,currency\n" +
		"a,2026-02-03,calls,10.00,USD\nc,2026-03-03,calls,3.00,\na,2026-02-01,acquisition,90.00,USD\n"
	traderCapital = "id,month,amount,currency\na,2026-02-28,1000.00,USD\na,2026-03-31,1000.00,USD\n"
	traderRates   = "currency,month,rate\nUSD,2026-01-01,0.90\nUSD,2026-02-15,0.95\nUSD,2026-03-31,0.80\nGBP,2026-03-01,1.155\nEUR,2026-03-01,1\n"
)

// trader is a place with the trader's exports, some files exchanged for others.
func trader(t *testing.T, instead map[string]string) place {
	t.Helper()
	p := place{t.TempDir()}
	p.deliver(t, map[string]string{
		"config.yaml": traderConfig, "customers.csv": traderCustomers, "revenue.csv": traderRevenue,
		"costs.csv": traderCosts, "capital.csv": traderCapital, "rates.csv": traderRates,
	})
	p.deliver(t, instead)
	return p
}

func (p place) deliver(t *testing.T, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func (p place) trade(t *testing.T, asOf string) error {
	t.Helper()
	config, err := pipeline.Load(filepath.Join(p.dir, "config.yaml"), map[string]string{"as_of": asOf})
	if err != nil {
		return err
	}
	return runNight(t.Context(), config, attempt{})
}

func (p place) mustTrade(t *testing.T, asOf string) *sql.DB {
	t.Helper()
	if err := p.trade(t, asOf); err != nil {
		t.Fatal(err)
	}
	return databases(t, p.database())
}

// same compares the rows of a select with what was worked out by hand.
func same(t *testing.T, db *sql.DB, query string, want ...string) {
	t.Helper()
	if got := lines(t, db, query); !slices.Equal(got, want) {
		t.Errorf("%s\ngot  %q\nwant %q", query, got, want)
	}
}

// North in the window to February: a sells for 180.00 at plan rates, goods cost
// 72.00, calls 9.00; of the acquisition cost of 81.00 over the 90 days of January
// to March 59 are borne, 53.10; capital of 900.00 costs 0.1 % a day, 25.20 in 28.
// b adds 50.00 and 40.00. Actual rates of February add 5.00 to revenue, 2.00 to
// goods, 0.50 to calls, 4.50 × 59/90 = 2.95 to acquisition, 1.40 to capital.
func TestCurrencies(t *testing.T) {
	t.Parallel()
	db := trader(t, nil).mustTrade(t, "2026-03-31")
	same(t, db, "select month, segment, revenue_minor, direct_cost_minor, cost_to_serve_minor, acquisition_minor, capital_minor, fx_minor from history.fx_cells order by all",
		"2026-02-28|North|500|200|50|295|140|-185",
		// February and March: 5.00 - 10.00 and one cent of the 0.05 USD (5 at plan
		// rates, 4 at actual ones); 2.00 - 4.00; 4.50 × 59/90; 1.40 - 3.10.
		"2026-03-31|North|-501|-200|50|295|-170|-476",
		"2026-03-31|South|70|0|0|0|0|70")
	same(t, db, "select scope, month, profit_minor, fx_minor, actual_profit_minor from report_fx where scope_id > 0 order by all",
		"North|2026-02-28|11070|-185|10885", "North|2026-03-31|4441|-476|3965", "South|2026-03-31|-1130|70|-1060")
	same(t, db, "select currency, line, delivered_minor, plan_minor, actual_minor from report_currencies where currency <> 'EUR' order by all",
		"GBP|revenue|1001|1156|1156",
		"USD|acquisition cost|9000|8100|8550", "USD|cost to serve|1000|900|950",
		"USD|direct cost|12000|10800|10600", "USD|revenue|29305|26375|25944")
	same(t, db, "select line, coalesce(delivered_minor, 0), facts_minor from report_reconciled order by position",
		"revenue|38931|38931", "direct cost|13600|13600", "cost to serve|1200|1200", "acquisition cost|8100|8100",
		"capital charge|0|5310", "profit|0|10721")
	bridgeTies(t, db)
}

// bridgeTies: the classes of the bridge and the line of exchange rates add up to
// the change of profit at actual rates, to the cent, in total and by line.
func bridgeTies(t *testing.T, db *sql.DB) {
	t.Helper()
	const query = `select b.scope_id, sum(b.change_minor), sum(b.revenue_minor + b.direct_cost_minor + b.cost_to_serve_minor
			+ b.acquisition_minor + b.capital_minor), count(*) filter (where b.class = 'fx')
		from report_bridge as b where b.comparison = '%s' group by all order by all`
	const actual = `select n.scope_id, n.profit_minor + coalesce(nf.fx_minor, 0) - t.profit_minor - coalesce(tf.fx_minor, 0) as change, change, 1
		from report_months as n
		inner join report_months as t on t.scope_id = n.scope_id and t.month = date '2026-02-28'
		left join report_fx as nf on nf.scope_id = n.scope_id and nf.month = n.month
		left join report_fx as tf on tf.scope_id = t.scope_id and tf.month = t.month
		where n.month = date '2026-03-31' order by all`
	for _, comparison := range []string{"previous", "base"} {
		same(t, db, fmt.Sprintf(query, comparison), lines(t, db, actual)...)
	}
}

// The same sales, converted beforehand by hand, give the same profits: at plan
// rates those of the pages, at actual rates those with exchange rates added.
func TestCurrenciesConvertedBeforehand(t *testing.T) {
	t.Parallel()
	foreign := trader(t, nil).mustTrade(t, "2026-03-31")
	const profits = "select scope_id, m.month, %s from report_months as m left join report_fx as f using (scope_id, month) order by all"
	for _, test := range []struct {
		name, column, revenue, costs, capital string
	}{
		{"plan", "m.profit_minor",
			"a,2026-01-15,90.00,36.00,\na,2026-02-15,90.00,36.00,\na,2026-03-15,90.00,36.00,\n" +
				"b,2026-01-31,50.00,,\nb,2026-02-10,50.00,10.00,\nb,2026-03-10,0.05,,\nb,2026-03-11,11.56,,\n" +
				"c,2026-01-20,7.00,9.00,\nc,2026-02-20,7.00,9.00,\nc,2026-03-20,-6.30,,\n",
			"a,2026-02-03,calls,9.00,\nc,2026-03-03,calls,3.00,\na,2026-02-01,acquisition,81.00,\n",
			"a,2026-02-28,900.00,\na,2026-03-31,900.00,\n"},
		{"actual", "m.profit_minor + coalesce(f.fx_minor, 0)",
			"a,2026-01-15,90.00,36.00,\na,2026-02-15,95.00,38.00,\na,2026-03-15,80.00,32.00,\n" +
				"b,2026-01-31,50.00,,\nb,2026-02-10,50.00,10.00,\nb,2026-03-10,0.04,,\nb,2026-03-11,11.56,,\n" +
				"c,2026-01-20,7.00,9.00,\nc,2026-02-20,7.00,9.00,\nc,2026-03-20,-5.60,,\n",
			"a,2026-02-03,calls,9.50,\nc,2026-03-03,calls,3.00,\na,2026-02-01,acquisition,85.50,\n",
			"a,2026-02-28,950.00,\na,2026-03-31,800.00,\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := trader(t, map[string]string{
				"revenue.csv": "id,day,amount,cost,currency\n" + test.revenue,
				"costs.csv":   "id,day,activity,amount,currency\n" + test.costs,
				"capital.csv": "id,month,amount,currency\n" + test.capital,
			})
			one := p.mustTrade(t, "2026-03-31")
			same(t, one, fmt.Sprintf(profits, "m.profit_minor"), lines(t, foreign, fmt.Sprintf(profits, test.column))...)
			// One currency: no trace of exchange rates anywhere.
			same(t, one, "select class from report_bridge where class = 'fx'")
			pages := p.pages(t)
			for _, table := range []string{"report_fx", "report_currencies", "report_plan_rates"} {
				if _, ok := pages["data/"+table+".csv"]; ok {
					t.Errorf("%s is offered", table)
				}
			}
		})
	}
}

// Other rates after January, when the plan rate was set, move no customer and no
// figure at plan rates: only the line of exchange rates.
func TestRatesMoveNoCustomer(t *testing.T) {
	t.Parallel()
	one := trader(t, nil)
	other := trader(t, map[string]string{"rates.csv": strings.NewReplacer("0.95", "1.90", "0.80", "0.1").Replace(traderRates)})
	one.mustTrade(t, "2026-03-31").Close()
	other.mustTrade(t, "2026-03-31").Close()
	db := databases(t, one.database(), other.database())
	for _, table := range []string{"history.value_groups", "history.group_bounds", "history.moves", "report_months", "report_mix", "history.plan_rates"} {
		sameRows(t, db, table, "select * from DATABASE."+table)
	}
	if n := number(t, db, "select count(*) from (select * from one.report_fx except select * from other.report_fx)"); n == 0 {
		t.Error("exchange rates did nothing")
	}
}

// The plan rates of a closed month stay when the exports correct them; given rates
// win; a new plan year has new ones.
func TestPlanRatesAreFrozen(t *testing.T) {
	t.Parallel()
	const rates = "select plan_year, currency, rate, from_month from history.plan_rates order by all"
	p := trader(t, nil)
	db := p.mustTrade(t, "2026-02-28")
	same(t, db, "select plan_year, currency, cast(rate as double), from_month from history.plan_rates order by all", "2026|USD|0.9|2026-01-01")
	db.Close()
	p.deliver(t, map[string]string{"rates.csv": strings.Replace(traderRates, "0.90", "0.70", 1)})
	db = p.mustTrade(t, "2026-03-31")
	same(t, db, strings.Replace(rates, "rate,", "cast(rate as double),", 1), "2026|GBP|1.155|2026-03-01", "2026|USD|0.9|2026-01-01")
	db.Close()

	given := strings.Replace(traderConfig, "window_months", "value_groups: {plan_year_starts: 3}\nplan_rates: {2025: {USD: 0.8000000001}}\nwindow_months", 1)
	db = trader(t, map[string]string{"config.yaml": given}).mustTrade(t, "2026-03-31")
	same(t, db, "select plan_year, currency, rate, from_month from report_plan_rates order by all",
		"2025|USD|0.8000000001|<nil>", "2026|GBP|1.155|2026-03-01", "2026|USD|0.8|2026-03-01")
}

// What cannot be converted stops the night and is named; what is no currency is
// held back with its line.
func TestRatesThatAreMissing(t *testing.T) {
	t.Parallel()
	undeclared, _, _ := strings.Cut(traderConfig, "  rates:")
	const oneRate = "; exports.rates must have one per currency and month, the average of the month"
	for _, test := range []struct{ name, config, rates, want string }{
		{"missing", traderConfig, strings.Replace(traderRates, "USD,2026-02-15,0.95\n", "", 1),
			"read: data refused: there are bookings and no rate for USD in 2026-02" + oneRate},
		{"several_missing", traderConfig, "currency,month,rate\nUSD,2026-01-01,0.90\n",
			"read: data refused: there are bookings and no rate for USD in 2026-02, GBP in 2026-03, USD in 2026-03" + oneRate},
		{"undeclared", undeclared, traderRates,
			"read: data refused: there are bookings in USD in 2026-01, USD in 2026-02, GBP in 2026-03, USD in 2026-03, and exports.rates is not declared" + oneRate},
		{"twice", traderConfig, traderRates + "USD,2026-02-16,0.96\nUSD,2026-02-17,0.95\nGBP,2026-03-02,2\n",
			"read: data refused: USD in 2026-02 (and 1 more) has several rates, 0.95 at DIR/rates.csv:3 and 0.96 at DIR/rates.csv:7" + oneRate},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := trader(t, map[string]string{"config.yaml": test.config, "rates.csv": test.rates})
			err := p.trade(t, "2026-03-31")
			if want := strings.ReplaceAll(test.want, "DIR", p.dir); !errors.Is(err, pipeline.ErrRefused) || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
	// March is under way: it is on no page and may wait for its rate.
	rates := strings.NewReplacer("USD,2026-03-31,0.80\n", "", "GBP,2026-03-01,1.155\n", "GBP,2026-02-01,1.2\n").Replace(traderRates)
	trader(t, map[string]string{"rates.csv": rates}).mustTrade(t, "2026-02-28")

	bad := trader(t, map[string]string{
		"revenue.csv": traderRevenue + "a,2026-03-15,1.00,,usd\na,2026-03-15,1.00,,US$\n",
		"rates.csv":   traderRates + "CHF,2026-01-01,0\nCHF,2026-01-01,-1\nCHF,2026-01-01,1.00000000001\n",
	}).mustTrade(t, "2026-03-31")
	same(t, bad, "select feed, line_no, column_name, delivered, reason from quarantined order by all",
		"rates|7|rate|0|is not a rate above 0 with at most 10 decimals", "rates|8|rate|-1|is not a rate above 0 with at most 10 decimals",
		"rates|9|rate|1.00000000001|is not a rate above 0 with at most 10 decimals",
		"revenue|12|currency|usd|is not a currency code like EUR", "revenue|13|currency|US$|is not a currency code like EUR")
}

// Months closed one after the other keep the same rates and the same line of
// exchange rates as months closed at once, and another night changes nothing.
func TestCurrenciesMonthByMonth(t *testing.T) {
	t.Parallel()
	one, other := trader(t, nil), trader(t, nil)
	for _, asOf := range []string{"2026-02-28", "2026-03-31", "2026-03-31"} {
		one.mustTrade(t, asOf).Close()
	}
	other.mustTrade(t, "2026-03-31").Close()
	db := databases(t, one.database(), other.database())
	for _, table := range []string{"value_groups", "group_bounds", "moves", "fx_cells", "plan_rates"} {
		sameRows(t, db, "history."+table, "select * from DATABASE.history."+table)
	}
	// Which night closed a month differs; on what it was closed does not.
	sameRows(t, db, "history.closed_months", "select month, plan_year, config_hash, input_hash from DATABASE.history.closed_months")
	samePages(t, one.pages(t), other.pages(t))
}
