package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"

	"valueshift/segments"
)

// Load reads the configuration at path and the files that it includes. A variable VALUESHIFT_<PATH IN CAPITALS>
// replaces a single value outside lists, exports and lookups; flags, keyed by
// path ("as_of"), replace both. A relative path given as a flag starts at the
// working directory, every other one at the folder of the file.
//
// Nothing is forgiven and nothing is hidden: the error wraps [ErrConfig] and
// holds every mistake, one a line, sorted by file and line. Absent keys get the
// defaults that config.yaml documents.
func Load(path string, flags map[string]string) (Config, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Config{}, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return loadText(path, text, flags, readRegular)
}

// loadText is Load after the file was read; read reads the files it includes.
func loadText(path string, text []byte, flags map[string]string, read func(string) ([]byte, error)) (Config, error) {
	l := newLoader(read)
	root, ok := l.parse(path, text)
	if !ok {
		return Config{}, l.err()
	}
	config := defaults()
	config.dir = filepath.Dir(path)
	l.include(root, path)
	l.override(root, flags)
	l.decode(root, reflect.ValueOf(&config).Elem(), "")
	settle(config)
	l.validate(config)
	if err := l.err(); err != nil {
		return Config{}, err
	}
	config.lines, config.variables = l.places(), l.variables()
	return config, nil
}

// Path resolves a path of the configuration: a relative one starts at the folder
// of the file. The empty path stays empty.
func (c Config) Path(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(c.dir, path)
}

// defaults is what config.yaml documents for keys that are absent.
func defaults() Config {
	return Config{
		Money:        Money{Scale: 2},
		WindowMonths: 12,
		Database:     "valueshift.duckdb",
		Out:          "site",
		Reports:      Reports{Locale: "en", MinCustomers: 5, CustomerListRows: 200, Pseudonyms: true},
		Profit:       Profit{AcquisitionMonths: 24, CapitalChargeRate: 0.10},
		Customers:    Customers{Relationship: "non-contractual", MinTenureMonths: 3},
		ValueGroups: ValueGroups{
			Bounds:               "calibrate",
			CreatorsShare:        0.80,
			DestroyersShare:      0.80,
			NeutralMin:           5,
			NeutralShareOfMedian: 0.05,
			HysteresisShare:      0.10,
			PlanYearStarts:       1,
		},
		Advocacy: Advocacy{
			Months:          12,
			MinAnswers:      30,
			MinAnswerShare:  0.05,
			PriorAnswers:    30,
			HighProbability: 0.80,
			LowProbability:  0.20,
		},
		Intents: Intents{
			Rules:              segments.DefaultRules(),
			TrendZ:             1.96,
			TrendMinShare:      0.05,
			HeadroomPercentile: 0.75,
			HeadroomMinShare:   0.20,
			HeadroomMin:        1,
			OverrideNoticeDays: 30,
			ResultMinMonths:    3,
			ResultMinCustomers: 100,
			Retire:             Guardrails{MinCustomers: 100, MinCycles: 1, MaxShareOfCustomers: 0.02},
			YoungMonths:        12,
			PersistentMonths:   6,
		},
		Forecast: Forecast{Draws: 4000, MinMonths: 12, MaxMonths: 24, MinRowCustomers: 200, DiscountRate: 0.10},
		Questions: Questions{
			TopTenthMinShare:     0.30,
			TopTenthMaxShare:     0.50,
			PeakMinRatio:         1.50,
			PeakMaxRatio:         3,
			DriftMaxShare:        0.05,
			LargestGroupMaxShare: 0.80,
			MoversMaxShare:       0.10,
		},
		TargetLimits: TargetLimits{
			GreenAttainment: 0.95,
			AmberAttainment: 0.80,
			GreenHitShare:   0.70,
			AmberHitShare:   0.40,
			NoiseZ:          1.96,
			MinAnswers:      30,
		},
	}
}

// settle fills in the defaults of keys that stand inside maps and lists, so that
// a value left out and the same value written out are one configuration.
func settle(c Config) {
	for feed, export := range c.Exports {
		export.Feed = feed
		export.Format = settleFormat(export.Format)
		settleFields(export.Fields)
		settleFields(export.Columns)
		for i := range export.Lookups {
			if export.Lookups[i].Missing == "" {
				export.Lookups[i].Missing = "quarantine"
			}
		}
		c.Exports[feed] = export
	}
	for name, lookup := range c.Lookups {
		lookup.Format = settleFormat(lookup.Format)
		settleFields(lookup.Fields)
		c.Lookups[name] = lookup
	}
}

func settleFormat(f Format) Format {
	if f.Delimiter == "" {
		f.Delimiter = ","
	}
	if f.Encoding == "" {
		f.Encoding = "utf-8"
	}
	return f
}

func settleFields(fields map[string]Field) {
	for _, field := range fields {
		if field.Money != nil && field.Money.Decimal == "" {
			field.Money.Decimal = "."
		}
	}
}

// parse reads the text of a file as one YAML mapping; when it is none, ok is false
// and the mistake is noted.
func (l *loader) parse(name string, text []byte) (root *yaml.Node, ok bool) {
	base := l.begin(name, text)
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document, second yaml.Node
	err := decoder.Decode(&document)
	if err == nil {
		err = decoder.Decode(&second)
		if err == nil {
			l.at(base+second.Line, "", "only one document may be in the file")
			return nil, false
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		line, message := syntaxError(err)
		l.at(base+line, "", message)
		return nil, false
	}
	if len(document.Content) == 0 || isNull(document.Content[0]) {
		return &yaml.Node{Kind: yaml.MappingNode, Line: base + 1}, true
	}
	root = document.Content[0]
	shift(root, base)
	if root.Kind != yaml.MappingNode {
		l.at(root.Line, "", "must be a mapping of keys to values")
		return nil, false
	}
	return root, true
}

var (
	yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)
	// The YAML package counts lines from 0 in what its parser finds, from 1 in
	// what its scanner finds.
	countsFromZero = regexp.MustCompile(`did not find expected (key|node content|<|'-' indicator|',' or)`)
)

// syntaxError takes apart the message of the YAML package.
func syntaxError(err error) (line int, message string) {
	found := yamlLine.FindStringSubmatch(err.Error())
	if found == nil {
		return 1, err.Error()
	}
	message = err.Error()[len(found[0]):]
	line, _ = strconv.Atoi(found[1]) // no line: 0
	if countsFromZero.MatchString(message) {
		line++
	}
	return max(1, line), message
}
