package pipeline_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"valueshift/pipeline"
)

// stallText is a place with six customers and three months, to spoil deliveries of.
const stallText = `portfolio: Stall
currency: EUR
window_months: 2
customers: {min_tenure_months: 1}
intents:
  rules:
    - {rule: R1, groups: [new], intent: observe, reason: UNPROVEN}
    - {rule: R2, groups: [creators, contributors, neutral, eroders, destroyers, dormant], intent: maintain, reason: ANY}
exports:
  customers:
    files: [customers.csv]
    columns: {customer_id: id, segment: kind}
  revenue:
    files: ["revenue-*.csv"]
    columns: {customer_id: id, booked_on: day, revenue: amount}
  costs:
    files: [costs.csv]
    columns: {customer_id: id, booked_on: day, activity: {constant: service}, amount: amount}
`

// newStall writes the exports of the stall. 200 lines a month, each for one euro.
func newStall(t *testing.T, config string) place {
	t.Helper()
	p := place{t.TempDir()}
	p.put(t, "config.yaml", config)
	p.put(t, "customers.csv", "id,kind\n1,A\n2,A\n3,A\n4,B\n5,B\n6,B\n")
	for _, month := range []string{"2026-01", "2026-02", "2026-03", "2026-04"} {
		p.put(t, "revenue-"+month+".csv", bookings(month, 200))
	}
	p.put(t, "costs.csv", bookings("2026-01", 200))
	return p
}

func bookings(month string, lines int) string {
	var b strings.Builder
	b.WriteString("id,day,amount\n")
	for i := range lines {
		b.WriteString(string(rune('1'+i%6)) + "," + month + "-28,1.00\n")
	}
	return b.String()
}

// put writes a file as if it had been there for a day.
func (p place) put(t *testing.T, name, text string) {
	t.Helper()
	p.putAt(t, name, text, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC))
}

func (p place) putAt(t *testing.T, name, text string, at time.Time) {
	t.Helper()
	path := filepath.Join(p.dir, name)
	if err := errors.Join(os.WriteFile(path, []byte(text), 0o600), os.Chtimes(path, at, at)); err != nil {
		t.Fatal(err)
	}
}

