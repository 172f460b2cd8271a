package pipeline

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// small is the least that a configuration must say.
const small = `portfolio: Kiosk
currency: EUR
intents:
  rules:
    - {rule: R1, groups: [new], intent: observe, reason: UNPROVEN}
    - {rule: R2, groups: [creators, contributors, neutral, eroders, destroyers, dormant], intent: maintain, reason: ANY}
exports:
  customers:
    files: [customers.csv]
    columns:
      customer_id: id
      segment: kind
  revenue:
    files: [revenue.csv]
    columns:
      customer_id: id
      booked_on: {from: day, date: "%Y-%m-%d"}
      revenue: amount
`

// configKeys are the keys that stand at the top, in the order of messages.
const configKeys = `include, portfolio, currency, plan_rates, money, as_of, window_months, database, out, reports, engine, profit, customers, value_groups, segments, renamed_segments, advocacy, intents, questions, strategies, overrides, reengineered, approvals, targets, target_limits, forecast, lookups, exports`

// alone reads no included file: there is none.
func alone(path string) ([]byte, error) { return nil, errors.New("there is no file " + path) }

// mistakesIn loads a text as config.yaml and returns what is wrong with it.
func mistakesIn(t *testing.T, text string, flags map[string]string) string {
	t.Helper()
	_, err := loadText("config.yaml", []byte(text), flags, alone)
	if err == nil {
		return ""
	}
	if !errors.Is(err, ErrConfig) {
		t.Errorf("%v is not ErrConfig", err)
	}
	return err.Error()
}

