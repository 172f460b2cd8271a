package pipeline

import "testing"

func TestHashIsOfEffectiveValues(t *testing.T) {
	want := loaded(t, small, nil).Hash()
	if len(want) != 64 {
		t.Errorf("hash is %q", want)
	}
	for _, test := range []struct {
		name, text string
		same       bool
	}{
		{"again", small, true},
		{"default_written_out", small + "window_months: 12\nsegments: []\nlookups: {}\n", true},
		{"default_format", edit(t, small, "[revenue.csv]", "[revenue.csv]\n    format: {delimiter: \",\"}"), true},
		{"long_form", edit(t, small, "revenue: amount", "revenue: {from: amount}"), true},
		{"order_of_keys", "currency: EUR\n" + edit(t, small, "currency: EUR\n", ""), true},
		{"pages_elsewhere", small + "out: elsewhere\ndatabase: d\nengine: {threads: 1}\n", true},
		{"pages_otherwise", small + "reports: {min_customers: 9}\n", true},
		{"title_and_owners", edit(t, small, "Kiosk", "Corner") + "segments: [{name: A, owner: B}]\n", true},
		{"how_pages_are_written", small + "reports: {locale: de}\n", true},
		{"limits", edit(t, small, "[revenue.csv]", "[revenue.csv]\n    limits: {max_quarantined_share: 0.5}"), true},
		{"as_of", small + "as_of: 2026-10-31\n", true},
		{"share", small + "value_groups: {creators_share: 0.81}\n", false},
		{"zero", small + "customers: {min_tenure_months: 0}\n", false},
		{"scale", small + "money: {scale: 3}\n", false},
		{"reason_of_a_rule", edit(t, small, "UNPROVEN", "WAITING"), false},
		{"empty_constant", edit(t, small, "revenue: amount", "revenue: amount\n      product: {constant: \"\"}"), false},
		{"no_places", edit(t, small, "revenue: amount", "revenue: amount\n      quantity: {from: q, number: 0}"), false},
	} {
		if same := loaded(t, test.text, nil).Hash() == want; same != test.same {
			t.Errorf("%s: same hash %t, want %t", test.name, same, test.same)
		}
	}
}

// TestHashIsStable fails when a change moves the hash of an unchanged
// configuration: pages would claim that the rules changed.
func TestHashIsStable(t *testing.T) {
	const want = "2c6525fd67d3dc119fcaada1cb7bbe1c6f1445e6691a0b8095de96fb1fafa130"
	if got := loaded(t, small, nil).Hash(); got != want {
		t.Errorf("hash is %s", got)
	}
}