// open does a night at the stallText.
func (p place) open(t *testing.T) error {
	t.Helper()
	config, err := pipeline.Load(filepath.Join(p.dir, "config.yaml"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return runNight(t.Context(), config, attempt{})
}

// A delivery that is not what it is declared to be is one error, not a thousand
// rows in quarantine: it shows the first place and what was expected there.
func TestRefusedDeliveries(t *testing.T) {
	t.Parallel()
	month := bookings("2026-02", 200)
	for _, test := range []struct {
		name, file, text, says string
	}{
		{"decimal_comma", "revenue-2026-02.csv", strings.ReplaceAll(month, "1.00", `"1,00"`), `revenue-2026-02.csv:2: column "amount": "1,00" is not a number like -1234.55 with at most 2 decimals; all 200 rows of the file are in quarantine: is the format`},
		{"decimal_comma_in_part", "revenue-2026-02.csv", strings.Replace(month, "1.00", `"1,00"`, 199), `revenue-2026-02.csv:2: column "amount": "1,00" is not a number like -1234.55 with at most 2 decimals; 199 of 800 rows are in quarantine and max_quarantined_share is 0.01`},
		{"thousands", "revenue-2026-02.csv", strings.ReplaceAll(month, "1.00", `"1,000.00"`), `"1,000.00" is not a number`},
		{"currency_sign", "revenue-2026-02.csv", strings.ReplaceAll(month, "1.00", "€1.00"), `"€1.00" is not a number`},
		{"date_format", "revenue-2026-02.csv", strings.ReplaceAll(month, "2026-02-28", "28.02.2026"), `revenue-2026-02.csv:2: column "day": "28.02.2026" is not a date written %Y-%m-%d; all 200 rows of the file are in quarantine: is the format declared`},
		{"one_file_of_many", "revenue-2025-12.csv", strings.ReplaceAll(bookings("2025-12", 20), "2025-12-28", "28.12.2025"), `revenue-2025-12.csv:2: column "day": "28.12.2025" is not a date written %Y-%m-%d; all 20 rows of the file are in quarantine`},
		{"encoding", "customers.csv", "id,kind\n1,A\n2,A\n3,caf\xe9\n4,B\n", `customers.csv:4: the record is not valid utf-8, the declared encoding, it is "3,caf`},
		{"blank", "customers.csv", "id,kind\n1,A\n2,\n", `customers.csv:3: column "kind" is blank, and a value is required; 1 of 2 rows`},
		{"delimiter", "revenue-2026-02.csv", strings.ReplaceAll(month, ",", ";"), `column "id" is missing; the header has "id;day;amount"`},
		{"header_only", "revenue-2026-02.csv", bookings("2026-02", 0), "revenue-2026-02.csv: is empty, it has no row below its header"},
		{"blank_only", "revenue-2026-02.csv", bookings("2026-02", 0) + "\n\n", "revenue-2026-02.csv: is empty, it has no row below its header"},
		{"zero_bytes", "costs.csv", "", "costs.csv: is empty, it has 0 bytes"},
		{"tenth_of_usual", "revenue-2026-02.csv", bookings("2026-02", 19), "revenue-2026-02.csv: has 19 rows, usual are 200; min_share_of_usual is 0.1"},
		{"delivered_twice", "revenue-2026-02-copy.csv", month, "revenue-2026-02.csv: was delivered twice, "},
		{"delivered_twice_names_both", "revenue-2026-02-copy.csv", month, "revenue-2026-02-copy.csv holds the same bytes; the 200 rows of both would count twice"},
		{"orphan_costs", "costs.csv", bookings("2026-01", 200) + "9,2026-01-28,-2.00\n", `"example_customer_id":"9"`},
		{"costs_of_nobody", "costs.csv", bookings("2026-01", 200) + ",2026-01-28,2.00\n", "sql/192_check_orphans_within_limits.sql"},
		{"one_row_in_quarantine_of_few", "customers.csv", "id,kind\n1,A\n2, B\n", `customers.csv:3: column "kind": " B" has spaces around it; 1 of 2 rows`},
		{"contradictions", "customers.csv", "id,kind\n1,A\n2,A\n2,B\n3,A\n3,A\n4,B\n4,A\n5,B\n6,B\n", `customers.csv:3: column "customer_id": "2" contradicts another row of the same customer; 4 of 9 rows are in quarantine and max_quarantined_share is 0.01: is there a column for exported_at`},
		{"all_contradict", "customers.csv", "id,kind\n" + strings.Repeat("1,A\n1,B\n2,B\n2,A\n", 3), `customers.csv:2: column "customer_id": "1" contradicts another row of the same customer; all 12 rows of the file are in quarantine`},
		{"absurd_amounts", "revenue-2026-02.csv", strings.ReplaceAll(strings.Replace(month, "1.00", "-99999999999999.99", 1), "1.00", "90000000000000.00"), `revenue-2026-02.csv:2: column "revenue": -99,999,999,999,999.99 is the largest of amounts that come to more than 1,487,640,651,105,609.00 in all, without their signs: they cannot be summed up`},
		{"manifest", "revenue-2026-02.csv.manifest.json", `{"rows": 201}`, "revenue-2026-02.csv: rows is 200, but "},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newStall(t, stallText)
			p.put(t, test.file, test.text)
			err := p.open(t)
			if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v\nwant %s", err, test.says)
			}
			if _, err := os.Stat(p.out()); err == nil {
				t.Error("pages were made")
			}
		})
	}
}

