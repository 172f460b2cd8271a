package pipeline

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

var (
	planYearKey = regexp.MustCompile(`^[12][0-9]{3}$`)
	exactRate   = regexp.MustCompile(`^[0-9]{1,8}(\.[0-9]{1,10})?$`)
)

// validateCurrencies notes an export that is in another currency as a whole, where
// no rates are declared. Of a column it is not known before its rows are read.
func (l *loader) validateCurrencies(c Config) {
	if _, ok := c.Exports["rates"]; ok {
		return
	}
	for _, feed := range slices.Sorted(maps.Keys(c.Exports)) {
		if given := c.Exports[feed].Columns["currency"].Constant; given != nil && *given != "" && *given != c.Currency {
			l.wrong(childKey("exports", feed)+".columns.currency", "is %s and the reporting currency is %s, which needs exports.rates", quoted(*given), c.Currency)
		}
	}
}

// validatePlanRates holds the given rates against what the database keeps: eight
// digits before the point, ten behind it.
func (l *loader) validatePlanRates(c Config) {
	for _, year := range slices.Sorted(maps.Keys(c.PlanRates)) {
		key := childKey("plan_rates", year)
		if !planYearKey.MatchString(year) {
			l.wrong(key, "must be the year in which a plan year starts, like 2026")
		}
		for _, currency := range slices.Sorted(maps.Keys(c.PlanRates[year])) {
			path, rate := childKey(key, currency), c.PlanRates[year][currency]
			switch {
			case !currencyCode.MatchString(currency):
				l.wrong(path, "must be an ISO 4217 code like USD")
			case currency == c.Currency:
				l.wrong(path, "is the reporting currency, which needs no rate")
			case !exactRate.MatchString(rate) || strings.Trim(rate, "0.") == "":
				l.wrong(path, "must be above 0 with 8 digits before the point and 10 behind it at most, is %s", quoted(rate))
			}
		}
	}
}
