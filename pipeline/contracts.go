package pipeline

// Kind is what a contract column holds.
type Kind string

// The kinds a delivered text is read as. A text that does not fit its kind is
// quarantined.
const (
	Text   Kind = "text"   // as delivered; empty is missing
	Date   Kind = "date"   // one calendar day
	Amount Kind = "amount" // money in the currency of its row, kept in minor units
	Number Kind = "number" // exact decimal with up to 6 places
	Flag   Kind = "flag"   // true, false
	Score  Kind = "score"  // whole number 0 to 10

	Currency Kind = "currency" // ISO 4217 code; the reporting currency is kept as null
	Rate     Kind = "rate"     // exact decimal above 0 with up to 10 places

	Timestamp    Kind = "timestamp"    // a day or an instant; one without a zone is UTC
	Relationship Kind = "relationship" // contractual or non-contractual, kept in lower case
)

// Column is one column of a feed's contract.
type Column struct {
	Name     string
	Kind     Kind
	Required bool // must be mapped
	Blank    bool // may be missing in a row
}

// contracts is the agreement with the warehouse: per feed, the columns the night
// understands. raw_<feed> has them in this order; an amount column is stored
// under its name and _minor.
var contracts = map[string][]Column{
	"customers": {
		{Name: "customer_id", Kind: Text, Required: true},
		{Name: "segment", Kind: Text, Required: true},
		{Name: "name", Kind: Text, Blank: true},
		{Name: "acquired_on", Kind: Date, Blank: true},
		{Name: "closed_on", Kind: Date, Blank: true},
		{Name: "relationship", Kind: Relationship, Blank: true},
		{Name: "region", Kind: Text, Blank: true},
		{Name: "parent_id", Kind: Text, Blank: true},
		{Name: "owner", Kind: Text, Blank: true},
		{Name: "retire_block", Kind: Flag, Blank: true},
		{Name: "exported_at", Kind: Timestamp, Blank: true},
	},
	"revenue": {
		{Name: "customer_id", Kind: Text, Required: true, Blank: true},
		{Name: "booked_on", Kind: Date, Required: true},
		{Name: "revenue", Kind: Amount, Required: true},
		{Name: "direct_cost", Kind: Amount, Blank: true},
		{Name: "product", Kind: Text, Blank: true},
		{Name: "quantity", Kind: Number, Blank: true},
		{Name: "order_id", Kind: Text, Blank: true},
		{Name: "line_id", Kind: Text, Blank: true},
		{Name: "channel", Kind: Text, Blank: true},
		{Name: "currency", Kind: Currency, Blank: true},
	},
	"costs": {
		{Name: "customer_id", Kind: Text, Required: true, Blank: true},
		{Name: "booked_on", Kind: Date, Required: true},
		{Name: "activity", Kind: Text, Required: true},
		{Name: "amount", Kind: Amount, Required: true},
		{Name: "avoidable", Kind: Flag, Blank: true},
		{Name: "driver_quantity", Kind: Number, Blank: true},
		{Name: "currency", Kind: Currency, Blank: true},
	},
	"advocacy": {
		{Name: "customer_id", Kind: Text, Required: true},
		{Name: "answered_on", Kind: Date, Required: true},
		{Name: "score", Kind: Score, Required: true},
		{Name: "moment_of_truth", Kind: Text, Blank: true},
		{Name: "channel", Kind: Text, Blank: true},
	},
	"capital": {
		{Name: "customer_id", Kind: Text, Required: true},
		{Name: "month", Kind: Date, Required: true},
		{Name: "amount", Kind: Amount, Required: true},
		{Name: "currency", Kind: Currency, Blank: true},
	},
	"enrolments": {
		{Name: "initiative", Kind: Text, Required: true},
		{Name: "customer_id", Kind: Text, Required: true},
		{Name: "arm", Kind: Text, Required: true},
		{Name: "assigned_on", Kind: Date, Required: true},
		{Name: "stratum", Kind: Text, Blank: true},
		{Name: "contacted_on", Kind: Date, Blank: true},
	},
	"potential": {
		{Name: "customer_id", Kind: Text, Required: true},
		{Name: "amount", Kind: Amount, Required: true},
		{Name: "as_of", Kind: Date, Required: true},
		{Name: "source", Kind: Text, Blank: true},
	},
	"rates": {
		{Name: "currency", Kind: Currency, Required: true},
		{Name: "month", Kind: Date, Required: true},
		{Name: "rate", Kind: Rate, Required: true},
	},
}

// feedOrder is the order in which feeds are read.
var feedOrder = []string{"customers", "revenue", "costs", "advocacy", "capital", "enrolments", "potential", "rates"}
