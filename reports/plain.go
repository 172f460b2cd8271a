package reports

import (
	"reflect"
	"strings"
	"unicode"
)

// tidy copies the book with every text in it made harmless to look at: no control
// characters, and no marks that turn the direction of the text around them. What
// was taken out stays visible as U+FFFD. Escaping is not its work; the templates
// do that. It goes over all fields by reflection so that none can be forgotten.
func tidy(b Book) Book {
	fields := reflect.ValueOf(&b).Elem()
	for i := range fields.NumField() {
		field := fields.Field(i)
		if field.Kind() == reflect.Struct {
			tidyStruct(field)
		}
		if field.Kind() != reflect.Slice {
			continue
		}
		rows := reflect.MakeSlice(field.Type(), field.Len(), field.Len())
		reflect.Copy(rows, field)
		for r := range rows.Len() {
			tidyStruct(rows.Index(r))
		}
		field.Set(rows)
	}
	return b
}

func tidyStruct(v reflect.Value) {
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.String {
			f.SetString(plain(f.String()))
		}
	}
}

// plain replaces what has no look of its own by U+FFFD.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r),
			r >= 0x202A && r <= 0x202E, // embeddings and overrides
			r >= 0x2066 && r <= 0x2069, // isolates
			r == 0x2028 || r == 0x2029,
			r == 0xFFFE || r == 0xFFFF:
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(text, string(unicode.ReplacementChar)))
}

// brief cuts a name that has to fit into a sentence.
func brief(name string) string {
	const most = 48
	runes := []rune(name)
	if len(runes) <= most {
		return name
	}
	return strings.TrimSpace(string(runes[:most-1])) + "…"
}

// isOneWay reports whether text runs from left to right whatever stands beside it,
// as all does that has no letter of a script that runs the other way. Other text
// is isolated.
func isOneWay(text string) bool {
	for _, r := range text {
		if r >= 0x0590 && r < 0x1000 || r >= 0x200E && r <= 0x200F || r >= 0xFB1D && r < 0xFE00 || r >= 0xFE70 && r < 0xFF00 || r >= 0x10800 {
			return false
		}
	}
	return true
}
