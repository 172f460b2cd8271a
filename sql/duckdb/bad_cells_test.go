package duckdb_test

import "testing"

// Numbers and dates that a tolerant reader would bend into something.
func TestBadCells(t *testing.T) {
	judgeAll(t, []badInput{
		badAmount("thousands_quoted", `"1,234.56"`, "1,234.56"),
		badAmount("decimal_comma", `"1234,56"`, "1234,56"),
		badAmount("decimal_comma_and_points", `"1.234,56"`, "1.234,56"),
		badAmount("apostrophes", "1'234.56", "1'234.56"),
		badAmount("no_break_space", "1\u00a0234.56", "1\u00a0234.56"),
		badAmount("narrow_no_break_space", "1\u202f234.56", "1\u202f234.56"),
		badAmount("brackets", "(12.00)", "(12.00)"),
		badAmount("minus_behind", "12.00-", "12.00-"),
		badAmount("minus_sign", "\u221212.00", "\u221212.00"),
		badAmount("plus", "+12.00", "+12.00"),
		badAmount("dollar", "$12", "$12"),
		badAmount("percent", "12%", "12%"),
		badAmount("hexadecimal", "0x10", "0x10"),
		badAmount("exponent", "1e3", "1e3"),
		badAmount("exponent_too_large", "1e400", "1e400"),
		badAmount("not_a_number", "NaN", "NaN"),
		badAmount("infinity", "Infinity", "Infinity"),
		badAmount("minus_infinity", "-inf", "-inf"),
		badAmount("underscore", "1_000", "1_000"),
		badAmount("spaces", " 12 ", " 12 "),
		badAmount("tab", "12\t", "12\t"),
		badAmount("too_fine", "1.239", "1.239"),
		one("too_large", "c4,2026-01-04,100000000000000.00,ok", "amount", "100000000000000.00", "is larger than 99999999999999.99"),
		one("far_too_large", "c4,2026-01-04,99999999999999999999.99,ok", "amount", "99999999999999999999.99", "is larger than 99999999999999.99"),
		one("too_small", "c4,2026-01-04,-100000000000000,ok", "amount", "-100000000000000", "is less than -99999999999999.99"),
		badAmount("too_large_and_too_fine", "99999999999999999999.999", "99999999999999999999.999"),
		badAmount("too_many_zeros", "0000000000000001.00", "0000000000000001.00"),
		badAmount("true", "true", "true"),
		badAmount("null_written_out", "NULL", "NULL"),
		badAmount("na", "NA", "NA"),
		badAmount("arabic_digits", "١٢", "١٢"),
		badAmount("full_width_digits", "１２", "１２"),
		badAmount("two_points", "1.2.3", "1.2.3"),
		badAmount("point_only", ".", "."),
		badAmount("no_whole", ".5", ".5"),
		badAmount("no_fraction", "5.", "5."),
		badAmount("minus_only", "-", "-"),
		badAmount("double_minus", "--5", "--5"),
		badAmount("fraction", "1/2", "1/2"),
		badAmount("formula", "=1+1", "=1+1"),
		badAmount("zero_width_space", "12\u200b", "12\u200b"),
		one("amount_missing", "c4,2026-01-04,,ok", "amount", "", "is blank, and a value is required"),
		one("amount_missing_quoted", `c4,2026-01-04,"",ok`, "amount", "", "is blank, and a value is required"),
		kept("trailing_zeros", "c4,2026-01-04,8.0000,ok"),
		kept("leading_zeros", "c4,2026-01-04,008,ok"),
		kept("whole", "c4,2026-01-04,8,ok"),
		kept("quoted_number", `c4,2026-01-04,"8.00",ok`),

		badDate("february_30", "2024-02-30"),
		badDate("february_29", "2023-02-29"),
		badDate("day_first_slashes", "31/01/2024"),
		badDate("ambiguous_slashes", "01/02/2024"),
		badDate("day_first_points", "31.01.2024"),
		badDate("short_year", "24-01-05"),
		badDate("short_month", "2024-1-5"),
		badDate("slashes", "2024/01/05"),
		badDate("no_separator", "20240105"),
		badDate("month_only", "2024-01"),
		badDate("with_time", "2024-01-05 10:00:00"),
		badDate("with_zone", "2024-01-31T23:30:00Z"),
		badDate("with_offset", "2024-01-31 23:30+00"),
		badDate("clock_gap", "2024-03-31 02:30:00"),
		badDate("epoch_seconds", "1704412800"),
		badDate("epoch_word", "epoch"),
		badDate("year_zero", "0000-00-00"),
		badDate("infinity_date", "infinity"),
		badDate("before_christ", "2024-01-05 (BC)"),
		badDate("month_13", "2024-13-01"),
		badDate("today", "today"),
		badDate("serial_number", "45296"),
		badDate("padded", " 2024-01-05"),
		badDate("full_width_date", "２０２４-01-05"),
		one("date_missing", "c4,,8.00,ok", "day", "", "is blank, and a value is required"),
		kept("leap_day", "c4,2024-02-29,8.00,ok"),

		one("id_padded", "c4 ,2026-01-04,8.00,ok", "id", "c4 ", "has spaces around it"),
		one("id_padded_before", " c4,2026-01-04,8.00,ok", "id", " c4", "has spaces around it"),
		kept("id_missing", ",2026-01-04,8.00,ok"),
		kept("id_other_case", "C4,2026-01-04,8.00,ok"),
		kept("id_zero_width", "c4\u200b,2026-01-04,8.00,ok"),
		kept("id_decomposed", "e\u0301,2026-01-04,8.00,ok"),
		kept("id_leading_zeros", "0004,2026-01-04,8.00,ok"),
	})
}

// Text that is meant for a browser, a spreadsheet, a shell or a database is text.
func TestHostileText(t *testing.T) {
	for name, text := range map[string]string{
		"script": "<script>alert(1)</script>", "end_of_script": "</script>", "link": "javascript:alert(1)", "template": "${7*7}",
		"formula_command": "=cmd|' /C calc'!A0", "formula_plus": "+1", "formula_minus": "-1", "formula_at": "@SUM(1)", "formula_wide": "＝1",
		"path": "../../etc/passwd", "dots": "..", "device": "CON", "right_to_left": "\u202egnp.exe", "drop": "'); drop table raw_lines; --",
		"pragma": "'; pragma database_list; --", "long": stringOf("x", 300), "surrogate": "\ufffe", "emoji": "👩‍👩‍👧",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := imported(t, lines(noFormat), "lines.csv", amid(`c4,2026-01-04,8.00,"`+text+"\"\n"))
			if err != nil {
				t.Fatal(err)
			}
			sameLines(t, "text", got.rows(t, "select product from raw_lines where line_no = 5"), []string{text})
		})
	}
}
