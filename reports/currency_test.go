package reports

import (
	"strings"
	"testing"
	"time"
)

// abroad is the fixture with a part of its money in another currency.
func abroad() Book {
	b := fixture()
	b.Bridge = append(b.Bridge, BridgeClass{ScopeID: 0, Comparison: AgainstBase, Position: 11, Class: classFx,
		ThenMinor: 4_000_00, NowMinor: -8_345_00, ChangeMinor: -12_345_00, RevenueMinor: -20_000_00, DirectCostMinor: 7_655_00})
	b.Currencies = []Currency{
		{1, "revenue", "EUR", 19_000_000_00, 19_000_000_00, 19_000_000_00},
		{1, "revenue", "USD", 857_487_91, 788_888_88, 777_777_77},
	}
	b.PlanRates = []PlanRate{
		{2025, "USD", 0.8500000001, time.Time{}},
		{2026, "USD", 0.92, time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)},
	}
	now := b.Months[12]
	b.Fx = []Fx{{0, now.Month, now.ProfitMinor, -8_345_00, now.ProfitMinor - 8_345_00}}
	b.Deliveries[2].AmountMinor = nil
	return b
}

// Exchange rates are told in the bridge's numbers and on the quality page; no bar,
// no title and no other figure changes for them.
func TestExchangeRatesAreTold(t *testing.T) {
	folder := site(t, abroad(), 2)
	sound(t, folder)
	all, plain := files(t, folder), fixtureFiles(t)
	text := func(page string) string { return strings.NewReplacer(thin, " ", "\u2060", "").Replace(all[page]) }
	for page, wants := range map[string][]string{
		"portfolio.html": {"All at plan rates", "Exchange rates", "All at actual rates", "At actual rates the change is ", "-€12.3 k from exchange rates", " · at plan rates"},
		"quality.html": {"Delivered in several currencies", "857 487.91", "788 888.88", "Amounts in EUR at plan rates", "Plan rates in force",
			"0.8500000001", "given in the configuration", "average of Jan 2026", "exchange rates = profit at actual rates", "-8 345.00"},
	} {
		for _, want := range wants {
			got := text(page)
			if !strings.Contains(got, strings.ReplaceAll(want, "-", minus)) {
				t.Errorf("%s does not say %q", page, want)
			}
			if strings.Contains(plain[page], want) && want != " · at plan rates" {
				t.Errorf("%s says %q without a foreign currency", page, want)
			}
		}
	}
	for _, page := range []string{"index.html", "segments/" + Slug("Families") + "/index.html"} {
		if all[page] != plain[page] {
			t.Errorf("%s differs", page)
		}
	}
}

// A feed with a file of several currencies has no sum.
func TestMixedFilesHaveNoSum(t *testing.T) {
	list := []Delivery{{Feed: "revenue", Loaded: 2, AmountMinor: new(int64(5))}, {Feed: "revenue"}, {Feed: "revenue", Loaded: 3}}
	if sum := english.feedSum(list); sum.AmountMinor != nil {
		t.Errorf("the sum is %d", *sum.AmountMinor)
	}
	if sum := english.feedSum(list[:2]); sum.AmountMinor == nil || *sum.AmountMinor != 5 {
		t.Error("an empty file takes the sum away")
	}
}