// Files are found by their pattern alone: the folder of the configuration is no part
// of it, and a folder that cannot be read is not one without files.
func TestFindFiles(t *testing.T) {
	t.Parallel()
	config := strings.Replace(stallText, `["revenue-*.csv"]`, `["by-month/*/revenue.csv", "./by-*/*/[rs]evenue*.csv"]`, 1)
	for _, test := range []struct {
		name string
		add  func(folder string) error
		kind error
		says string
	}{
		{"brackets", func(string) error { return nil }, nil, ""},
		{"file_beside", func(folder string) error { return os.WriteFile(filepath.Join(folder, "read.me"), nil, 0o600) }, nil, ""},
		{"loop", func(folder string) error { return os.Symlink("2026-02", filepath.Join(folder, "2026-02")) }, pipeline.ErrIO, "2026-02"},
		{"dangling", func(folder string) error { return os.Symlink("nowhere", filepath.Join(folder, "2026-02")) }, pipeline.ErrIO, "2026-02"},
		{"name", func(folder string) error {
			return os.WriteFile(filepath.Join(folder, "2026-01", "revenue\xff.csv"), []byte(bookings("2026-02", 2)), 0o600)
		}, pipeline.ErrRefused, `revenue\xff.csv": the name is no UTF-8`},
		{"nothing", func(folder string) error { return os.RemoveAll(folder) }, pipeline.ErrNoInput, "nothing matches"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newStall(t, config)
			p.dir = filepath.Join(p.dir, "br[a]c")
			folder := filepath.Join(p.dir, "by-month")
			if err := os.MkdirAll(filepath.Join(folder, "2026-01"), 0o700); err != nil {
				t.Fatal(err)
			}
			p.put(t, "config.yaml", config)
			p.put(t, "customers.csv", "id,kind\n1,A\n2,A\n3,A\n4,B\n5,B\n6,B\n")
			p.put(t, "costs.csv", bookings("2026-01", 20))
			p.put(t, "by-month/2026-01/revenue.csv", bookings("2026-01", 20)+strings.TrimPrefix(bookings("2026-02", 20), bookings("", 0)))
			if err := test.add(folder); err != nil {
				t.Fatal(err)
			}
			if err := p.open(t); !errors.Is(err, test.kind) || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// What the configuration allows is no reason to stop.
func TestAllowedDeliveries(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, limits, file, text string
	}{
		{"a_hundredth", "", "revenue-2026-02.csv", bookings("2026-02", 200) + strings.Repeat("1,2026-02-30,1.00\n", 8)},
		{"quarter", "    limits: {max_quarantined_share: 0.25}\n  costs:", "revenue-2026-02.csv", strings.Replace(bookings("2026-02", 200), "02-28", "02-30", 199)},
		{"a_file_in_vain", "    limits: {max_quarantined_share: 1}\n  costs:", "revenue-2026-02.csv", strings.ReplaceAll(bookings("2026-02", 200), "02-28", "02-30")},
		{"nine_rows_in_vain", "    limits: {max_quarantined_share: 0.02, min_share_of_usual: 0}\n  costs:", "revenue-2026-02.csv", strings.ReplaceAll(bookings("2026-02", 9), "02-28", "02-30")},
		{"few_rows", "    limits: {min_share_of_usual: 0}\n  costs:", "revenue-2026-02.csv", bookings("2026-02", 0)},
		{"orphan_revenue", "", "revenue-2026-02.csv", strings.ReplaceAll(bookings("2026-02", 200), "1,", "9,")},
		{"a_tenth", "", "revenue-2026-02.csv", bookings("2026-02", 20)},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			config := stallText
			if test.limits != "" {
				config = strings.Replace(config, "  costs:", test.limits, 1)
			}
			p := newStall(t, config)
			p.put(t, test.file, test.text)
			if err := p.open(t); err != nil {
				t.Error(err)
			}
		})
	}
}

