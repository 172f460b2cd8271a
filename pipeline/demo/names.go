package demo

import "strings"

// HostileNames are the names of the first customers: what a page or a
// spreadsheet must show as the text it is.
var HostileNames = []string{
	`Sölvi, "Ann" Quist`,
	`<script>alert(1)</script>`,
	`=SUM(A1)`,
	`Übel & Söhne <b>GmbH</b>`,
	`O'Dunn; drop table`,
}

var firstNames = [...]string{
	"Ada", "Bruno", "Carla", "Dario", "Elif", "Farah", "Göran", "Hanne", "Ivo", "Jörg", "Kaja", "Lucía",
	"Mats", "Nadia", "Oskar", "Paula", "Quirin", "Runa", "Sami", "Tilda", "Ugo", "Vera", "Wanda", "Yusuf",
}

var lastNames = [...]string{
	"Abel", "Brandt", "Corso", "Dahl", "Eriksen", "Fontana", "Gruber", "Höfler", "Iversen", "Jansen",
	"Kovac", "Lindqvist", "Müller", "Nowicki", "Okafor", "Pérez", "Quandt", "Rossi", "Sørby", "Tóth",
	"Urbano", "Vogel", "Weiß", "Yilmaz", "Zeller",
}

var trades = [...]string{"Logistics", "Works", "Bakery", "Dental", "Print", "Garden", "Tools", "Consulting"}

var regions = [...]string{"North", "East", "South", "West", "Centre"}

// name builds the name of customer i: a person, or a firm called after its owner.
func (co *company) name(i int, r *random) string {
	if i < len(HostileNames) {
		return HostileNames[i]
	}
	first, last := firstNames[r.below(len(firstNames))], lastNames[r.below(len(lastNames))]
	switch co.customers[i].segment {
	case smallBusiness:
		return last + " " + trades[r.below(len(trades))]
	case midSizeBusiness:
		return last + " & " + lastNames[r.below(len(lastNames))] + " " + trades[r.below(len(trades))]
	}
	return first + " " + last
}

// quoted writes a text so that a reader of comma-separated values gets it back.
func quoted(text string) string {
	if !strings.ContainsAny(text, ",\"\n") {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
