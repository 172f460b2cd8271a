package pipeline

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLoadOverridePrecedence(t *testing.T) {
	text := small + "as_of: 2026-08-31\nwindow_months: 6\n"
	if c := loaded(t, text, nil); c.AsOf != "2026-08-31" || c.WindowMonths != 6 {
		t.Errorf("file: %s, %d", c.AsOf, c.WindowMonths)
	}
	t.Setenv("VALUESHIFT_AS_OF", "2026-09-30")
	t.Setenv("VALUESHIFT_WINDOW_MONTHS", "24")
	if c := loaded(t, text, nil); c.AsOf != "2026-09-30" || c.WindowMonths != 24 {
		t.Errorf("variable: %s, %d", c.AsOf, c.WindowMonths)
	}
	c := loaded(t, text, map[string]string{"as_of": "2026-10-31"})
	if c.AsOf != "2026-10-31" || c.WindowMonths != 24 {
		t.Errorf("flag: %s, %d", c.AsOf, c.WindowMonths)
	}
}

// Every key that holds one value can come from a variable, also when the file
// has nothing of its mapping.
func TestLoadOverrideReachesEveryKey(t *testing.T) {
	for variable, value := range map[string]string{
		"VALUESHIFT_PORTFOLIO":                            "null",
		"VALUESHIFT_MONEY_SCALE":                          "3",
		"VALUESHIFT_ENGINE_MEMORY_LIMIT":                  "4GB",
		"VALUESHIFT_INTENTS_HEADROOM_PERCENTILE":          "0.9",
		"VALUESHIFT_VALUE_GROUPS_BOUNDS":                  "given",
		"VALUESHIFT_VALUE_GROUPS_GIVEN_CREATORS_FROM":     "100",
		"VALUESHIFT_VALUE_GROUPS_GIVEN_NEUTRAL_BAND":      "5",
		"VALUESHIFT_VALUE_GROUPS_GIVEN_DESTROYERS_TO":     "-10.5",
		"VALUESHIFT_VALUE_GROUPS_NEUTRAL_SHARE_OF_MEDIAN": "",
	} {
		t.Setenv(variable, value)
	}
	c := loaded(t, small, nil)
	if c.Portfolio != "null" || c.Money.Scale != 3 || c.Engine.MemoryLimit != "4GB" || c.Intents.HeadroomPercentile != 0.9 {
		t.Errorf("got %+v", c)
	}
	if got := *c.ValueGroups.Given; got != (GivenBounds{CreatorsFrom: 100, NeutralBand: 5, DestroyersTo: -10.5}) {
		t.Errorf("given is %+v", got)
	}
	if c.ValueGroups.NeutralShareOfMedian != 0.05 {
		t.Error("an empty variable replaced a default")
	}
}

func TestLoadOverrideMistakesNameTheirSource(t *testing.T) {
	for _, test := range []struct {
		name, variable, value string
		flags                 map[string]string
		want                  string
	}{
		{"type", "VALUESHIFT_WINDOW_MONTHS", "twelve", nil,
			`VALUESHIFT_WINDOW_MONTHS: must be a whole number, is "twelve"`},
		{"range", "VALUESHIFT_WINDOW_MONTHS", "121", nil,
			`VALUESHIFT_WINDOW_MONTHS: must be between 1 and 120, is 121`},
		{"nested", "VALUESHIFT_MONEY_SCALE", "-1", nil,
			`VALUESHIFT_MONEY_SCALE: must be between 0 and 6, is -1`},
		{"flag", "VALUESHIFT_AS_OF", "never", map[string]string{"as_of": "31.10.2026"},
			`--as-of: must be a date like 2026-10-31, is "31.10.2026"`},
		{"empty_flag", "VALUESHIFT_OUT", "elsewhere", map[string]string{"out": ""},
			`--out: must not be empty`},
		{"stranger", "VALUESHIFT_WINDOW_MONTS", "6", nil,
			`VALUESHIFT_WINDOW_MONTS: is no key that a variable can replace, the nearest is VALUESHIFT_WINDOW_MONTHS`},
		{"list", "VALUESHIFT_EXPORTS", "6", nil,
			`VALUESHIFT_EXPORTS: is no key that a variable can replace, the nearest is VALUESHIFT_OUT`},
		{"empty_stranger", "VALUESHIFT_WINDOW_MONTS", "", nil, ""},
		{"unknown_flag", "VALUESHIFT_OUT", "elsewhere", map[string]string{"exports": "x"},
			`--exports: is no key that takes one value`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv(test.variable, test.value)
			if got := mistakesIn(t, small, test.flags); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestLoadOverridePaths(t *testing.T) {
	working, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	config, err := loadText("conf/config.yaml", []byte(small+"database: db/v.duckdb\n"), nil, alone)
	if err != nil {
		t.Fatal(err)
	}
	if got := config.Path(config.Database); got != filepath.Join("conf", "db", "v.duckdb") {
		t.Errorf("database is %s", got)
	}
	if got := config.Path("/tmp/x"); got != "/tmp/x" {
		t.Errorf("an absolute path became %s", got)
	}
	config, err = loadText("conf/config.yaml", []byte(small), map[string]string{"out": "pages"}, alone)
	if err != nil {
		t.Fatal(err)
	}
	if got := config.Path(config.Out); got != filepath.Join(working, "pages") {
		t.Errorf("--out is %s", got)
	}
}
