package pipeline

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shelf is a folder of included files by path.
type shelf map[string]string

func (s shelf) read(path string) ([]byte, error) {
	text, ok := s[path]
	if !ok {
		return alone(path)
	}
	return []byte(text), nil
}

const promise = `targets:
  - {metric: profit, direction: at_least, baseline: {month: 2025-12}, target: {month: 2026-12, value: 5}}
`

func TestInclude(t *testing.T) {
	files := shelf{
		"conf/targets.yaml":        "# what was promised\n" + promise,
		"conf/more.yaml":           "window_months: 0\ncurrency: USD\n",
		"conf/wrong.yaml":          "\ntargets:\n  - {metric: joy, direction: at_least, baseline: {month: 2025-12}, target: {month: 2026-12, value: 5}}\ntarget: 1\n",
		"conf/syntax.yaml":         "a: 1\nout: [a\ndatabase: b\n",
		"conf/list.yaml":           "\n- a\n",
		"conf/nested.yaml":         "include: [targets.yaml]\n" + promise,
		"conf/empty.yaml":          "",
		"conf/documents.yaml":      "a: b\n---\nc: d\n",
		"conf/review/targets.yaml": "out: elsewhere\n",
		"/etc/targets.yaml":        "out: elsewhere\n",
	}
	for _, test := range []struct{ name, include, want string }{
		{"targets", "[targets.yaml]", ""},
		{"folders", "[review/targets.yaml, targets.yaml]", ""},
		{"absolute", "[/etc/targets.yaml, ./targets.yaml]", ""},
		{"none", "[]", ""},
		{"null", "", ""},
		{"empty_file", "[empty.yaml]", ""},
		{"no_list", "targets.yaml", "conf/config.yaml:19: include: must be a list"},
		{"no_text", "[{a: b}]", "conf/config.yaml:19: include[0]: must be a text, is a mapping"},
		{"no_name", `[" "]`, `conf/config.yaml:19: include[0]: must be a path, is " "`},
		{"line_end", `["a\nb"]`, `conf/config.yaml:19: include[0]: must be a path, is "a\nb"`},
		{"no_file", "[none.yaml]", "conf/config.yaml:19: include[0]: there is no file conf/none.yaml"},
		{"twice", "[targets.yaml, ./targets.yaml]",
			`conf/config.yaml:19: include[1]: "./targets.yaml" is listed twice, first on line 19`},
		{"itself", "[../conf/config.yaml]",
			`conf/config.yaml:19: include[0]: "../conf/config.yaml" is this file itself`},
		{"values", "[wrong.yaml]", `conf/wrong.yaml:3: targets[0].metric: must be one of customer_share, customers, profit, profit_per_customer, promoter_share, is "joy"
conf/wrong.yaml:4: target: unknown key, expected one of ` + configKeys},
		{"key_in_two_files", "[more.yaml, targets.yaml]", `conf/more.yaml:1: window_months: must be between 1 and 120, is 0
conf/more.yaml:2: currency: appears twice, first at conf/config.yaml:2`},
		{"key_in_two_included", "[targets.yaml, wrong.yaml]", `conf/wrong.yaml:2: targets: appears twice, first at conf/targets.yaml:2
conf/wrong.yaml:4: target: unknown key, expected one of ` + configKeys},
		{"syntax", "[syntax.yaml]", "conf/syntax.yaml:2: did not find expected ',' or ']'"},
		{"list", "[list.yaml]", "conf/list.yaml:2: must be a mapping of keys to values"},
		{"nested", "[nested.yaml]", "conf/nested.yaml:1: include: an included file cannot include others"},
		{"documents", "[documents.yaml]", "conf/documents.yaml:2: only one document may be in the file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := loadText("conf/config.yaml", []byte(small+"include: "+test.include+"\n"), nil, files.read)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// An included key is a key like any other: it is decoded, variables replace it, its
// paths start at the folder of config.yaml, and the hash covers what it says and
// not where it lies.
func TestIncludedKeysCount(t *testing.T) {
	files := shelf{"conf/review/more.yaml": promise + "database: db/v.duckdb\nvalue_groups: {creators_share: 0.7}\n"}
	t.Setenv("VALUESHIFT_VALUE_GROUPS_CREATORS_SHARE", "0.6")
	config, err := loadText("conf/config.yaml", []byte(small+"include: [review/more.yaml]\n"), nil, files.read)
	if err != nil {
		t.Fatal(err)
	}
	if len(config.Targets) != 1 || config.ValueGroups.CreatorsShare != 0.6 {
		t.Errorf("targets %v, creators_share %v", config.Targets, config.ValueGroups.CreatorsShare)
	}
	if got := config.Path(config.Database); got != filepath.Join("conf", "db", "v.duckdb") {
		t.Errorf("database is %s", got)
	}
	whole := loaded(t, small+files["conf/review/more.yaml"], nil)
	if whole.Hash() != config.Hash() {
		t.Error("the same keys in one file hash differently")
	}
	files["conf/review/more.yaml"] = strings.Replace(files["conf/review/more.yaml"], "value: 5", "value: 6", 1)
	changed, err := loadText("conf/config.yaml", []byte(small+"include: [review/more.yaml]\n"), nil, files.read)
	if err != nil || changed.Hash() == config.Hash() {
		t.Errorf("another target, the same hash: %v", err)
	}
}

// A mistake that is only seen once all is read is placed in the file of its key.
func TestIncludedMistakesAreSortedByFile(t *testing.T) {
	files := shelf{"owners.yaml": "segments:\n  - {name: A, owner: B}\n  - {name: A, owner: C}\n"}
	text := edit(t, small, "currency: EUR", "currency: euro\ninclude: [owners.yaml]")
	_, err := loadText("config.yaml", []byte(text+"window_months: 0\n"), nil, files.read)
	want := `config.yaml:2: currency: must be an ISO 4217 code like EUR, is "euro"
config.yaml:20: window_months: must be between 1 and 120, is 0
owners.yaml:3: segments[1].name: "A" is listed twice, first on line 2`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestReadRegular(t *testing.T) {
	folder := t.TempDir()
	large := filepath.Join(folder, "large.yaml")
	if err := os.WriteFile(large, make([]byte, largestInclude+1), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		folder:                              " is not a file",
		large:                               " is larger than 4 MB",
		filepath.Join(folder, "none.yaml"):  "there is no file ",
		filepath.Join(large, "inside.yaml"): "not a directory",
	} {
		if _, err := readRegular(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func FuzzLoadIncluded(f *testing.F) {
	f.Add(promise)
	f.Add("currency: USD\n? [a]\n: b\n")
	f.Add("include: [x]\nmoney: &a {scale: 1}\nprofit: *a\n")
	f.Fuzz(func(t *testing.T, text string) {
		config, err := loadText("config.yaml", []byte("include: [more.yaml]\n"+small), nil, shelf{"more.yaml": text}.read)
		if err == nil {
			config.Hash()
			return
		}
		if !errors.Is(err, ErrConfig) {
			t.Errorf("%v is not ErrConfig", err)
		}
		for line := range strings.Lines(err.Error()) {
			if !strings.HasPrefix(line, "more.yaml:") && !strings.HasPrefix(line, "config.yaml:") {
				t.Errorf("%q has no place", line)
			}
		}
	})
}
