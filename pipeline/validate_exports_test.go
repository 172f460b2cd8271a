package pipeline

import (
	"strings"
	"testing"
)

// lookedUp adds a lookup and joins it to the revenue export.
const lookedUp = `    fields:
      units: {from: Quantity, number: 0}
    lookups:
      - {lookup: products, by: [sku]}
lookups:
  products:
    files: [products.csv]
    key: [sku]
    fields:
      price: {from: Price, money: {strip: "$ "}}
`

func TestValidateExports(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"unknown_feed", "  revenue:", "  kiosk: {}\n  revenue:",
			`13: exports.kiosk: unknown feed, expected one of customers, revenue, costs, advocacy, capital, enrolments, potential, rates`},
		{"no_files", "    files: [revenue.csv]\n", "", `13: exports.revenue.files: is missing`},
		{"empty_file", "[revenue.csv]", `[a, ""]`, `14: exports.revenue.files[1]: must not be empty`},
		{"bad_glob", "[revenue.csv]", `["a[.csv"]`,
			`14: exports.revenue.files[0]: must be a path or a pattern, is "a[.csv": syntax error in pattern`},
		{"delimiter", "[revenue.csv]", "[a]\n    format: {delimiter: \";;\"}",
			`15: exports.revenue.format.delimiter: must be one byte and no letter, digit, _, quote or line end, is ";;"`},
		{"digit_delimiter", "[revenue.csv]", "[a]\n    format: {delimiter: \"1\"}",
			`15: exports.revenue.format.delimiter: must be one byte and no letter, digit, _, quote or line end, is "1"`},
		{"wide_delimiter", "[revenue.csv]", "[a]\n    format: {delimiter: \"¦\"}",
			`15: exports.revenue.format.delimiter: must be one byte and no letter, digit, _, quote or line end, is "¦"`},
		{"tab", "[revenue.csv]", "[a]\n    format: {delimiter: \"\\t\", encoding: cp1252}", ""},
		{"encoding", "[revenue.csv]", "[a]\n    format: {encoding: utf-16}",
			`15: exports.revenue.format.encoding: must be utf-8 or cp1252 or latin-1, is "utf-16"`},
		{"limits", "[revenue.csv]", "[a]\n    limits: {max_quarantined_share: 0, max_orphan_share: 0.3, min_share_of_usual: 1}", ""},
		{"limit_in_percent", "[revenue.csv]", "[a]\n    limits: {max_quarantined_share: 5}",
			`15: exports.revenue.limits.max_quarantined_share: must be between 0 and 1, is 5`},
		{"limit_too_fine", "[revenue.csv]", "[a]\n    limits: {max_orphan_share: 0.0000001}",
			`15: exports.revenue.limits.max_orphan_share: must have 6 decimals at most, is 0.0000001`},
		{"duplicates_of_customers", "[customers.csv]", "[a]\n    limits: {max_duplicate_share: 0.1}",
			`10: exports.customers.limits.max_duplicate_share: only applies to revenue and costs`},
		{"orphans_of_customers", "[customers.csv]", "[a]\n    limits: {max_orphan_share: 0.1}",
			`10: exports.customers.limits.max_orphan_share: only applies to revenue and costs`},
		{"unmapped", "      revenue: amount\n", "", `15: exports.revenue.columns.revenue: is missing`},
		{"unknown_column", "revenue: amount", "revenue: amount\n      colour: c",
			`19: exports.revenue.columns.colour: unknown column, expected one of customer_id, booked_on, revenue, direct_cost, product, quantity, order_id, line_id, channel, currency`},
		{"no_source", "revenue: amount", "revenue: {money: {}}",
			`18: exports.revenue.columns.revenue: one of from, constant and expression is needed`},
		{"two_sources", "revenue: amount", "revenue: {from: a, expression: b}",
			`18: exports.revenue.columns.revenue: only one of from, constant and expression may be given, is from and expression`},
		{"empty_constant", "revenue: amount", "revenue: amount\n      product: {constant: \"\"}", ""},
		{"empty_expression", "revenue: amount", "revenue: {from: a, expression: \"\"}",
			`18: exports.revenue.columns.revenue.expression: must not be empty`},
		{"date_on_amount", "revenue: amount", `revenue: {from: a, date: "%Y"}`,
			`18: exports.revenue.columns.revenue.date: only applies to a date, this column is an amount`},
		{"money_on_date", `{from: day, date: "%Y-%m-%d"}`, `{from: day, money: {}}`,
			`17: exports.revenue.columns.booked_on.money: only applies to an amount, this column is a date`},
		{"number_on_text", "revenue: amount", "revenue: amount\n      product: {from: p, number: 0}",
			`19: exports.revenue.columns.product.number: only applies to a number, this column is a text`},
		{"format_of_expression", "revenue: amount", "revenue: {expression: a * b, money: {}}",
			`18: exports.revenue.columns.revenue.money: does not apply to an expression, its fields have the format`},
		{"date_format", "%Y-%m-%d", "yyyy-mm-dd",
			`17: exports.revenue.columns.booked_on.date: must be a format like "%Y-%m-%d", is "yyyy-mm-dd"`},
		{"date_directive", "%Y-%m-%d", "%Q",
			`17: exports.revenue.columns.booked_on.date: must be made of %Y, %y, %m, %b, %B, %d, %H, %M, %S and what stands between them, is "%Q" with "%Q"`},
		{"date_cut_off", "%Y-%m-%d", "%Y%m%",
			`17: exports.revenue.columns.booked_on.date: must be made of %Y, %y, %m, %b, %B, %d, %H, %M, %S and what stands between them, is "%Y%m%" with "%"`},
		{"date_percent", "%Y-%m-%d", "%Y%%",
			`17: exports.revenue.columns.booked_on.date: must be made of %Y, %y, %m, %b, %B, %d, %H, %M, %S and what stands between them, is "%Y%%" with "%%"`},
		{"date_without_year", "%Y-%m-%d", "%d.%m.",
			`17: exports.revenue.columns.booked_on.date: must be a format like "%Y-%m-%d", is "%d.%m."`},
		{"date_in_words", "%Y-%m-%d", "%d. %B '%y, %H:%M:%S", ""},
		{"decimal", "revenue: amount", `revenue: {from: a, money: {decimal: ";"}}`,
			`18: exports.revenue.columns.revenue.money.decimal: must be "." or ",", is ";"`},
		{"comma", "revenue: amount", `revenue: {from: a, money: {decimal: ",", thousands: ".", strip: "€ "}}`, ""},
		{"same_marks", "revenue: amount", `revenue: {from: a, money: {thousands: "."}}`,
			`18: exports.revenue.columns.revenue.money.thousands: must differ from decimal, both are "."`},
		{"thousands", "revenue: amount", `revenue: {from: a, money: {thousands: "00"}}`,
			`18: exports.revenue.columns.revenue.money.thousands: must be one character and no digit or sign, is "00"`},
		{"strip_sign", "revenue: amount", `revenue: {from: a, money: {strip: "-"}}`,
			`18: exports.revenue.columns.revenue.money.strip: must not hold a digit, a sign or the decimal point, is "-"`},
		{"empty_where", "[revenue.csv]", "[a]\n    where: \"\"", `15: exports.revenue.where: must not be empty`},
		{"longest_where", "[revenue.csv]", "[a]\n    where: " + strings.Repeat("x", 2000), ""},
		{"long_where", "[revenue.csv]", "[a]\n    where: " + strings.Repeat("x", 2001),
			`15: exports.revenue.where: must have 2000 bytes at most, has 2001`},
	} {
		t.Run(test.name, func(t *testing.T) {
			checkMistakes(t, edit(t, small, test.old, test.new), test.want)
		})
	}
}

