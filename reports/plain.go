package reports

import (
	"slices"
	"strings"
	"unicode"
)

// tidy makes every text that people delivered harmless to look at: no control
// characters, and no marks that turn the direction of the text around them. What
// was taken out stays visible as U+FFFD. Escaping is not its work; the templates
// do that.
func tidy(b Book) Book {
	b.Run.Portfolio = plain(b.Run.Portfolio)
	b.Scopes = slices.Clone(b.Scopes)
	for i := range b.Scopes {
		b.Scopes[i].Name = plain(b.Scopes[i].Name)
		b.Scopes[i].Owner = plain(b.Scopes[i].Owner)
	}
	b.Targets = slices.Clone(b.Targets)
	for i := range b.Targets {
		b.Targets[i].Reason = plain(b.Targets[i].Reason)
	}
	b.Intents = slices.Clone(b.Intents)
	for i := range b.Intents {
		b.Intents[i].Rule = plain(b.Intents[i].Rule)
		b.Intents[i].Reason = plain(b.Intents[i].Reason)
	}
	b.Deliveries = slices.Clone(b.Deliveries)
	for i := range b.Deliveries {
		b.Deliveries[i].File = plain(b.Deliveries[i].File)
	}
	b.Quarantine = slices.Clone(b.Quarantine)
	for i := range b.Quarantine {
		q := &b.Quarantine[i]
		q.File, q.ColumnName, q.Reason = plain(q.File), plain(q.ColumnName), plain(q.Reason)
		q.ExampleValue = plain(q.ExampleValue)
	}
	b.Warnings = slices.Clone(b.Warnings)
	for i := range b.Warnings {
		b.Warnings[i].Text = plain(b.Warnings[i].Text)
	}
	return b
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
