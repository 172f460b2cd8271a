package pipeline_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// secretConfig calls the columns of customers as their senders do, finds a customer by
// a lookup, and computes an id from typed names.
const secretConfig = `portfolio: Kiosk
currency: EUR
window_months: 2
customers: {min_tenure_months: 0}
intents:
  rules:
    - {rule: R1, groups: [new], intent: observe, reason: UNPROVEN}
    - {rule: R2, groups: [creators, contributors, neutral, eroders, destroyers, dormant], intent: maintain, reason: ANY}
lookups:
  accounts: {files: [accounts.csv], key: [account], fields: {holder: {from: owned_by}}}
exports:
  customers:
    files: [customers.csv]
    limits: {max_quarantined_share: 0.5}
    columns: {customer_id: kunde, segment: kind, acquired_on: {expression: "right(kunde, 10)"}}
  revenue:
    files: [revenue.csv]
    limits: {max_quarantined_share: 0.5}
    columns: {customer_id: Kunden-Nr., booked_on: day, revenue: amount}
  costs:
    files: [costs.csv]
    limits: {max_quarantined_share: 0.5}
    lookups: [{lookup: accounts, by: [konto]}]
    columns: {customer_id: {expression: holder}, booked_on: day, activity: {constant: calls}, amount: amount}
  capital:
    files: [capital.csv]
    limits: {max_quarantined_share: 0.5}
    fields: {number: {from: nr, number: 0}}
    columns: {customer_id: {expression: "'secret-' || cast(NUMBER as varchar)"}, month: day, amount: amount}
`

// newSecret has a row in quarantine for every way in which a customer can be told by an
// example, and one whose amount is no secret. What is one begins with "secret".
func newSecret(t *testing.T) kiosk {
	t.Helper()
	k := kiosk{place{t.TempDir()}}
	for name, text := range map[string]string{
		"config.yaml": secretConfig,
		"customers.csv": "kunde,kind\nsecret-1 2026-01-01,Kids\nsecret-2 2026-01-01,Kids\n" +
			"secret-3 2026-01-01 ,Kids\nsecret-4,Kids\nsecret-5 2026-01-01\nsecret-6 2026-01-01,Kids\nsecret-6 2026-01-01,Seniors\n" +
			strings.Repeat("secret-1 2026-01-01,Kids\n", 9),
		"revenue.csv":  "Kunden-Nr.,day,amount\nsecret-1 2026-01-01,2026-06-01,10\nsecret-2 2026-01-01,2026-06-01,7.125\n secret-7,2026-06-01,10\nsecret-1 2026-01-01,2026-05-01,10\n",
		"accounts.csv": "account,owned_by\nsecret-a,secret-1 2026-01-01\n",
		"costs.csv":    "konto,day,amount\nsecret-a,2026-06-01,1\nsecret-b,2026-06-01,1\n",
		"capital.csv":  "nr,day,amount\n1,2026-06-01,1\nsecret-c,2026-06-01,1\n",
	} {
		k.write(t, name, text)
	}
	return k
}

// TestNoDeliveredColumnTellsACustomer looks for customers whom quarantine knows under
// the names of their senders, in every byte that is published: without lists, and with
// lists, which are for the segments' folders alone.
func TestNoDeliveredColumnTellsACustomer(t *testing.T) {
	t.Parallel()
	k := newSecret(t)
	key := filepath.Join(k.dir, "key")
	if err := os.WriteFile(key, []byte(strings.Repeat("k", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	for about, more := range map[string]string{
		"no lists":   "",
		"pseudonyms": "reports: {customer_lists: true, min_customers: 0, pseudonym_key_file: key}\n",
		"ids":        "reports: {customer_lists: true, min_customers: 0, pseudonyms: false}\n",
	} {
		k.write(t, "config.yaml", secretConfig+more)
		k.closes(t, "2026-06-30")
		listed := false
		for name, content := range k.published(t) {
			switch {
			case !strings.Contains(content, "secret"):
			case about == "ids" && strings.HasPrefix(name, "segments/"):
				listed = true
			default:
				t.Errorf("%s: %s names a customer", about, name)
			}
		}
		if listed != (about == "ids") {
			t.Errorf("%s: listed is %t", about, listed)
		}
		if !strings.Contains(k.quality(t), "7.125") {
			t.Errorf("%s: an amount is masked", about)
		}
	}
	// Otherwise the looking found nothing because nothing was there.
	k.says(t, "quarantine", "select feed, column_name, delivered from quarantined where delivered like '%secret%' order by all",
		"capital|nr|secret-c",
		"costs|konto|secret-b",
		"customers|acquired_on|secret-4",
		"customers|customer_id|secret-6 2026-01-01",
		"customers|customer_id|secret-6 2026-01-01",
		"customers|kunde|secret-3 2026-01-01 ",
		"revenue|Kunden-Nr.| secret-7")
	k.says(t, "columns", "select feed, string_agg(column_name, ', ' order by column_name) from personal_columns group by feed order by feed",
		"capital|customer_id, name, nr, parent_id",
		"costs|customer_id, konto, name, parent_id",
		"customers|acquired_on, customer_id, kunde, name, parent_id",
		"lookup_accounts|account, customer_id, name, owned_by, parent_id",
		"revenue|Kunden-Nr., customer_id, name, parent_id")
}