// Few rows that are the same in two files may be chance: they count, with a doubt
// on the pages. From ten rows on they are one delivery under two names.
func TestEqualSmallFiles(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{9, 10} {
		p := newStall(t, strings.Replace(stallText, "  costs:", "    limits: {min_share_of_usual: 0}\n  costs:", 1))
		for _, shop := range []string{"north", "south"} {
			p.put(t, "revenue-"+shop+".csv", bookings("2026-03", rows))
			p.put(t, "revenue-closed-"+shop+".csv", bookings("2026-03", 0))
		}
		err := p.open(t)
		if rows == 10 {
			if want := "revenue-south.csv: was delivered twice, "; !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), want) {
				t.Errorf("%d rows: got %v, want %s", rows, err, want)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%d rows: %v", rows, err)
		}
		page, err := os.ReadFile(filepath.Join(p.out(), "current", "quality.html"))
		const doubt = "Small files with the same bytes as an earlier one of their feed: 1, among them revenue-south.csv."
		if err != nil || !strings.Contains(string(page), doubt) {
			t.Errorf("the page does not say: %s (%v)", doubt, err)
		}
	}
}

// A date that strays into a later year closes no month, however few lines a month
// has: the night says where it is. Months that are billed by the quarter are no strays.
func TestStrayDates(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, file, text, asOf, says string
	}{
		{"far", "revenue-2026-04.csv", bookings("2026-04", 8) + "1,2199-12-31,1.00\n", "2026-04-30", "A booking of 2199-12-31 is in revenue-2026-04.csv, line 10."},
		{"a_year_late", "revenue-2026-04.csv", bookings("2026-04", 8) + "1,2027-04-28,1.00\n1,2199-12-31,1.00\n", "2026-04-30", "with none in the month before: 2. "},
		{"quarter", "revenue-2026-07.csv", bookings("2026-07", 5), "2026-07-31", ""},
		{"one_line_a_month_more", "revenue-2026-05.csv", bookings("2026-05", 1), "2026-05-31", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newStall(t, strings.Replace(stallText, "  costs:", "    limits: {min_share_of_usual: 0}\n  costs:", 1))
			for _, month := range []string{"2026-01", "2026-02", "2026-03", "2026-04"} {
				p.put(t, "revenue-"+month+".csv", bookings(month, 8))
			}
			p.put(t, test.file, test.text)
			if err := p.open(t); err != nil {
				t.Fatal(err)
			}
			db := databases(t, p.database())
			if asOf := lines(t, db, "select as_of from run")[0]; asOf != test.asOf {
				t.Errorf("the as-of is %s, want %s", asOf, test.asOf)
			}
			said := strings.Join(lines(t, db, "select text from report_warnings where position = 14"), "\n")
			if !strings.Contains(said, test.says) || (said == "") != (test.says == "") {
				t.Errorf("got %q, want %q", said, test.says)
			}
		})
	}
}

// A status that is written otherwise leaves out a whole file: the pages and the log
// name it.
func TestFileLeftOut(t *testing.T) {
	t.Parallel()
	p := newStall(t, strings.Replace(stallText, "  costs:", "    where: \"state = 'paid'\"\n  costs:", 1))
	for _, month := range []string{"2026-01", "2026-02", "2026-03", "2026-04"} {
		state := "paid"
		if month == "2026-04" {
			state = "Paid"
		}
		text := strings.ReplaceAll(bookings(month, 200), "\n", ","+state+"\n")
		p.put(t, "revenue-"+month+".csv", strings.Replace(text, "amount,"+state, "amount,state", 1))
	}
	if err := p.open(t); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(p.out(), "current", "quality.html"))
	const doubt = "Files of which where leaves out every row: 1, the first of them revenue-2026-04.csv of revenue with 200."
	if err != nil || !strings.Contains(string(page), doubt) {
		t.Errorf("the page does not say: %s (%v)", doubt, err)
	}
}

