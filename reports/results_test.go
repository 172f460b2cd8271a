package reports

import (
	"strings"
	"testing"
	"time"

	"valueshift/segments"
)

// What went against the intent comes first, with the group's name and by how much.
func TestAgainstTheIntentIsSaidPlainly(t *testing.T) {
	euro := money{currency: "EUR", scale: 2, spelling: english}
	r := namedResult{IntentResult{
		GroupCode: segments.Creators, Intent: segments.Grow, SinceMonth: time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC),
		ThenCustomers: 1_240, NowCustomers: 1_120, CustomersError: 20, ThenShare: new(0.31), NowShare: new(0.28),
		ChangeMeanMinor: new(-512.0), ChangeErrorMinor: new(100.0), CostChangeMeanMinor: new(40.0), CostChangeErrorMinor: new(10.0), Verdict: verdictAgainst,
	}, &sheet{scope: Scope{Name: "Families"}}}
	for _, c := range []struct {
		why         string
		change      func(*namedResult)
		withSegment bool
		want        string
	}{
		{"shrank", func(*namedResult) {}, false, "Value Creators shrank by 120 customers, −3.0 pp of the segment (grow since Mar 2026); " +
			"the same customers earn €5.12 less each; their cost to serve rose by €0.40 each."},
		{"earn less", func(r *namedResult) { r.CustomersError = 40 }, false, "The same customers of Value Creators earn €5.12 less each (grow since Mar 2026); " +
			"their cost to serve rose by €0.40 each; the group shrank by 120 customers, −3.0 pp of the segment."},
		{"among segments", func(*namedResult) {}, true, "Families, Value Creators shrank by 120 customers"},
		{"costs rose", func(r *namedResult) { r.Intent, r.ChangeMeanMinor = segments.Maintain, new(300.0) }, true,
			"Cost to serve rose by €0.40 each among the same customers of Families, Value Creators (maintain since Mar 2026); " +
				"the same customers earn €3.00 more each; the group shrank by 120 customers"},
		{"grew", func(r *namedResult) { r.Intent, r.NowCustomers = segments.Retire, 1_241 }, false,
			"Value Creators grew by 1 customer, −3.0 pp of the segment (retire since Mar 2026)"},
		{"kept", func(r *namedResult) { r.NowCustomers = 1_240 }, false, "the group kept its number of customers"},
		{"nobody left to compare", func(r *namedResult) { r.ChangeMeanMinor, r.CostChangeMeanMinor, r.ThenShare = nil, nil, nil }, false,
			"Value Creators shrank by 120 customers (grow since Mar 2026)."},
	} {
		changed := r
		c.change(&changed)
		got := strings.ReplaceAll(changed.against(euro, c.withSegment), thin, " ")
		if !strings.Contains(got, c.want) {
			t.Errorf("%s:\ngot  %s\nwant %s", c.why, got, c.want)
		}
	}
}

func TestResultsFindingCountsVerdicts(t *testing.T) {
	var list []namedResult
	for _, verdict := range []string{verdictNoise, verdictGood, verdictNoise, verdictAgainst, verdictFew} {
		list = append(list, namedResult{IntentResult: IntentResult{Verdict: verdict}})
	}
	const want = "Did it work? Of 5 intents, 1 as intended, 1 against the intent, 2 within noise, 1 too few customers then"
	if got := english.resultsFinding(list); strings.ReplaceAll(got, thin, " ") != want {
		t.Errorf("got %s", got)
	}
}

// Where an intent came from stands beneath it.
func TestIntentCellTellsItsOrigin(t *testing.T) {
	i := Intent{Intent: segments.Grow, EngineIntent: segments.Maintain, Rule: "R11", Reason: "OVERRIDE", EngineReason: "HEALTHY",
		OverrideOwner: "A. Lind", OverrideExpiresOn: time.Date(2026, 12, 15, 0, 0, 0, 0, time.UTC), Secondary: segments.Reengineer}
	const want = "R11 · earns well and is near its potential · " +
		"the rules say maintain, A. Lind decided otherwise until 15 Dec 2026 · second: re-engineer"
	if got := english.intentCell(i).Sub; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	parked := Intent{Intent: segments.Maintain, EngineIntent: segments.Grow, Rule: "R6", Reason: "INTENT_CAP", EngineReason: "LATENT_VALUE",
		IsParked: true, ParkedIntent: segments.Grow}
	if got := english.intentCell(parked).Sub; !strings.Contains(got, "wanted grow, without a budget") || !strings.Contains(got, "two other intents") {
		t.Errorf("got %s", got)
	}
	plain := Intent{Intent: segments.Grow, EngineIntent: segments.Grow, Rule: "R6", Reason: "LATENT_VALUE", EngineReason: "LATENT_VALUE"}
	if got := english.intentCell(plain).Sub; got != "R6 · earns nothing yet, but similar customers do" {
		t.Errorf("got %s", got)
	}
}
