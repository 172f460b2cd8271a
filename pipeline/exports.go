package pipeline

// Export says which files a feed is delivered in and how their columns map to
// the feed's contract (README, "The exports").
type Export struct {
	Feed    string           `yaml:"-"` // key in config: customers, revenue, costs, …
	Files   []string         `yaml:"files"`
	Format  Format           `yaml:"format"`
	Fields  map[string]Field `yaml:"fields"`  // typed names that expressions may use
	Lookups []Join           `yaml:"lookups"` // declared lookup files to join
	Where   string           `yaml:"where"`   // expression; rows for which it is not true are filtered and counted
	Columns map[string]Field `yaml:"columns"` // contract column → where it comes from
	Limits  Limits           `yaml:"limits"`  // when the delivery is refused as a whole
}

// Format describes a text file. Parquet files need none.
type Format struct {
	Delimiter string `yaml:"delimiter"` // one byte; default ","
	Encoding  string `yaml:"encoding"`  // utf-8 (default), cp1252, latin-1
}

// Field says where one value comes from: exactly one of From, Constant and
// Expression is set. In config a bare string is short for {from: …}.
type Field struct {
	From       string       `yaml:"from"`       // column of the file, by its exact name
	Constant   *string      `yaml:"constant"`   // the same text for every row
	Expression string       `yaml:"expression"` // row-local SQL over Fields, lookup fields and file columns
	Date       string       `yaml:"date"`       // strptime format; only for dates
	Money      *MoneyFormat `yaml:"money"`      // how an amount is written
	Number     *int         `yaml:"number"`     // an exact decimal with at most this many places
}

// MoneyFormat says how an amount is written. The zero value is "1234.56".
type MoneyFormat struct {
	Decimal   string `yaml:"decimal"`   // "." (default) or ","
	Thousands string `yaml:"thousands"` // separator between groups of three, may be empty
	Strip     string `yaml:"strip"`     // characters around the number that are cut off, "$ "
}

// Lookup is a declared file whose fields rows of a feed can use, found by key.
type Lookup struct {
	Files  []string         `yaml:"files"`
	Format Format           `yaml:"format"`
	Key    []string         `yaml:"key"` // columns of the lookup file, unique together
	Fields map[string]Field `yaml:"fields"`
}

// Join finds the one row of a lookup whose key equals columns of the feed's file.
type Join struct {
	Lookup  string   `yaml:"lookup"`  // key under lookups
	By      []string `yaml:"by"`      // columns of the feed's file, in the order of the lookup's key
	Missing string   `yaml:"missing"` // quarantine (default) or keep
}