// What earlier nights loaded says what is old and what is small.
func TestDeliveriesAfterTheFirstNight(t *testing.T) {
	t.Parallel()
	p := newStall(t, stallText)
	if err := p.open(t); err != nil {
		t.Fatal(err)
	}
	day := func(d int) time.Time { return time.Date(2026, 5, d, 0, 0, 0, 0, time.UTC) }
	costs := bookings("2026-01", 200)
	for _, step := range []struct {
		name, text string
		at         time.Time
		says       string
	}{
		{"the_same_again", costs, day(1), ""},
		{"the_same_with_an_older_date", costs, day(1).AddDate(0, -1, 0), ""},
		{"older", bookings("2026-01", 180), day(1).AddDate(0, -2, 0), "costs.csv: is older than the one that was loaded: written 2026-03-01"},
		{"small", bookings("2026-01", 19), day(2), "costs.csv: has 19 rows, usual are 200"},
		{"newer", bookings("2026-01", 180), day(3), ""},
		{"what_was_before", costs, day(1), "costs.csv: is older than the one that was loaded: written 2026-05-01"},
	} {
		p.putAt(t, "costs.csv", step.text, step.at)
		switch err := p.open(t); {
		case step.says == "" && err != nil:
			t.Errorf("%s: %v", step.name, err)
		case step.says != "" && (!errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), step.says)):
			t.Errorf("%s: got %v", step.name, err)
		}
	}
}

// Ten times more rows than usual are loaded and doubted on the pages, which say the
// same when the same files come again.
func TestManyRows(t *testing.T) {
	t.Parallel()
	p := newStall(t, stallText)
	p.put(t, "revenue-2026-02.csv", bookings("2026-02", 2001))
	const doubt = "Files with more than ten times their usual rows: 1, the first of them revenue-2026-02.csv with 2001, where 200 are usual."
	page := func() string {
		t.Helper()
		if err := p.open(t); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join(p.out(), "current", "quality.html"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	first := page()
	if !strings.Contains(first, doubt) {
		t.Errorf("the page does not say: %s", doubt)
	}
	if again := page(); again != first {
		t.Error("the same files again give another page")
	}
	// A single file has its own past.
	p.putAt(t, "costs.csv", bookings("2026-01", 2010), time.Date(2026, 5, 2, 0, 0, 0, 0, time.UTC))
	more := page()
	if want := strings.Replace(doubt, "rows: 1", "rows: 2", 1); !strings.Contains(more, want) {
		t.Errorf("the page does not say: %s", want)
	}
	if again := page(); again != more {
		t.Error("the same files again give another page")
	}
}

// A month that comes again in a file that differs would be booked twice. What two files
// have in common by half may be so, and is a doubt on the pages, as are lines that
// stand in one file twice.
func TestMonthDeliveredAgain(t *testing.T) {
	t.Parallel()
	unlike := func(from, to int) string {
		var b strings.Builder
		b.WriteString("id,day,amount\n")
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, "1,2026-03-17,%d.50\n", i)
		}
		return b.String()
	}
	for _, common := range []int{65, 66} {
		p := newStall(t, stallText)
		p.put(t, "revenue-corrected.csv", unlike(0, 130))
		p.put(t, "revenue-first.csv", unlike(130-common, 300))
		err := p.open(t)
		if common == 66 {
			const want = "revenue-corrected.csv and revenue-first.csv have 66 equal lines, of 130 in the smaller of them: they would be booked twice; deliver one of the two (exports.revenue.limits.max_duplicate_share is 0.5 of a file)"
			if !errors.Is(err, pipeline.ErrRefused) || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("got %v, want %s", err, want)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		page, err := os.ReadFile(filepath.Join(p.out(), "current", "quality.html"))
		// Six customers book a euro on 200 lines in each of four months; of the fifth file
		// 65 lines stand in the sixth, of 65.50 to 129.50.
		const doubt = "Files of revenue with more than one line in a hundred that equals another in every column that is read: 5, with 841 such lines in all of 7114 EUR; the first file is revenue-2026-01.csv."
		if err != nil || !strings.Contains(string(page), doubt) {
			t.Errorf("the page does not say: %s (%v)", doubt, err)
		}
	}
}
