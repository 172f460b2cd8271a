package pipeline

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The pseudonym is HMAC-SHA256 as RFC 4231 gives it in its test case 1: a key of
// twenty bytes 0x0b and the data "Hi There".
func TestPseudonymIsThePublishedCode(t *testing.T) {
	p := pseudonyms{bytes.Repeat([]byte{0x0b}, 20)}
	if got := p.of("Hi There"); got != "b0344c61d8db3853" {
		t.Errorf("got %s", got)
	}
}

func TestPseudonymsDependOnTheKey(t *testing.T) {
	one, again, two := pseudonyms{bytes.Repeat([]byte{1}, 32)}, pseudonyms{bytes.Repeat([]byte{1}, 32)}, pseudonyms{bytes.Repeat([]byte{2}, 32)}
	if one.of("C1") != again.of("C1") || one.of("C1") == two.of("C1") || one.of("C1") == one.of("C2") {
		t.Error("a pseudonym is not of one key and one id")
	}
	if one.fingerprint() == two.fingerprint() {
		t.Error("two keys have one fingerprint")
	}
}

func TestKeyOfPseudonyms(t *testing.T) {
	for _, test := range []struct {
		name  string
		bytes int
		mode  os.FileMode
		want  string
	}{
		{"good", 32, 0o600, ""},
		{"read_only", 64, 0o400, ""},
		{"short", 31, 0o600, "must hold 32 bytes or more, holds 31"},
		{"empty", 0, 0o600, "must hold 32 bytes or more, holds 0"},
		{"for_the_group", 32, 0o640, "nobody but its owner may read"},
		{"for_all", 32, 0o604, "nobody but its owner may read"},
	} {
		file := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(file, bytes.Repeat([]byte("k"), test.bytes), test.mode); err != nil {
			t.Fatal(err)
		}
		_, err := openPseudonyms(file)
		if test.want == "" && err != nil || test.want != "" && (!errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.want)
		}
	}
	if _, err := openPseudonyms(filepath.Join(t.TempDir(), "none")); !errors.Is(err, ErrConfig) {
		t.Errorf("a key that is missing: %v", err)
	}
}

func TestListsNeedAKey(t *testing.T) {
	for lines, want := range map[string]string{
		"reports: {customer_lists: true}":                                           "config.yaml:19: reports.pseudonym_key_file: is required for customer_lists, unless pseudonyms is false",
		"reports: {customer_lists: true, pseudonyms: false}":                        "",
		"reports: {customer_lists: true, pseudonym_key_file: key}":                  "",
		"reports: {customer_lists: false, pseudonym_key_file: \"\"}":                "",
		"reports: {customer_lists: true, customer_list_rows: 0, pseudonyms: false}": "config.yaml:19: reports.customer_list_rows: must be between 1 and 100000, is 0",
	} {
		if got := mistakesIn(t, small+lines+"\n", nil); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}
