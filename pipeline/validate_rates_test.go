package pipeline

import "testing"

func TestValidatePlanRates(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{`plan_rates: {2026: {USD: 0.92, GBP: "1.1500000001", JPY: 0.0061}, 2027: {USD: 1}}`, ""},
		{`plan_rates: {}`, ""},
		{`plan_rates: {26: {USD: 0.92}}`, "19: plan_rates.26: must be the year in which a plan year starts, like 2026"},
		{`plan_rates: {2026: {usd: 0.92}}`, "19: plan_rates.2026.usd: must be an ISO 4217 code like USD"},
		{`plan_rates: {2026: {EUR: 1}}`, "19: plan_rates.2026.EUR: is the reporting currency, which needs no rate"},
		{`plan_rates: {2026: {USD: 0}}`, `19: plan_rates.2026.USD: must be above 0 with 8 digits before the point and 10 behind it at most, is "0"`},
		{`plan_rates: {2026: {USD: -1}}`, `19: plan_rates.2026.USD: must be above 0 with 8 digits before the point and 10 behind it at most, is "-1"`},
		{`plan_rates: {2026: {USD: 9.2e-1}}`, `19: plan_rates.2026.USD: must be above 0 with 8 digits before the point and 10 behind it at most, is "9.2e-1"`},
		{`plan_rates: {2026: {USD: 0.12345678901}}`, `19: plan_rates.2026.USD: must be above 0 with 8 digits before the point and 10 behind it at most, is "0.12345678901"`},
		{`plan_rates: {2026: 0.92}`, "19: plan_rates.2026: must be a mapping of keys to values"},
	} {
		checkMistakes(t, small+test.line+"\n", test.want)
	}
}

// A column of currencies may hold the reporting currency alone; another constant
// cannot.
func TestValidateCurrencies(t *testing.T) {
	const rates = "  rates:\n    files: [rates.csv]\n    columns: {currency: c, month: m, rate: r}\n"
	for _, test := range []struct{ currency, rates, want string }{
		{"from", "", ""},
		{"{constant: EUR}", "", ""},
		{`{constant: ""}`, "", ""},
		{"{constant: USD}", "", `19: exports.revenue.columns.currency: is "USD" and the reporting currency is EUR, which needs exports.rates`},
		{"{constant: USD}", rates, ""},
	} {
		checkMistakes(t, edit(t, small, "revenue: amount\n", "revenue: amount\n      currency: "+test.currency+"\n"+test.rates), test.want)
	}
}