func loaded(t *testing.T, text string, flags map[string]string) Config {
	t.Helper()
	config, err := loadText("config.yaml", []byte(text), flags, alone)
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// edit replaces one piece of a text that must be there.
func edit(t *testing.T, text, old, new string) string {
	t.Helper()
	if !strings.Contains(text, old) {
		t.Fatalf("%q is not in the text", old)
	}
	return strings.Replace(text, old, new, 1)
}

func TestLoadShippedConfig(t *testing.T) {
	config, err := Load("../config.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := config.Path(config.Out); got != filepath.Join("..", "site") {
		t.Errorf("out is %s", got)
	}
	if got := len(config.Exports); got != 5 {
		t.Errorf("%d exports", got)
	}
	if got := config.Exports["revenue"].Columns["booked_on"]; got.From != "booked_on" || got.Date != "%Y-%m-%d" {
		t.Errorf("booked_on is %+v", got)
	}
}

// The shipped file promises that every key is in it with its default.
func TestLoadShippedConfigHoldsDefaults(t *testing.T) {
	text, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	shipped := loaded(t, string(text), nil)
	absent := loaded(t, small, nil)
	for _, pair := range []struct {
		name            string
		shipped, absent any
	}{
		{"money", shipped.Money, absent.Money},
		{"window_months", shipped.WindowMonths, absent.WindowMonths},
		{"database", shipped.Database, absent.Database},
		{"out", shipped.Out, absent.Out},
		{"locale", shipped.Reports.Locale, absent.Reports.Locale},
		{"engine", shipped.Engine, absent.Engine},
		{"profit", shipped.Profit, absent.Profit},
		{"customers", shipped.Customers, absent.Customers},
		{"value_groups", shipped.ValueGroups, absent.ValueGroups},
		{"trend_z", shipped.Intents.TrendZ, absent.Intents.TrendZ},
		{"trend_min_share", shipped.Intents.TrendMinShare, absent.Intents.TrendMinShare},
		{"headroom_percentile", shipped.Intents.HeadroomPercentile, absent.Intents.HeadroomPercentile},
		{"headroom_min_share", shipped.Intents.HeadroomMinShare, absent.Intents.HeadroomMinShare},
		{"target_limits", shipped.TargetLimits, absent.TargetLimits},
		{"headroom_min", shipped.Intents.HeadroomMin, absent.Intents.HeadroomMin},
		{"maintain_is_free", shipped.Intents.MaintainIsFree, absent.Intents.MaintainIsFree},
		{"override_notice_days", shipped.Intents.OverrideNoticeDays, absent.Intents.OverrideNoticeDays},
		{"result_min_months", shipped.Intents.ResultMinMonths, absent.Intents.ResultMinMonths},
		{"result_min_customers", shipped.Intents.ResultMinCustomers, absent.Intents.ResultMinCustomers},
		{"retire", shipped.Intents.Retire, absent.Intents.Retire},
		{"young_months", shipped.Intents.YoungMonths, absent.Intents.YoungMonths},
		{"persistent_months", shipped.Intents.PersistentMonths, absent.Intents.PersistentMonths},
		{"advocacy", shipped.Advocacy, absent.Advocacy},
		{"forecast", shipped.Forecast, absent.Forecast},
	} {
		if pair.shipped != pair.absent {
			t.Errorf("%s: shipped %+v, default %+v", pair.name, pair.shipped, pair.absent)
		}
	}
}

func TestLoadRealConfigs(t *testing.T) {
	for _, name := range []string{"superstore", "online-retail", "contoso", "adventureworks"} {
		if _, err := Load("testdata/"+name+".yaml", nil); err != nil {
			t.Error(err)
		}
	}
}

func TestLoadMissingFile(t *testing.T) {
	_, err := Load(filepath.Join(t.TempDir(), "none.yaml"), nil)
	if !errors.Is(err, ErrConfig) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestLoadStructure(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"least", small, ""},
		{"empty", "", `config.yaml:1: currency: is missing
config.yaml:1: exports.customers: is missing
config.yaml:1: exports.revenue: is missing
config.yaml:1: portfolio: is missing`},
		{"syntax", "portfolio: [a\ncurrency: b\n", `config.yaml:2: did not find expected ',' or ']'`},
		{"tab", "portfolio: a\nmoney:\n\tscale: 2\n", `config.yaml:3: found character that cannot start any token`},
		{"bare_colon", "portfolio: a\ncurrency: b: c\n", `config.yaml:2: mapping values are not allowed in this context`},
		{"list", "- a\n", `config.yaml:1: must be a mapping of keys to values`},
		{"two_documents", small + "---\na: b\n", `config.yaml:19: only one document may be in the file`},
		{"unknown_key", small + "money: {scal: 2}\n",
			`config.yaml:19: money.scal: unknown key, expected one of scale`},
		{"wrong_case", small + "Window_months: 12\n",
			`config.yaml:19: Window_months: unknown key, expected one of ` + configKeys},
		{"merge", small + "money: {<<: 1}\n", `config.yaml:19: money."<<": unknown key, expected one of scale`},
		{"alias", small + "database: &here d\nout: *here\n",
			`config.yaml:20: out: must be written out, aliases are not read`},
		{"twice", small + "currency: USD\n", `config.yaml:19: currency: appears twice, first on line 2`},
		{"list_as_key", small + "? [a]\n: b\n", `config.yaml:19: a key must be plain text`},
		{"line_end_in_key", small + "\"a\\nb\": 1\nmoney: {\"c.d\": 1}\n",
			`config.yaml:19: "a\nb": unknown key, expected one of ` + configKeys + `
config.yaml:20: money."c.d": unknown key, expected one of scale`},
		{"text_for_number", small + "window_months: twelve\n",
			`config.yaml:19: window_months: must be a whole number, is "twelve"`},
		{"quoted_number", small + "window_months: \"12\"\n",
			`config.yaml:19: window_months: must be a whole number, is "12"`},
		{"fraction_for_whole", small + "window_months: 12.0\n",
			`config.yaml:19: window_months: must be a whole number, is "12.0"`},
		{"not_a_number", small + "profit: {capital_charge_rate: .nan}\n",
			`config.yaml:19: profit.capital_charge_rate: must be a number, is ".nan"`},
		{"infinite", small + "profit: {capital_charge_rate: 1e999}\n",
			`config.yaml:19: profit.capital_charge_rate: must be a number, is "1e999"`},
		{"list_for_text", small + "out: [a]\n", `config.yaml:19: out: must be a text, is a list`},
		{"text_for_list", small + "targets: none\n", `config.yaml:19: targets: must be a list`},
		{"number_for_mapping", small + "money: 2\n",
			`config.yaml:19: money: must be a mapping of keys to values`},
		{"empty_item", small + "targets: [null]\n", `config.yaml:19: targets[0]: must not be empty`},
		{"null_is_absent", small + "window_months:\nsegments:\nas_of: ~\n", ""},
		{"date_is_text", small + "as_of: 2026-10-31\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := mistakesIn(t, test.text, nil); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestLoadReportsAllAtOnceInOrder(t *testing.T) {
	text := edit(t, small, "currency: EUR", "currency: euro")
	text = edit(t, text, "revenue: amount", "revenue: {from: amount, date: \"%Y\"}")
	text += "window_months: 0\nmoney:\n  scale: 7\n  round: up\n"
	t.Setenv("VALUESHIFT_OUT", " ")
	want := `config.yaml:2: currency: must be an ISO 4217 code like EUR, is "euro"
config.yaml:18: exports.revenue.columns.revenue.date: only applies to a date, this column is an amount
config.yaml:19: window_months: must be between 1 and 120, is 0
config.yaml:21: money.scale: must be between 0 and 6, is 7
config.yaml:22: money.round: unknown key, expected one of scale
VALUESHIFT_OUT: must not be empty`
	if got := mistakesIn(t, text, nil); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func FuzzLoad(f *testing.F) {
	shipped, err := os.ReadFile("../config.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(shipped), "2026-10-31")
	f.Add(small, "")
	f.Add(small+"value_groups: {bounds: given, given: {}}\nlookups: {a: {key: [b]}}\n", "x")
	f.Fuzz(func(t *testing.T, text, asOf string) {
		config, err := loadText("config.yaml", []byte(text), map[string]string{"as_of": asOf}, alone)
		switch {
		case err == nil:
			config.Hash()
		case !errors.Is(err, ErrConfig):
			t.Errorf("%v is not ErrConfig", err)
		case strings.Contains(err.Error(), "\n\n"):
			t.Errorf("an empty line in %q", err.Error())
		}
	})
}
