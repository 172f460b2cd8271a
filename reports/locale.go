package reports

import "slices"

// The locales that pages can be spelled in.
const (
	english spelling = iota
	german
	french
)

// locales are their names in the configuration.
var locales = [...]string{english: "en", german: "de", french: "fr"}

// Locales are the names that Run.Locale may have.
func Locales() []string { return slices.Clone(locales[:]) }

// spellingOf finds a locale by its name; no name is English.
func spellingOf(locale string) (l spelling, ok bool) {
	if locale == "" {
		return english, true
	}
	i := slices.Index(locales[:], locale)
	return spelling(max(0, i)), i >= 0
}

// convention is how a locale writes. The marks, names and orders are those of the
// Unicode CLDR, but for English: its groups are parted by a space as in ISO 80000-1,
// because the readers of one report are not all at home with the same comma.
type convention struct {
	group         string // between groups of three digits
	point         string // before the decimals
	gap           string // between a number and its unit
	isSymbolFirst bool   // the currency stands before the amount
	dayMark       string // behind the day of a month
	short, long   [12]string
}

const space = "\u00a0" // no-break space

var conventions = [...]convention{
	english: {group: thin, point: ".", gap: thin, isSymbolFirst: true,
		short: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		long:  [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}},
	german: {group: ".", point: ",", gap: space, dayMark: ".",
		short: [12]string{"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."},
		long:  [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"}},
	french: {group: thin, point: ",", gap: space,
		short: [12]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
		long:  [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}},
}

func (l spelling) convention() *convention { return &conventions[l] }

// symbol is the sign of a currency that has one nobody takes for another, as the
// CLDR lists it; other currencies keep their code.
func symbol(currency string) (sign string, isSign bool) {
	switch currency {
	case "EUR":
		return "€", true
	case "USD":
		return "$", true
	case "GBP":
		return "£", true
	case "JPY":
		return "¥", true
	case "INR":
		return "₹", true
	case "KRW":
		return "₩", true
	}
	return currency, false
}