func TestValidateFieldsAndLookups(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"as_it_lies", "", "", ""},
		{"keep", "by: [sku]}", "by: [sku], missing: keep}", ""},
		{"most_places", "number: 0", "number: 6", ""},
		{"too_many_places", "number: 0", "number: 7",
			`20: exports.revenue.fields.units.number: must be between 0 and 6, is 7`},
		{"upper_case", "units:", "Units:",
			`20: exports.revenue.fields.Units: must be a lower-case identifier (a to z, 0 to 9, _)`},
		{"digit_first", "units:", "1st:",
			`20: exports.revenue.fields.1st: must be a lower-case identifier (a to z, 0 to 9, _)`},
		{"no_column", "{from: Quantity, number: 0}", "{number: 0}",
			`20: exports.revenue.fields.units.from: is missing`},
		{"constant_field", "{from: Quantity, number: 0}", "{constant: 1}",
			`20: exports.revenue.fields.units: must be read from a column, only columns may be constant or an expression`},
		{"two_formats", "number: 0}", `number: 0, date: "%Y"}`,
			`20: exports.revenue.fields.units: only one of date, money and number may be given`},
		{"unknown_lookup", "lookup: products", "lookup: prices",
			`22: exports.revenue.lookups[0].lookup: "prices" is not under lookups`},
		{"no_lookup", "lookup: products, ", "", `22: exports.revenue.lookups[0].lookup: is missing`},
		{"too_many_by", "by: [sku]", "by: [sku, colour]",
			`22: exports.revenue.lookups[0].by: must have as many columns as the key of products (1), has 2`},
		{"no_by", ", by: [sku]", "", `22: exports.revenue.lookups[0].by: is missing`},
		{"missing", "by: [sku]}", "by: [sku], missing: drop}",
			`22: exports.revenue.lookups[0].missing: must be quarantine or keep, is "drop"`},
		{"joined_twice", "by: [sku]}", "by: [sku]}\n      - {lookup: products, by: [sku]}",
			`23: exports.revenue.lookups[1].lookup: "products" is joined twice`},
		{"name_taken", "units:", "price:",
			`22: exports.revenue.lookups[0].lookup: field price is also in fields`},
		{"lookup_name", "  products:", "  Products:",
			`22: exports.revenue.lookups[0].lookup: "products" is not under lookups
config.yaml:24: lookups.Products: must be a lower-case identifier (a to z, 0 to 9, _)`},
		{"no_key", "    key: [sku]\n", "",
			`22: exports.revenue.lookups[0].by: must have as many columns as the key of products (0), has 1
config.yaml:24: lookups.products.key: is missing`},
	} {
		t.Run(test.name, func(t *testing.T) {
			checkMistakes(t, edit(t, small+lookedUp, test.old, test.new), test.want)
		})
	}
}

// checkMistakes compares the mistakes in a text; want begins behind "config.yaml:".
func checkMistakes(t *testing.T, text, want string) {
	t.Helper()
	if want != "" {
		want = "config.yaml:" + want
	}
	if got := mistakesIn(t, text, nil); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
